import { refused, type StripeError } from "../errors.ts";
import { randomText } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import { minimumChargeIn } from "../money-facts.ts";
import { flagParam, onlyParams, textParam } from "../params.ts";
import { cardOfPaymentMethod } from "../test-cards.ts";
import type { ApiRequest, Work } from "../work.ts";
import { payByCard, settle } from "./collect.ts";
import { changeCustomerBalance, customerBalance } from "./customer-balance.ts";
import { customerById } from "./customers.ts";
import { startDebit } from "./debits.ts";
import { openInvoicePayment } from "./invoice-payments.ts";
import { draftOnly, type Invoice, invoiceById, presentInvoice, recomputed } from "./invoices.ts";
import { cancelPaymentIntent, intentOfInvoice, newPaymentIntent } from "./payment-intents.ts";
import { instrumentOf, paymentMethodById } from "./payment-methods.ts";

export function finalizeInvoice(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, ["auto_advance"]);
  const invoice = invoiceById(work, request.ids.id ?? "");
  draftOnly(invoice);
  return presentInvoice(
    work,
    finalized({ invoice, work, autoAdvance: flagParam(request.params, "auto_advance") }),
  );
}

/** Marks the invoice as sent; the local Stripe sends no e-mail. A draft is finalized on the way. */
export function sendInvoice(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, []);
  const found = invoiceById(work, request.ids.id ?? "");
  if (found.collection_method !== "send_invoice") {
    throw refused({
      message: "You can only manually send an invoice if its collection method is 'send_invoice'.",
    });
  }
  if (found.status === "void" || found.status === "uncollectible") {
    throw refused({ message: `Invoice ${found.id} is ${found.status} and can't be sent.` });
  }
  const invoice = found.status === "draft" ? finalized({ invoice: found, work }) : found;
  work.emit("invoice.sent", presentInvoice(work, invoice));
  return presentInvoice(work, invoice);
}

export function payInvoice(request: ApiRequest, work: Work): JsonObject | StripeError {
  const { params } = request;
  onlyParams(params, ["paid_out_of_band", "payment_method", "off_session"]);
  const found = invoiceById(work, request.ids.id ?? "");
  if (found.status === "paid")
    throw refused({ code: "invoice_already_paid", message: "Invoice is already paid" });
  if (found.status === "void") throw refused({ message: "This invoice is void and can't be paid." });
  const invoice = found.status === "draft" ? finalized({ invoice: found, work }) : found;
  if (invoice.status === "paid") return presentInvoice(work, invoice);
  if (flagParam(params, "paid_out_of_band") === true) {
    return presentInvoice(work, settle({ invoice, work, outOfBand: true }));
  }
  const method =
    textParam(params, "payment_method") ??
    invoice.default_payment_method ??
    customerById(work, invoice.customer).invoice_settings.default_payment_method;
  if (method === null) {
    throw refused({
      code: "invoice_payment_intent_requires_action",
      message: "There is no default_payment_method set on this Customer or Invoice.",
    });
  }
  if (intentOfInvoice(work, invoice.id)?.status === "processing") {
    throw refused({
      code: "payment_intent_unexpected_state",
      message: "This invoice's PaymentIntent could not be confirmed because its status is processing.",
    });
  }
  const declined = paidWith({ invoice, method, work });
  return declined ?? presentInvoice(work, invoiceById(work, invoice.id));
}

/** Pays by a test method or by one that the customer has saved; a decline is answered. */
function paidWith(p: { invoice: Invoice; method: string; work: Work }): StripeError | undefined {
  const { invoice, method: id, work } = p;
  const test = cardOfPaymentMethod(id);
  if (test !== undefined) return payByCard({ invoice, card: test, work });
  const method = paymentMethodById(work, id, "payment_method");
  const instrument = instrumentOf(work, id);
  if (method.customer !== invoice.customer || instrument === undefined) {
    throw refused({
      param: "payment_method",
      message: `The PaymentMethod ${id} is not attached to the customer of this invoice.`,
    });
  }
  const { card } = instrument;
  return card === null
    ? startDebit({ invoice, method, instrument, work })
    : payByCard({ invoice, card, method, work });
}

/** Gives up on an open invoice; it can still be paid or voided (docs.stripe.com/invoicing/overview). */
export function markUncollectible(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, []);
  const invoice = invoiceById(work, request.ids.id ?? "");
  if (invoice.status !== "open") {
    throw refused({
      message: `You can only mark open invoices as uncollectible; this is ${invoice.status}.`,
    });
  }
  const given: Invoice = {
    ...invoice,
    status: "uncollectible",
    status_transitions: { ...invoice.status_transitions, marked_uncollectible_at: work.now },
  };
  work.store.put("invoice", given);
  work.emit("invoice.marked_uncollectible", presentInvoice(work, given));
  return presentInvoice(work, given);
}

export function voidInvoice(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, []);
  const invoice = invoiceById(work, request.ids.id ?? "");
  if (invoice.status !== "open" && invoice.status !== "uncollectible") {
    throw refused({
      message: `You can only void open or uncollectible invoices; this one is ${invoice.status}.`,
    });
  }
  cancelPaymentIntent({ work, invoice: invoice.id, reason: "void_invoice" });
  const voided: Invoice = {
    ...invoice,
    status: "void",
    amount_remaining: 0,
    status_transitions: { ...invoice.status_transitions, voided_at: work.now },
  };
  work.store.put("invoice", voided);
  work.emit("invoice.voided", presentInvoice(work, voided));
  return presentInvoice(work, voided);
}

/** Draft to open: number, page, the customer's balance, and the payment intent that will collect it. */
function finalized({
  invoice,
  work,
  autoAdvance,
}: {
  invoice: Invoice;
  work: Work;
  autoAdvance?: boolean;
}): Invoice {
  const number = invoice.number ?? nextNumber(work, invoice);
  const token = randomText(32);
  const open: Invoice = {
    ...withCustomerBalance(work, recomputed(work, invoice)),
    auto_advance: autoAdvance ?? invoice.auto_advance,
    number,
    status: "open",
    effective_at: work.now,
    hosted_invoice_url: `${work.publicUrl}/i/${token}`,
    invoice_pdf: `${work.publicUrl}/i/${token}?print=1`,
    status_transitions: { ...invoice.status_transitions, finalized_at: work.now },
  };
  work.store.put("invoicePage", { id: token, invoice: open.id });
  work.store.put("invoice", open);
  if (open.amount_due > 0) {
    const intent = newPaymentIntent({ invoice: open, now: work.now });
    work.store.put("paymentIntent", intent);
    work.store.put(
      "invoicePayment",
      openInvoicePayment({ invoice: open, intent: intent.id, now: work.now }),
    );
    work.emit("payment_intent.created", intent);
  }
  work.emit("invoice.finalized", presentInvoice(work, open));
  return open.amount_due > 0 ? open : settle({ invoice: open, work, outOfBand: false });
}

function nextNumber(work: Work, invoice: Invoice): string {
  const customer = customerById(work, invoice.customer);
  work.store.put("customer", { ...customer, next_invoice_sequence: customer.next_invoice_sequence + 1 });
  return `${customer.invoice_prefix}-${String(customer.next_invoice_sequence).padStart(4, "0")}`;
}

/**
 * A positive balance is owed and adds to the invoice, a negative one is credit and lowers it. What
 * remains below the smallest possible charge is not collected but carried (docs.stripe.com/api/invoices).
 */
function withCustomerBalance(work: Work, invoice: Invoice): Invoice {
  const of = { customer: invoice.customer, currency: invoice.currency };
  const starting = customerBalance(work, of);
  const owed = invoice.total + starting;
  const collects = owed >= minimumChargeIn(invoice.currency);
  const ending = collects ? 0 : owed;
  if (ending !== starting)
    changeCustomerBalance(work, {
      ...of,
      amount: ending - starting,
      type: "applied_to_invoice",
      invoice: invoice.id,
    });
  const due = collects ? owed : 0;
  return {
    ...invoice,
    starting_balance: starting,
    ending_balance: ending,
    amount_due: due,
    amount_remaining: due,
  };
}
