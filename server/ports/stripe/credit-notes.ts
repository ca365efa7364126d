import type Stripe from "stripe";
import type { Money } from "../../../domain/shared/money.ts";
import { fromStripeAmount, toStripeAmount, toStripeCurrency } from "./amount.ts";
import { settled } from "./errors.ts";
import { idOf } from "./invoices.ts";

/** Stripe's mirror of one of our credit notes. */
export interface StripeCreditNote {
  id: string;
  total: Money;
  prePayment: Money;
  refundIds: string[];
  metadata: Record<string, string>;
}

export interface StripeRefund {
  id: string;
  /** Stripe's word: pending, requires_action, succeeded, failed or canceled. */
  status: string;
  amount: Money;
  chargeId: string | null;
  failure: string | null;
  /** The movements that took the money out and, where it came back, in again. */
  transactionId: string | null;
  failureTransactionId: string | null;
  metadata: Record<string, string>;
}

export interface NewCreditNote {
  stripeInvoiceId: string;
  creditNoteId: string;
  total: Money;
  refund: Money;
  balance: Money;
  memo: string;
  reason: "order_change" | "product_unsatisfactory";
  idempotencyKey: string;
}

export function creditNoteFunctions(stripe: Stripe) {
  /**
   * Credits an open or a paid invoice. Refund and balance have to be what is more than is still to be paid.
   */
  async function createCreditNote(given: NewCreditNote): Promise<StripeCreditNote> {
    const part = (name: "refund_amount" | "credit_amount", amount: Money) =>
      amount.amountMinor === 0n ? {} : { [name]: toStripeAmount(amount) };
    const params = {
      invoice: given.stripeInvoiceId,
      amount: toStripeAmount(given.total),
      memo: given.memo,
      reason: given.reason,
      metadata: { credit_note_id: given.creditNoteId },
      ...part("refund_amount", given.refund),
      ...part("credit_amount", given.balance),
    };
    const { idempotencyKey } = given;
    return noted(await settled(() => stripe.creditNotes.create(params, { idempotencyKey })));
  }

  /** The mirror of our credit note; null where Stripe has none. */
  async function findCreditNote(given: { stripeInvoiceId: string; creditNoteId: string }) {
    return settled(async () => {
      for await (const row of stripe.creditNotes.list({ invoice: given.stripeInvoiceId, limit: 100 }))
        if (row.metadata?.credit_note_id === given.creditNoteId) return noted(row);
      return null;
    });
  }

  return { createCreditNote, findCreditNote, ...refundFunctions(stripe), ...customerCredit(stripe) };
}

function refundFunctions(stripe: Stripe) {
  async function createRefund(given: {
    chargeId: string;
    refundId: string;
    amount: Money;
    idempotencyKey: string;
  }): Promise<StripeRefund> {
    const params = {
      charge: given.chargeId,
      amount: toStripeAmount(given.amount),
      metadata: { refund_id: given.refundId },
    };
    const { idempotencyKey } = given;
    return refunded(await settled(() => stripe.refunds.create(params, { idempotencyKey })));
  }

  async function retrieveRefund(id: string): Promise<StripeRefund> {
    return refunded(await settled(() => stripe.refunds.retrieve(id)));
  }

  /** Every refund of a charge, newest first. */
  async function refundsOfCharge(chargeId: string): Promise<StripeRefund[]> {
    const found: StripeRefund[] = [];
    await settled(async () => {
      for await (const row of stripe.refunds.list({ charge: chargeId, limit: 100 }))
        found.push(refunded(row));
    });
    return found;
  }

  return { createRefund, retrieveRefund, refundsOfCharge };
}

function customerCredit(stripe: Stripe) {
  /** Gives a customer credit for the next invoice in that currency. */
  async function creditCustomer(given: {
    customerId: string;
    amount: Money;
    description: string;
    reference: string;
    idempotencyKey: string;
  }): Promise<{ id: string }> {
    const params = {
      amount: -toStripeAmount(given.amount),
      currency: toStripeCurrency(given.amount.currency),
      description: given.description,
      metadata: { reference: given.reference },
    };
    const { idempotencyKey } = given;
    const made = await settled(() =>
      stripe.customers.createBalanceTransaction(given.customerId, params, { idempotencyKey }),
    );
    return { id: made.id };
  }

  async function findCustomerCredit(given: { customerId: string; reference: string }) {
    return settled(async () => {
      for await (const row of stripe.customers.listBalanceTransactions(given.customerId, { limit: 100 }))
        if (row.metadata?.reference === given.reference) return { id: row.id };
      return null;
    });
  }

  /** A customer's credit by currency; below 0 is what the next invoice collects. */
  async function customerCredit(customerId: string): Promise<Money[]> {
    const customer = await settled(() =>
      stripe.customers.retrieve(customerId, { expand: ["invoice_credit_balance"] }),
    );
    const balances = ("invoice_credit_balance" in customer && customer.invoice_credit_balance) || {};
    return Object.entries(balances).map(([currency, amount]) => fromStripeAmount({ amount, currency }));
  }

  return { creditCustomer, findCustomerCredit, customerCredit };
}

function noted(row: Stripe.CreditNote): StripeCreditNote {
  const amount = (value: number) => fromStripeAmount({ amount: value, currency: row.currency });
  return {
    id: row.id,
    total: amount(row.total),
    prePayment: amount(row.pre_payment_amount),
    refundIds: row.refunds.flatMap(({ refund }) => (refund ? [idOf(refund)] : [])),
    metadata: row.metadata ?? {},
  };
}

function refunded(row: Stripe.Refund): StripeRefund {
  const id = (reference: string | { id: string } | null | undefined) =>
    reference ? idOf(reference) : null;
  return {
    id: row.id,
    status: row.status ?? "pending",
    amount: fromStripeAmount(row),
    chargeId: id(row.charge),
    failure: row.failure_reason ?? null,
    transactionId: id(row.balance_transaction),
    failureTransactionId: id(row.failure_balance_transaction),
    metadata: row.metadata ?? {},
  };
}
