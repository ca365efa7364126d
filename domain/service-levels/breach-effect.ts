import { formatDecimal, parseDecimal } from "../shared/decimal.ts";
import {
  addRationals,
  compareRationals,
  multiplyRationals,
  type Rational,
  rational,
} from "../shared/rational.ts";
import { reachesBorder } from "./month-history.ts";
import { wilsonInterval } from "./month-interval.ts";

/** A frozen month of the level, as it stands with its corrections. */
export type EffectMonth = {
  month: string;
  measured: string | null;
  n: number;
  hits: number;
  /** Whether the figure is the share hits ÷ n of counted items. */
  isShare: boolean;
  excused: boolean;
};

/**
 * Several months as one: a share is counted over all their items, anything else is the mean of the months.
 */
export type EffectSide = {
  months: string[];
  n: number;
  figure: string | null;
  /** The 95 % interval of a share. */
  interval: { low: string; high: string } | null;
};

export type Effect = {
  before: EffectSide;
  after: EffectSide;
  /** After − before, in the level's unit; null where one of them has no figure. */
  difference: string | null;
  /** Of shares: whether the two intervals lie apart. Null where chance cannot be told. */
  beyondChance: boolean | null;
  promised: { month: string; figure: string };
  /** The month by which the promise is judged, once it is frozen. */
  judged: { month: string; figure: string } | null;
  kept: boolean | null;
  better: boolean | null;
  /** Null while it is too early to say. */
  verdict: "effective" | "not_effective" | null;
};

const PLACES = 2;

/**
 * What an action did: the months after its due date against the months up to the breach, and the promised
 * month against the promise. The promise is judged by the first frozen month with a figure from the promised
 * one on; a month in which too little was due says nothing. Effective is what keeps the promise and is
 * better than before.
 *
 * @param months the level's frozen months, in any order. @param dueMonth the month the action was due in.
 */
export function effectOf(p: {
  months: readonly EffectMonth[];
  breachMonth: string;
  dueMonth: string;
  promised: { month: string; figure: string };
  direction: "higher" | "lower";
  monthsBefore: number;
}): Effect {
  const sorted = p.months
    .filter((one) => one.measured !== null)
    .sort((a, b) => (a.month < b.month ? -1 : 1));
  const before = sideOf(sorted.filter((one) => one.month <= p.breachMonth).slice(-p.monthsBefore));
  const later = sorted.filter((one) => one.month > p.dueMonth);
  const judge = later.find((one) => one.month >= p.promised.month && !one.excused);
  const after = sideOf(later.filter((one) => one.month <= (judge?.month ?? p.promised.month)));
  const kept =
    judge?.measured == null
      ? null
      : reachesBorder(judge.measured, { direction: p.direction, border: p.promised.figure });
  const order = compare(after.figure, before.figure);
  const better = order === null ? null : p.direction === "higher" ? order > 0 : order < 0;
  return {
    before,
    after,
    difference: differenceOf(after.figure, before.figure),
    beyondChance: liesApart(before.interval, after.interval),
    promised: p.promised,
    judged: judge?.measured == null ? null : { month: judge.month, figure: judge.measured },
    kept,
    better,
    verdict: kept === null ? null : kept && better !== false ? "effective" : "not_effective",
  };
}

function sideOf(months: readonly EffectMonth[]): EffectSide {
  const names = months.map((one) => one.month);
  const n = months.reduce((sum, one) => sum + one.n, 0);
  if (months.length === 0) return { months: names, n, figure: null, interval: null };
  if (months.every((one) => one.isShare) && n > 0) {
    const hits = months.reduce((sum, one) => sum + one.hits, 0);
    const figure = formatDecimal(rational(BigInt(hits) * 100n, BigInt(n)), PLACES);
    return { months: names, n, figure, interval: wilsonInterval(hits, n) };
  }
  const sum = addAll(months.map((one) => parseDecimal(one.measured ?? "0")));
  const mean = multiplyRationals(sum, rational(1n, BigInt(months.length)));
  return { months: names, n, figure: formatDecimal(mean, PLACES), interval: null };
}

function addAll(values: readonly Rational[]): Rational {
  return values.reduce((sum, one) => addRationals(sum, one), rational(0n, 1n));
}

function compare(a: string | null, b: string | null): number | null {
  return a === null || b === null ? null : compareRationals(parseDecimal(a), parseDecimal(b));
}

function differenceOf(after: string | null, before: string | null): string | null {
  if (after === null || before === null) return null;
  const minus = multiplyRationals(parseDecimal(before), rational(-1n, 1n));
  return formatDecimal(addRationals(parseDecimal(after), minus), PLACES);
}

type Interval = { low: string; high: string } | null;

function liesApart(a: Interval, b: Interval): boolean | null {
  if (a === null || b === null) return null;
  return (compare(a.high, b.low) ?? 0) < 0 || (compare(b.high, a.low) ?? 0) < 0;
}
