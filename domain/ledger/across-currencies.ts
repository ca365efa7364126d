import { type Money, money, negate } from "../shared/money.ts";
import { house } from "./accounts.ts";
import type { Leg } from "./journal-entry.ts";

/** A movement of the Stripe balance in the currency that it settles in: amount = fee + net. */
export type Settled = { amount: Money; fee: Money; net: Money };

/**
 * The legs between two others that are not in the same currency: one debits `debit`, the other credits
 * `credit`. The position between the currencies stays open by them, so that each currency sums to zero. None
 * where both are in one currency.
 */
export function acrossCurrencies(p: { debit: Money; credit: Money }): Leg[] {
  if (p.debit.currency === p.credit.currency) return [];
  const position = house("fx_position");
  return [
    { account: position, amount: negate(p.debit) },
    { account: position, amount: money(p.credit.amountMinor, p.credit.currency) },
  ];
}

/**
 * What the Stripe balance gains by a movement (loses below 0) that is worth `amount` in the books. Where it
 * settled in another currency, Stripe's own figures and the position; else the amount alone.
 */
export function balanceLegs(p: { amount: Money; moved: Settled }): Leg[] {
  const { amount, moved } = p;
  const balance = house("stripe_balance");
  if (moved.amount.currency === amount.currency) return [{ account: balance, amount }];
  return [
    { account: balance, amount: moved.net },
    { account: house("stripe_fees"), amount: moved.fee },
    ...acrossCurrencies({ debit: moved.amount, credit: amount }),
  ];
}
