import type { Temporal } from "temporal-polyfill";
import { type Money, money, negate } from "../shared/money.ts";
import { type AccountCode, type AccountRef, house } from "./accounts.ts";
import { type JournalEntry, journalEntry } from "./journal-entry.ts";

/** Whose money it is, and of which engagement: each client's stands in accounts of its own. */
export type Client = { buyerId: string; engagementId: string };
type Fact = Client & { amount: Money; at: Temporal.Instant };

/**
 * A client's funds are cleared on the segregated account. They are owed to the client until a run is
 * released; what the rail charges is the marketplace's own cost and never comes out of them.
 */
export function fundsCleared(p: Fact & { fundingId: string }): JournalEntry {
  return entry(p, { sourceId: p.fundingId, step: "cleared", memo: "Client funds cleared" }, [
    [of("fa_payroll", p), p.amount],
    [of("client_money", p), negate(p.amount)],
  ]);
}

/**
 * The same where they first reach the Stripe balance, less a fee that the marketplace bears: then they
 * are moved with `movedToSegregated`.
 */
export function fundsAvailable(p: Fact & { fundingId: string; fee: Money }): JournalEntry {
  const net = money(p.amount.amountMinor - p.fee.amountMinor, p.amount.currency);
  return entry(p, { sourceId: p.fundingId, step: "available", memo: "Client funds available" }, [
    [house("stripe_balance"), net],
    [house("stripe_fees"), p.fee],
    [of("client_money", p), negate(p.amount)],
  ]);
}

export function movedToSegregated(p: Fact & { fundingId: string }): JournalEntry {
  return entry(p, { sourceId: p.fundingId, step: "segregated", memo: "Client funds set apart" }, [
    [of("fa_payroll", p), p.amount],
    [house("stripe_balance"), negate(p.amount)],
  ]);
}

/** An approved run takes its sum out of what the client may still use. */
export function runReleased(p: Fact & { runId: string }): JournalEntry {
  return entry(p, { sourceId: p.runId, step: "released", memo: "Payroll run released" }, [
    [of("client_money", p), p.amount],
    [of("payroll_clearing", p), negate(p.amount)],
  ]);
}

/** A wage left the segregated account. */
export function wagePaid(p: Fact & { paymentId: string }): JournalEntry {
  return entry(p, { sourceId: p.paymentId, step: "paid", memo: "Wage paid" }, [
    [of("payroll_clearing", p), p.amount],
    [of("fa_payroll", p), negate(p.amount)],
  ]);
}

/** A wage came back: it is still owed to the person, and is nobody else's. */
export function wageReturned(p: Fact & { paymentId: string }): JournalEntry {
  return entry(p, { sourceId: p.paymentId, step: "returned", memo: "Wage returned" }, [
    [of("fa_payroll", p), p.amount],
    [of("wages_unpaid", p), negate(p.amount)],
  ]);
}

/** A returned wage is paid again: first it is on its way, then `wagePaid` under the new payment. */
export function wageSentAgain(p: Fact & { paymentId: string }): JournalEntry {
  return entry(p, { sourceId: p.paymentId, step: "sent_again", memo: "Returned wage sent again" }, [
    [of("wages_unpaid", p), p.amount],
    [of("payroll_clearing", p), negate(p.amount)],
  ]);
}

/**
 * The client's bank took the funds back. What the client has not used goes back from the segregated account;
 * what is spent already the marketplace pays from its own bank account, and the client owes it.
 *
 * @param unusedMinor the client's money that no run has taken, at most the amount.
 */
export function fundsReturned(p: Fact & { fundingId: string; unusedMinor: bigint }): JournalEntry {
  const { amountMinor, currency } = p.amount;
  const unused = p.unusedMinor < amountMinor ? p.unusedMinor : amountMinor;
  const spent = money(amountMinor - unused, currency);
  const left = money(unused, currency);
  return entry(p, { sourceId: p.fundingId, step: "returned", memo: "Client funds taken back" }, [
    [of("client_money", p), left],
    [of("fa_payroll", p), negate(left)],
    [of("receivable_returned_debit", p), spent],
    [house("bank"), negate(spent)],
  ]);
}

function of(code: AccountCode, { buyerId, engagementId }: Client): AccountRef {
  return { code, organizationId: buyerId, engagementId };
}

function entry(
  p: Fact,
  event: { sourceId: string; step: string; memo: string },
  legs: readonly (readonly [AccountRef, Money])[],
): JournalEntry {
  return journalEntry({
    ...{ ...event, source: "funding_rail", effectiveAt: p.at },
    legs: legs.map(([account, amount]) => ({ account, amount })),
  });
}
