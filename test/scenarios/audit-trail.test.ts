import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { createApiKey } from "../../server/identity/create-api-key.ts";
import { ask } from "../factories/ask.ts";
import { colleague, member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

const TRAIL = `{ auditTrail { rows intact firstBroken } }`;
const EVENTS = `query ($filter: AuditFilterInput, $first: Int, $after: String) {
  auditEvents(filter: $filter, first: $first, after: $after) { pageInfo { hasNextPage endCursor }
    edges { node { seq actorName role via credential address action subjectType requestId data } } } }`;
const FILE = `query ($filter: AuditFilterInput, $as: String!) { auditFile(filter: $filter, as: $as) }`;

let world: World;
let owner: Viewer;
let stranger: Viewer;

beforeAll(async () => {
  world = await openWorld();
  owner = await member(world, { name: "Halden", kind: "buyer", role: "owner" });
  stranger = await member(world, { name: "Stranger", kind: "provider", role: "owner" });
  await keys(owner, ["One", "Two", "Three", "=Four"]);
  await keys({ ...owner, name: "Ash 100%", via: "api_key", credential: "k-1", address: "" }, ["Five"]);
});
afterAll(() => world.close());

async function keys(viewer: Viewer, names: readonly string[]) {
  for (const name of names)
    await createApiKey(world.caller(viewer), { name, days: 1, scopes: ["work:read"] });
}

const rowsOf = async (viewer: Viewer, variables: Record<string, unknown> = {}) => {
  const answer = await ask(world, viewer, EVENTS, variables);
  return {
    answer,
    rows: (answer.data?.auditEvents?.edges ?? []).map((edge: { node: unknown }) => edge.node),
  };
};

describe("the audit trail", () => {
  test("says who, in which role, by what and from where, the latest first", async () => {
    const { rows } = await rowsOf(owner);
    expect(rows.map(({ seq }: { seq: string }) => seq)).toEqual(["5", "4", "3", "2", "1"]);
    expect(rows[0]).toMatchObject({
      ...{ actorName: "Ash 100%", role: "owner", via: "api_key", credential: "k-1", address: null },
      ...{ action: "api_key.create", subjectType: "api_key", data: { name: "Five", days: 1 } },
    });
    expect(rows[4]).toMatchObject({
      ...{ actorName: owner.name, via: "session", address: owner.address, requestId: owner.requestId },
    });
  });

  test.each([
    ["a part of a name", { actor: "ASH" }, 1],
    ["a sign that a search might read", { actor: "100%" }, 1],
    ["a sign that nobody has", { actor: "_" }, 0],
    ["the beginning of an action", { action: "api_key." }, 5],
    ["the middle of an action", { action: "create" }, 0],
    ["a way in", { via: "session" }, 4],
    ["an API key", { credential: "k-1" }, 1],
    ["a key that nobody has", { credential: "k-" }, 0],
    ["a request that never was", { requestId: "nothing" }, 0],
    ["the beginning of an address", { address: "127.0" }, 4],
    ["a sign of patterns in an address", { address: "%" }, 0],
    ["a day", { from: "2026-11-21", to: "2026-11-21" }, 5],
    ["another day", { from: "2026-11-22" }, 0],
    ["until the day before", { to: "2026-11-20" }, 0],
    ["a subject", { subjectId: "nothing" }, 0],
    ["nothing at all", { actor: " ", action: "", via: null }, 5],
  ])("is searched by %s", async (_, filter, found) => {
    expect((await rowsOf(owner, { filter })).rows).toHaveLength(found);
  });

  test("refuses a day that is none, and a place that is none", async () => {
    expect((await rowsOf(owner, { filter: { from: "yesterday" } })).answer.errors).toHaveLength(1);
    expect((await rowsOf(owner, { after: "nowhere" })).answer.errors).toHaveLength(1);
  });

  test("is read page by page, and a foreign row leads nowhere", async () => {
    const first = await rowsOf(owner, { first: 2 });
    const { hasNextPage, endCursor } = first.answer.data.auditEvents.pageInfo;
    expect(hasNextPage).toBe(true);
    const next = await rowsOf(owner, { first: 9, after: endCursor });
    expect([...first.rows, ...next.rows].map(({ seq }) => seq)).toEqual(["5", "4", "3", "2", "1"]);
    expect((await rowsOf(stranger, { after: endCursor })).rows).toEqual([]);
  });

  test("comes as a file whose cells no spreadsheet runs, and as JSON", async () => {
    const csv: string = (await ask(world, owner, FILE, { as: "csv" })).data.auditFile;
    const json = JSON.parse(
      (await ask(world, owner, FILE, { as: "json", filter: { via: "api_key" } })).data.auditFile,
    );
    expect(csv.split("\r\n")).toHaveLength(7);
    expect(csv).toContain('"{""days"":1,""name"":""=Four"",');
    expect(json).toMatchObject([
      { seq: "5", origin: { via: "api_key", credential: "k-1", role: "owner" } },
    ]);
  });

  test("is no file for a session that was left open; a key has its scopes", async () => {
    const left = { ...owner, stepUpAt: null };
    const { data, errors } = await ask(world, left, FILE, { as: "csv" });
    expect(data).toBeNull();
    expect(errors).toEqual(["Confirm that it is you, then send this again. Nothing was done yet."]);
    const byKey = await ask(world, { ...left, via: "api_key" }, FILE, { as: "csv" });
    expect(byKey.errors).toEqual([]);
  });

  test("of another organisation is not in it", async () => {
    expect((await ask(world, stranger, TRAIL)).data.auditTrail).toEqual({
      rows: 0,
      intact: true,
      firstBroken: null,
    });
    expect((await rowsOf(stranger)).rows).toEqual([]);
    expect((await ask(world, stranger, FILE, { as: "json" })).data.auditFile).toBe("[]\n");
  });

  test("is refused to a role that may not read it", async () => {
    const { organizationId } = owner;
    const lead = await colleague(world, {
      ...{ organizationId, organizationName: "Halden", kind: "buyer", role: "operations_lead" },
    });
    for (const [query, variables] of [[TRAIL], [EVENTS], [FILE, { as: "csv" }]] as const)
      expect((await ask(world, lead, query, variables)).errors).toHaveLength(1);
  });
});
