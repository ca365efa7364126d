import { afterEach, beforeEach, expect, test } from "vitest";
import {
  activeAccount,
  chargeOf,
  openInvoice,
  openStripeWorld,
  payOnPage,
  type StripeWorld,
  webhookSecret,
} from "../test/stripe-schemas/stripe-world.ts";

let world: StripeWorld;
beforeEach(async () => {
  world = await openStripeWorld();
});
afterEach(async () => {
  await world.stop();
});

test("an invoice is drafted, finalized, paid on its page, announced, and passed on", async () => {
  const { stripe, standIn, guard, received } = world;
  const invoice = await openInvoice(world, { amount: 144_000 });
  expect(invoice).toMatchObject({
    status: "open",
    total: 144_000,
    amount_due: 144_000,
    amount_remaining: 144_000,
  });

  const page = await payOnPage(invoice);
  expect(page.status).toBe(303);
  const paid = await stripe.invoices.retrieve(invoice.id);
  expect(paid).toMatchObject({ status: "paid", amount_paid: 144_000, amount_remaining: 0 });

  await standIn.controls.drainWebhooks();
  const announced = received.find((delivery) => delivery.type === "invoice.paid");
  const event = stripe.webhooks.constructEvent(
    announced?.body ?? "",
    announced?.signature ?? "",
    webhookSecret,
  );
  expect(event.data.object).toMatchObject({ id: invoice.id, status: "paid" });

  const charge = await chargeOf(world, invoice);
  const booked = await stripe.balanceTransactions.retrieve(String(charge.balance_transaction));
  expect(booked).toMatchObject({ amount: 144_000, fee: 4206, net: 139_794, status: "pending" });

  const destination = await activeAccount(world);
  const transfer = await stripe.transfers.create({
    amount: 108_000,
    currency: "eur",
    destination,
    source_transaction: charge.id,
    transfer_group: "invoice_1",
  });
  const balance = await stripe.balance.retrieve();
  expect(balance.pending).toMatchObject([{ amount: 31_794, currency: "eur" }]);
  expect((await stripe.transfers.list({ transfer_group: "invoice_1" })).data.map((row) => row.id)).toEqual([
    transfer.id,
  ]);
  guard.assertClean();
  expect(guard.seen()).toBeGreaterThan(10);
});

test("events are listed, delivered in the order of their creation, and say so", async () => {
  const { stripe, standIn, received } = world;
  await openInvoice(world);
  await standIn.controls.drainWebhooks();
  const listed = (await stripe.events.list({ limit: 100 })).data;
  expect(received.map((delivery) => delivery.id)).toEqual(listed.map((event) => event.id).reverse());
  expect(received.map((delivery) => delivery.type)).toEqual([
    "customer.created",
    "invoice.created",
    "invoiceitem.created",
    "invoice.updated",
    "payment_intent.created",
    "invoice.finalized",
  ]);
  expect(listed.every((event) => event.pending_webhooks === 0)).toBe(true);
});

test("the state survives a restart, and the page's address follows the new port", async () => {
  const invoice = await openInvoice(world);
  await world.restart();
  const found = await world.stripe.invoices.retrieve(invoice.id);
  expect(found).toMatchObject({ status: "open", total: 100_000, number: invoice.number });
  expect(found.hosted_invoice_url).toContain(`:${world.standIn.port}/i/`);
  expect((await payOnPage(found)).status).toBe(303);
  expect((await world.stripe.invoices.retrieve(invoice.id)).status).toBe("paid");
});
