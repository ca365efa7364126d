import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { handlers } from "../../stripe-stand-in/routes.ts";
import { checkEvent, checkRequest, checkResponse } from "./check.ts";
import { stripeSchemas } from "./schemas.ts";
import {
  activeAccount,
  chargeOf,
  openInvoice,
  openStripeWorld,
  payOnPage,
  type StripeWorld,
} from "./stripe-world.ts";

let world: StripeWorld;
let invoice: Stripe.Invoice;
let transfer: Stripe.Transfer;
let account: Stripe.V2.Core.Account;

beforeAll(async () => {
  world = await openStripeWorld();
  invoice = await openInvoice(world);
  await payOnPage(invoice);
  const destination = await activeAccount(world);
  const charge = await chargeOf(world, invoice);
  transfer = await world.stripe.transfers.create({
    amount: 100,
    currency: "eur",
    destination,
    source_transaction: charge.id,
  });
  account = await world.stripe.v2.core.accounts.retrieve(destination, {
    include: ["configuration.recipient"],
  });
});
afterAll(async () => {
  await world.stop();
});

test("there is a schema for both directions of every operation of the stand-in", () => {
  expect(Object.keys(stripeSchemas().operations).sort()).toEqual(Object.keys(handlers).sort());
  for (const { request, response } of Object.values(stripeSchemas().operations)) {
    expect([typeof request, typeof response]).toEqual(["object", "object"]);
    expect(Object.keys(response).length).toBeGreaterThan(0);
  }
});

test("the traffic of a whole story is clean", () => {
  world.guard.assertClean();
});

test("silence is not taken for cleanliness", async () => {
  const other = await openStripeWorld();
  expect(() => other.guard.assertClean()).toThrow("saw no traffic");
  await other.stop();
});

const transferParams = { amount: "100", currency: "eur", destination: "acct_1" };
const plantedRequests: Array<[string, string, Record<string, unknown>]> = [
  ["a misspelt parameter", "transfers.create", { ...transferParams, transfer_gruop: "g" }],
  ["a missing parameter", "transfers.create", { amount: "100", currency: "eur" }],
  ["a text for a number", "transfers.create", { ...transferParams, amount: "ten" }],
  ["a fraction of a cent", "transfers.create", { ...transferParams, amount: "10.5" }],
  ["an amount beyond what is exact", "transfers.create", { ...transferParams, amount: "9007199254740993" }],
  ["an unknown word", "invoices.create", { customer: "cus_1", collection_method: "by_pigeon" }],
  ["a nested misspelling", "invoices.addLines", { lines: [{ amount: "1", descripton: "x" }] }],
  [
    "a parameter of old versions",
    "v2.core.accountLinks.create",
    { account: "a", configurations: ["recipient"] },
  ],
  ["a wrong type in JSON", "v2.core.accounts.create", { display_name: 5 }],
  ["an operation that the stand-in lacks", "subscriptions.create", {}],
];

test.each(plantedRequests)("%s in a request is seen: %s", (_name, operation, params) => {
  expect(checkRequest({ operation, params })).toHaveLength(1);
});

test.each([
  ["transfers.create", transferParams],
  [
    "invoices.create",
    { customer: "cus_1", auto_advance: "false", days_until_due: "30", metadata: { a: "1" } },
  ],
  ["invoices.list", { customer: "cus_1", limit: "100", created: { gte: "1" } }],
  ["balance.retrieve", {}],
])("a correct request of %s passes", (operation, params) => {
  expect(checkRequest({ operation, params })).toEqual([]);
});

type Row = Record<string, unknown>;
const without = (row: object, name: string): Row =>
  Object.fromEntries(Object.entries(row).filter(([key]) => key !== name));

describe("in an answer", () => {
  const plain = (row: object): Row => JSON.parse(JSON.stringify(row)) as Row;

  test("the real ones pass", () => {
    expect(checkResponse({ operation: "transfers.retrieve", body: plain(transfer) })).toEqual([]);
    expect(checkResponse({ operation: "invoices.retrieve", body: plain(invoice) })).toEqual([]);
    expect(checkResponse({ operation: "v2.core.accounts.retrieve", body: plain(account) })).toEqual([]);
  });

  test.each(["balance_transaction", "amount_reversed", "reversals", "transfer_group"])(
    "a missing %s is seen",
    (name) => {
      const body = without(plain(transfer), name);
      expect(checkResponse({ operation: "transfers.retrieve", body })).toHaveLength(1);
    },
  );

  const planted: Array<[string, Row]> = [
    ["a status that does not exist", { status: "finalised" }],
    ["a field of the time before basil", { paid: true }],
    ["another field of the time before basil", { payment_intent: "pi_1" }],
    ["a moment as text", { created: "2026-01-01" }],
    ["a null where none may be", { currency: null }],
    ["half a cent", { total: 10.5 }],
    ["a broken line", { lines: { object: "list", data: [{ id: "il_1" }], has_more: false, url: "/" } }],
  ];

  test.each(planted)("%s is seen", (_name, change) => {
    const body = { ...plain(invoice), ...change };
    expect(checkResponse({ operation: "invoices.retrieve", body })).toHaveLength(1);
  });

  test("a state of a v2 account that does not exist is seen", () => {
    const text = JSON.stringify(account).replace('"active"', '"activated"');
    expect(checkResponse({ operation: "v2.core.accounts.retrieve", body: JSON.parse(text) })).toHaveLength(
      1,
    );
  });
});

describe("in an event", () => {
  const paid = () => {
    const found = world.standIn.controls.events().find((event) => event.type === "invoice.paid");
    if (found === undefined) throw new Error("No invoice was paid.");
    return found;
  };

  test("the real one passes", () => {
    expect(checkEvent(paid())).toEqual([]);
  });

  test("an unknown type, a missing field and a broken object are seen", () => {
    const event = paid();
    expect(checkEvent({ ...event, type: "invoice.payed" })).toHaveLength(1);
    expect(checkEvent(without(event, "created") as unknown as typeof event)).toHaveLength(1);
    expect(checkEvent({ ...event, data: { object: without(event.data.object, "total") } })).toHaveLength(1);
    expect(checkEvent({ ...event, data: { object: { id: "x", object: "unicorn" } } })).toHaveLength(1);
  });
});

test("a wrong request over the wire is caught by the guard of the traffic", async () => {
  const other = await openStripeWorld();
  const wrong = { name: "A", aplication_fee_amount: 5 } as Stripe.CustomerCreateParams;
  await expect(other.stripe.customers.create(wrong)).rejects.toThrow("unknown parameter");
  await expect(other.stripe.subscriptions.list()).rejects.toThrow("subscriptions.list");
  expect(other.guard.violations().map((violation) => violation.where)).toEqual([
    "request customers.create",
    "request subscriptions.list",
  ]);
  expect(() => other.guard.assertClean()).toThrow("aplication_fee_amount");
  await other.stop();
});
