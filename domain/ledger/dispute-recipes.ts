import type { Temporal } from "temporal-polyfill";
import { type Money, money, negate, zero } from "../shared/money.ts";
import { type AccountRef, house } from "./accounts.ts";
import { acrossCurrencies, balanceLegs, type Settled } from "./across-currencies.ts";
import { type JournalEntry, journalEntry } from "./journal-entry.ts";

type Of = { disputeId: string; invoiceNumber: string; providerId: string; engagementId: string };
type When = { at: Temporal.Instant };

/**
 * A bank took money for a dispute, or gave it back, with Stripe's fee (6a, 6d): one movement, one entry.
 * `amount` is what of the payment it is (taken below 0), in the payment's currency.
 */
export function disputeMoved(
  p: When & { transactionId: string; invoiceNumber: string; amount: Money; moved: Settled },
): JournalEntry {
  return journalEntry({
    source: "stripe",
    sourceId: p.transactionId,
    step: "booked",
    memo: `Dispute of the payment of invoice ${p.invoiceNumber}`,
    effectiveAt: p.at,
    legs: [
      { account: house("stripe_balance"), amount: p.moved.net },
      { account: house("dispute_fees"), amount: p.moved.fee },
      { account: house("dispute_held"), amount: negate(p.amount) },
      ...acrossCurrencies({ debit: p.moved.amount, credit: p.amount }),
    ],
  });
}

/**
 * The provider's part is set aside from what it is owed, or, where nothing could be taken back, owed by it.
 */
export function shareSetAside(
  p: Of & When & { from: "provider_payable" | "provider_receivable"; amount: Money },
): JournalEntry {
  return between(p, {
    step: "set_aside",
    memo: `Provider's share under dispute, invoice ${p.invoiceNumber}`,
    legs: [
      [of(p.from, p), p.amount],
      [of("provider_disputed", p), negate(p.amount)],
    ],
  });
}

/** The dispute is over and the provider's part is its own again. */
export function shareReleased(
  p: Of & When & { to: "provider_payable" | "provider_receivable"; amount: Money },
): JournalEntry {
  return between(p, {
    step: "released",
    memo: `Provider's share out of dispute, invoice ${p.invoiceNumber}`,
    legs: [
      [of("provider_disputed", p), p.amount],
      [of(p.to, p), negate(p.amount)],
    ],
  });
}

type Lost = Of &
  When & { held: Money; provider: Money; commission: Money; borneBy: "shares" | "marketplace" };

/**
 * The dispute is lost (6c): the provider loses its part and the marketplace its commission; tax and what is
 * beyond the invoice are bad debt, and so is the provider's part where the marketplace bears it.
 */
export function disputeLost(p: Lost): JournalEntry {
  return lost(p, { step: "lost", memo: `Dispute of invoice ${p.invoiceNumber} lost`, sign: 1n });
}

/** The mirror of it: an appeal was won. */
export function disputeLossUndone(p: Lost): JournalEntry {
  return lost(p, { step: "loss_undone", memo: `Loss of invoice ${p.invoiceNumber} undone`, sign: -1n });
}

function lost(p: Lost, { step, memo, sign }: { step: string; memo: string; sign: bigint }): JournalEntry {
  const { currency } = p.held;
  const provider = p.borneBy === "shares" ? p.provider : zero(currency);
  const badDebt = p.held.amountMinor - provider.amountMinor - p.commission.amountMinor;
  const signed = (minor: bigint) => money(minor * sign, currency);
  return between(p, {
    step,
    memo,
    legs: [
      [of("provider_disputed", p), signed(provider.amountMinor)],
      [house("fee_income"), signed(p.commission.amountMinor)],
      [house("bad_debt"), signed(badDebt)],
      [house("dispute_held"), signed(-p.held.amountMinor)],
    ],
  });
}

type Reversed = Of &
  When & {
    reversalId: string;
    amount: Money;
    /** What came back itself, where the transfer was in another currency. */
    back?: Money;
  };

/** Stripe took the provider's part back from its account (6b). */
export function transferReversed(p: Reversed): JournalEntry {
  const back = p.back ?? p.amount;
  return journalEntry({
    source: "stripe",
    sourceId: p.reversalId,
    step: "made",
    memo: `Transfer for invoice ${p.invoiceNumber} taken back for a dispute`,
    effectiveAt: p.at,
    legs: [
      { account: house("clearing_transfer"), amount: back },
      { account: of("provider_disputed", p), amount: negate(p.amount) },
      ...acrossCurrencies({ debit: back, credit: p.amount }),
    ],
  });
}

/** It is in the Stripe balance again. `amount` is what came back itself. */
export function reversalBooked(
  p: When & { transactionId: string; invoiceNumber: string; amount: Money; moved: Settled },
): JournalEntry {
  return journalEntry({
    source: "stripe",
    sourceId: p.transactionId,
    step: "booked",
    memo: `Transfer for invoice ${p.invoiceNumber} back in the Stripe balance`,
    effectiveAt: p.at,
    legs: [
      ...balanceLegs({ amount: p.amount, moved: p.moved }),
      { account: house("clearing_transfer"), amount: negate(p.amount) },
    ],
  });
}

function between(
  p: Of & When,
  { step, memo, legs }: { step: string; memo: string; legs: readonly (readonly [AccountRef, Money])[] },
): JournalEntry {
  return journalEntry({
    source: "app",
    sourceId: p.disputeId,
    step,
    memo,
    effectiveAt: p.at,
    legs: legs.map(([account, amount]) => ({ account, amount })),
  });
}

function of(code: "provider_payable" | "provider_receivable" | "provider_disputed", p: Of): AccountRef {
  return { code, organizationId: p.providerId, engagementId: p.engagementId };
}
