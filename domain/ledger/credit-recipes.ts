import type { Temporal } from "temporal-polyfill";
import { type Money, money, negate } from "../shared/money.ts";
import { type AccountRef, house } from "./accounts.ts";
import { balanceLegs, type Settled } from "./across-currencies.ts";
import type { InvoiceParties } from "./invoice-recipes.ts";
import { type JournalEntry, journalEntry, type Leg } from "./journal-entry.ts";

/**
 * Where the provider's part of a credit is taken from: not yet earned, earned and still here, or paid out.
 */
export type TakenFrom = "provider_pending" | "provider_payable" | "provider_receivable";

type Credited = InvoiceParties & {
  creditNoteId: string;
  number: string;
  invoiceNumber: string;
  takenFrom: TakenFrom;
  provider: Money;
  commission: Money;
  tax: Money;
  /** How it reaches the buyer: what is due shrinks, a refund is owed, the balance grows. */
  due: Money;
  refund: Money;
  balance: Money;
  at: Temporal.Instant;
};

/**
 * A credit note: who bears it, and how the buyer gets it (postings 4a, 4b and 5a of the design, and any
 * mixture). Throws EntryUnbalanced where the two sides differ by a minor unit.
 */
export function creditNoteIssued(p: Credited): JournalEntry {
  return entryOf(p, {
    step: "issued",
    memo: `Credit note ${p.number} on invoice ${p.invoiceNumber}`,
    sign: 1n,
  });
}

/** The mirror of it: Stripe refused the note for good, and a person took it out of the books again. */
export function creditNoteWithdrawn(p: Credited): JournalEntry {
  return entryOf(p, { step: "withdrawn", memo: `Credit note ${p.number} withdrawn`, sign: -1n });
}

function entryOf(
  p: Credited,
  { step, memo, sign }: { step: string; memo: string; sign: bigint },
): JournalEntry {
  const earned = p.takenFrom === "provider_pending" ? house("fee_pending") : house("fee_income");
  const provider = { code: p.takenFrom, organizationId: p.providerId, engagementId: p.engagementId };
  const leg = (account: AccountRef, amount: Money): Leg => ({
    account,
    amount: money(amount.amountMinor * sign, amount.currency),
  });
  return journalEntry({
    source: "app",
    sourceId: p.creditNoteId,
    step,
    memo,
    effectiveAt: p.at,
    legs: [
      leg(provider, p.provider),
      leg(earned, p.commission),
      leg(house("tax_payable"), p.tax),
      leg(receivable(p), negate(p.due)),
      leg(refundPayable(p), negate(p.refund)),
      leg(buyerCredit(p.buyerId), negate(p.balance)),
    ],
  });
}

/**
 * The buyer paid before Stripe heard of the note: what it took off the invoice is the buyer's balance now.
 */
export function creditPaidMeanwhile(
  p: InvoiceParties & { creditNoteId: string; number: string; amount: Money; at: Temporal.Instant },
): JournalEntry {
  return journalEntry({
    source: "app",
    sourceId: p.creditNoteId,
    step: "paid_meanwhile",
    memo: `Credit note ${p.number} came after the payment: to the balance`,
    effectiveAt: p.at,
    legs: [
      { account: receivable(p), amount: p.amount },
      { account: buyerCredit(p.buyerId), amount: negate(p.amount) },
    ],
  });
}

type Moved = InvoiceParties & {
  transactionId: string;
  number: string;
  amount: Money;
  /** What Stripe's balance lost by it (below 0, gained back above 0), in the currency that it settles in. */
  moved: Settled;
  at: Temporal.Instant;
};

/**
 * A refund left the Stripe balance (5b). `amount` is what the buyer gets. Where it settled in another
 * currency, the position between the two changes by it.
 */
export function refundBooked(p: Moved): JournalEntry {
  return refundEntry(p, `Refund of credit note ${p.number}`, p.amount);
}

/** The bank gave a refund back: the mirror entry, and it is owed again. */
export function refundFailureBooked(p: Moved): JournalEntry {
  return refundEntry(p, `Failed refund of credit note ${p.number}`, negate(p.amount));
}

/** What a failed refund left owed goes to the buyer's balance instead. */
export function refundToBalance(
  p: InvoiceParties & { refundId: string; number: string; amount: Money; at: Temporal.Instant },
): JournalEntry {
  return journalEntry({
    source: "app",
    sourceId: p.refundId,
    step: "to_balance",
    memo: `Failed refund of credit note ${p.number}: to the balance`,
    effectiveAt: p.at,
    legs: [
      { account: refundPayable(p), amount: p.amount },
      { account: buyerCredit(p.buyerId), amount: negate(p.amount) },
    ],
  });
}

function refundEntry(p: Moved, memo: string, amount: Money): JournalEntry {
  return journalEntry({
    source: "stripe",
    sourceId: p.transactionId,
    step: "booked",
    memo,
    effectiveAt: p.at,
    legs: [
      { account: refundPayable(p), amount },
      ...balanceLegs({ amount: negate(amount), moved: p.moved }),
    ],
  });
}

type Applied = InvoiceParties & {
  stripeInvoiceId: string;
  number: string;
  /** Stripe's customer balance before and after, minor units: below 0 the buyer has credit. */
  startingMinor: bigint;
  endingMinor: bigint;
  currency: string;
  at: Temporal.Instant;
};

/**
 * What Stripe took from the customer balance when it opened the invoice (4c), or added to it: credit pays a
 * part of the invoice; what an earlier one carried over is collected with this one. Null where the balance
 * stayed.
 */
export function balanceApplied(p: Applied): JournalEntry | null {
  const moved = p.endingMinor - p.startingMinor;
  if (moved === 0n) return null;
  const credit = above0(-p.startingMinor) - above0(-p.endingMinor);
  const carried = above0(p.endingMinor) - above0(p.startingMinor);
  const carriedBalance = {
    code: "carried_balance",
    organizationId: p.buyerId,
    engagementId: null,
  } as const;
  return journalEntry({
    source: "stripe",
    sourceId: p.stripeInvoiceId,
    step: "balance_applied",
    memo: `Customer balance on invoice ${p.number}`,
    effectiveAt: p.at,
    legs: [
      { account: buyerCredit(p.buyerId), amount: money(credit, p.currency) },
      { account: carriedBalance, amount: money(carried, p.currency) },
      { account: receivable(p), amount: money(-moved, p.currency) },
    ],
  });
}

function above0(minor: bigint): bigint {
  return minor > 0n ? minor : 0n;
}

function receivable(p: InvoiceParties): AccountRef {
  return { code: "receivable", organizationId: p.buyerId, engagementId: p.engagementId };
}

function refundPayable(p: InvoiceParties): AccountRef {
  return { code: "refund_payable", organizationId: p.buyerId, engagementId: p.engagementId };
}

/** A buyer's credit belongs to no engagement: the next invoice in its currency uses it. */
export function buyerCredit(buyerId: string): AccountRef {
  return { code: "buyer_credit", organizationId: buyerId, engagementId: null };
}
