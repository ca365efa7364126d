/**
 * The smallest charge per settlement currency in minor units. An invoice below it is not collected: it
 * counts as paid and the amount moves to the customer's balance. Source: docs.stripe.com/currencies,
 * minimum amounts.
 */
const minimumCharge: Record<string, number> = {
  aed: 200,
  aud: 50,
  bgn: 100,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17_500,
  inr: 50,
  jpy: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1000,
  usd: 50,
};

export function minimumChargeIn(currency: string): number {
  return minimumCharge[currency] ?? 50;
}

/**
 * What a card payment costs: 2.9 % of the amount, half a minor unit rounded up, and 30 minor units. A stated
 * simplification: the real price depends on country, card and contract. Integers throughout.
 */
export function cardFee(amount: number): number {
  return Math.floor((amount * 29 + 500) / 1000) + 30;
}

/** A card payment becomes available two days after it was made. */
export const secondsUntilAvailable = 2 * 86_400;
