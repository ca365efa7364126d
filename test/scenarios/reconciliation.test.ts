import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { transferBooked } from "../../domain/ledger/payout-recipes.ts";
import { money } from "../../domain/shared/money.ts";
import { postEntry } from "../../server/ledger/post-entry.ts";
import { controlsOf } from "../factories/local-stripe.ts";
import { workedContract } from "../factories/money-story.ts";
import { member } from "../factories/people.ts";
import { hoursLater, openBreaks, reconciled } from "../factories/reconciled.ts";
import { canBePaidOut, paidStatement } from "../factories/stripe-story.ts";
import { openWorld, type World } from "../world.ts";

/** Every test plants its own break in a world whose books agreed before. */
let world: World;
let desk: Viewer;

beforeAll(async () => {
  world = await openWorld({ unfit: /balanceTransactions\.(list|retrieve)/ });
  desk = await member(world, { name: "Market", kind: "marketplace", role: "admin" });
  const story = await workedContract(world);
  await canBePaidOut(world, story);
  await paidStatement(world, story);
  await hoursLater(world);
});
afterAll(() => world.close());

const controls = () => controlsOf(world);
const chargeId = async () =>
  (await world.row("select source_id from journal_entry where memo like 'Payment of invoice%'")).source_id;
const post = (entry: Parameters<typeof postEntry>[1]) =>
  world.workDb.withOrg(systemViewer(desk.organizationId, "test"), (tx) => postEntry(tx, entry));
const kindsOf = (rows: { kind: string }[]) => rows.map((one) => one.kind);

/** A transfer out of the balance in its one currency. */
const moved = (minor: bigint) => {
  const [amount, out] = [money(minor, "USD"), money(-minor, "USD")];
  return { amount, moved: { amount: out, fee: money(0n, "USD"), net: out } };
};

describe("a day on which everything agrees", () => {
  test("has no break, and the run says what it looked at", async () => {
    expect(await reconciled(world)).toEqual([]);
    const run = await world.row("select * from recon_run order by started_at desc limit 1");
    expect(run).toMatchObject({
      state: "done",
      transaction_count: 2,
      matched_count: 2,
      waiting_count: 0,
      open_break_count: 0,
      asked_by_name: "Engine Room",
      covers_from: null,
    });
    const [usd] = run.balances.filter((one: { currency: string }) => one.currency === "USD");
    expect(usd.stripeMinor).toBe(usd.booksMinor);
    expect(usd.stripeMinor).not.toBe("0");
  });

  test("is looked at again with three days of overlap", async () => {
    await reconciled(world);
    const run = await world.row(
      "select covers_from, covers_until from recon_run order by started_at desc limit 1",
    );
    expect(run.covers_until - run.covers_from).toBe(3 * 86_400_000);
  });

  test("leaves a trace in the marketplace's audit trail", async () => {
    const audit = await world.row(
      "select data from audit_event where action = 'reconciliation.finish' order by seq desc limit 1",
    );
    expect(audit.data).toMatchObject({ open: 0, raised: 0 });
  });
});

/** Each breaks one thing and puts it right again: the break is there after one run, gone after another. */
const PLANTED: {
  kind: string;
  also: string[];
  plant: () => Promise<() => Promise<unknown>>;
}[] = [
  {
    kind: "transaction_missing",
    also: ["balance_differs"],
    plant: async () => {
      const { plant, drop } = await controls();
      const { id } = plant({ type: "charge", amount: 500, fee: 20, currency: "usd", source: "ch_lost" });
      return async () => drop(id);
    },
  },
  {
    kind: "transaction_doubled",
    also: ["balance_differs", "transaction_missing"],
    plant: async () => {
      const { plant, drop } = await controls();
      const { port } = await world.stripe();
      const charge = await port.findBalanceTransaction(await chargeId());
      const source = charge?.sourceId ?? "";
      const { id } = plant({ type: "charge", amount: 10, currency: "usd", source });
      return async () => drop(id);
    },
  },
  {
    kind: "amount_differs",
    also: ["balance_differs"],
    plant: async () => {
      const { change } = await controls();
      const { port } = await world.stripe();
      const id = await chargeId();
      const amount = Number((await port.findBalanceTransaction(id))?.amount.amountMinor);
      change({ id, amount: amount + 1 });
      return async () => change({ id, amount });
    },
  },
];

describe("a break is found within one run:", () => {
  test.each(PLANTED)("$kind", async ({ kind, also, plant }) => {
    await hoursLater(world);
    const putRight = await plant();
    await hoursLater(world);
    const found = await reconciled(world);
    expect(kindsOf(found).sort()).toEqual([kind, ...also].sort());
    expect(found.every((one) => one.gone_at === null)).toBe(true);
    await putRight();
    const after = await reconciled(world);
    // Nothing closes by itself: it is marked as gone and stays in the list.
    expect(kindsOf(after)).toEqual(kindsOf(found));
    expect(after.every((one) => one.gone_at !== null)).toBe(true);
    await closeAll();
  });

  test("transaction_doubled, where the books have one movement twice", async () => {
    const id = await chargeId();
    const twice = transferBooked({
      transactionId: id,
      invoiceNumber: "ER-000001",
      ...moved(5n),
      at: world.clock.now(),
    });
    await post({ ...twice, step: "booked_again" });
    const found = await reconciled(world);
    expect(kindsOf(found)).toContain("transaction_doubled");
    expect(kindsOf(found)).toContain("balance_differs");
    expect(found.find((one) => one.kind === "transaction_doubled")?.subject).toBe(id);
  });

  test("transaction_phantom, where Stripe knows nothing of what the books say", async () => {
    await post(
      transferBooked({
        transactionId: "txn_never_was",
        invoiceNumber: "ER-000001",
        ...moved(-3n),
        at: world.clock.now(),
      }),
    );
    const found = await reconciled(world);
    expect(found.find((one) => one.kind === "transaction_phantom")).toMatchObject({
      subject: "txn_never_was",
      actual_minor: "3",
    });
  });

  test("type_unknown: booked to suspense exactly once, and raised", async () => {
    const { plant } = await controls();
    const { id } = plant({ type: "stablecoin_rebate", amount: 250, currency: "usd" });
    const found = await reconciled(world);
    expect(found.find((one) => one.kind === "type_unknown")).toMatchObject({
      subject: id,
      expected_minor: "250",
    });
    await reconciled(world);
    const legs = await world.owner.query(
      `select a.code, p.amount_minor from posting p join ledger_account a on a.id = p.account_id
       join journal_entry e on e.id = p.entry_id where e.source_id = $1 order by a.code`,
      [id],
    );
    expect(legs.rows).toEqual([
      { code: "stripe_balance", amount_minor: "250" },
      { code: "suspense", amount_minor: "-250" },
    ]);
  });

  test("type_unexpected: a type that Stripe knows and we never cause", async () => {
    const { plant } = await controls();
    const { id } = plant({ type: "advance", amount: 10, currency: "usd" });
    expect((await reconciled(world)).find((one) => one.kind === "type_unexpected")?.subject).toBe(id);
  });

  test("stored_balance_drifts and chain_broken, where somebody with the owner's rights was at the books", async () => {
    await world.owner.query(
      `update ledger_balance set balance_minor = balance_minor + 1
       where account_id in (select id from ledger_account where code = 'fee_income')`,
    );
    await world.owner.query("alter table journal_entry disable trigger append_only");
    await world.owner.query("update journal_entry set memo = 'forged' where source_id = 'txn_never_was'");
    const found = kindsOf(await reconciled(world));
    expect(found).toEqual(expect.arrayContaining(["stored_balance_drifts", "chain_broken"]));
    await world.owner.query(
      `update journal_entry set memo = 'Transfer for invoice ER-000001 out of the Stripe balance'
       where source_id = 'txn_never_was'`,
    );
    await world.owner.query("alter table journal_entry enable trigger append_only");
    await world.owner.query(
      `update ledger_balance set balance_minor = balance_minor - 1
       where account_id in (select id from ledger_account where code = 'fee_income')`,
    );
    await reconciled(world);
    const left = await openBreaks(world);
    expect(left.filter((one) => one.gone_at === null).map((one) => one.kind)).not.toContain("chain_broken");
  });

  test("clearing_open, where a clearing account is open for longer than a day", async () => {
    await hoursLater(world, 30);
    const found = await reconciled(world);
    expect(found.find((one) => one.kind === "clearing_open" && one.gone_at === null)?.says).toMatch(
      /Transfers on their way .* has not been cleared within a day/,
    );
  });

  test("payables_differ, where a payout is said to be sent that the books do not have", async () => {
    await world.owner.query(
      "update payout set amount_minor = amount_minor - 100, transfer_minor = transfer_minor - 100",
    );
    const found = await reconciled(world);
    expect(found.find((one) => one.kind === "payables_differ")).toMatchObject({
      expected_minor: "100",
      actual_minor: "0",
    });
    await world.owner.query(
      "update payout set amount_minor = amount_minor + 100, transfer_minor = transfer_minor + 100",
    );
  });

  test("payout_unmatched, where a payout to the bank is not what its transactions add up to", async () => {
    const { advance, payOut } = await controls();
    advance(3 * 86_400);
    const { payoutId, amount } = payOut({ currency: "usd", off: 7 });
    await hoursLater(world);
    const found = await reconciled(world);
    expect(found.find((one) => one.kind === "payout_unmatched")).toMatchObject({
      subject: payoutId,
      expected_minor: String(amount - 7),
      actual_minor: String(amount),
    });
    const bank = await world.row(
      `select sum(p.amount_minor) filter (where a.code = 'bank')::int as bank,
              sum(p.amount_minor) filter (where a.code = 'clearing_bank')::int as clearing
       from posting p join ledger_account a on a.id = p.account_id`,
    );
    expect(bank).toEqual({ bank: amount, clearing: 0 });
  });
});

async function closeAll() {
  await world.owner.query(
    `update recon_break set closed_at = now(), closed_by_id = uuidv7(), closed_by_name = 'Test',
       close_reason = 'Put right by the test' where closed_at is null`,
  );
}
