import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { refreshMonthRollUp } from "../../server/service-levels/refresh-month-roll-up.ts";
import { BEFORE_TENANTS, OWN } from "../factories/own-rows.ts";
import { type Cast, fingerprint, NOW, probeCast } from "../factories/probe-cast.ts";
import { BOOKS, ONE_PARTY, OTHERS, STAFF_ONLY, TWO_PARTIES } from "../factories/tables-by-owner.ts";
import { openWorld, type World } from "../world.ts";

// What somebody could do who found a way to run SQL as the web server: the wall stands in the database too.
let world: World;
let cast: Cast;
let provider: Viewer;

beforeAll(async () => {
  world = await openWorld({ now: NOW.toString() });
  cast = await probeCast(world);
  provider = cast.viewers["provider owner"] as Viewer;
  const { rows } = await world.owner.query(`select id as "engagementId", organization_id as "organizationId"
    from engagement`);
  for (const one of rows) await refreshMonthRollUp({ db: world.workDb, clock: world.clock }, one);
  await world.owner.query("update engagement set title = title");
});
afterAll(() => world.close());

/** How many rows a statement touched as the provider's owner, or the word that refused it. */
async function touched(sql: string, ...values: unknown[]): Promise<number | "refused"> {
  return world.db
    .withOrg(provider, (tx) => tx.$executeRawUnsafe(sql, ...values))
    .catch((error: Error) => {
      if (/does not exist|syntax error/.test(error.message)) throw error;
      return "refused" as const;
    });
}
const nothing = (answer: number | "refused") => answer === 0 || answer === "refused";

test("every table is of a known kind", async () => {
  const { rows } = await world.owner.query(
    "select tablename from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations' order by 1",
  );
  const known = [
    ...TWO_PARTIES,
    ...ONE_PARTY,
    ...BOOKS,
    ...STAFF_ONLY,
    ...BEFORE_TENANTS,
    ...OWN,
    ...OTHERS,
  ].sort();
  expect(rows.map((row) => row.tablename)).toEqual(known);
});

describe("a provider with SQL of its own", () => {
  test.each(TWO_PARTIES)("reads and changes no row of %s that is other parties'", async (table) => {
    const others = "organization_id <> app.org_id() and provider_id <> app.org_id()";
    const { rows } = await world.owner.query(
      `select count(*)::int as n from ${table} where organization_id <> $1 and provider_id <> $1`,
      [provider.organizationId],
    );
    if (table !== "stripe_operation" || rows[0].n > 0) expect(rows[0].n).toBeGreaterThan(0);
    const seen = await world.db.withOrg(provider, (tx) =>
      tx.$queryRawUnsafe<{ n: number }[]>(`select count(*)::int as n from ${table} where ${others}`),
    );
    expect(seen).toEqual([{ n: 0 }]);
    const before = await fingerprint(world);
    expect(
      nothing(await touched(`update ${table} set organization_id = organization_id where ${others}`)),
    ).toBe(true);
    expect(nothing(await touched(`delete from ${table}`))).toBe(true);
    expect(await fingerprint(world)).toBe(before);
  });

  test.each(TWO_PARTIES)("hands no row of %s to another buyer, and takes none over", async (table) => {
    const before = await fingerprint(world);
    for (const column of ["organization_id", "provider_id"]) {
      const party = column === "organization_id" ? cast.far.organizationId : cast.far.providerId;
      const moved = await touched(`update ${table} set ${column} = $1::uuid`, party);
      expect(nothing(moved), `${column} of ${table}`).toBe(true);
    }
    const forged = `insert into ${table} select (jsonb_populate_record(t, jsonb_build_object('id', uuidv7(),
      'organization_id', $1::uuid, 'provider_id', $2::uuid))).* from ${table} t limit 1`;
    expect(nothing(await touched(forged, cast.far.organizationId, cast.far.providerId))).toBe(true);
    expect(await fingerprint(world)).toBe(before);
  });

  test.each([...ONE_PARTY, "organization", "stripe_account", "stripe_customer"])(
    "changes no row of %s that is another's, and gives none away",
    async (table) => {
      const before = await fingerprint(world);
      const key = table === "organization" ? "id" : "organization_id";
      expect(
        nothing(await touched(`update ${table} set ${key} = ${key} where ${key} <> app.org_id()`)),
      ).toBe(true);
      expect(nothing(await touched(`delete from ${table}`))).toBe(true);
      if (table !== "organization")
        expect(nothing(await touched(`update ${table} set ${key} = $1::uuid`, cast.far.providerId))).toBe(
          true,
        );
      const forged = `insert into ${table} select (jsonb_populate_record(t, jsonb_build_object('id', uuidv7(),
        'organization_id', $1::uuid, 'slug', 'forged'))).* from ${table} t limit 1`;
      if (table !== "organization") expect(nothing(await touched(forged, cast.far.providerId))).toBe(true);
      expect(await fingerprint(world)).toBe(before);
    },
  );

  test.each([...BOOKS, "listing_card"])("writes nothing into %s", async (table) => {
    for (const sql of [
      `insert into ${table} select * from ${table}`,
      `delete from ${table}`,
      `truncate ${table} cascade`,
    ])
      expect(await touched(sql)).toBe("refused");
  });

  test.each(STAFF_ONLY)("neither reads nor writes %s", async (table) => {
    for (const sql of [
      `select 1 from ${table}`,
      `insert into ${table} select * from ${table}`,
      `update ${table} set ${table === "journal_book" ? "seq = seq" : "id = id"}`,
      `delete from ${table}`,
    ])
      expect(
        await touched(
          sql.replace("set id = id", table === "journal_link" ? "set seq = seq" : "set id = id"),
        ),
      ).toBe("refused");
  });

  test("reads no leg of the books but its own, and no key or stored answer of another's", async () => {
    const { organizationId } = provider;
    for (const table of [
      "posting",
      "ledger_account",
      "api_key",
      "idempotency_key",
      "audit_event",
      "audit_head",
    ]) {
      const rows = await world.db.withOrg(provider, (tx) =>
        tx.$queryRawUnsafe<{ organization_id: string }[]>(
          `select distinct organization_id::text from ${table}`,
        ),
      );
      expect(rows.filter((row) => row.organization_id !== organizationId)).toEqual([]);
    }
  });

  test("calls no function that reads the keys or books of others, and none of the queue's own", async () => {
    expect(await touched("select * from app.holder_of_key('', now())")).toBe(0);
    const people = "select * from app.notice_people($1::uuid, $2::uuid)";
    expect(await touched(people, cast.far.organizationId, cast.far.providerId)).toBe(0);
    expect(await touched(people, cast.far.organizationId, provider.organizationId)).toBe(0);
    expect(await touched(people, cast.near.organizationId, provider.organizationId)).toBeGreaterThan(0);
    for (const books of [
      "app.unpaid_shares()",
      "app.changed_shares()",
      "app.invoice_of_charge('')",
      "app.broken_journal_link()",
      "app.audit_heads()",
      "app.link_journal_entry(uuidv7())",
    ])
      expect(await touched(`select * from ${books}`), books).toBe("refused");
    expect(await touched("select graphile_worker.add_job('x')")).toBe("refused");
    expect(await touched("select * from graphile_worker.jobs")).toBe("refused");
    expect(await touched("update app.catalogue_version set version = 0")).toBe("refused");
    expect(await touched("alter table statement disable row level security")).toBe("refused");
    expect(await touched("set local role app_owner")).toBe("refused");
    expect(await touched("set local role app_worker")).toBe("refused");
  });

  test("adds no job that another organisation's work would be done by", async () => {
    expect(await touched("select app.append_audit(now(), null, 'x', 'x', 'x', 'x', 'x', '{}')")).not.toBe(
      "refused",
    );
  });
});
