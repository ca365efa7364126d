import type { Temporal } from "temporal-polyfill";
import { type Money, negate } from "../shared/money.ts";
import { house } from "./accounts.ts";
import { acrossCurrencies, balanceLegs, type Settled } from "./across-currencies.ts";
import { type JournalEntry, journalEntry } from "./journal-entry.ts";

type Made = {
  transferId: string;
  invoiceNumber: string;
  providerId: string;
  engagementId: string;
  amount: Money;
  /** What the transfer itself is over, where the buyer's charge settled in another currency. */
  sent?: Money;
  at: Temporal.Instant;
};

/** Stripe accepted the transfer: the provider is owed nothing more for the invoice. */
export function transferMade(p: Made): JournalEntry {
  const payable = {
    code: "provider_payable",
    organizationId: p.providerId,
    engagementId: p.engagementId,
  } as const;
  const sent = p.sent ?? p.amount;
  return journalEntry({
    source: "stripe",
    sourceId: p.transferId,
    step: "made",
    memo: `Transfer for invoice ${p.invoiceNumber}`,
    effectiveAt: p.at,
    legs: [
      { account: payable, amount: p.amount },
      { account: house("clearing_transfer"), amount: negate(sent) },
      ...acrossCurrencies({ debit: p.amount, credit: sent }),
    ],
  });
}

type Booked = {
  transactionId: string;
  invoiceNumber: string;
  amount: Money;
  /** What Stripe's balance lost by it (below 0). */
  moved: Settled;
  at: Temporal.Instant;
};

/** The transfer left the Stripe balance. `amount` is what it is over. */
export function transferBooked(p: Booked): JournalEntry {
  return journalEntry({
    source: "stripe",
    sourceId: p.transactionId,
    step: "booked",
    memo: `Transfer for invoice ${p.invoiceNumber} out of the Stripe balance`,
    effectiveAt: p.at,
    legs: [
      { account: house("clearing_transfer"), amount: p.amount },
      ...balanceLegs({ amount: negate(p.amount), moved: p.moved }),
    ],
  });
}
