import type { Terms } from "../contracts/terms.ts";
import { creditOf } from "../service-levels/credit-scheme.ts";
import type { BareFigure, LevelStatus } from "../service-levels/level-figure.ts";
import type { LevelMonth } from "../service-levels/month-history.ts";
import { schemeOf } from "../service-levels/month-pricing.ts";
import { chargeStepMinor } from "../shared/currency.ts";

/** Worst first: what costs most if the month ended now, down to what nothing is held against. */
const ORDER: Readonly<Record<LevelStatus, number>> = {
  failed: 0,
  missed: 1,
  met: 2,
  excused: 3,
  no_data: 4,
};

/**
 * How a level stands in a month that still runs: nothing is held against a level before its first item
 * counts.
 */
export function runningStatus(figure: BareFigure, monthRuns: boolean): LevelStatus {
  return monthRuns && figure.measured === null ? "no_data" : figure.status;
}

/**
 * The level that speaks for the engagement: the worst by state, among equals the one furthest below its
 * target, in points of per cent. Null where the contract has none.
 */
export function headlineOf(levels: readonly BareFigure[], monthRuns: boolean): BareFigure | null {
  return [...levels].sort((a, b) => comparisonOf(a, monthRuns) - comparisonOf(b, monthRuns))[0] ?? null;
}

/** Lower is worse. A state outweighs any distance, which is at most 100 points. */
export function comparisonOf(figure: BareFigure | null, monthRuns: boolean): number {
  if (!figure) return 10_000;
  return ORDER[runningStatus(figure, monthRuns)] * 1000 + marginOf(figure);
}

/** Points above the target, negative below it; for a level of which less is better, the other way round. */
export function marginOf(figure: Pick<BareFigure, "measured" | "target" | "direction">): number {
  if (figure.measured === null) return 0;
  const above = Number(figure.measured) - Number(figure.target);
  return figure.direction === "higher" ? above : -above;
}

export type CreditAtRisk = { creditMinor: bigint; levels: { id: string; creditMinor: bigint }[] };

/**
 * The credit that the month would bring if it ended with the figures of today, by the very functions that a
 * statement uses. Minor units of the contract's currency.
 */
export function creditAtRisk(p: {
  terms: Pick<Terms, "currency" | "serviceLevels" | "scheme" | "monthlyFeeMinor">;
  figures: readonly BareFigure[];
  monthRuns: boolean;
  /** The month before, whose failures double service points; left out, nothing doubles. */
  before?: readonly LevelMonth[] | null;
}): CreditAtRisk {
  const { terms } = p;
  const figures = p.figures.map(({ levelId, measured, excused, against }) => ({
    id: levelId,
    measured,
    against,
    excused: excused || (p.monthRuns && measured === null),
  }));
  const known = terms.serviceLevels.map(
    ({ id }) => figures.find((one) => one.id === id) ?? { id, measured: null, excused: p.monthRuns },
  );
  const scheme = schemeOf(terms, { figures: known, before: p.before ?? null });
  const credit = creditOf(scheme, BigInt(terms.monthlyFeeMinor), chargeStepMinor(terms.currency));
  return {
    creditMinor: credit.creditMinor,
    levels: credit.levels.map(({ id, creditMinor }) => ({ id, creditMinor })),
  };
}
