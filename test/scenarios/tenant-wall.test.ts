import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "../../server/db.ts";
import { testFields } from "../factories/field-keys.ts";
import { member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe("row-level security", () => {
  test("is enabled and forced, with a policy, on every table that carries an organisation", async () => {
    const { rows } = await world.owner.query(`
      select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
             exists (select 1 from pg_policy p where p.polrelid = c.oid) as policed
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not in ('session')`);
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((row) => !row.forced || !row.policed)).toEqual([]);
  });

  test("hides a two-party row from everyone but its two parties", async () => {
    const buyer = await member(world, { name: "Wall Buyer", kind: "buyer", role: "owner" });
    const provider = await member(world, { name: "Wall Provider", kind: "provider", role: "owner" });
    const stranger = await member(world, { name: "Wall Stranger", kind: "provider", role: "owner" });
    await world.owner.query(
      `insert into statement_of_work (organization_id, provider_id, module_code, title, state,
        current_version)
       values ($1, $2, 'it_support', 'Desk', 'draft', 1)`,
      [buyer.organizationId, provider.organizationId],
    );
    const seen = (viewer: typeof buyer) => world.db.withOrg(viewer, (tx) => tx.statementOfWork.count());
    expect([await seen(buyer), await seen(provider), await seen(stranger)]).toEqual([1, 1, 0]);
    expect(await world.db.open.statementOfWork.count()).toBe(0);
  });

  test("lets nobody write a row for an organisation they don't speak for", async () => {
    const buyer = await member(world, { name: "Forger", kind: "buyer", role: "owner" });
    const victim = await member(world, { name: "Victim", kind: "buyer", role: "owner" });
    const provider = await member(world, { name: "Forged Provider", kind: "provider", role: "owner" });
    const forged = world.db.withOrg(buyer, (tx) =>
      tx.statementOfWork.create({
        data: {
          organizationId: victim.organizationId,
          providerId: provider.organizationId,
          moduleCode: "it_support",
          title: "Forged",
          state: "draft",
          currentVersion: 1,
        },
      }),
    );
    await expect(forged).rejects.toThrow();
    const { rows } = await world.owner.query("select 1 from statement_of_work where title = 'Forged'");
    expect(rows).toEqual([]);
  });

  test("speaks for nobody once the transaction is over", async () => {
    const buyer = await member(world, { name: "Leaver", kind: "buyer", role: "owner" });
    await world.db.withOrg(buyer, (tx) => tx.engagement.count());
    const [row] = await world.db.open.$queryRaw<{ org: string | null }[]>`select app.org_id()::text as org`;
    expect(row?.org).toBeNull();
  });
});

describe("the connection", () => {
  test("is refused when it is a superuser's or the owner's", async () => {
    const asOwner = openDatabase({ url: world.urls.owner, connections: 1, fields: testFields });
    await expect(asOwner.refuseUnlessBound()).rejects.toThrow(/owns the tables/);
    await asOwner.close();
    await expect(world.db.refuseUnlessBound()).resolves.toBeUndefined();
  });

  test("of the web role can't post to the ledger, read another's key, or change what is frozen", async () => {
    const buyer = await member(world, { name: "Poster", kind: "buyer", role: "owner" });
    const refused = (sql: string) =>
      expect(world.db.withOrg(buyer, (tx) => tx.$executeRawUnsafe(sql))).rejects.toThrow(
        /permission denied/,
      );
    await refused(
      "insert into journal_entry (source, source_id, step, memo, effective_at, legs_hash) values ('a','b','c','',now(),'')",
    );
    await refused("insert into audit_event (organization_id) values (app.org_id())");
    await refused("update signature set typed_name = 'x'");
    await refused("delete from verdict");
  });

  test("that only reads refuses a write before it reaches the database", async () => {
    const buyer = await member(world, { name: "Reader", kind: "buyer", role: "owner" });
    const write = world.db.readOrg(buyer, (tx) => tx.listing.deleteMany({}));
    await expect(write).rejects.toThrow(/GraphQL reads/);
  });
});
