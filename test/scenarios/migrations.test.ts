import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { schemaText, sqlBetween } from "../../prisma/schema-engine.ts";
import { DEFINERS } from "../walls/definers.ts";
import { openWorld, type World } from "../world.ts";

const PLAIN = `plain_${process.pid}`;
let world: World;
let superuser: pg.Client;
let plain: pg.Client;

beforeAll(async () => {
  world = await openWorld();
  const url = new URL(inject("superuserUrl"));
  superuser = new pg.Client({ connectionString: url.href });
  await superuser.connect();
  await superuser.query(`create database ${PLAIN}`);
  const sql = await sqlBetween({ from: null, to: schemaText(), url: url.href });
  url.pathname = `/${PLAIN}`;
  plain = new pg.Client({ connectionString: url.href });
  await plain.connect();
  await plain.query(sql);
});
afterAll(async () => {
  await plain.end();
  await superuser.query(`drop database ${PLAIN} with (force)`);
  await superuser.end();
  await world.close();
});

const both = async (sql: string) => {
  const rows = async (client: pg.Client) =>
    (await client.query(sql)).rows.map((row) => JSON.stringify(row));
  return { migrated: await rows(world.owner), schema: await rows(plain) };
};

test("the migrations make exactly the columns that the schema says", async () => {
  const { migrated, schema } = await both(`
    select table_name, column_name, udt_name, is_nullable, column_default, character_maximum_length,
      datetime_precision
    from information_schema.columns where table_schema = 'public' and table_name <> '_prisma_migrations'
      and is_generated = 'NEVER'
    order by 1, 2`);
  expect(schema.length).toBeGreaterThan(200);
  expect(migrated).toEqual(schema);
});

test("the migrations leave out no key and no index of the schema", async () => {
  const { migrated, schema } = await both(`
    select tablename, indexname, indexdef from pg_indexes where schemaname = 'public' and tablename <>
      '_prisma_migrations'
    order by 1, 2`);
  expect(schema.filter((one) => !migrated.includes(one))).toEqual([]);
});

test("the migrations leave out no foreign key of the schema", async () => {
  const { migrated, schema } = await both(`
    select conname, pg_get_constraintdef(oid) as def from pg_constraint where contype = 'f' and
      connamespace = 'public'::regnamespace
    order by 1`);
  const byStatement = migrated.filter((one) => one.includes(" NOT ENFORCED"));
  expect(byStatement.map((one) => JSON.parse(one).conname)).toEqual(CHECKED_BY_STATEMENT);
  expect(migrated.map((one) => one.replace(" NOT ENFORCED", ""))).toEqual(schema);
});

/** Work comes in thousands: whose place_inserted looks at each item and engagement once (migration 0101). */
const CHECKED_BY_STATEMENT = [
  "work_item_engagement_id_organization_id_provider_id_fkey",
  "work_item_event_work_item_id_organization_id_provider_id_fkey",
];

test("what Prisma has no word for is there: triggers, checks, the deferred balance, the party's own account", async () => {
  const { rows: triggers } = await world.owner.query(`
    select c.relname || '.' || t.tgname as name, t.tgdeferrable as deferrable from pg_trigger t join
      pg_class c on c.oid = t.tgrelid
    where not t.tgisinternal and c.relnamespace = 'public'::regnamespace order by 1`);
  const names = triggers.map((row) => row.name);
  const frozen = [
    "journal_entry",
    "posting",
    "audit_event",
    "sow_version",
    "signature",
    "period_close",
    "verdict",
    "frozen_figure",
    "journal_link",
    "period_lock",
    "invoice_tax",
    "exchange_rate",
  ];
  for (const table of frozen)
    expect(names).toEqual(expect.arrayContaining([`${table}.append_only`, `${table}.never_truncated`]));
  expect(triggers).toContainEqual({ name: "journal_entry.close_entry", deferrable: true });
  expect(names).toContain("posting.guard");
  const { rows: index } = await world.owner.query(
    "select indexdef from pg_indexes where indexname = 'ledger_account_one_per_party'",
  );
  expect(index[0].indexdef).toContain("NULLS NOT DISTINCT");
});

test("a function that runs with its owner's rights says why, and there are no others", async () => {
  const { rows } = await world.owner.query(`
    select proname from pg_proc where pronamespace = 'app'::regnamespace and prosecdef order by 1`);
  expect(rows.map((row) => row.proname)).toEqual(DEFINERS);
});
