import { seededDraw } from "../shared/seeded-draw.ts";
import type { HistoryMonth } from "./month-history.ts";
import { monthBundle, type PricedTerms } from "./month-pricing.ts";
import { type StatementFigures, statementFigures } from "./statement-result.ts";

/** One month of the history as this scheme would have priced it. */
export type ReplayedMonth = { period: string; figures: StatementFigures };

/** A year's sums in minor units. `changeMinor` is what the year cost beside its fees. */
export type YearSum = { creditMinor: bigint; adjustmentMinor: bigint; netMinor: bigint };

export type Spread = {
  /** The mean over all drawn years, rounded to the minor unit toward zero. */
  meanMinor: bigint;
  lowestMinor: bigint;
  p05Minor: bigint;
  medianMinor: bigint;
  p95Minor: bigint;
  highestMinor: bigint;
};

export type Simulation = {
  seed: string;
  runs: number;
  /** The history as it was. */
  replay: ReplayedMonth[];
  year: YearSum;
  /** The dearest month for the provider: the one with the lowest net. */
  worstMonth: ReplayedMonth | null;
  /** Over years of twelve months drawn from the history with replacement. */
  credit: Spread;
  net: Spread;
  /** How many drawn years fall into each twelfth between the lowest and the highest credit. */
  histogram: { fromMinor: bigint; toMinor: bigint; years: number }[];
};

/** More than this keeps a page waiting and moves the figures by less than a month's noise. */
export const MAX_RUNS = 10_000;

const YEAR = 12;
const BARS = 12;

/**
 * Prices a history under a scheme: once as it happened, and `runs` times as a year of months drawn from it
 * with replacement (a bootstrap over whole months, so that levels which fail together stay together). The
 * same seed gives the same years on every machine.
 */
export function simulateScheme(p: {
  terms: PricedTerms;
  /** In order of time, at least one. */
  history: readonly HistoryMonth[];
  seed: string;
  runs: number;
}): Simulation {
  const { terms, history, seed } = p;
  if (history.length === 0) throw new RangeError("A simulation needs at least one month of history.");
  if (!Number.isInteger(p.runs) || p.runs < 1 || p.runs > MAX_RUNS)
    throw new RangeError(`A simulation draws from 1 to ${MAX_RUNS} years.`);
  const priced = pricedOnce(terms, history);
  const replay = history.map((month, at) => ({ period: month.period, figures: priced(at, at - 1) }));
  const years = drawnYears({ seed, runs: p.runs, months: history.length, priced });
  const credits = years.map((year) => year.creditMinor);
  return {
    seed,
    runs: p.runs,
    replay,
    year: sumOf(replay.map((month) => month.figures)),
    worstMonth: [...replay].sort((a, b) => compare(a.figures.netMinor, b.figures.netMinor))[0] ?? null,
    credit: spreadOf(credits),
    net: spreadOf(years.map((year) => year.netMinor)),
    histogram: histogramOf(credits),
  };
}

type Priced = (month: number, before: number) => StatementFigures;

/** A month's price depends on itself and the month before it alone, so each pair is priced once. */
function pricedOnce(terms: PricedTerms, history: readonly HistoryMonth[]): Priced {
  const known = new Map<string, StatementFigures>();
  const looksBack = terms.scheme.kind === "service_points";
  return (month, before) => {
    const key = looksBack ? `${month}/${before}` : String(month);
    const found = known.get(key);
    if (found) return found;
    const figures = statementFigures(
      monthBundle({
        id: "simulated",
        terms,
        figures: history[month]?.levels ?? [],
        before: history[before]?.levels ?? null,
      }),
    );
    known.set(key, figures);
    return figures;
  };
}

function drawnYears(p: { seed: string; runs: number; months: number; priced: Priced }): YearSum[] {
  const draw = seededDraw(p.seed);
  return Array.from({ length: p.runs }, () => {
    let before = -1;
    const months = Array.from({ length: YEAR }, () => {
      const month = draw.below(p.months);
      const figures = p.priced(month, before);
      before = month;
      return figures;
    });
    return sumOf(months);
  });
}

function sumOf(months: readonly StatementFigures[]): YearSum {
  const sum = { creditMinor: 0n, adjustmentMinor: 0n, netMinor: 0n };
  for (const month of months) {
    sum.creditMinor += month.creditMinor;
    sum.netMinor += month.netMinor;
    sum.adjustmentMinor += month.adjustments.reduce((total, one) => total + one.amountMinor, 0n);
  }
  return sum;
}

/** Percentiles by nearest rank: the smallest value that at least so many per cent do not exceed. */
function spreadOf(values: readonly bigint[]): Spread {
  const sorted = [...values].sort(compare);
  const rank = (percent: number) => sorted[Math.ceil((percent * sorted.length) / 100) - 1] ?? 0n;
  return {
    meanMinor: sorted.reduce((sum, value) => sum + value, 0n) / BigInt(sorted.length),
    lowestMinor: sorted[0] ?? 0n,
    p05Minor: rank(5),
    medianMinor: rank(50),
    p95Minor: rank(95),
    highestMinor: sorted.at(-1) ?? 0n,
  };
}

function histogramOf(values: readonly bigint[]): Simulation["histogram"] {
  const sorted = [...values].sort(compare);
  const [low, high] = [sorted[0] ?? 0n, sorted.at(-1) ?? 0n];
  if (low === high) return [{ fromMinor: low, toMinor: high, years: sorted.length }];
  const border = (bar: number) => low + ((high - low) * BigInt(bar)) / BigInt(BARS);
  return Array.from({ length: BARS }, (_, bar) => {
    const [fromMinor, toMinor] = [border(bar), border(bar + 1)];
    const isLast = bar === BARS - 1;
    const years = sorted.filter((one) => one >= fromMinor && (isLast || one < toMinor)).length;
    return { fromMinor, toMinor, years };
  });
}

function compare(left: bigint, right: bigint): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
