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
import { cardFee } from "./money-facts.ts";

let world: StripeWorld;
beforeEach(async () => {
  world = await openStripeWorld();
});
afterEach(async () => {
  await world.stop();
});

async function balance() {
  const { available, pending } = await world.stripe.balance.retrieve();
  const euros = (rows: Array<{ amount: number; currency: string }>) =>
    rows.find((row) => row.currency === "eur")?.amount ?? 0;
  return { available: euros(available), pending: euros(pending) };
}

async function paidCharge(amount: number): Promise<Stripe.Charge> {
  const invoice = await openInvoice(world, { amount });
  await payOnPage(invoice);
  return chargeOf(world, invoice);
}

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: Stripe.errors.StripeError) => error.code ?? error.message,
  );

const charge = fc.record({
  step: fc.constant("charge" as const),
  amount: fc.integer({ min: 50, max: 5_000_000 }),
});
const refund = fc.record({ step: fc.constant("refund" as const), part: fc.integer({ min: 1, max: 100 }) });
const transfer = fc.record({
  step: fc.constant("transfer" as const),
  part: fc.integer({ min: 1, max: 120 }),
});
const reverse = fc.record({
  step: fc.constant("reverse" as const),
  part: fc.integer({ min: 1, max: 120 }),
});
const wait = fc.record({ step: fc.constant("wait" as const), hours: fc.integer({ min: 1, max: 40 }) });
const walk = fc.array(fc.oneof(charge, refund, transfer, reverse, wait), { minLength: 3, maxLength: 12 });

test("whatever happens, the balance is the sum of its transactions", async () => {
  const destination = await activeAccount(world);
  await fc.assert(
    fc.asyncProperty(walk, async (steps) => {
      const source = await paidCharge(20_000);
      const transfers: string[] = [];
      for (const given of steps) {
        // A step that is refused must leave the balance as exact as one that is taken.
        if (given.step === "charge") await paidCharge(given.amount);
        if (given.step === "wait") world.standIn.controls.advance(given.hours * 3600);
        if (given.step === "refund") {
          await refusal(world.stripe.refunds.create({ charge: source.id, amount: given.part * 100 }));
        }
        if (given.step === "transfer") {
          const made = world.stripe.transfers.create({
            amount: given.part * 200,
            currency: "eur",
            destination,
            source_transaction: source.id,
          });
          await made.then(
            (row) => transfers.push(row.id),
            () => undefined,
          );
        }
        const last = transfers.at(-1);
        if (given.step === "reverse" && last !== undefined) {
          await refusal(world.stripe.transfers.createReversal(last, { amount: given.part * 100 }));
        }
      }
      let [sum, available] = [0, 0];
      for await (const row of world.stripe.balanceTransactions.list({ limit: 100, currency: "eur" })) {
        expect(row.net).toBe(row.amount - row.fee);
        sum += row.net;
        if (row.status === "available") available += row.net;
      }
      const shown = await balance();
      expect(shown.available + shown.pending).toBe(sum);
      expect(shown.available).toBe(available);
    }),
    { numRuns: 8 },
  );
  world.guard.assertClean();
});

test.each([
  [144_000, 4206],
  [50, 31],
  [17, 30],
  [18, 31],
  [1_000_000_000, 29_000_030],
])("the fee on %i is %i", (amount, fee) => {
  expect(cardFee(amount)).toBe(fee);
});

test("a payment is pending for two days and then available", async () => {
  await paidCharge(100_000);
  expect(await balance()).toEqual({ available: 0, pending: 97_070 });
  world.standIn.controls.advance(2 * 86_400 - 60);
  expect(await balance()).toEqual({ available: 0, pending: 97_070 });
  world.standIn.controls.advance(60);
  expect(await balance()).toEqual({ available: 97_070, pending: 0 });
});

describe("a transfer", () => {
  test("without a source needs available money, and with one does not", async () => {
    const destination = await activeAccount(world);
    const source = await paidCharge(100_000);
    const plain = { amount: 50_000, currency: "eur", destination };
    expect(await refusal(world.stripe.transfers.create(plain))).toBe("balance_insufficient");
    expect(await balance()).toEqual({ available: 0, pending: 97_070 });
    await world.stripe.transfers.create({ ...plain, source_transaction: source.id });
    expect(await balance()).toEqual({ available: 0, pending: 47_070 });
  });

  test("can't take more from a charge than is left of it", async () => {
    const destination = await activeAccount(world);
    const source = await paidCharge(100_000);
    await world.stripe.refunds.create({ charge: source.id, amount: 30_000 });
    const take = (amount: number) =>
      world.stripe.transfers.create({
        amount,
        currency: "eur",
        destination,
        source_transaction: source.id,
      });
    await take(60_000);
    expect(await refusal(take(10_001))).toContain("greater than what is left");
    expect((await world.stripe.transfers.list()).data).toHaveLength(1);
    await take(10_000);
  });

  test("goes only to an account that may receive it", async () => {
    const source = await paidCharge(100_000);
    const account = await world.stripe.v2.core.accounts.create({ display_name: "New" });
    const attempt = {
      amount: 100,
      currency: "eur",
      destination: account.id,
      source_transaction: source.id,
    };
    expect(await refusal(world.stripe.transfers.create(attempt))).toBe(
      "insufficient_capabilities_for_transfer",
    );
    expect((await world.stripe.transfers.list()).data).toHaveLength(0);
  });

  test("can be reversed in parts, never beyond its amount", async () => {
    const destination = await activeAccount(world);
    const source = await paidCharge(100_000);
    const { id } = await world.stripe.transfers.create({
      amount: 50_000,
      currency: "eur",
      destination,
      source_transaction: source.id,
    });
    await world.stripe.transfers.createReversal(id, { amount: 20_000 });
    expect(await refusal(world.stripe.transfers.createReversal(id, { amount: 30_001 }))).toContain(
      "greater than",
    );
    await world.stripe.transfers.createReversal(id);
    expect(await world.stripe.transfers.retrieve(id)).toMatchObject({
      amount_reversed: 50_000,
      reversed: true,
    });
    expect(await balance()).toEqual({ available: 0, pending: 97_070 });
  });
});

test("a refund never gives back more than was paid", async () => {
  const source = await paidCharge(10_000);
  await world.stripe.refunds.create({ charge: source.id, amount: 4000 });
  expect(await refusal(world.stripe.refunds.create({ charge: source.id, amount: 6001 }))).toContain(
    "greater than",
  );
  await world.stripe.refunds.create({ payment_intent: String(source.payment_intent) });
  expect(await refusal(world.stripe.refunds.create({ charge: source.id }))).toBe("charge_already_refunded");
  const after = await world.stripe.charges.retrieve(source.id, { expand: ["refunds"] });
  expect(after).toMatchObject({ amount_refunded: 10_000, refunded: true });
  expect(after.refunds?.data).toHaveLength(2);
  world.guard.assertClean();
});
