import type Stripe from "stripe";
import type { Money } from "../../../domain/shared/money.ts";
import { fromStripeAmount, toStripeAmount, toStripeCurrency } from "./amount.ts";
import { StripeTotalMismatch, settled } from "./errors.ts";

export type StripeInvoiceStatus = "draft" | "open" | "paid" | "uncollectible" | "void" | "unknown";

/** Stripe's mirror of one of our invoices. Moments are epoch seconds. */
export interface StripeInvoice {
  id: string;
  status: StripeInvoiceStatus;
  number: string | null;
  total: Money;
  amountDue: Money;
  amountPaid: Money;
  amountRemaining: Money;
  /** The customer's balance before and after the invoice was opened; below 0 it is credit. */
  startingBalance: Money;
  endingBalance: Money | null;
  /** What credit notes took off before it was paid. */
  creditedBeforePayment: Money;
  hostedUrl: string | null;
  paidAtEpochSeconds: number | null;
  metadata: Record<string, string>;
}

export interface DraftInvoice {
  customerId: string;
  currency: string;
  /** In print order; a credit is a negative amount. All in the invoice's currency. */
  lines: ReadonlyArray<{ description: string; amount: Money; metadata?: Record<string, string> }>;
  /** Our own id of the invoice: `metadata.invoice_id` finds the mirror again. */
  invoiceId: string;
  number?: string;
  daysUntilDue: number;
  description?: string;
  metadata?: Record<string, string>;
  idempotencyKey: string;
}

/** What add_lines takes at once. */
const linesPerRequest = 100;

export function invoiceFunctions(stripe: Stripe) {
  return { ...draftFunctions(stripe), ...invoiceLookups(stripe) };
}

function draftFunctions(stripe: Stripe) {
  /**
   * Creates a draft that Stripe leaves alone until it is told: no automatic advance, no pending items of the
   * customer. Every step derives its key from the one given, so a retry goes on where the last attempt
   * broke off.
   * @throws StripeTotalMismatch where Stripe's sum differs from ours by one minor unit or more.
   */
  async function createDraftInvoice(draft: DraftInvoice): Promise<StripeInvoice> {
    const currency = toStripeCurrency(draft.currency);
    const ours = draft.lines.reduce((sum, line) => sum + lineAmount(line, draft.currency), 0n);
    const created = await settled(() =>
      stripe.invoices.create(
        {
          customer: draft.customerId,
          currency,
          collection_method: "send_invoice",
          days_until_due: draft.daysUntilDue,
          auto_advance: false,
          pending_invoice_items_behavior: "exclude",
          metadata: { ...draft.metadata, invoice_id: draft.invoiceId },
          ...(draft.number === undefined ? {} : { number: draft.number }),
          ...(draft.description === undefined ? {} : { description: draft.description }),
        },
        { idempotencyKey: `${draft.idempotencyKey}:draft` },
      ),
    );
    let invoice: Stripe.Invoice = created;
    for (let start = 0; start < draft.lines.length; start += linesPerRequest) {
      const lines = draft.lines.slice(start, start + linesPerRequest).map((line) => ({
        amount: toStripeAmount(line.amount),
        description: line.description,
        metadata: line.metadata ?? {},
      }));
      invoice = await settled(() =>
        stripe.invoices.addLines(
          created.id,
          { lines },
          { idempotencyKey: `${draft.idempotencyKey}:lines:${start}` },
        ),
      );
    }
    return withTotal({ invoice: mirrored(invoice), ours });
  }

  /**
   * Opens a draft for payment, after comparing Stripe's total with ours.
   * @throws StripeTotalMismatch before anything is finalized.
   */
  async function finalizeInvoice(given: {
    stripeInvoiceId: string;
    expectedTotal: Money;
    idempotencyKey: string;
  }) {
    const { stripeInvoiceId, expectedTotal, idempotencyKey } = given;
    withTotal({
      invoice: mirrored(await settled(() => stripe.invoices.retrieve(stripeInvoiceId))),
      ours: expectedTotal.amountMinor,
    });
    const finalized = await settled(() =>
      stripe.invoices.finalizeInvoice(stripeInvoiceId, { auto_advance: false }, { idempotencyKey }),
    );
    return mirrored(finalized);
  }

  return { createDraftInvoice, finalizeInvoice };
}

function invoiceLookups(stripe: Stripe) {
  async function retrieveInvoice(stripeInvoiceId: string): Promise<StripeInvoice> {
    return mirrored(await settled(() => stripe.invoices.retrieve(stripeInvoiceId)));
  }

  /**
   * Every mirror of our invoice, newest first: the look-up after an unknown outcome. It lists the customer's
   * invoices because search may lag for minutes behind a write.
   */
  async function findInvoicesByOurId(given: {
    customerId: string;
    invoiceId: string;
  }): Promise<StripeInvoice[]> {
    const found: StripeInvoice[] = [];
    await settled(async () => {
      for await (const invoice of stripe.invoices.list({ customer: given.customerId, limit: 100 })) {
        if (invoice.metadata?.invoice_id === given.invoiceId) found.push(mirrored(invoice));
      }
    });
    return found;
  }

  async function voidInvoice(given: {
    stripeInvoiceId: string;
    idempotencyKey: string;
  }): Promise<StripeInvoice> {
    const { stripeInvoiceId, idempotencyKey } = given;
    return mirrored(
      await settled(() => stripe.invoices.voidInvoice(stripeInvoiceId, {}, { idempotencyKey })),
    );
  }

  /**
   * The charge that paid an invoice, or null where none did: it is unpaid, was paid outside of Stripe,
   * or nothing was due.
   */
  async function invoicePaymentCharge(stripeInvoiceId: string): Promise<string | null> {
    const payments = await settled(() =>
      stripe.invoicePayments.list({ invoice: stripeInvoiceId, status: "paid" }),
    );
    for (const { payment } of payments.data) {
      if (payment.payment_intent === undefined) continue;
      const intentId = idOf(payment.payment_intent);
      const intent = await settled(() => stripe.paymentIntents.retrieve(intentId));
      if (intent.latest_charge !== null) return idOf(intent.latest_charge);
    }
    return null;
  }

  return { retrieveInvoice, findInvoicesByOurId, voidInvoice, invoicePaymentCharge };
}

/** The id of what Stripe gives as an id or, expanded, as the object. */
export function idOf(reference: string | { id: string }): string {
  return typeof reference === "string" ? reference : reference.id;
}

function lineAmount(line: DraftInvoice["lines"][number], currency: string): bigint {
  if (line.amount.currency !== currency) {
    throw new TypeError(`A line in ${line.amount.currency} can't stand on an invoice in ${currency}.`);
  }
  return line.amount.amountMinor;
}

function withTotal({ invoice, ours }: { invoice: StripeInvoice; ours: bigint }): StripeInvoice {
  const theirs = invoice.total.amountMinor;
  if (theirs !== ours) throw new StripeTotalMismatch({ stripeInvoiceId: invoice.id, ours, theirs });
  return invoice;
}

const statuses: readonly string[] = ["draft", "open", "paid", "uncollectible", "void"];

function mirrored(invoice: Stripe.Invoice): StripeInvoice {
  const amount = (value: number) => fromStripeAmount({ amount: value, currency: invoice.currency });
  const status = invoice.status ?? "unknown";
  return {
    id: invoice.id,
    status: statuses.includes(status) ? (status as StripeInvoiceStatus) : "unknown",
    number: invoice.number,
    total: amount(invoice.total),
    amountDue: amount(invoice.amount_due),
    amountPaid: amount(invoice.amount_paid),
    amountRemaining: amount(invoice.amount_remaining),
    startingBalance: amount(invoice.starting_balance),
    endingBalance: invoice.ending_balance === null ? null : amount(invoice.ending_balance),
    creditedBeforePayment: amount(invoice.pre_payment_credit_notes_amount),
    hostedUrl: invoice.hosted_invoice_url ?? null,
    paidAtEpochSeconds: invoice.status_transitions.paid_at,
    metadata: invoice.metadata ?? {},
  };
}
