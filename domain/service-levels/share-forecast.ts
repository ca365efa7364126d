import {
  addRationals,
  compareRationals,
  type Rational,
  rational,
  roundHalfAwayFromZero,
} from "../shared/rational.ts";
import { hitsRange } from "./beta-binomial.ts";

/** A level on one day of a month: what counted by then, and what was open and still to count. */
export type ShareSoFar = { n: number; hits: number; open: number };

/** An earlier month of the same contract on the same day, and as it ended. */
export type ShareMonth = ShareSoFar & { period: string; finalN: number; finalHits: number };

export type ShareForecast = {
  /** In per cent, exact. */
  value: Rational;
  low: Rational;
  high: Rational;
  /** Items that are expected to count until the month's end. */
  remaining: number;
  /** The earlier months it rests on. */
  months: number;
};

export type BackTest = {
  /** Months that were replayed. */
  months: number;
  from: string;
  to: string;
  /** Mean absolute error in points, exact: of the forecast, and of the figure as it stood that day. */
  error: Rational;
  naiveError: Rational;
  /** Months whose end lay within the forecast's interval. */
  inside: number;
};

/** A forecast rests on this many earlier months: people and work change, and a year ago is another team. */
export const MONTHS_BEHIND = 3;

/** With fewer replayed months an error says nothing. */
export const FEWEST_REPLAYED = 3;

/**
 * The month's end from the month so far: h of n items, and R still to come, as many as the last three months
 * had to come on the same day, and no fewer than are open and must count. Their share is what this month so
 * far and one average earlier month (H̄ of N̄) say together: p = (h + H̄) ÷ (n + N̄). The forecast is
 * (h + R·p) ÷ (n + R). Its interval is the 95 % of the beta-binomial distribution (see beta-binomial.ts) with
 * α = h + H̄ + ½ and β = (n − h) + (N̄ − H̄) + ½; Jeffreys' halves keep a past without a miss from being
 * certain. Null where nothing is to be counted or nothing is known.
 */
export function forecastShare(now: ShareSoFar, earlier: readonly ShareMonth[]): ShareForecast | null {
  const behind = earlier.slice(-MONTHS_BEHIND);
  const months = BigInt(Math.max(behind.length, 1));
  const sum = (of: (month: ShareMonth) => number) =>
    behind.reduce((total, month) => total + BigInt(of(month)), 0n);
  const usual = roundHalfAwayFromZero(
    rational(
      sum((one) => one.finalN - one.n),
      months,
    ),
  );
  const remaining = Math.max(now.open, Number(usual));
  const all = BigInt(now.n + remaining);
  // In parts of which 2 × months make one item, so that averages and halves are whole.
  const parts = (count: number, past: bigint) => 2n * (BigInt(count) * months + past);
  const hits = parts(
    now.hits,
    sum((one) => one.finalHits),
  );
  const misses = parts(
    now.n - now.hits,
    sum((one) => one.finalN - one.finalHits),
  );
  if (all === 0n || hits + misses === 0n) return null;
  const percent = ({ numerator, denominator }: Rational) =>
    rational((BigInt(now.hits) * denominator + numerator) * 100n, denominator * all);
  const value = percent(rational(BigInt(remaining) * hits, hits + misses));
  const range = hitsRange({ alpha: hits + months, beta: misses + months, of: 2n * months }, remaining);
  const [low, high] = [percent(rational(BigInt(range.low))), percent(rational(BigInt(range.high)))];
  return {
    value,
    low: compareRationals(low, value) < 0 ? low : value,
    high: compareRationals(high, value) > 0 ? high : value,
    remaining,
    months: behind.length,
  };
}

/**
 * Replays the earlier months, oldest first, on the same day: each is forecast from those before it alone, and
 * compared with how it ended. Months of which nothing had counted by that day, or that have none before
 * them, are left out. Null where none is left.
 */
export function backTest(months: readonly ShareMonth[]): BackTest | null {
  const replayed = months.flatMap((month, at) => {
    const forecast = at === 0 ? null : forecastShare(month, months.slice(0, at));
    if (!forecast || month.n === 0 || month.finalN === 0) return [];
    const end = share(month.finalHits, month.finalN);
    const inside = compareRationals(forecast.low, end) <= 0 && compareRationals(end, forecast.high) <= 0;
    const error = distance(forecast.value, end);
    return [{ period: month.period, error, naive: distance(share(month.hits, month.n), end), inside }];
  });
  const [first, last] = [replayed[0], replayed.at(-1)];
  if (!first || !last) return null;
  return {
    months: replayed.length,
    from: first.period,
    to: last.period,
    error: mean(replayed.map((one) => one.error)),
    naiveError: mean(replayed.map((one) => one.naive)),
    inside: replayed.filter((one) => one.inside).length,
  };
}

function share(hits: number, n: number): Rational {
  return rational(BigInt(hits) * 100n, BigInt(n));
}

function distance(left: Rational, right: Rational): Rational {
  const { numerator, denominator } = addRationals(left, rational(-right.numerator, right.denominator));
  return rational(numerator < 0n ? -numerator : numerator, denominator);
}

function mean(values: readonly Rational[]): Rational {
  const { numerator, denominator } = values.reduce(addRationals);
  return rational(numerator, denominator * BigInt(values.length));
}
