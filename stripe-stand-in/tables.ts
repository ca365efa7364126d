import type { Instrument } from "./instruments.ts";
import type { JsonObject } from "./json.ts";
import type { Account } from "./resources/accounts.ts";
import type { BalanceTransaction } from "./resources/balance-transactions.ts";
import type { Charge } from "./resources/charges.ts";
import type { CheckoutSession } from "./resources/checkout-sessions.ts";
import type { CreditNote } from "./resources/credit-notes.ts";
import type { CustomerBalanceTransaction } from "./resources/customer-balance.ts";
import type { Customer } from "./resources/customers.ts";
import type { Debit } from "./resources/debits.ts";
import type { Dispute } from "./resources/disputes.ts";
import type { StoredFile } from "./resources/files.ts";
import type { InvoiceItem } from "./resources/invoice-items.ts";
import type { InvoiceLine } from "./resources/invoice-lines.ts";
import type { InvoicePayment } from "./resources/invoice-payments.ts";
import type { Invoice } from "./resources/invoices.ts";
import type { Mandate } from "./resources/mandates.ts";
import type { PaymentIntent } from "./resources/payment-intents.ts";
import type { PaymentMethod } from "./resources/payment-methods.ts";
import type { Payout } from "./resources/payouts.ts";
import type { Refund } from "./resources/refunds.ts";
import type { SetupIntent } from "./resources/setup-intents.ts";
import type { Transfer, TransferReversal } from "./resources/transfers.ts";

/**
 * What the stand-in keeps, by kind. Objects of the API first, then its own book-keeping.
 */
export interface Tables {
  customer: Customer;
  customerBalanceTransaction: CustomerBalanceTransaction;
  /** `id` is the customer and the currency; below 0 is credit. */
  customerBalance: { id: string; customer: string; currency: string; amount: number };
  invoice: Invoice;
  invoiceItem: InvoiceItem;
  invoiceLine: InvoiceLine;
  invoicePayment: InvoicePayment;
  paymentIntent: PaymentIntent;
  charge: Charge;
  refund: Refund;
  dispute: Dispute;
  file: StoredFile;
  creditNote: CreditNote;
  balanceTransaction: BalanceTransaction;
  transfer: Transfer;
  transferReversal: TransferReversal;
  account: Account;
  payout: Payout;
  checkoutSession: CheckoutSession;
  setupIntent: SetupIntent;
  paymentMethod: PaymentMethod;
  mandate: Mandate;
  /** What is behind a saved payment method, and the debits that the banks have not answered. */
  instrument: Instrument;
  debit: Debit;
  /** A payout of a connected account to that account's bank. */
  connectedPayout: { id: string; account: string; payout: Payout };
  /** Which payout paid out a balance transaction; `id` is the transaction's. */
  payoutPart: { id: string; payout: string };
  accountLink: {
    id: string;
    account: string;
    expiresAt: number;
    returnUrl: string | null;
    refreshUrl: string;
    usedAt: number | null;
  };
  /** `id` is the token of the hosted page. */
  invoicePage: { id: string; invoice: string };
  setupPage: { id: string; session: string };
  event: StoredEvent;
  /** What v2 tells: which object changed, and not how. */
  thinEvent: ThinEvent;
  delivery: Delivery;
  idempotency: IdempotencyRecord;
  setting: { id: string; value: string };
}

export type Kind = keyof Tables;

export interface StoredEvent {
  id: string;
  object: "event";
  api_version: string;
  created: number;
  data: { object: JsonObject };
  livemode: boolean;
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
  type: string;
  /** The connected account that it happened in; absent for the platform's own. */
  account?: string;
}

export interface ThinEvent {
  id: string;
  object: "v2.core.event";
  created: string;
  livemode: boolean;
  type: string;
  related_object: { id: string; type: string; url: string };
}

/** One event on its way to the webhook endpoint. Times are milliseconds on the stand-in's clock. */
export interface Delivery {
  id: string;
  event: string;
  attempts: number;
  firstDueAt: number;
  nextAttemptAt: number;
  state: "pending" | "delivered" | "given_up";
  lastStatus: number | null;
  lastError: string | null;
}

export interface IdempotencyRecord {
  id: string;
  fingerprint: string;
  status: number;
  body: string;
  createdAt: number;
}
