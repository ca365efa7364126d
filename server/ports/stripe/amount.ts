import { type Money, money } from "../../../domain/shared/money.ts";

/**
 * Amounts are whole minor units of the currency on both sides and pass unchanged: zero-decimal
 * currencies such as JPY are whole yen, as in ISO 4217. The caller minds Stripe's exceptions: ISK and
 * UGX have no decimals in ISO 4217 and still travel times 100 with Stripe, three-decimal currencies have
 * to end in 0, and HUF and TWD have to be divisible by 100 where they are paid out
 * (docs.stripe.com/currencies).
 */
export function toStripeAmount(amount: Money): number {
  const value = Number(amount.amountMinor);
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`${amount.amountMinor} minor units are more than Stripe's API can carry.`);
  }
  return value;
}

export function toStripeCurrency(currency: string): string {
  return currency.toLowerCase();
}

/** Throws RangeError where the number is not a whole amount of minor units. */
export function fromStripeAmount({ amount, currency }: { amount: number; currency: string }): Money {
  if (!Number.isSafeInteger(amount))
    throw new RangeError(`${amount} is not a whole number of minor units.`);
  return money(BigInt(amount), currency.toUpperCase());
}
