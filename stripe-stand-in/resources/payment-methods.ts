import { noSuch, refused } from "../errors.ts";
import { newId, randomText } from "../ids.ts";
import type { Instrument, TestBank } from "../instruments.ts";
import type { JsonObject } from "../json.ts";
import { listPage } from "../list.ts";
import { onlyParams, textParam } from "../params.ts";
import type { TestCard } from "../test-cards.ts";
import type { ApiRequest, Work } from "../work.ts";
import type { Customer } from "./customers.ts";

export type PaymentMethod = ReturnType<typeof bare>;

export function retrievePaymentMethod(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, []);
  return paymentMethodById(work, request.ids.id ?? "");
}

export function listPaymentMethods(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, ["customer", "type", "limit", "starting_after", "ending_before"]);
  const customer = textParam(params, "customer");
  const type = textParam(params, "type");
  const rows = work.store
    .all("paymentMethod")
    .filter((row) => customer === undefined || row.customer === customer)
    .filter((row) => type === undefined || row.type === type);
  return listPage({ rows, params, url: "/v1/payment_methods" });
}

/** A detached method can never be used again (docs.stripe.com/api/payment_methods/detach). */
export function detachPaymentMethod(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, []);
  const method = paymentMethodById(work, request.ids.id ?? "");
  if (method.customer === null) {
    throw refused({
      message: "The payment method you provided is not attached to a customer so detachment is impossible.",
    });
  }
  const detached: PaymentMethod = { ...method, customer: null };
  work.store.put("paymentMethod", detached);
  work.emit("payment_method.detached", detached);
  return detached;
}

export function paymentMethodById(work: Work, id: string, param = "id"): PaymentMethod {
  const method = work.store.get("paymentMethod", id);
  if (method === undefined) throw noSuch({ noun: "payment_method", id, param });
  return method;
}

export function instrumentOf(work: Work, method: string): Instrument | undefined {
  return work.store.get("instrument", method);
}

/** Keeps a card as a payment method of the customer. */
export function saveCard(p: { work: Work; customer: Customer; card: TestCard; expiry: Expiry }) {
  const { work, customer, card, expiry } = p;
  const method: PaymentMethod = { ...bare(p), type: "card", card: cardFacts(card, expiry) };
  return kept({ work, method, instrument: { id: method.id, card, bank: null, mandate: null }, customer });
}

export interface Expiry {
  month: number;
  year: number;
}

/** Keeps a bank account with the mandate that its holder gave. */
export function saveBank(p: { work: Work; customer: Customer; bank: TestBank; mandate: string }) {
  const { work, customer, bank, mandate } = p;
  const facts = bank.type === "us_bank_account" ? { us_bank_account: usFacts(bank) } : sepaFacts(bank);
  const method: PaymentMethod = { ...bare(p), type: bank.type, ...facts };
  return kept({ work, method, instrument: { id: method.id, card: null, bank, mandate }, customer });
}

function kept(p: { work: Work; method: PaymentMethod; instrument: Instrument; customer: Customer }) {
  p.work.store.put("paymentMethod", p.method);
  p.work.store.put("instrument", p.instrument);
  p.work.emit("payment_method.attached", p.method);
  return p.method;
}

function cardFacts(card: TestCard, { month, year }: Expiry) {
  return {
    brand: card.brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
    country: "US",
    display_brand: card.brand,
    exp_month: month,
    exp_year: year,
    fingerprint: randomText(16),
    funding: "credit",
    generated_from: null,
    last4: card.number.slice(-4),
    networks: { available: [card.brand], preferred: null },
    regulated_status: "unregulated",
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}

function usFacts({ number }: TestBank) {
  return {
    account_holder_type: "company",
    account_type: "checking",
    bank_name: "STRIPE TEST BANK",
    financial_connections_account: null,
    fingerprint: randomText(16),
    last4: number.slice(-4),
    networks: { preferred: "ach", supported: ["ach"] },
    routing_number: "110000000",
    status_details: {},
  };
}

function sepaFacts({ number }: TestBank) {
  return {
    sepa_debit: {
      bank_code: number.slice(4, 12),
      branch_code: "",
      country: number.slice(0, 2),
      fingerprint: randomText(16),
      generated_from: { charge: null, setup_attempt: null },
      last4: number.slice(-4),
    },
  };
}

function bare({ work, customer }: { work: Work; customer: Customer }) {
  return {
    id: newId("pm"),
    object: "payment_method",
    allow_redisplay: "unspecified",
    billing_details: {
      address: { city: null, country: null, line1: null, line2: null, postal_code: null, state: null },
      email: customer.email,
      name: customer.name,
      phone: null,
      tax_id: null,
    },
    created: work.now,
    customer: customer.id as string | null,
    customer_account: null,
    livemode: false,
    metadata: {} as Record<string, string>,
    type: "card" as "card" | TestBank["type"],
    card: undefined as ReturnType<typeof cardFacts> | undefined,
    us_bank_account: undefined as ReturnType<typeof usFacts> | undefined,
    sepa_debit: undefined as ReturnType<typeof sepaFacts>["sepa_debit"] | undefined,
  };
}
