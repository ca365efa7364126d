import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { Closing } from "../../server/db.ts";
import { hashApiKey, type KeyDoor, openKeyDoor } from "../../server/identity/api-keys.ts";
import { createApiKey } from "../../server/identity/create-api-key.ts";
import { prepared } from "../../server/raw-sql.ts";
import { member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let door: KeyDoor;
let owner: Viewer;
let turn = 0;
let header: string;
const facts = { requestId: "request-1", address: "127.0.0.1", userAgent: "test" };

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** A door that has seen the key once, so that it presumes from now on. */
beforeEach(async () => {
  turn += 1;
  owner = await member(world, { name: `Keyed ${turn}`, kind: "buyer", role: "owner" });
  const key = `erk_door_${"k".repeat(20)}${turn}`;
  header = `Bearer ${key}`;
  await world.owner.query(
    "insert into api_key (organization_id, user_id, name, prefix, secret_hash) values ($1, $2, 'n', 'erk', $3)",
    [owner.organizationId, owner.userId, hashApiKey(key)],
  );
  door = openKeyDoor({ open: world.db.open, clock: world.clock });
  await ask(async () => "seen");
});

const ask = <T>(run: (viewer: Viewer) => Promise<T>) => door({ header, facts }, run);
const keys = async () =>
  (
    await world.row("select count(*)::int as n from api_key where organization_id = $1", [
      owner.organizationId,
    ])
  ).n;
const revoke = () =>
  world.owner.query("update api_key set revoked_at = now() where secret_hash = $1", [
    hashApiKey(header.slice("Bearer ".length)),
  ]);
const demote = () =>
  world.owner.query("update membership set role = 'finance' where user_id = $1", [owner.userId]);
const make = (viewer: Viewer) =>
  createApiKey(world.caller(viewer), { name: "made", days: 30, scopes: ["work:read"] });
const insert = (viewer: Viewer) => prepared`
  insert into api_key (organization_id, user_id, name, prefix, secret_hash)
  values (${viewer.organizationId}::uuid, ${viewer.userId}::uuid, 'raw', 'erk', ${crypto.randomUUID()})`;

describe("a key that still stands", () => {
  test("does its write, once, as whoever it was", async () => {
    const seen: Viewer[] = [];
    const answer = await ask((viewer) => {
      seen.push(viewer);
      return make(viewer);
    });
    expect(answer?.secret).toMatch(/^erk_/);
    const { id: credential } = await world.row("select id from api_key where user_id = $1 and name = 'n'", [
      owner.userId,
    ]);
    expect(seen).toEqual([{ ...owner, ...facts, via: "api_key", credential, stepUpAt: null }]);
    expect(await keys()).toBe(2);
  });

  test("keeps what the work itself refuses or breaks on", async () => {
    await expect(ask(() => Promise.reject(new Error("of its own")))).rejects.toThrow("of its own");
    const broken = ask((viewer) => world.db.withOrg(viewer, (tx) => tx.$queryRaw`select 1 / 0`));
    await expect(broken).rejects.toThrow(/division by zero/);
  });

  test("asks about itself once a request, in front of the first transaction", async () => {
    const asked = "select calls from pg_stat_user_functions where funcname = 'holder_of_key'";
    const calls = async () => {
      await world.owner.query("select pg_stat_clear_snapshot()");
      return Number((await world.owner.query(asked)).rows[0]?.calls ?? 0);
    };
    await world.owner.query("select 1");
    const before = await calls();
    await ask(async (viewer) => {
      for (let n = 0; n < 3; n++) await world.db.withOrg(viewer, (tx) => tx.$queryRaw`select 1`);
    });
    expect((await calls()) - before).toBeLessThanOrEqual(1);
  });
});

describe("a key that was revoked since", () => {
  test.each<[string, (viewer: Viewer) => Promise<unknown>]>([
    ["a command", make],
    ["a read", (viewer) => world.db.readOrg(viewer, (tx) => tx.apiKey.count())],
    ["work that asks nothing", async () => "nothing"],
    ["work of last statements alone", (v) => closings(v, (closing) => closing(insert(v)))],
    [
      "work that swallows every failure",
      (viewer) =>
        world.db.withOrg(viewer, async (tx, closing) => {
          await tx.$executeRaw(insert(viewer)).catch(() => 0);
          await tx.$executeRaw(insert(viewer)).catch(() => 0);
          closing(insert(viewer));
        }),
    ],
    [
      "work that goes on after a failed statement",
      (viewer) =>
        world.db.withOrg(viewer, async (tx, closing) => {
          await tx.$queryRaw`select 1 / 0`.catch(() => 0);
          closing(insert(viewer));
        }),
    ],
    ["a copy of the viewer", (viewer) => make({ ...viewer })],
    ["two at once", (viewer) => Promise.all([make(viewer), make(viewer)])],
  ])("answers nothing and changes nothing: %s", async (_name, work) => {
    await revoke();
    const before = await keys();
    let runs = 0;
    const answer = await ask(async (viewer) => {
      runs += 1;
      return work(viewer);
    });
    expect([answer, runs]).toEqual([null, 1]);
    expect(await keys()).toBe(before);
    expect(await ask(make)).toBeNull();
    expect(await keys()).toBe(before);
  });
});

test("a person whose role was changed since is judged once more by the new one, and by that alone", async () => {
  await demote();
  const roles: string[] = [];
  const run = ask((viewer) => {
    roles.push(viewer.role);
    return make(viewer);
  });
  await expect(run).rejects.toMatchObject({ code: "not_allowed" });
  expect(roles).toEqual(["owner", "finance"]);
  expect(await keys()).toBe(1);
});

test("a person whose role grew since is let in at once", async () => {
  await demote();
  await expect(ask(make)).rejects.toMatchObject({ code: "not_allowed" });
  await world.owner.query("update membership set role = 'owner' where user_id = $1", [owner.userId]);
  expect(await ask(make)).toMatchObject({ secret: expect.stringMatching(/^erk_/) });
  expect(await keys()).toBe(2);
});

test("the connection that a fallen presumption ended on speaks for nobody", async () => {
  await revoke();
  await Promise.all(Array.from({ length: 12 }, () => ask(make)));
  const left = await world.db.open.$queryRaw<{ org: string | null }[]>`
    select nullif(current_setting('app.org_id', true), '') as org from generate_series(1, 3)`;
  expect(left.map(({ org }) => org)).toEqual([null, null, null]);
});

function closings(viewer: Viewer, work: (closing: Closing) => void): Promise<string> {
  return world.db.withOrg(viewer, async (_tx, closing) => {
    work(closing);
    return "said";
  });
}
