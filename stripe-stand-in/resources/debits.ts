import { StripeError } from "../errors.ts";
import { type Failure, type Instrument, secondsUntilDebited } from "../instruments.ts";
import type { Work } from "../work.ts";
import { book } from "./balance-transactions.ts";
import { type Charge, chargeById, newCharge } from "./charges.ts";
import { settle } from "./collect.ts";
import { type Invoice, invoiceById, presentInvoice } from "./invoices.ts";
import { intentOfInvoice, type PaymentIntent } from "./payment-intents.ts";
import { type PaymentMethod, paymentMethodById } from "./payment-methods.ts";

/** A debit on its way: the bank answers when it falls due. `id` is the charge's. */
export interface Debit {
  id: string;
  invoice: string;
  method: string;
  dueAt: number;
}

interface Start {
  invoice: Invoice;
  method: PaymentMethod;
  instrument: Instrument;
  work: Work;
}

/**
 * Starts the debit of a bank account for what remains of an invoice: `processing` until the bank answers.
 * Answers a refusal where the mandate does not hold; nothing is started then.
 */
export function startDebit({ invoice, method, instrument, work }: Start): StripeError | undefined {
  const intent = intentOfInvoice(work, invoice.id);
  if (intent === undefined || !["open", "uncollectible"].includes(invoice.status))
    throw new Error(`Invoice ${invoice.id} takes no payment.`);
  const mandate = instrument.mandate === null ? undefined : work.store.get("mandate", instrument.mandate);
  if (mandate?.status !== "active") {
    return new StripeError({
      status: 400,
      type: "invalid_request_error",
      code: "payment_intent_mandate_invalid",
      message: "The provided mandate is invalid and can not be used for this PaymentIntent.",
      remembered: true,
    });
  }
  const charge: Charge = { ...newCharge({ invoice, intent, method, now: work.now }), status: "pending" };
  work.store.put("charge", { ...charge, paid: false });
  const processing: PaymentIntent = {
    ...intent,
    status: "processing",
    latest_charge: charge.id,
    last_payment_error: null,
    payment_method: method.id,
  };
  work.store.put("paymentIntent", processing);
  work.store.put("invoice", { ...invoice, attempted: true, attempt_count: invoice.attempt_count + 1 });
  const dueAt = work.now + secondsUntilDebited;
  work.store.put("debit", { id: charge.id, invoice: invoice.id, method: method.id, dueAt });
  work.emit("charge.pending", work.store.get("charge", charge.id) as Charge);
  work.emit("payment_intent.processing", processing);
  return undefined;
}

/** Lets the banks answer every debit that has fallen due. */
export function answerDebits(work: Work): void {
  for (const debit of work.store.all("debit")) {
    if (debit.dueAt > work.now) continue;
    work.store.remove("debit", debit.id);
    const failure = failureOf(work, debit);
    if (failure === null) succeed(work, debit);
    else fail({ work, debit, failure });
  }
}

function failureOf(work: Work, debit: Debit): Failure | null {
  return work.store.get("instrument", debit.method)?.bank?.failure ?? null;
}

/** A debit costs 0.8 %, at most five of the currency (stripe.com/pricing, ACH); a stated simplification. */
function debitFee(amount: number): number {
  return Math.min(500, Math.floor((amount * 8 + 500) / 1000));
}

function succeed(work: Work, debit: Debit): void {
  const charge = chargeById(work, debit.id);
  const transaction = book({
    work,
    amount: charge.amount,
    fee: debitFee(charge.amount),
    type: "payment",
    reportingCategory: "charge",
    currency: charge.currency,
    source: charge.id,
    description: charge.description,
    availableOn: work.now,
  });
  const settled: Charge = {
    ...charge,
    status: "succeeded",
    paid: true,
    balance_transaction: transaction.id,
  };
  work.store.put("charge", settled);
  const intent = intentOfInvoice(work, debit.invoice);
  if (intent === undefined) throw new Error(`The debit ${debit.id} has no intent.`);
  const succeeded: PaymentIntent = { ...intent, status: "succeeded", amount_received: charge.amount };
  work.store.put("paymentIntent", succeeded);
  work.emit("charge.succeeded", settled);
  work.emit("payment_intent.succeeded", succeeded);
  settle({ invoice: invoiceById(work, debit.invoice), work, outOfBand: false });
}

function fail({ work, debit, failure }: { work: Work; debit: Debit; failure: Failure }): void {
  const charge: Charge = {
    ...chargeById(work, debit.id),
    status: "failed",
    captured: false,
    failure_code: failure.code,
    failure_message: failure.message,
  };
  work.store.put("charge", charge);
  const intent = intentOfInvoice(work, debit.invoice);
  if (intent === undefined) throw new Error(`The debit ${debit.id} has no intent.`);
  const failed: PaymentIntent = {
    ...intent,
    status: "requires_payment_method",
    payment_method: null,
    last_payment_error: {
      type: "invalid_request_error",
      code: failure.code,
      message: failure.message,
      charge: charge.id,
      payment_method: paymentMethodById(work, debit.method),
    },
  };
  work.store.put("paymentIntent", failed);
  work.emit("charge.failed", charge);
  work.emit("payment_intent.payment_failed", failed);
  work.emit("invoice.payment_failed", presentInvoice(work, invoiceById(work, debit.invoice)));
}
