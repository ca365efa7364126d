import type Stripe from "stripe";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
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
  await world.stop();
});

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: Stripe.errors.StripeError) => error.code ?? error.message,
  );

async function draft(customer?: string) {
  const id = customer ?? (await world.stripe.customers.create({ name: "A" })).id;
  return world.stripe.invoices.create({
    customer: id,
    currency: "eur",
    pending_invoice_items_behavior: "exclude",
  });
}

test("sums follow the lines, credits included", async () => {
  const { id } = await draft();
  const lines = [
    { amount: 100_000, description: "Fee" },
    { amount: -12_345, description: "Service credit" },
    { amount: 1, description: "Rounding" },
  ];
  expect(await world.stripe.invoices.addLines(id, { lines })).toMatchObject({
    total: 87_656,
    subtotal: 87_656,
  });
  const listed = (await world.stripe.invoices.listLineItems(id)).data.map((line) => line.description);
  expect(listed).toEqual(["Fee", "Service credit", "Rounding"]);
  world.guard.assertClean();
});

const moves: Array<[string, (id: string) => Promise<unknown>]> = [
  ["add a line", (id) => world.stripe.invoices.addLines(id, { lines: [{ amount: 1, description: "x" }] })],
  ["change its text", (id) => world.stripe.invoices.update(id, { description: "x" })],
  ["finalize", (id) => world.stripe.invoices.finalizeInvoice(id)],
];

test.each(moves)("once finalized it is too late to %s", async (_name, move) => {
  const invoice = await openInvoice(world);
  expect(await refusal(move(invoice.id))).toBe("invoice_not_editable");
  expect(await world.stripe.invoices.retrieve(invoice.id)).toMatchObject({
    status: "open",
    total: 100_000,
  });
});

test("metadata may change at any time, key by key", async () => {
  const invoice = await openInvoice(world, { metadata: { a: "1", b: "2" } });
  const updated = await world.stripe.invoices.update(invoice.id, { metadata: { b: "", c: "3" } });
  expect(updated.metadata).toEqual({ a: "1", c: "3" });
});

test("a void invoice takes no payment, and its intent is canceled", async () => {
  const invoice = await openInvoice(world);
  expect((await world.stripe.invoices.voidInvoice(invoice.id)).status).toBe("void");
  expect(
    await refusal(world.stripe.invoices.pay(invoice.id, { payment_method: "pm_card_visa" })),
  ).toContain("void");
  await payOnPage(invoice);
  const payments = await world.stripe.invoicePayments.list({ invoice: invoice.id });
  expect(payments.data.map((payment) => payment.status)).toEqual(["canceled"]);
  expect((await world.stripe.balanceTransactions.list()).data).toEqual([]);
  world.guard.assertClean();
});

test("a draft can't be voided and a paid invoice can't be paid again", async () => {
  const { id } = await draft();
  expect(await refusal(world.stripe.invoices.voidInvoice(id))).toContain("draft");
  const invoice = await openInvoice(world);
  await world.stripe.invoices.pay(invoice.id, { payment_method: "pm_card_visa" });
  expect(await refusal(world.stripe.invoices.pay(invoice.id, { payment_method: "pm_card_visa" }))).toBe(
    "invoice_already_paid",
  );
  expect((await world.stripe.balanceTransactions.list()).data).toHaveLength(1);
});

test("paid out of band it moves no money", async () => {
  const invoice = await openInvoice(world);
  const paid = await world.stripe.invoices.pay(invoice.id, { paid_out_of_band: true });
  expect(paid).toMatchObject({ status: "paid", amount_paid: 100_000, amount_paid_off_stripe: 100_000 });
  expect((await world.stripe.balanceTransactions.list()).data).toEqual([]);
  world.guard.assertClean();
});

describe("what is due below the smallest charge", () => {
  test("counts as paid and moves to the next invoice", async () => {
    const first = await draft();
    await world.stripe.invoices.addLines(first.id, { lines: [{ amount: 49, description: "x" }] });
    expect(await world.stripe.invoices.finalizeInvoice(first.id)).toMatchObject({
      status: "paid",
      amount_due: 0,
    });
    const second = await draft(String(first.customer));
    await world.stripe.invoices.addLines(second.id, { lines: [{ amount: 1000, description: "y" }] });
    expect(await world.stripe.invoices.finalizeInvoice(second.id)).toMatchObject({
      status: "open",
      total: 1000,
      starting_balance: 49,
      amount_due: 1049,
    });
    world.guard.assertClean();
  });

  test("a negative total becomes credit of the customer", async () => {
    const { id, customer } = await draft();
    await world.stripe.invoices.addLines(id, { lines: [{ amount: -500, description: "x" }] });
    expect(await world.stripe.invoices.finalizeInvoice(id)).toMatchObject({
      status: "paid",
      ending_balance: -500,
    });
    expect((await world.stripe.customers.retrieve(String(customer))) as Stripe.Customer).toMatchObject({
      balance: -500,
    });
  });
});

describe("a credit note", () => {
  test("on an open invoice lowers what remains to be paid", async () => {
    const invoice = await openInvoice(world);
    const note = await world.stripe.creditNotes.create({
      invoice: invoice.id,
      amount: 12_000,
      memo: "SLA",
    });
    expect(note).toMatchObject({ pre_payment_amount: 12_000, post_payment_amount: 0, type: "pre_payment" });
    await payOnPage(await world.stripe.invoices.retrieve(invoice.id));
    expect(await world.stripe.invoices.retrieve(invoice.id)).toMatchObject({
      status: "paid",
      amount_paid: 88_000,
    });
    expect((await chargeOf(world, invoice)).amount).toBe(88_000);
    world.guard.assertClean();
  });

  test("on a paid invoice says exactly where the money goes", async () => {
    const invoice = await openInvoice(world);
    await payOnPage(invoice);
    const credit = (split: Partial<Stripe.CreditNoteCreateParams>) =>
      world.stripe.creditNotes.create({ invoice: invoice.id, amount: 10_000, ...split });
    expect(await refusal(credit({ refund_amount: 9999 }))).toContain("must sum");
    expect((await world.stripe.creditNotes.list({ invoice: invoice.id })).data).toEqual([]);
    const note = await credit({ refund_amount: 4000, credit_amount: 5000, out_of_band_amount: 1000 });
    expect(note).toMatchObject({ post_payment_amount: 10_000, out_of_band_amount: 1000 });
    expect((await chargeOf(world, invoice)).amount_refunded).toBe(4000);
    expect(await world.stripe.customers.retrieve(String(invoice.customer))).toMatchObject({
      balance: -5000,
    });
    world.guard.assertClean();
  });

  test("never exceeds the invoice", async () => {
    const invoice = await openInvoice(world);
    await world.stripe.creditNotes.create({ invoice: invoice.id, amount: 60_000 });
    expect(
      await refusal(world.stripe.creditNotes.create({ invoice: invoice.id, amount: 40_001 })),
    ).toContain("total");
    expect(await world.stripe.invoices.retrieve(invoice.id)).toMatchObject({ amount_remaining: 40_000 });
    await world.stripe.creditNotes.create({ invoice: invoice.id, amount: 40_000 });
    expect((await world.stripe.invoices.retrieve(invoice.id)).status).toBe("paid");
  });
});

test("lists page through with cursors, newest first", async () => {
  const made: string[] = [];
  for (let turn = 0; turn < 5; turn += 1)
    made.unshift((await world.stripe.customers.create({ name: `${turn}` })).id);
  const listed: string[] = [];
  for await (const customer of world.stripe.customers.list({ limit: 2 })) listed.push(customer.id);
  expect(listed).toEqual(made);
});
