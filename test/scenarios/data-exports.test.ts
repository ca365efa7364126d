import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { stateTaxIdentity } from "../../server/identity/state-tax-identity.ts";
import { openExport as openedExport } from "../../server/records/ask-for-export.ts";
import { recordTasks } from "../../server/records/tasks.ts";
import { askForExport, type Exported, exported, openExport, partOf } from "../factories/exported.ts";
import { colleague } from "../factories/people.ts";
import { type Cast, foreignTo, NOW, probeCast } from "../factories/probe-cast.ts";
import { schemaColumns } from "../factories/schema-columns.ts";
import { refusedUnchanged, unchangedBy } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

const VAT = "NL987654321B01";
let world: World;
let cast: Cast;
let buyer: Viewer;
let provider: Viewer;
let ofBuyer: Exported & { id: string };
let ofProvider: Exported & { id: string };

beforeAll(async () => {
  world = await openWorld({ now: NOW.toString() });
  cast = await probeCast(world);
  buyer = cast.viewers["buyer owner"] as Viewer;
  provider = cast.viewers["provider owner"] as Viewer;
  await stateTaxIdentity(world.caller(buyer), {
    ...{ name: "Halden", addressLine: "Kade 1", postalCode: "3011", city: "Rotterdam", country: "NL" },
    ...{ status: "registered", vatNumber: VAT },
  });
  await world.drainJobs();
  ofBuyer = await exported(world, buyer, "ORGANIZATION");
  ofProvider = await exported(world, provider, "ORGANIZATION");
});
afterAll(() => world.close());

describe("an organisation's file", () => {
  test("says of every file in it what it holds, with its size and digest", () => {
    const { manifest, files } = ofBuyer;
    expect(manifest).toMatchObject({
      ...{ format: "engine-room-export/1", kind: "organization", askedBy: { id: buyer.userId } },
      ...{ of: { id: buyer.organizationId }, askedAt: NOW.toString().replace("Z", ".000Z") },
    });
    expect(manifest.files.map((one) => one.name).sort()).toEqual([...files.keys()].sort());
    for (const { name, rows, bytes, sha256 } of manifest.files) {
      const content = files.get(name) ?? Buffer.of();
      expect([name, content.length]).toEqual([name, bytes]);
      expect(createHash("sha256").update(content).digest("hex"), name).toBe(sha256);
      if (rows !== null) expect(JSON.parse(content.toString()), name).toHaveLength(rows);
    }
    expect(manifest.leftOut.find((one) => one.kind === "inbound_secret")?.reason).toContain("secret");
  });

  test("holds every row that is the organisation's alone", async () => {
    let all = 0;
    for (const table of [
      "membership",
      "invitation",
      "posting",
      "api_key_call",
      "invoice",
      "payment_method",
    ]) {
      const { rows } = await world.owner.query(`select id from ${table} where organization_id = $1`, [
        buyer.organizationId,
      ]);
      all += rows.length;
      const told = ofBuyer.rows(table).map((row) => row.id);
      expect(told.sort(), table).toEqual(rows.map((row) => row.id).sort());
    }
    expect(all).toBeGreaterThan(20);
    expect(ofBuyer.rows("audit_event").map((row) => row.action)).toContain("data_export.ask");
    expect(ofBuyer.rows("work_item_event").length).toBeGreaterThan(100);
    expect([...ofBuyer.files.keys()].filter((name) => /^files\/invoices\/.+\.pdf$/.test(name)).length).toBe(
      ofBuyer.rows("invoice").length,
    );
  });

  test("has the files that belong to records: contracts, and a provider's evidence", async () => {
    const contracts = [...ofBuyer.files].filter(([name]) => name.startsWith("files/contracts/"));
    expect(contracts).toHaveLength(ofBuyer.rows("signature").length);
    const { rows } = await world.owner.query("select id, sha256 from stored_file where provider_id = $1", [
      provider.organizationId,
    ]);
    for (const { id, sha256 } of rows) {
      const [, bytes] =
        [...ofProvider.files].find(([name]) => name.startsWith(`files/evidence/${id}`)) ?? [];
      expect(bytes && createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
    }
    expect(rows.length).toBeGreaterThan(0);
  });

  test.each([
    ["the buyer's", () => [buyer, ofBuyer] as const],
    ["the provider's", () => [provider, ofProvider] as const],
  ])("%s names nothing of deals that it has no part in", async (_who, of) => {
    const [viewer, file] = of();
    // Short ones are numbers that rows of any table have.
    const foreign = [...(await foreignTo(world, viewer.organizationId))].filter((one) => one.length > 8);
    const words = new Set(file.text.match(/[^\s"{}[\],:]+/g));
    expect(foreign.filter((secret) => words.has(secret))).toEqual([]);
    expect(foreign.filter((secret) => secret.includes(" ") && file.text.includes(secret))).toEqual([]);
    // Every id that stands anywhere in the file is of a row that the organisation is a party to.
    const ids = [...new Set(file.text.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g))];
    expect(ids.length).toBeGreaterThan(200);
    const columns = schemaColumns();
    for (const { table } of columns.filter((one) => one.column === "organization_id")) {
      const has = (column: string) => columns.some((one) => one.table === table && one.column === column);
      if (!has("id") || ["listing", "attestation"].includes(table)) continue;
      const party = has("provider_id") ? "coalesce(provider_id <> $2, true)" : "true";
      const { rows } = await world.owner.query(
        `select id from ${table} where id::text = any ($1) and organization_id <> $2 and ${party}`,
        [ids, viewer.organizationId],
      );
      expect(rows, table).toEqual([]);
    }
  });

  test("shows a buyer nothing of what its providers are paid", () => {
    for (const table of ["payout", "payout_part", "payout_step", "transfer_move", "dispute_evidence"])
      expect(ofBuyer.rows(table), table).toEqual([]);
    expect(ofProvider.rows("payout").length).toBeGreaterThan(0);
  });

  test("tells numbers in full to whoever may see them so, and no value as it is stored", async () => {
    expect(ofBuyer.rows("tax_identity")[0]?.vat_number).toBe(VAT);
    expect(ofProvider.rows("payout_details")[0]?.account).toMatch(/^[A-Z]{2}\d{2}/);
    for (const { text } of [ofBuyer, ofProvider]) expect(text).not.toMatch(/"v1\.\w+\.|"i1\.\w+\./);
    const { rows } = await world.owner.query(
      `select secret_hash as secret from api_key union all select password_hash from person where length(password_hash) > 10
       union all select secret from inbound_secret where length(secret) > 10`,
    );
    expect(rows.length).toBeGreaterThan(3);
    for (const { secret } of rows) expect(ofBuyer.text + ofProvider.text).not.toContain(secret);
  });

  test("stands in the audit trail: asked for, and each time fetched", async () => {
    const { rows } = await world.owner.query(
      `select action, data from audit_event where organization_id = $1 and subject_id = $2 order by seq`,
      [buyer.organizationId, ofBuyer.id],
    );
    expect(rows.map((row) => row.action)).toEqual(["data_export.ask", "data_export.fetch"]);
    expect(rows[1].data.sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("is refused", () => {
  const asks = (viewer: Viewer) => askForExport(world, viewer, "ORGANIZATION");
  const stale = () => ({ ...buyer, stepUpAt: NOW.epochMilliseconds - 6 * 60_000 });
  type Deed = () => Promise<unknown>;
  const refused = (deeds: readonly (readonly [name: string, deed: Deed])[]) =>
    unchangedBy(world, async () => {
      for (const [name, deed] of deeds) expect(await deed()).toMatchObject({ __typename: name });
    });

  test("to everybody but the head, to keys, and without a fresh proof", () =>
    refused([
      ...(["buyer finance", "buyer operations_lead", "provider delivery_manager", "admin"] as const).map(
        (who) => ["NotAllowed", () => asks(cast.viewers[who] as Viewer)] as const,
      ),
      ["NotAllowed", () => asks({ ...buyer, via: "api_key" })],
      ["StepUpNeeded", () => asks(stale())],
      ["StepUpNeeded", () => openExport(world, stale(), ofBuyer.id)],
      ["NotAllowed", () => openExport(world, { ...buyer, role: "finance" }, ofBuyer.id)],
    ]));

  test("to a second owner: a file is for whoever asked for it", async () => {
    const { organizationId, organizationName } = buyer;
    const second = await colleague(world, {
      organizationId,
      organizationName,
      kind: "buyer",
      role: "owner",
    });
    await refused([
      ["NotFound", () => openExport(world, second, ofBuyer.id)],
      ["NotFound", () => openExport(world, provider, ofBuyer.id)],
      ["NotFound", () => openExport(world, buyer, "no id")],
    ]);
    expect(await partOf(world, buyer, { id: ofBuyer.id, position: 0 })).not.toBeNull();
    expect(await partOf(world, second, { id: ofBuyer.id, position: 0 })).toBeNull();
    expect(await partOf(world, provider, { id: ofBuyer.id, position: 0 })).toBeNull();
    expect(await partOf(world, buyer, { id: ofBuyer.id, position: 9_999 })).toBeNull();
    // The rows themselves are nobody else's, whatever is asked of the database.
    const seen = await world.db.withOrg(second, (tx) => tx.dataExportPart.count());
    expect(seen).toBe(0);
  });

  test("to whoever lost the role while it was being made", async () => {
    const { id } = (await asks(buyer)).data;
    expect(await asks(buyer)).toMatchObject({
      __typename: "Refused",
      message: expect.stringContaining("being made already"),
    });
    await world.owner.query("update membership set role = 'finance' where user_id = $1", [buyer.userId]);
    await world.drainJobs();
    await world.owner.query("update membership set role = 'owner' where user_id = $1", [buyer.userId]);
    expect(await world.row("select state, sha256 from data_export where id = $1", [id])).toEqual({
      ...{ state: "dropped", sha256: null },
    });
    expect(await openExport(world, buyer, id)).toMatchObject({ __typename: "Refused" });
  });
});

describe("a person's own file", () => {
  test("holds what is theirs in every organisation, and nothing of anybody else", async () => {
    const me = cast.viewers["buyer finance"] as Viewer;
    await world.owner.query(
      `insert into membership (organization_id, user_id, role) values ($1, $2, 'member')`,
      [cast.far.organizationId, me.userId],
    );
    await world.owner.query(
      `insert into session (id_hash, user_id, organization_id, expires_at, absolute_expires_at, address)
       values ('hash-of-mine', $1, $2, '2027-01-01', '2027-01-01', '192.0.2.44')`,
      [me.userId, me.organizationId],
    );
    const mine = await exported(world, me, "PERSON");
    expect(mine.manifest).toMatchObject({ kind: "person", of: { id: me.userId } });
    expect(mine.rows("person")).toMatchObject([
      { id: me.userId, email: "julia.wrona@halden-foods.example" },
    ]);
    expect(mine.rows("person")[0]).not.toHaveProperty("password_hash");
    expect(mine.rows("session")).toMatchObject([{ address: "192.0.2.44" }]);
    expect(mine.text).not.toContain("hash-of-mine");
    expect(mine.rows("membership")).toHaveLength(2);
    for (const row of mine.rows("audit_event")) expect(row).toMatchObject({ actor_user_id: me.userId });
    const { rows } = await world.owner.query("select email from person where id <> $1", [me.userId]);
    expect(rows.filter((row) => mine.text.includes(row.email))).toEqual([]);
  });

  test("is refused to a session of one organisation's own sign-in", () =>
    unchangedBy(world, async () => {
      const bound = { ...buyer, ssoConnectionId: crypto.randomUUID() };
      expect(await askForExport(world, bound, "PERSON")).toMatchObject({
        message: expect.stringContaining("Your organisation's sign-in opened this session"),
      });
    }));
});

test("a file is gone after seven days, with every part of it", async () => {
  world.clock.moveTo(NOW.add({ hours: 7 * 24 + 1 }));
  const late = () => openedExport(world.caller(buyer), { id: ofBuyer.id });
  const deps = { db: world.workDb, clock: world.clock, publicUrl: "http://x" };
  const sweep = async () => recordTasks(deps)["data_exports:sweep"]?.({});
  await refusedUnchanged(world, late, { code: "export_not_open" });
  await sweep();
  const { state } = await world.row("select state from data_export where id = $1", [ofBuyer.id]);
  expect(state).toBe("gone");
  const parts = "select count(*)::int as n from data_export_part where export_id = $1";
  expect(await world.row(parts, [ofBuyer.id])).toEqual({ n: 0 });
});
