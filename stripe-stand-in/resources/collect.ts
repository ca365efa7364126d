import { StripeError } from "../errors.ts";
import type { TestCard } from "../test-cards.ts";
import type { Work } from "../work.ts";
import { bookCharge } from "./balance-transactions.ts";
import { newCharge } from "./charges.ts";
import { paymentsOfInvoice } from "./invoice-payments.ts";
import { type Invoice, invoiceById, presentInvoice } from "./invoices.ts";
import { cancelPaymentIntent, intentOfInvoice } from "./payment-intents.ts";
import type { PaymentMethod } from "./payment-methods.ts";

/**
 * Charges what remains of an open invoice. A decline is returned, not thrown: the failed attempt stays
 * on record.
 */
export function payByCard({ invoice, card, method = null, work }: Attempt): StripeError | undefined {
  const intent = intentOfInvoice(work, invoice.id);
  if (intent === undefined || !["open", "uncollectible"].includes(invoice.status))
    throw new Error(`Invoice ${invoice.id} takes no payment.`);
  const charge = newCharge({ invoice, intent, card, method, now: work.now });
  const attempted: Invoice = { ...invoice, attempted: true, attempt_count: invoice.attempt_count + 1 };
  if (card.decline !== null) {
    const { code, declineCode, message } = card.decline;
    work.store.put("charge", charge);
    work.store.put("invoice", attempted);
    const failed = {
      ...intent,
      latest_charge: charge.id,
      last_payment_error: {
        type: "card_error",
        code,
        decline_code: declineCode,
        message,
        charge: charge.id,
      },
    };
    work.store.put("paymentIntent", failed);
    work.emit("charge.failed", charge);
    work.emit("payment_intent.payment_failed", failed);
    work.emit("invoice.payment_failed", presentInvoice(work, attempted));
    return new StripeError({
      status: 402,
      type: "card_error",
      code,
      declineCode,
      message,
      remembered: true,
    });
  }
  const settled = { ...charge, balance_transaction: bookCharge({ charge, work }).id };
  work.store.put("charge", settled);
  const succeeded = {
    ...intent,
    status: "succeeded" as const,
    amount_received: charge.amount,
    latest_charge: charge.id,
    last_payment_error: null,
    payment_method: charge.payment_method,
  };
  work.store.put("paymentIntent", succeeded);
  work.emit("charge.succeeded", settled);
  work.emit("payment_intent.succeeded", succeeded);
  settle({ invoice: attempted, work, outOfBand: false });
  return undefined;
}

interface Attempt {
  invoice: Invoice;
  card: TestCard;
  method?: PaymentMethod | null;
  work: Work;
}

/** Marks an open invoice as paid in full: by its payment, outside of Stripe, or because nothing is due. */
export function settle({
  invoice,
  work,
  outOfBand,
}: {
  invoice: Invoice;
  work: Work;
  outOfBand: boolean;
}): Invoice {
  if (outOfBand) cancelPaymentIntent({ work, invoice: invoice.id, reason: "void_invoice" });
  for (const payment of paymentsOfInvoice(work, invoice.id)) {
    if (payment.status !== "open") continue;
    const paidPayment = {
      ...payment,
      status: "paid" as const,
      amount_paid: invoice.amount_remaining,
      status_transitions: { ...payment.status_transitions, paid_at: work.now },
    };
    work.store.put("invoicePayment", paidPayment);
    work.emit("invoice_payment.paid", paidPayment);
  }
  const paid: Invoice = {
    ...invoice,
    status: "paid",
    attempted: true,
    amount_paid: invoice.amount_paid + invoice.amount_remaining,
    amount_paid_off_stripe: outOfBand ? invoice.amount_remaining : 0,
    amount_remaining: 0,
    status_transitions: { ...invoice.status_transitions, paid_at: work.now },
  };
  work.store.put("invoice", paid);
  work.emit("invoice.payment_succeeded", presentInvoice(work, paid));
  work.emit("invoice.paid", presentInvoice(work, paid));
  return invoiceById(work, paid.id);
}
