import { noSuch } from "../errors.ts";
import { newId } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import { onlyParams } from "../params.ts";
import type { TestCard } from "../test-cards.ts";
import type { ApiRequest, Work } from "../work.ts";
import type { Address } from "./customers.ts";
import type { Invoice } from "./invoices.ts";
import type { PaymentIntent } from "./payment-intents.ts";
import type { PaymentMethod } from "./payment-methods.ts";

export type Charge = ReturnType<typeof newCharge>;

export function retrieveCharge(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, []);
  return chargeById(work, request.ids.id ?? "");
}

export function chargeById(work: Work, id: string, param = "id"): Charge {
  const charge = work.store.get("charge", id);
  if (charge === undefined) throw noSuch({ noun: "charge", id, param });
  return charge;
}

/**
 * A charge for what remains of an invoice; failed where the card declines. Without a card it is a debit of
 * the method or, without that too, a bank transfer.
 */
export function newCharge({ invoice, intent, card = null, method = null, now }: ChargeSource) {
  const succeeded = !card?.decline;
  return {
    id: newId("ch"),
    object: "charge",
    amount: invoice.amount_remaining,
    amount_captured: succeeded ? invoice.amount_remaining : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null as string | null,
    billing_details: {
      address: invoice.customer_address as Address | null,
      email: invoice.customer_email,
      name: invoice.customer_name,
      phone: invoice.customer_phone,
      tax_id: null,
    },
    calculated_statement_descriptor: "LOCAL STRIPE",
    captured: succeeded,
    created: now,
    currency: invoice.currency,
    customer: invoice.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: (card?.decline?.code ?? null) as string | null,
    failure_message: (card?.decline?.message ?? null) as string | null,
    fraud_details: {},
    livemode: false,
    metadata: {} as Record<string, string>,
    on_behalf_of: null,
    outcome: outcomeOf(card),
    paid: succeeded,
    payment_intent: intent.id as string | null,
    payment_method: method?.id ?? newId("pm"),
    payment_method_details: detailsOf({ card, method, amount: invoice.amount_remaining }),
    radar_options: {},
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: (succeeded ? "succeeded" : "failed") as "succeeded" | "failed" | "pending",
    transfer_data: null,
    transfer_group: null as string | null,
  };
}

interface ChargeSource {
  invoice: Invoice;
  intent: PaymentIntent;
  card?: TestCard | null;
  method?: PaymentMethod | null;
  now: number;
}

function detailsOf(p: { card: TestCard | null; method: PaymentMethod | null; amount: number }): JsonObject {
  const { card, method, amount } = p;
  if (card !== null) return { type: "card", card: cardDetails({ card, amount }) };
  const bank = method?.us_bank_account;
  if (bank !== undefined) {
    const { account_holder_type, account_type, bank_name, fingerprint, last4, routing_number } = bank;
    const facts = { account_holder_type, account_type, bank_name, fingerprint, last4, routing_number };
    return { type: "us_bank_account", us_bank_account: { ...facts, payment_reference: null } };
  }
  if (method?.sepa_debit !== undefined) {
    const { generated_from: _, ...facts } = method.sepa_debit;
    return { type: "sepa_debit", sepa_debit: { ...facts, mandate: null } };
  }
  return { type: "customer_balance", customer_balance: {} };
}

function outcomeOf(card: TestCard | null) {
  const succeeded = !card?.decline;
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: succeeded ? "approved_by_network" : "declined_by_network",
    reason: card?.decline?.declineCode ?? null,
    risk_level: "normal",
    risk_score: 20,
    seller_message: succeeded ? "Payment complete." : "The bank declined the payment.",
    type: succeeded ? "authorized" : "issuer_declined",
  };
}

function cardDetails({ card, amount }: { card: TestCard; amount: number }) {
  return {
    amount_authorized: card.decline === null ? amount : null,
    authorization_code: null,
    brand: card.brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
    country: "US",
    electronic_commerce_indicator: null,
    exp_month: 12,
    exp_year: 2040,
    funding: "credit",
    installments: null,
    last4: card.number.slice(-4),
    mandate: null,
    network: card.brand,
    network_transaction_id: null,
    regulated_status: "unregulated",
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
  };
}
