import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { house } from "../../domain/ledger/accounts.ts";
import { EntryContradicts } from "../../domain/ledger/errors.ts";
import type { JournalEntry } from "../../domain/ledger/journal-entry.ts";
import { money } from "../../domain/shared/money.ts";
import { accountBalances, entriesOf, trialBalance } from "../../server/ledger/ledger.read.ts";
import { postEntry } from "../../server/ledger/post-entry.ts";
import { member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let buyer: Viewer;
let stranger: Viewer;

beforeAll(async () => {
  world = await openWorld();
  buyer = await member(world, { name: "Ledger Buyer", kind: "buyer", role: "owner" });
  stranger = await member(world, { name: "Ledger Stranger", kind: "buyer", role: "owner" });
});
afterAll(() => world.close());

const receivable = () =>
  ({ code: "receivable", organizationId: buyer.organizationId, engagementId: null }) as const;

function entry(sourceId: string, amountMinor = 100n): JournalEntry {
  return {
    source: "test",
    sourceId,
    step: "made",
    memo: "A test entry",
    effectiveAt: world.clock.now(),
    legs: [
      { account: receivable(), amount: money(amountMinor, "EUR") },
      { account: house("fee_pending"), amount: money(-amountMinor, "EUR") },
    ],
  };
}

const post = (one: JournalEntry) =>
  world.workDb.withOrg(systemViewer(buyer.organizationId, "test"), (tx) => postEntry(tx, one));

async function counts() {
  const { rows } = await world.owner.query(
    `select (select count(*) from journal_entry)::int as entries, (select count(*)
      from posting)::int as legs`,
  );
  return rows[0];
}

/** Runs SQL in a transaction of app_worker's and answers the refusal's text; nothing may have changed. */
async function refusal(...statements: string[]): Promise<string> {
  const before = await counts();
  const failed = await world.workDb
    .withOrg(systemViewer(buyer.organizationId, "test"), async (tx) => {
      for (const sql of statements) await tx.$executeRawUnsafe(sql);
    })
    .then(
      () => "",
      (error) => `${error.message} ${JSON.stringify(error.meta ?? {})} ${error.cause?.message ?? ""}`,
    );
  expect(await counts()).toEqual(before);
  return failed;
}

const newEntry = (id: string) =>
  `insert into journal_entry (id, source, source_id, step, memo, effective_at, legs_hash)
   values ('${id}', 'raw', '${id}', 'made', '', now(), '')`;
const leg = (entryId: string, code: string, amount: number, currency = "EUR") =>
  `insert into posting (entry_id, account_id, currency, amount_minor)
   select '${entryId}', id, '${currency}', ${amount} from ledger_account where code = '${code}'
     and currency = 'EUR'`;

describe("posting", () => {
  test("an entry changes the balances of its accounts", async () => {
    expect(await post(entry("first", 250n))).toBe(true);
    const own = await world.db.withOrg(buyer, (tx) => accountBalances(tx, buyer));
    expect(own).toMatchObject([{ code: "receivable", currency: "EUR", balanceMinor: 250n }]);
  });

  test("the same event a second time changes nothing", async () => {
    await post(entry("again"));
    const before = await counts();
    expect(await post(entry("again"))).toBe(false);
    expect(await counts()).toEqual(before);
  });

  test("case 17: an event that is in the books already does not break the transaction around it", async () => {
    await post(entry("known"));
    const viewer = systemViewer(buyer.organizationId, "test");
    const posted = await world.workDb.withOrg(viewer, async (tx) => [
      await postEntry(tx, entry("known")),
      await postEntry(tx, entry("beside-known")),
    ]);
    expect(posted).toEqual([false, true]);
    const { rows } = await world.owner.query(
      "select source_id from journal_entry where source_id in ('known', 'beside-known') order by 1",
    );
    expect(rows.map((row) => row.source_id)).toEqual(["beside-known", "known"]);
  });

  test("the same event with other amounts is refused and changes nothing", async () => {
    await post(entry("contradicted"));
    const before = await counts();
    await expect(post(entry("contradicted", 101n))).rejects.toThrow(EntryContradicts);
    expect(await counts()).toEqual(before);
  });

  test("twenty at once of one event are one entry", async () => {
    const posted = await Promise.all(Array.from({ length: 20 }, () => post(entry("parallel"))));
    expect(posted.filter(Boolean)).toHaveLength(1);
    const { rows } = await world.owner.query(
      "select count(*)::int as n from journal_entry where source_id = 'parallel'",
    );
    expect(rows[0].n).toBe(1);
  });

  test("forty entries at once on the same accounts all land, and the balances are their sums", async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, index) => post(entry(`many-${index}`, BigInt(index + 1)))),
    );
    const { rows } = await world.owner.query(`
      select a.code from ledger_account a join ledger_balance b on b.account_id = a.id
      where b.balance_minor <> (select sum(amount_minor) from posting where account_id = a.id)`);
    expect(rows).toEqual([]);
  });
});

describe("the database itself refuses", () => {
  const id = () => crypto.randomUUID();

  test("an entry that does not balance", async () => {
    const one = id();
    const said = await refusal(newEntry(one), leg(one, "receivable", 5), leg(one, "fee_pending", -4));
    expect(said).toMatch(/does not balance/);
  });

  test("an entry with one leg, or with none", async () => {
    const [one, two] = [id(), id()];
    expect(await refusal(newEntry(one), leg(one, "receivable", 5))).toMatch(/fewer than two legs/);
    expect(await refusal(newEntry(two))).toMatch(/fewer than two legs/);
  });

  test("legs that join an entry later", async () => {
    await post(entry("closed"));
    const { rows } = await world.owner.query("select id from journal_entry where source_id = 'closed'");
    const said = await refusal(leg(rows[0].id, "receivable", 5), leg(rows[0].id, "fee_pending", -5));
    expect(said).toMatch(/closed journal entry/);
  });

  test("a leg in another currency than its account's", async () => {
    const one = id();
    const said = await refusal(
      newEntry(one),
      leg(one, "receivable", 5, "USD"),
      leg(one, "fee_pending", -5, "USD"),
    );
    expect(said).toMatch(/foreign key|posting_account_id_currency/i);
  });

  test("a second entry of one cause", async () => {
    const [one, two] = [id(), id()];
    const again = newEntry(two).replace(`'raw', '${two}'`, `'raw', '${one}'`);
    const legs = (entryId: string) => [leg(entryId, "receivable", 5), leg(entryId, "fee_pending", -5)];
    expect(again).toContain(`'${two}', 'raw', '${one}'`);
    expect(await refusal(newEntry(one), ...legs(one), again, ...legs(two))).toMatch(
      /journal_entry_source_source_id_step_key/,
    );
  });

  test("a leg of nothing", async () => {
    const one = id();
    const said = await refusal(newEntry(one), leg(one, "receivable", 0), leg(one, "fee_pending", 0));
    expect(said).toMatch(/posting_not_zero/);
  });

  test.each([
    ["changing a leg", "update posting set amount_minor = amount_minor + 1"],
    ["changing an entry", "update journal_entry set memo = 'other'"],
    ["deleting legs", "delete from posting"],
    ["deleting entries", "delete from journal_entry"],
    ["emptying the books", "truncate posting, journal_entry"],
  ])("%s", async (_what, sql) => {
    expect(await refusal(sql)).toMatch(/append-only|permission denied/);
  });

  test("the owner of the tables changing what is written, too", async () => {
    await expect(world.owner.query("update posting set amount_minor = 1")).rejects.toThrow(/append-only/);
    await expect(world.owner.query("delete from journal_entry")).rejects.toThrow(/append-only/);
  });

  test("posting on the web's connection", async () => {
    const before = await counts();
    const attempt = world.db.withOrg(buyer, (tx) => postEntry(tx, entry("from-the-web")));
    await expect(attempt).rejects.toThrow(/permission denied/);
    expect(await counts()).toEqual(before);
  });
});

describe("reading the books", () => {
  test("an organisation sees its own legs and no other's", async () => {
    const [mine, theirs] = await Promise.all([
      world.db.withOrg(buyer, (tx) => entriesOf(tx, buyer, { limit: 200 })),
      world.db.withOrg(stranger, (tx) => entriesOf(tx, stranger, { limit: 200 })),
    ]);
    expect(theirs).toEqual([]);
    expect(mine.length).toBeGreaterThan(40);
    expect(new Set(mine.flatMap((one) => one.legs.map((each) => each.organizationId)))).toEqual(
      new Set([buyer.organizationId]),
    );
  });

  test("pages follow each other without a gap", async () => {
    const all = await world.db.withOrg(buyer, (tx) => entriesOf(tx, buyer, { limit: 200 }));
    const first = await world.db.withOrg(buyer, (tx) => entriesOf(tx, buyer, { limit: 10 }));
    const second = await world.db.withOrg(buyer, (tx) =>
      entriesOf(tx, buyer, { limit: 10, before: first.at(-1)?.id ?? null }),
    );
    expect([...first, ...second].map((one) => one.id)).toEqual(all.slice(0, 20).map((one) => one.id));
  });

  test("staff's trial balance adds up to nothing in every currency", async () => {
    const staff = await member(world, {
      name: "Ledger Market",
      kind: "marketplace",
      role: "account_manager",
    });
    const rows = await world.db.withOrg(staff, (tx) => trialBalance(tx));
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.reduce((sum, one) => sum + one.debitMinor - one.creditMinor, 0n)).toBe(0n);
  });
});
