import { afterEach, beforeEach, expect, test } from "vitest";
import { money } from "../../../domain/shared/money.ts";
import {
  openStripeWorld,
  type StripeWorld,
  webhookSecret,
} from "../../../test/stripe-schemas/stripe-world.ts";
import { StripeTotalMismatch } from "./errors.ts";
import { createStripePort, type StripePort } from "./port.ts";

let world: StripeWorld;
let port: StripePort;
beforeEach(async () => {
  world = await openStripeWorld();
  port = createStripePort({
    apiKey: "sk_test_1",
    apiBase: world.standIn.url,
    webhookSecret,
    timeoutMs: 1500,
  });
});
afterEach(async () => {
  await world.stop();
});

const eur = (minor: bigint) => money(minor, "EUR");
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
const counts = () => world.standIn.controls.state().counts;

async function customer() {
  return port.ensureCustomer({
    organisationId: "org_1",
    name: "Acme",
    email: "billing@acme.example",
    country: "DE",
    idempotencyKey: "customer",
  });
}

async function draft(given: { key?: string; customerId?: string } = {}) {
  return port.createDraftInvoice({
    customerId: given.customerId ?? (await customer()),
    currency: "EUR",
    invoiceId: "0198-invoice",
    number: "ER-2026-0001",
    daysUntilDue: 30,
    lines: [
      { description: "Monthly fee", amount: eur(120_000n) },
      { description: "Service credit P1 resolve", amount: eur(-1_234n), metadata: { verdict_id: "v1" } },
      { description: "VAT 20 %", amount: eur(23_753n) },
    ],
    metadata: { return_url: "http://localhost:3000/invoices/1" },
    idempotencyKey: given.key ?? "invoice",
  });
}

async function paidInvoice() {
  const drafted = await draft();
  const open = await port.finalizeInvoice({
    stripeInvoiceId: drafted.id,
    expectedTotal: eur(142_519n),
    idempotencyKey: "finalize",
  });
  await fetch(open.hostedUrl ?? "", {
    method: "POST",
    body: new URLSearchParams({ number: "4242424242424242", expiry: "12/40", cvc: "123" }),
  });
  return open;
}

async function activeAccount() {
  const account = await port.createRecipientAccount({
    organisationId: "org_2",
    displayName: "Nordlicht IT",
    contactEmail: "ops@nordlicht.example",
    country: "DE",
    idempotencyKey: "account",
  });
  const url = await port.createOnboardingLink({
    accountId: account.id,
    returnUrl: "http://localhost:3000/payouts",
    refreshUrl: "http://localhost:3000/payouts/again",
    idempotencyKey: "link",
  });
  await fetch(url, { method: "POST", body: new URLSearchParams({ accept: "yes" }), redirect: "manual" });
  return account;
}

test("the money goes from the buyer's invoice to the provider, and every step can be read back", async () => {
  const open = await paidInvoice();
  expect(open).toMatchObject({ status: "open", number: "ER-2026-0001", total: eur(142_519n) });
  const paid = await port.retrieveInvoice(open.id);
  expect(paid).toMatchObject({ status: "paid", amountPaid: eur(142_519n), amountRemaining: eur(0n) });
  expect(paid.metadata.invoice_id).toBe("0198-invoice");

  const charge = await port.invoicePaymentCharge(open.id);
  const booked = await port.balanceTransactionOfCharge(charge ?? "");
  expect(booked).toMatchObject({
    type: "charge",
    amount: eur(142_519n),
    fee: eur(4_163n),
    net: eur(138_356n),
  });

  const account = await activeAccount();
  expect(account).toMatchObject({ transfersStatus: "restricted" });
  expect(account.requirements.length).toBeGreaterThan(0);
  expect(await port.retrieveRecipientAccount(account.id)).toMatchObject({
    transfersStatus: "active",
    requirements: [],
  });

  const transfer = await port.createTransfer({
    amount: eur(106_889n),
    destination: account.id,
    sourceTransaction: charge ?? "",
    transferGroup: "0198-invoice",
    metadata: { op_id: "op_1" },
    idempotencyKey: "transfer",
  });
  expect(await port.findTransfersByGroup("0198-invoice")).toEqual([transfer]);
  expect(await port.balanceTransactionOfTransfer(transfer.id)).toMatchObject({
    type: "transfer",
    net: eur(-106_889n),
    sourceId: transfer.id,
  });
  expect(await port.retrieveBalance()).toEqual({ available: [eur(0n)], pending: [eur(31_467n)] });
  const movements = await port.listBalanceTransactions();
  expect(movements.map((movement) => movement.type)).toEqual(["transfer", "charge"]);
  world.guard.assertClean();
});

test("repeating every step with its key changes nothing", async () => {
  const first = await draft();
  const again = await draft({ customerId: await customer() });
  expect(again).toEqual(first);
  expect(counts()).toMatchObject({ customer: 1, invoice: 1 });
});

test("a known customer is brought up to date instead of made again", async () => {
  const id = await customer();
  const details = { organisationId: "org_1", name: "Acme SE", email: "a@acme.example", existingId: id };
  expect(await port.ensureCustomer({ ...details, idempotencyKey: "update" })).toBe(id);
  expect(counts()).toMatchObject({ customer: 1 });
});

test("an invoice whose total is not ours is not finalized", async () => {
  const { id } = await draft();
  const attempt = { stripeInvoiceId: id, expectedTotal: eur(142_518n), idempotencyKey: "finalize" };
  expect(await failure(port.finalizeInvoice(attempt))).toBeInstanceOf(StripeTotalMismatch);
  expect((await port.retrieveInvoice(id)).status).toBe("draft");
});

test("a line in another currency is refused before anything is sent", async () => {
  const wrong = (amount: bigint, currency: string) => ({
    customerId: "cus_1",
    currency: "EUR",
    invoiceId: "i",
    daysUntilDue: 1,
    lines: [{ description: "x", amount: money(amount, currency) }],
    idempotencyKey: "k",
  });
  expect(await failure(port.createDraftInvoice(wrong(1n, "USD")))).toBeInstanceOf(TypeError);
  expect(counts()).toMatchObject({ invoice: 0 });
});

test("the mirror of an invoice is found by our id among others", async () => {
  const { id } = await draft();
  const customerId = await customer();
  expect(await port.findInvoicesByOurId({ customerId, invoiceId: "0198-invoice" })).toMatchObject([{ id }]);
  expect(await port.findInvoicesByOurId({ customerId, invoiceId: "other" })).toEqual([]);
});

test("a hundred and more lines travel in parts", async () => {
  const lines = Array.from({ length: 230 }, (_, index) => ({
    description: `Line ${index}`,
    amount: eur(BigInt(index)),
  }));
  const invoice = await port.createDraftInvoice({
    customerId: await customer(),
    currency: "EUR",
    invoiceId: "long",
    daysUntilDue: 14,
    lines,
    idempotencyKey: "long",
  });
  expect(invoice.total).toEqual(eur(26_335n));
});

test("what no webhook brought is found in the list of events", async () => {
  const from = world.standIn.controls.nowSeconds();
  await customer();
  const events = await port.listEvents({ createdFromEpochSeconds: from, types: ["customer.created"] });
  expect(events.map((event) => event.type)).toEqual(["customer.created"]);
});

test.each(["ftp://127.0.0.1", "http://127.0.0.1/api", "nonsense"])(
  "%s is no address of the API",
  (apiBase) => {
    expect(() => createStripePort({ apiKey: "sk_test_1", apiBase, webhookSecret })).toThrow(TypeError);
  },
);
