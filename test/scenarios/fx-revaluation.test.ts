import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { house } from "../../domain/ledger/accounts.ts";
import { chargeBooked } from "../../domain/ledger/invoice-recipes.ts";
import { journalEntry } from "../../domain/ledger/journal-entry.ts";
import { money } from "../../domain/shared/money.ts";
import { askForRevaluation } from "../../server/billing/exchange/revalue-month.ts";
import { postFact } from "../../server/ledger/post-entry.ts";
import { ask } from "../factories/ask.ts";
import { member } from "../factories/people.ts";
import { euroInDollars } from "../factories/stated-rates.ts";
import { attempt } from "../factories/stripe-story.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let admin: Viewer;
const on = (text: string) => world.clock.moveTo(Temporal.Instant.from(text));

beforeAll(async () => {
  world = await openWorld({ now: "2026-11-02T09:00:00Z" });
  admin = await member(world, { name: "House", kind: "marketplace", role: "admin" });
});
afterAll(() => world.close());

const revalue = (month: string) => askForRevaluation(world.caller(admin), { month });
const PAGE = `{ exchangeRates { endedMonth openPositions { amountMinor currency } revaluations { month doneByName
  loss { amountMinor currency } lines { rate position { amountMinor } value { amountMinor currency } } } } }`;
const page = async () => (await ask(world, admin, PAGE, {})).data.exchangeRates;

async function balances(code: string, before: string) {
  const { rows } = await world.owner.query(
    `select p.currency, sum(p.amount_minor)::text as minor from posting p
     join ledger_account a on a.id = p.account_id join journal_entry e on e.id = p.entry_id
     where a.code = $1 and e.effective_at < $2 group by 1 having sum(p.amount_minor) <> 0 order by 1`,
    [code, before],
  );
  return Object.fromEntries(rows.map((row) => [row.currency, row.minor]));
}

/** A payment of 1,440 dollars that Stripe settles as 1,330 euros. */
async function settledElsewhere(id: string, at: string) {
  const entry = chargeBooked({
    transactionId: id,
    number: "ER-000001",
    charge: money(144_000n, "USD"),
    settled: { amount: money(133_000n, "EUR"), fee: money(300n, "EUR"), net: money(132_700n, "EUR") },
    at: Temporal.Instant.from(at),
  });
  const viewer = systemViewer(admin.organizationId, "test");
  await world.workDb.withOrg(viewer, (tx) => postFact(tx, entry));
}

test("a month with nothing open is not revalued, nor one that has not ended", async () => {
  await refusedUnchanged(world, () => revalue("2026-10"), { code: "no_open_position", field: "month" });
  await refusedUnchanged(world, () => revalue("2026-11"), { code: "invalid_input", field: "month" });
  expect(await attempt(world, "fx:nightly", {})).toBe("done");
  expect((await page()).revaluations).toEqual([]);
});

test("open positions are not valued at a guess: without a rate of the month's last days nothing is booked", async () => {
  await settledElsewhere("txn_october", "2026-10-12T10:00:00Z");
  expect((await page()).openPositions).toEqual([
    { currency: "EUR", amountMinor: "-133000" },
    { currency: "USD", amountMinor: "144000" },
  ]);
  await refusedUnchanged(world, () => revalue("2026-10"), { code: "exchange_rate_missing" });
  await euroInDollars(world, admin, { rate: "1.07", validFrom: "2026-10-20" });
  await refusedUnchanged(world, () => revalue("2026-10"), { code: "exchange_rate_missing" });
  expect(await attempt(world, "fx:nightly", {})).toBe("done");
  expect(await balances("fx_gain_loss", "2026-12-01")).toEqual({});
});

test("a month is revalued once, whoever asks, and the next begins with the positions as they were", async () => {
  await euroInDollars(world, admin, { rate: "1.05", validFrom: "2026-10-30" });
  await revalue("2026-10");
  await world.drainJobs();
  expect((await page()).revaluations).toMatchObject([
    {
      ...{ month: "2026-10", doneByName: admin.name, loss: { amountMinor: "4143", currency: "EUR" } },
      lines: [
        { rate: null, position: { amountMinor: "-133000" } },
        {
          rate: "1 EUR = 1.05 USD of 2026-10-30 (European Central Bank, reference rates)",
          ...{ position: { amountMinor: "144000" }, value: { amountMinor: "137143", currency: "EUR" } },
        },
      ],
    },
  ]);
  expect(await balances("fx_gain_loss", "2026-11-01")).toEqual({ EUR: "4143" });
  expect(await balances("fx_position", "2026-11-01")).toEqual({ EUR: "-137143", USD: "144000" });
  expect(await balances("fx_gain_loss", "2026-11-02")).toEqual({});
  expect(await balances("fx_position", "2026-11-02")).toEqual({ EUR: "-133000", USD: "144000" });
  await refusedUnchanged(world, () => revalue("2026-10"), { code: "revalued_before", field: "month" });
  const entries = () => world.row("select count(*)::int as n from journal_entry");
  const before = await entries();
  const again = { month: "2026-10", organizationId: admin.organizationId, askedBy: "twice" };
  expect(await attempt(world, "fx.revalue", again)).toBe("done");
  expect(await attempt(world, "fx:nightly", {})).toBe("done");
  expect(await entries()).toEqual(before);
});

test("the night revalues the month that ended, and a closed month takes nothing", async () => {
  on("2026-12-01T03:05:00Z");
  await euroInDollars(world, admin, { rate: "1.10", validFrom: "2026-11-28" });
  expect(await attempt(world, "fx:nightly", {})).toBe("done");
  const [november, ...rest] = (await page()).revaluations;
  expect(november).toMatchObject({ month: "2026-11", loss: { amountMinor: "-2091" } });
  expect(rest).toHaveLength(1);
  await settledElsewhere("txn_september", "2026-09-12T10:00:00Z");
  await euroInDollars(world, admin, { rate: "1.11", validFrom: "2026-09-29" });
  const close = `insert into period_lock (book, action, closed_through, reason, by_id, by_name, at)
    values ('engine-room', 'close', '2026-10-31', '', uuidv7(), 'A', now())`;
  await world.owner.query(close);
  await refusedUnchanged(world, () => revalue("2026-09"), { code: "period_closed" });
  const { rows } = await world.owner.query(
    "select currency, sum(amount_minor)::text as minor from posting group by 1 having sum(amount_minor) <> 0",
  );
  expect(rows).toEqual([]);
});

test("what the marketplace earned in dollars is valued with the positions, what it holds for others is not", async () => {
  on("2027-01-05T09:00:00Z");
  await euroInDollars(world, admin, { rate: "1.00", validFrom: "2026-12-30" });
  const at = Temporal.Instant.from("2026-11-15T10:00:00Z");
  const owed = {
    code: "refund_payable",
    organizationId: admin.organizationId,
    engagementId: null,
  } as const;
  const entry = journalEntry({
    ...{
      source: "stripe",
      sourceId: "txn_earned",
      step: "booked",
      memo: "Earned and owed",
      effectiveAt: at,
    },
    legs: [
      { account: house("stripe_balance"), amount: money(50_000n, "USD") },
      { account: house("fee_income"), amount: money(-12_000n, "USD") },
      { account: house("stripe_fees"), amount: money(2000n, "USD") },
      { account: owed, amount: money(-40_000n, "USD") },
    ],
  });
  const viewer = systemViewer(admin.organizationId, "test");
  await world.workDb.withOrg(viewer, (tx) => postFact(tx, entry));
  expect(await attempt(world, "fx:nightly", {})).toBe("done");
  const own = `{ exchangeRates { ownResults { amountMinor currency } revaluations { month
    lines { carried { amountMinor } value { amountMinor currency } position { amountMinor } } } } }`;
  const { exchangeRates } = (await ask(world, admin, own, {})).data;
  expect(exchangeRates.ownResults).toEqual([{ amountMinor: "10000", currency: "USD" }]);
  const [december] = exchangeRates.revaluations;
  // 100.00 dollars were taken in at November's 1.10 and are worth 100.00 euros at 1.00: a gain of 9.09.
  expect(december).toMatchObject({ month: "2026-12" });
  expect(december.lines.filter((line: { carried: unknown }) => line.carried)).toEqual([
    {
      ...{ carried: { amountMinor: "9091" }, position: { amountMinor: "10000" } },
      value: { amountMinor: "-909", currency: "EUR" },
    },
  ]);
});
