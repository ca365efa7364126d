import type { Temporal } from "temporal-polyfill";
import { type Money, money, negate } from "../shared/money.ts";
import { type AccountRef, house } from "./accounts.ts";
import { acrossCurrencies, type Settled } from "./across-currencies.ts";
import { type JournalEntry, journalEntry, type Leg } from "./journal-entry.ts";

/** Whose invoice it is. Amounts are owed by the buyer and to the provider of one engagement. */
export type InvoiceParties = { buyerId: string; providerId: string; engagementId: string };

type Issued = InvoiceParties & {
  invoiceId: string;
  number: string;
  total: Money;
  providerShare: Money;
  commission: Money;
  tax: Money;
  at: Temporal.Instant;
};

/**
 * An invoice is issued: the buyer owes its total; the provider's share and the commission are pending
 * until it is paid. Throws EntryUnbalanced where share, commission and tax are not the total.
 */
export function invoiceIssued(p: Issued): JournalEntry {
  return journalEntry({
    source: "app",
    sourceId: p.invoiceId,
    step: "issued",
    memo: `Invoice ${p.number} issued`,
    effectiveAt: p.at,
    legs: [
      leg(receivable(p), p.total),
      leg(of("provider_pending", p), negate(p.providerShare)),
      leg(house("fee_pending"), negate(p.commission)),
      leg(house("tax_payable"), negate(p.tax)),
    ],
  });
}

type Paid = InvoiceParties & {
  stripeInvoiceId: string;
  number: string;
  /** What was paid, after credit notes and the balance. */
  total: Money;
  at: Temporal.Instant;
};

/** The buyer paid: what was owed is on its way into the Stripe balance. */
export function paymentSucceeded(p: Paid): JournalEntry {
  return journalEntry({
    source: "stripe",
    sourceId: p.stripeInvoiceId,
    step: "paid",
    memo: `Invoice ${p.number} paid`,
    effectiveAt: p.at,
    legs: [leg(house("clearing_charge"), p.total), leg(receivable(p), negate(p.total))],
  });
}

type Charged = {
  transactionId: string;
  number: string;
  charge: Money;
  /** Of the balance transaction, in the settlement currency: amount = fee + net. */
  settled: Settled;
  at: Temporal.Instant;
};

/**
 * Stripe booked the charge into its balance less its fee. Where it settled in another currency, the
 * position between the two stays open until it is revalued at the month's end.
 */
export function chargeBooked(p: Charged): JournalEntry {
  const { charge, settled } = p;
  return journalEntry({
    source: "stripe",
    sourceId: p.transactionId,
    step: "booked",
    memo: `Payment of invoice ${p.number} in the Stripe balance`,
    effectiveAt: p.at,
    legs: [
      leg(house("stripe_balance"), settled.net),
      leg(house("stripe_fees"), settled.fee),
      leg(house("clearing_charge"), negate(charge)),
      ...acrossCurrencies({ debit: settled.amount, credit: charge }),
    ],
  });
}

type Earned = InvoiceParties & {
  invoiceId: string;
  number: string;
  providerShare: Money;
  commission: Money;
  at: Temporal.Instant;
};

/** With the payment the provider's share becomes payable and the commission is income. */
export function earned(p: Earned): JournalEntry {
  return journalEntry({
    source: "app",
    sourceId: p.invoiceId,
    step: "earned",
    memo: `Invoice ${p.number} earned`,
    effectiveAt: p.at,
    legs: [
      leg(of("provider_pending", p), p.providerShare),
      leg(of("provider_payable", p), negate(p.providerShare)),
      leg(house("fee_pending"), p.commission),
      leg(house("fee_income"), negate(p.commission)),
    ],
  });
}

function receivable(p: InvoiceParties): AccountRef {
  return { code: "receivable", organizationId: p.buyerId, engagementId: p.engagementId };
}

function of(code: "provider_pending" | "provider_payable", p: InvoiceParties): AccountRef {
  return { code, organizationId: p.providerId, engagementId: p.engagementId };
}

function leg(account: AccountRef, amount: Money): Leg {
  return { account, amount: money(amount.amountMinor, amount.currency) };
}
