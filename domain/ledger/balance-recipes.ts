import type { Temporal } from "temporal-polyfill";
import { type Money, negate } from "../shared/money.ts";
import { house } from "./accounts.ts";
import { acrossCurrencies } from "./across-currencies.ts";
import { type JournalEntry, journalEntry } from "./journal-entry.ts";
import { treatmentOf } from "./transaction-types.ts";

/** A movement of the Stripe balance: net = amount − fee, in the settlement currency. */
export type BalanceMovement = {
  id: string;
  type: string;
  amount: Money;
  fee: Money;
  net: Money;
  sourceId: string | null;
  at: Temporal.Instant;
};

/**
 * The entry that the daily run books for a movement which nothing of ours causes: fees, payouts to the bank,
 * reserves, and, into suspense, what is unknown or unexpected. Null for a movement that the product books,
 * and for one that moves nothing.
 */
export function movementBooked(movement: BalanceMovement): JournalEntry | null {
  const treatment = treatmentOf(movement.type);
  const { amount, fee, net } = movement;
  if (treatment?.by === "product" || (amount.amountMinor === 0n && fee.amountMinor === 0n)) return null;
  const account = treatment?.by === "reconciliation" ? treatment.account : "suspense";
  return journalEntry({
    source: "stripe",
    sourceId: movement.id,
    step: "booked",
    memo: `Stripe ${movement.type.replaceAll("_", " ")}${movement.sourceId ? ` ${movement.sourceId}` : ""}`,
    effectiveAt: movement.at,
    legs: [
      { account: house("stripe_balance"), amount: net },
      { account: house("stripe_fees"), amount: fee },
      { account: house(account), amount: negate(amount) },
    ],
  });
}

type Payout = {
  payoutId: string;
  /** What the bank gets, in the currency of its account. */
  amount: Money;
  /** What left the Stripe balance for it. */
  left: Money;
  at: Temporal.Instant;
};

/** A payout of the platform reached the bank. */
export function payoutArrived(p: Payout): JournalEntry {
  return atTheBank(p, { step: "arrived", memo: `Payout ${p.payoutId} of the platform reached the bank` });
}

/** The bank gave a payout back that had reached it; Stripe books the money in by a movement of its own. */
export function payoutReturned(p: Payout): JournalEntry {
  const memo = `Payout ${p.payoutId} of the platform was given back by the bank`;
  const returned = { ...p, amount: negate(p.amount), left: negate(p.left) };
  return atTheBank(returned, { step: "returned", memo });
}

function atTheBank(p: Payout, { step, memo }: { step: string; memo: string }): JournalEntry {
  return journalEntry({
    source: "stripe",
    sourceId: p.payoutId,
    step,
    memo,
    effectiveAt: p.at,
    legs: [
      { account: house("bank"), amount: p.amount },
      { account: house("clearing_bank"), amount: negate(p.left) },
      ...acrossCurrencies({ debit: p.amount, credit: p.left }),
    ],
  });
}
