import type Stripe from "stripe";
import type { Money } from "../../../domain/shared/money.ts";
import { fromStripeAmount } from "./amount.ts";
import { settled } from "./errors.ts";
import { idOf, type StripeInvoiceStatus } from "./invoices.ts";

/**
 * How an invoice is being collected, as Stripe has it now: its state and that of the one intent behind it.
 */
export interface StripeCollection {
  stripeInvoiceId: string;
  status: StripeInvoiceStatus;
  amountRemaining: Money;
  amountPaid: Money;
  metadata: Record<string, string>;
  intent: {
    id: string;
    /** Stripe's word: requires_payment_method, requires_action, processing, succeeded, canceled, … */
    status: string;
    amount: Money;
    paymentMethodId: string | null;
    /** Why the latest attempt failed; null where none did. */
    error: { code: string; message: string } | null;
  } | null;
}

const statuses: readonly string[] = ["draft", "open", "paid", "uncollectible", "void"];

export function collectionFunctions(stripe: Stripe) {
  async function retrieveCollection(stripeInvoiceId: string): Promise<StripeCollection> {
    return collectionOf(await settled(() => stripe.invoices.retrieve(stripeInvoiceId)));
  }

  /** The invoice that an intent collects; null where it collects none. */
  async function invoiceOfIntent(intentId: string): Promise<string | null> {
    const payment = { type: "payment_intent", payment_intent: intentId } as const;
    const payments = await settled(() => stripe.invoicePayments.list({ payment }));
    const [first] = payments.data;
    return first ? idOf(first.invoice) : null;
  }

  /**
   * Charges what remains of an open invoice to a saved method, without the buyer being there. A decline is
   * a StripeRefused; a bank debit answers "processing" and is known days later.
   */
  async function payInvoice(given: {
    stripeInvoiceId: string;
    paymentMethodId: string;
    idempotencyKey: string;
  }): Promise<StripeCollection> {
    const { stripeInvoiceId, paymentMethodId, idempotencyKey } = given;
    return collectionOf(
      await settled(() =>
        stripe.invoices.pay(
          stripeInvoiceId,
          { payment_method: paymentMethodId, off_session: true },
          { idempotencyKey },
        ),
      ),
    );
  }

  /** Says that nobody counts on the invoice any more; it can still be paid. */
  async function markUncollectible(given: { stripeInvoiceId: string; idempotencyKey: string }) {
    const { stripeInvoiceId, idempotencyKey } = given;
    return collectionOf(
      await settled(() => stripe.invoices.markUncollectible(stripeInvoiceId, {}, { idempotencyKey })),
    );
  }

  async function collectionOf(invoice: Stripe.Invoice): Promise<StripeCollection> {
    const amount = (value: number) => fromStripeAmount({ amount: value, currency: invoice.currency });
    const status = invoice.status ?? "unknown";
    const payments = await settled(() => stripe.invoicePayments.list({ invoice: invoice.id, limit: 100 }));
    const live = payments.data.find((one) => one.status !== "canceled") ?? payments.data[0];
    const intentId = live?.payment.payment_intent && idOf(live.payment.payment_intent);
    const intent = intentId ? await settled(() => stripe.paymentIntents.retrieve(intentId)) : null;
    return {
      stripeInvoiceId: invoice.id,
      status: statuses.includes(status) ? (status as StripeInvoiceStatus) : "unknown",
      amountRemaining: amount(invoice.amount_remaining),
      amountPaid: amount(invoice.amount_paid),
      metadata: invoice.metadata ?? {},
      intent: intent && {
        id: intent.id,
        status: intent.status,
        amount: fromStripeAmount(intent),
        paymentMethodId: intent.payment_method === null ? null : idOf(intent.payment_method),
        error: errorOf(intent.last_payment_error),
      },
    };
  }

  return { retrieveCollection, invoiceOfIntent, payInvoice, markUncollectible };
}

function errorOf(error: Stripe.PaymentIntent.LastPaymentError | null) {
  if (error === null) return null;
  return { code: error.decline_code ?? error.code ?? "unknown", message: error.message ?? "" };
}
