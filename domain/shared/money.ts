import { DomainError } from "./domain-error.ts";
import { basisPoints, type Rational, roundHalfAwayFromZero } from "./rational.ts";

/** An exact amount: whole minor units (cents, yen, fils) and an ISO 4217 code. Never a float. */
export type Money = { readonly amountMinor: bigint; readonly currency: string };

/** Two amounts in different currencies met in one calculation. */
export class CurrencyMismatch extends DomainError {
  constructor(left: string, right: string) {
    super({
      code: "currency_mismatch",
      message: `An amount in ${left} cannot be combined with one in ${right}.`,
      details: { left, right },
    });
  }
}

export function money(amountMinor: bigint, currency: string): Money {
  return { amountMinor, currency };
}

export function zero(currency: string): Money {
  return { amountMinor: 0n, currency };
}

/** Throws CurrencyMismatch, as do all functions here that take two amounts. */
export function add(left: Money, right: Money): Money {
  assertSameCurrency(left, right);
  return { amountMinor: left.amountMinor + right.amountMinor, currency: left.currency };
}

export function subtract(left: Money, right: Money): Money {
  assertSameCurrency(left, right);
  return { amountMinor: left.amountMinor - right.amountMinor, currency: left.currency };
}

export function negate(amount: Money): Money {
  return { amountMinor: -amount.amountMinor, currency: amount.currency };
}

export function compare(left: Money, right: Money): -1 | 0 | 1 {
  assertSameCurrency(left, right);
  if (left.amountMinor === right.amountMinor) return 0;
  return left.amountMinor < right.amountMinor ? -1 : 1;
}

/** The total of any number of amounts; the currency says what an empty list adds up to. */
export function sum(amounts: Iterable<Money>, currency: string): Money {
  let total = zero(currency);
  for (const amount of amounts) total = add(total, amount);
  return total;
}

/** amount × factor, rounded once to the minor unit, half away from zero. */
export function multiply(amount: Money, factor: Rational): Money {
  const product = { numerator: amount.amountMinor * factor.numerator, denominator: factor.denominator };
  return { amountMinor: roundHalfAwayFromZero(product), currency: amount.currency };
}

/** A share in basis points (1200 is 12 %), rounded once, half away from zero. */
export function shareOf(amount: Money, bps: number): Money {
  return multiply(amount, basisPoints(bps));
}

function assertSameCurrency(left: Money, right: Money): void {
  if (left.currency !== right.currency) throw new CurrencyMismatch(left.currency, right.currency);
}
