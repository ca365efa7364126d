import { Temporal } from "temporal-polyfill";
import { chargeStepMinor, minorUnitExponent } from "../shared/currency.ts";
import { formatDecimal, parseDecimal } from "../shared/decimal.ts";
import { DomainError } from "../shared/domain-error.ts";
import { type Money, money } from "../shared/money.ts";
import {
  compareRationals,
  multiplyRationals,
  type Rational,
  rational,
  roundToStep,
} from "../shared/rational.ts";

/** A stated rate: one unit of `base` is `rate` units of `quote`, from `validFrom` until a later one. */
export type ExchangeRate = {
  id: string;
  base: string;
  quote: string;
  /** A decimal as it was typed; exact. */
  rate: string;
  /** YYYY-MM-DD */
  validFrom: string;
  source: string;
};

/** The day's rate of a pair, in the direction that was asked for. */
export type FoundRate = { stated: ExchangeRate; factor: Rational };

/** A rate speaks for a week at most: banks publish on working days, and Easter has four days without. */
export const MAX_AGE_DAYS = 7;

/**
 * The rate from one currency to another on a day: the latest that is stated for the pair, in either
 * direction, and no older than a week. Never a rate over a third currency, and never a default. Null where
 * nobody has stated one; of two for one day the later word counts (rates in the order in which they were
 * stated).
 */
export function rateOn(
  rates: readonly ExchangeRate[],
  p: { from: string; to: string; on: string },
): FoundRate | null {
  let latest: ExchangeRate | null = null;
  for (const one of rates)
    if (isOfPair(one, p) && one.validFrom <= p.on && (!latest || one.validFrom >= latest.validFrom))
      latest = one;
  if (!latest || ageInDays(latest.validFrom, p.on) > MAX_AGE_DAYS) return null;
  const rate = parseDecimal(latest.rate);
  const factor = latest.base === p.from ? rate : rational(rate.denominator, rate.numerator);
  return { stated: latest, factor };
}

/** Throws ExchangeRateMissing, which says since when a rate is too old, where rateOn finds none. */
export function requireRate(
  rates: readonly ExchangeRate[],
  p: { from: string; to: string; on: string },
): FoundRate {
  const found = rateOn(rates, p);
  if (found) return found;
  const older = rates
    .filter((one) => isOfPair(one, p) && one.validFrom <= p.on)
    .map((one) => one.validFrom);
  throw new ExchangeRateMissing({ ...p, lastStatedOn: older.sort().at(-1) ?? null });
}

export type Converted = {
  before: Money;
  after: Money;
  /** The product before rounding, in the major unit with six decimals more than the currency has. */
  exact: string;
  /** What rounding added (or took), in the same decimals. */
  roundedBy: string;
};

/**
 * An amount in another currency: exact, rounded once, half away from zero, to what the other currency can be
 * charged in. What was stated of the amount already comes off after the rounding.
 */
export function convert(before: Money, p: { factor: Rational; to: string; already?: Money }): Converted {
  const toMinor = rational(
    10n ** BigInt(minorUnitExponent(p.to)),
    10n ** BigInt(minorUnitExponent(before.currency)),
  );
  const whole = multiplyRationals(rational(before.amountMinor), p.factor, toMinor);
  const already = p.already?.amountMinor ?? 0n;
  const amountMinor = roundToStep(whole, chargeStepMinor(p.to)) - already;
  const exactMinor = {
    numerator: whole.numerator - already * whole.denominator,
    denominator: whole.denominator,
  };
  const inMajor = rational(1n, 10n ** BigInt(minorUnitExponent(p.to)));
  const difference = {
    numerator: amountMinor * exactMinor.denominator - exactMinor.numerator,
    denominator: exactMinor.denominator,
  };
  const places = minorUnitExponent(p.to) + 6;
  return {
    before,
    after: money(amountMinor, p.to),
    exact: formatDecimal(multiplyRationals(exactMinor, inMajor), places),
    roundedBy: formatDecimal(multiplyRationals(difference, inMajor), places),
  };
}

/** A new rate that is this much away from the last one has to be confirmed: 20 %. */
const ODD_CHANGE = rational(1n, 5n);

/**
 * Holds a rate that is about to be stated against those of its pair. Refused: the same word twice, the other
 * direction of a pair. To be confirmed: another rate for a day that has one, and one more than 20 % from the
 * last. Throws RateStatedBefore, RateOtherDirection, RateToConfirm.
 */
export function refuseOddRate(
  rates: readonly ExchangeRate[],
  stated: Omit<ExchangeRate, "id"> & { confirmed: boolean },
): void {
  const pair = rates.filter((one) => isOfPair(one, { from: stated.base, to: stated.quote }));
  if (pair.some((one) => one.base !== stated.base)) throw new RateOtherDirection(stated);
  const ofDay = pair.findLast((one) => one.validFrom === stated.validFrom);
  if (ofDay && compareRationals(parseDecimal(ofDay.rate), parseDecimal(stated.rate)) === 0)
    throw new RateStatedBefore(stated);
  if (stated.confirmed) return;
  if (ofDay)
    throw new RateToConfirm(
      `${stated.validFrom} has the rate ${ofDay.rate} already. What was invoiced keeps it.`,
    );
  const last = pair
    .filter((one) => one.validFrom <= stated.validFrom)
    .reduce<ExchangeRate | null>((a, b) => (a && a.validFrom > b.validFrom ? a : b), null);
  if (last && isFar(parseDecimal(last.rate), parseDecimal(stated.rate)))
    throw new RateToConfirm(
      `That is more than 20 % from the last rate, ${last.rate} of ${last.validFrom}.`,
    );
}

function isFar(last: Rational, now: Rational): boolean {
  const difference = now.numerator * last.denominator - last.numerator * now.denominator;
  const magnitude = difference < 0n ? -difference : difference;
  const share = rational(magnitude, last.numerator * now.denominator);
  return compareRationals(share, ODD_CHANGE) > 0;
}

function isOfPair(one: ExchangeRate, p: { from: string; to: string }): boolean {
  return (one.base === p.from && one.quote === p.to) || (one.base === p.to && one.quote === p.from);
}

function ageInDays(from: string, on: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(on), { largestUnit: "days" }).days;
}

/** Two currencies meet and nobody has stated a rate that holds on the day. */
export class ExchangeRateMissing extends DomainError {
  constructor(p: { from: string; to: string; on: string; lastStatedOn: string | null }) {
    const last = p.lastStatedOn
      ? `the last is of ${p.lastStatedOn} and a rate holds for ${MAX_AGE_DAYS} days`
      : "none was ever stated";
    super({
      code: "exchange_rate_missing",
      message: `No exchange rate between ${p.from} and ${p.to} holds on ${p.on}: ${last}.`,
      details: p,
    });
  }
}

type Pair = { base: string; quote: string; validFrom: string; rate: string };

/** The same rate of the same pair for the same day is there already. */
export class RateStatedBefore extends DomainError {
  constructor({ base, quote, validFrom, rate }: Pair) {
    super({
      code: "rate_stated_before",
      message: `${base} to ${quote} is stated as ${rate} for ${validFrom} already.`,
      field: "rate",
    });
  }
}

/** A pair is stated in one direction, so that no day has two rates that contradict each other. */
export class RateOtherDirection extends DomainError {
  constructor({ base, quote }: Pair) {
    super({
      code: "rate_other_direction",
      message: `This pair is stated as 1 ${quote} in ${base}; state it in that direction.`,
      field: "base",
    });
  }
}

/** The rate may be a slip of the pen: it counts once somebody has confirmed it. */
export class RateToConfirm extends DomainError {
  constructor(why: string) {
    super({ code: "rate_to_confirm", message: `${why} Confirm it if it is right.`, field: "rate" });
  }
}
