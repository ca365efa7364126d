import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask } from "../factories/ask.ts";
import {
  accountManager,
  balanceOf,
  balancesOf,
  credited,
  expectBooksAgree,
  paidInvoiceOf,
  told,
} from "../factories/credit-story.ts";
import { banksOf, disputedPayment, disputeOf } from "../factories/disputed-payment.ts";
import { controlsOf } from "../factories/local-stripe.ts";
import { hoursLater, reconciled } from "../factories/reconciled.ts";
import { openWorld, type World } from "../world.ts";

// Invoices of 3,784.00 dollars, the provider's share 3,405.60; the marketplace has a balance in euros alone.
let world: World;

beforeAll(async () => {
  world = await openWorld();
  await settlesAt("0.9236");
});
afterAll(() => world.close());

async function settlesAt(rate: string) {
  (await controlsOf(world)).settleAs({ from: "usd", to: "eur", rate });
}
const agree = async () => {
  await expectBooksAgree(world, "EUR");
  await expectBooksAgree(world, "USD");
};
const inEuros = (code: string) => balanceOf(world, { code, currency: "EUR" });
const payoutOf = (invoiceId: string) =>
  world.row("select * from payout where invoice_id = $1", [invoiceId]);

describe("a payment that Stripe settles in another currency", () => {
  test("is passed on in that currency, by exactly the rate at which it was settled", async () => {
    const { story, invoiceId } = await paidInvoiceOf(world, { paidOut: true });
    const invoice = await world.row("select * from invoice where id = $1", [invoiceId]);
    // 378,400 × 0.9236 = 349,490.24; of it 340,560 ÷ 378,400.
    expect(invoice).toMatchObject({
      ...{ currency: "USD", charged_minor: "378400" },
      ...{ settled_currency: "EUR", settled_minor: "349490" },
    });
    const payout = await payoutOf(invoiceId);
    expect(payout).toMatchObject({ state: "sent", sent_currency: "EUR", sent_minor: "314541" });
    const { says } = await world.row(
      "select says from payout_step where payout_id = $1 and step = 'sent'",
      [payout.id],
    );
    expect(says).toBe(
      "$3,405.60, in EUR as Stripe settled the payment: €3,145.41, " +
        `sent as transfer ${payout.stripe_transfer_id}.`,
    );
    expect(await balancesOf(world, story)).toEqual({});
    await agree();
    expect(
      await ask(
        world,
        story.provider,
        "query ($id: ID!) { payout(id: $id) { sent { amountMinor currency } } }",
        { id: payout.id },
      ),
    ).toMatchObject({
      data: { payout: { sent: { amountMinor: "314541", currency: "EUR" } } },
    });
    // What is left between the currencies is the commission, at the same rate.
    expect(await balanceOf(world, { code: "fx_position" })).toBe(37_840n);
    expect(await inEuros("fx_position")).toBe(-(349_490n - 314_541n));
  });

  test("a dispute takes back its part of what went out, and a won one sends as much again", async () => {
    const { story, invoiceId, stripeDispute } = await disputedPayment(world, { amount: 100_001 });
    const dispute = () => disputeOf(world, invoiceId);
    expect(await dispute()).toMatchObject({
      ...{ currency: "USD", held_minor: "100001", provider_minor: "90001", commission_minor: "10000" },
      ...{ settled_currency: "EUR", settled_minor: "92361", fee_currency: "EUR", fee_minor: "1385" },
    });
    const moves = async () =>
      (
        await world.owner.query(
          `select m.kind, m.state, m.amount_minor, m.sent_currency, m.sent_minor from transfer_move m
           join charge_dispute d on d.id = m.dispute_id where d.invoice_id = $1 order by m.kind desc`,
          [invoiceId],
        )
      ).rows;
    // 314,541 × 90,001 ÷ 340,560 = 83,124.6
    const part = { amount_minor: "90001", sent_currency: "EUR", sent_minor: "83125", state: "done" };
    expect(await moves()).toEqual([{ kind: "reversal", ...part }]);
    expect(await balancesOf(world, story)).toEqual({ provider_disputed: "-90001" });
    await agree();
    const before = await inEuros("fx_position");
    await settlesAt("0.9300");
    (await banksOf(world)).decide({ dispute: stripeDispute, as: "won" });
    await told(world);
    expect(await moves()).toEqual([
      { kind: "reversal", ...part },
      { kind: "retransfer", ...part },
    ]);
    // The bank gave back 930.01 for 923.61: the position holds the difference until the month's end.
    expect(await dispute()).toMatchObject({ outcome: "won", held_minor: "0", settled_minor: "-640" });
    expect((await inEuros("fx_position")) - before).toBe(-93_001n + 83_125n);
    expect(await balancesOf(world, story)).toEqual({});
    await agree();
    const asked = await ask(
      world,
      await accountManager(world),
      `query ($id: ID!) { chargeDispute(id: $id) { fee { amountMinor currency }
        settled { amountMinor currency } } }`,
      { id: (await dispute()).id },
    );
    expect(asked.data.chargeDispute).toEqual({
      fee: { amountMinor: "1385", currency: "EUR" },
      settled: { amountMinor: "-640", currency: "EUR" },
    });
    await settlesAt("0.9236");
  });

  test("lost, everybody loses in the invoice's currency, and the euros are gone", async () => {
    const held = await inEuros("stripe_balance");
    const { story, stripeDispute } = await disputedPayment(world);
    (await banksOf(world)).decide({ dispute: stripeDispute, as: "lost" });
    await told(world);
    expect(await balancesOf(world, story)).toEqual({});
    expect(await balanceOf(world, { code: "dispute_held" })).toBe(0n);
    await agree();
    // The fees of card and dispute alone; the charge, its transfer and the reversal leave nothing.
    expect((await inEuros("stripe_balance")) - held).toBe(-10_163n - 1385n);
  });

  test("a refund leaves what may still be transferred out of the payment", async () => {
    const { story, invoiceId } = await paidInvoiceOf(world);
    await credited(world, { invoiceId, netMinor: 100_000n, refundMinor: "100000" });
    await told(world);
    await agree();
    expect((await balancesOf(world, story)).refund_payable ?? "0").toBe("0");
  });

  test("what the night finds is in order, and a bank account in dollars gets dollars", async () => {
    const controls = await controlsOf(world);
    controls.advance(3 * 86_400);
    const left = await inEuros("stripe_balance");
    const { payoutId, amount } = controls.payOut({
      currency: "eur",
      arrivesAs: { currency: "usd", rate: "1.05" },
    });
    expect(BigInt(amount)).toBe(left);
    await hoursLater(world, 48);
    const found = await reconciled(world);
    expect(found.filter((one) => one.subject.includes(payoutId))).toEqual([]);
    expect(found.map((one) => one.kind)).not.toContain("clearing_open");
    const { rows } = await world.owner.query(
      `select a.code, p.currency, p.amount_minor from posting p join ledger_account a on a.id = p.account_id
       join journal_entry e on e.id = p.entry_id where e.source_id = $1 order by 1, 2`,
      [payoutId],
    );
    const dollars = String((BigInt(amount) * 105n + 50n) / 100n);
    expect(rows).toEqual([
      { code: "bank", currency: "USD", amount_minor: dollars },
      { code: "clearing_bank", currency: "EUR", amount_minor: String(-amount) },
      { code: "fx_position", currency: "EUR", amount_minor: String(amount) },
      { code: "fx_position", currency: "USD", amount_minor: `-${dollars}` },
    ]);
    expect(await inEuros("clearing_bank")).toBe(0n);
    await agree();
  });
});
