import fc from "fast-check";
import type Stripe from "stripe";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  activeAccount,
  chargeOf,
  openInvoice,
  openStripeWorld,
  payOnPage,
  type StripeWorld,
} from "../test/stripe-schemas/stripe-world.ts";

let world: StripeWorld;
beforeEach(async () => {
  world = await openStripeWorld();
});
afterEach(async () => {
  world.guard.assertClean();
  await world.stop();
});

async function paidCharge(amount = 100_000): Promise<Stripe.Charge> {
  const invoice = await openInvoice(world, { amount });
  await payOnPage(invoice);
  return chargeOf(world, invoice);
}

const total = async () => {
  const { available, pending } = await world.stripe.balance.retrieve();
  return [...available, ...pending].reduce((sum, row) => sum + row.amount, 0);
};
const types = async () =>
  (await world.stripe.balanceTransactions.list({ limit: 100 })).data.map((row) => row.type).reverse();
const money = (fault: Parameters<StripeWorld["standIn"]["controls"]["money"]>[0]) =>
  world.standIn.controls.money(fault);

test("case 21: a payout that the bank refuses comes back to the balance, with its event", async () => {
  await paidCharge();
  world.standIn.controls.advance(3 * 86_400);
  const before = await total();
  const { payoutId } = world.standIn.controls.payOut({ currency: "eur" });
  expect(await total()).toBe(0);
  money({ money: "payout_failed", id: payoutId });
  expect(await total()).toBe(before);
  const [payout] = (await world.stripe.payouts.list()).data;
  expect(payout).toMatchObject({ id: payoutId, status: "failed", failure_code: "account_closed" });
  await world.standIn.controls.drainWebhooks();
  expect(world.received.at(-1)?.type).toBe("payout.failed");
});

describe("an account that loses its capability", () => {
  test("case 40: takes no transfer, and takes it again once it has it back", async () => {
    const [destination, charge] = [await activeAccount(world), await paidCharge()];
    const send = () =>
      world.stripe.transfers.create({
        ...{ amount: 10_000, currency: "eur", destination },
        source_transaction: charge.id,
      });
    money({ money: "capability_withdrawn", id: destination });
    await expect(send()).rejects.toMatchObject({ code: "insufficient_capabilities_for_transfer" });
    expect(await types()).toEqual(["charge"]);
    money({ money: "capability_granted", id: destination });
    expect((await send()).amount).toBe(10_000);
  });
});

test("case 41: with the balance emptied a transfer without a source is refused and moves nothing", async () => {
  const destination = await activeAccount(world);
  await paidCharge();
  world.standIn.controls.advance(3 * 86_400);
  money({ money: "balance_emptied", currency: "EUR" });
  expect(await total()).toBe(0);
  const send = world.stripe.transfers.create({ amount: 1, currency: "eur", destination });
  await expect(send).rejects.toMatchObject({ code: "balance_insufficient" });
  expect(await total()).toBe(0);
});

test.each([
  { money: "payout_failed", id: "po_none" },
  { money: "capability_withdrawn", id: "acct_none" },
  { money: "balance_emptied", currency: "eur" },
  { money: "lightning" },
])("what cannot go wrong is refused over HTTP too: %j", async (fault) => {
  const address = `${world.standIn.url}/_stand_in/money`;
  expect((await fetch(address, { method: "POST", body: JSON.stringify(fault) })).status).toBe(400);
  expect(await types()).toEqual([]);
});

const step = fc.oneof(
  fc.record({ does: fc.constant("charge" as const), amount: fc.integer({ min: 50, max: 90_000 }) }),
  fc.record({ does: fc.constant("refund" as const), amount: fc.integer({ min: 1, max: 900 }) }),
  fc.record({ does: fc.constant("refund_fails" as const) }),
  fc.record({ does: fc.constant("pay_out" as const) }),
  fc.record({ does: fc.constant("payout_fails" as const) }),
  fc.record({ does: fc.constant("days" as const), days: fc.integer({ min: 1, max: 4 }) }),
);

test("P9: whatever goes wrong with money, the balance is the sum of its transactions", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const charge = await paidCharge(20_000);
      const made = { refunds: [] as string[], payouts: [] as string[] };
      for (const one of steps) await take(one, { charge: charge.id, made }).catch(() => undefined);
      let sum = 0;
      for await (const row of world.stripe.balanceTransactions.list({ limit: 100 })) sum += row.net;
      expect(await total()).toBe(sum);
    }),
    { numRuns: 8 },
  );
});

const failRefund = (refund = "") => world.standIn.controls.moneyBack.settleRefund({ refund, as: "failed" });

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function take(
  one: Step,
  { charge, made }: { charge: string; made: { refunds: string[]; payouts: string[] } },
) {
  if (one.does === "charge") await paidCharge(one.amount);
  if (one.does === "refund")
    made.refunds.push((await world.stripe.refunds.create({ charge, amount: one.amount })).id);
  if (one.does === "refund_fails") failRefund(made.refunds.pop());
  if (one.does === "pay_out")
    made.payouts.push(world.standIn.controls.payOut({ currency: "eur" }).payoutId);
  if (one.does === "payout_fails") money({ money: "payout_failed", id: made.payouts.pop() ?? "" });
  if (one.does === "days") world.standIn.controls.advance(one.days * 86_400);
}
