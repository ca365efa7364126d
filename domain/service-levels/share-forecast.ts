import {
  addRationals,
  compareRationals,
  type Rational,
  rational,
  roundHalfAwayFromZero,
} from "../shared/rational.ts";
import { type BetaShare, hitsRange } from "./beta-binomial.ts";

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
 * certain. How much comes is not certain either, and late in a month it is what decides: the interval is the
 * widest of those for R and for the least and the most that may come (see remainingRange). Null where nothing
 * is to be counted or nothing is known.
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
  const share = { alpha: hits + months, beta: misses + months, of: 2n * months };
  const range = remainingRange({ usual: Number(usual), behind }).map((one) => Math.max(now.open, one));
  const ends = [remaining, ...range].flatMap((count) => endsWith(now, { share, count }));
  return { value, ...widest(value, ends), remaining, months: behind.length };
}

/** Twice the standard deviation: what lies beyond is one case in twenty. */
const DEVIATIONS_SQUARED = 4n;

/**
 * The least and the most items that may still come where S came in all of m earlier months after this day:
 * two standard deviations around their mean. Items come by themselves (Poisson), so the mean's own variance
 * is S ÷ m² and that of another month S ÷ m; with Jeffreys' half item (S + ½)(m + 1) ÷ m². Rounded away from
 * the mean, in whole numbers. Where no month had anything to come, nothing comes.
 */
function remainingRange(p: { usual: number; behind: readonly ShareMonth[] }): [number, number] {
  const came = p.behind.reduce((sum, one) => sum + BigInt(one.finalN - one.n), 0n);
  const months = BigInt(p.behind.length);
  if (came <= 0n) return [p.usual, p.usual];
  const wanted = DEVIATIONS_SQUARED * (2n * came + 1n) * (months + 1n);
  let half = 0n;
  while (2n * months * months * half * half < wanted) half += 1n;
  return [Math.max(0, p.usual - Number(half)), p.usual + Number(half)];
}

/** The low and the high end of a month in which so many items still come; none where nothing counts. */
function endsWith(now: ShareSoFar, p: { share: BetaShare; count: number }): Rational[] {
  const all = BigInt(now.n + p.count);
  if (all === 0n) return [];
  const { low, high } = hitsRange(p.share, p.count);
  return [low, high].map((hits) => rational(BigInt(now.hits + hits) * 100n, all));
}

function widest(value: Rational, ends: readonly Rational[]): { low: Rational; high: Rational } {
  const pick = (sign: 1 | -1) =>
    ends.reduce((best, one) => (compareRationals(one, best) === sign ? one : best), value);
  return { low: pick(-1), high: pick(1) };
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
