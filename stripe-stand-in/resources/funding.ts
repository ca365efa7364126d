import { invalidParameter } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { currencyParam, missing, objectParam, onlyParams, requiredText } from "../params.ts";
import type { ApiRequest, Work } from "../work.ts";
import { book } from "./balance-transactions.ts";
import { newCharge } from "./charges.ts";
import { settle } from "./collect.ts";
import { customerById } from "./customers.ts";
import type { Invoice } from "./invoices.ts";
import { intentOfInvoice, type PaymentIntent } from "./payment-intents.ts";

const address = {
  city: "Dublin",
  country: "IE",
  line1: "1 Test Street",
  line2: null,
  postal_code: "D02",
  state: null,
};

/** Where a customer's bank transfers go: an account number of its own, the same on every call. */
export function createFundingInstructions(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, ["currency", "funding_type", "bank_transfer"]);
  const customer = customerById(work, request.ids.id ?? "");
  const currency = currencyParam(params, "currency");
  if (currency === undefined) throw missing("currency");
  if (requiredText(params, "funding_type") !== "bank_transfer")
    throw invalidParameter({ param: "funding_type", message: "Invalid funding_type" });
  const transfer = objectParam(params, "bank_transfer");
  if (transfer === undefined) throw missing("bank_transfer");
  const type = requiredText(transfer, "type");
  const digits = [...customer.id].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 1e9, 7);
  const number = String(digits).padStart(9, "0");
  const holder = { account_holder_name: "Engine Room (local test)", account_holder_address: address };
  const bank = { bank_address: address };
  const place =
    type === "us_bank_transfer"
      ? {
          aba: {
            ...holder,
            ...bank,
            account_number: number,
            account_type: "checking",
            bank_name: "STRIPE TEST BANK",
            routing_number: "999999999",
          },
          supported_networks: ["ach", "domestic_wire_us"],
          type: "aba",
        }
      : {
          iban: { ...holder, ...bank, bic: "TESTIE2DXXX", country: "IE", iban: `IE29TEST9999${number}` },
          supported_networks: ["sepa"],
          type: "iban",
        };
  return {
    object: "funding_instructions",
    bank_transfer: {
      country: type === "us_bank_transfer" ? "US" : "IE",
      financial_addresses: [place],
      type,
    },
    currency,
    funding_type: "bank_transfer",
    livemode: false,
  };
}

/**
 * Money that a customer's bank sent: it pays the oldest open invoice of exactly this sum, as automatic
 * reconciliation does. A transfer that fits none throws: the local Stripe keeps no cash balance.
 */
export function receiveTransfer(
  work: Work,
  p: { customer: string; amount: number; currency: string },
): { invoice: string } {
  const fitting = (invoice: Invoice) =>
    invoice.status === "open" &&
    invoice.customer === p.customer &&
    invoice.currency === p.currency.toLowerCase() &&
    invoice.amount_remaining === p.amount &&
    intentOfInvoice(work, invoice.id)?.status === "requires_payment_method";
  const invoice = work.store.all("invoice").find(fitting);
  const intent = invoice && intentOfInvoice(work, invoice.id);
  if (!invoice || !intent) throw new Error("No open invoice of this customer asks for this sum.");
  const charge = newCharge({ invoice, intent, method: null, now: work.now });
  const transaction = book({
    work,
    amount: charge.amount,
    fee: 0,
    type: "payment",
    reportingCategory: "charge",
    currency: charge.currency,
    source: charge.id,
    description: charge.description,
    availableOn: work.now,
  });
  work.store.put("charge", { ...charge, balance_transaction: transaction.id });
  const succeeded: PaymentIntent = {
    ...intent,
    status: "succeeded",
    amount_received: charge.amount,
    latest_charge: charge.id,
    last_payment_error: null,
  };
  work.store.put("paymentIntent", succeeded);
  work.emit("payment_intent.succeeded", succeeded);
  settle({ invoice, work, outOfBand: false });
  return { invoice: invoice.id };
}
