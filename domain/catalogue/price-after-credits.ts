import { parseDecimal } from "../shared/decimal.ts";
import {
  addRationals,
  basisPoints,
  compareRationals,
  multiplyRationals,
  type Rational,
  rational,
  roundHalfAwayFromZero,
  ZERO,
} from "../shared/rational.ts";

/** How often a level was reached, missed or failed in months that were frozen. */
export type LevelHistory = { readonly met: number; readonly missed: number; readonly failed: number };

export type PricedLevel = {
  readonly id: string;
  readonly weightBps: number;
  readonly missBps: number;
  readonly failBps: number;
  readonly history: LevelHistory;
};

export type ExpectedCreditLine = {
  id: string;
  /** Months behind the figure; 0 where nothing was measured, and then the line counts as nothing. */
  months: number;
  missed: number;
  failed: number;
  weightBps: number;
  missBps: number;
  failBps: number;
  /** price × pool × weight × (missed × miss share + failed × fail share) / months, before rounding. */
  exactMinor: Rational;
  /** The same rounded for display; the total is rounded once from the exact sum. */
  creditMinor: bigint;
};

export type PriceAfterCredits = {
  creditMinor: bigint;
  expectedMinor: bigint;
  lines: ExpectedCreditLine[];
};

/**
 * What a month would cost if the provider's measured months repeated under this offer: the price less the
 * mean service credit. The multiplication is that of the at-risk pool, with the mean share of its level
 * in the place of one month's. Amounts in minor units of the price's currency. Null where no level was
 * measured at all.
 */
export function priceAfterCredits(input: {
  priceMinor: bigint;
  poolBps: number;
  levels: readonly PricedLevel[];
}): PriceAfterCredits | null {
  const lines = input.levels.map((level) => lineOf(level, input));
  if (lines.every((line) => line.months === 0)) return null;
  const exact = lines.reduce((sum, line) => addRationals(sum, line.exactMinor), ZERO);
  const creditMinor = roundHalfAwayFromZero(exact);
  return { creditMinor, expectedMinor: input.priceMinor - creditMinor, lines };
}

/**
 * Sorts measured months into reached, missed and failed; a border counts as reached, months without a
 * figure not at all.
 */
export function historyOf(
  level: { direction: "higher" | "lower"; target: string; minimum: string },
  measured: readonly (string | null)[],
): LevelHistory {
  const known = measured.filter((figure) => figure !== null);
  const below = (border: string) => known.filter((figure) => isWorse({ figure, border, ...level })).length;
  const failed = below(level.minimum);
  const missed = below(level.target) - failed;
  return { met: known.length - missed - failed, missed, failed };
}

function lineOf(level: PricedLevel, price: { priceMinor: bigint; poolBps: number }): ExpectedCreditLine {
  const { met, missed, failed } = level.history;
  const months = met + missed + failed;
  const { id, weightBps, missBps, failBps } = level;
  const lost = BigInt(missed) * BigInt(missBps) + BigInt(failed) * BigInt(failBps);
  const exactMinor =
    months === 0
      ? ZERO
      : multiplyRationals(
          rational(price.priceMinor),
          basisPoints(price.poolBps),
          basisPoints(weightBps),
          rational(lost, BigInt(months) * 10_000n),
        );
  const creditMinor = roundHalfAwayFromZero(exactMinor);
  return { id, months, missed, failed, weightBps, missBps, failBps, exactMinor, creditMinor };
}

function isWorse(p: { figure: string; border: string; direction: "higher" | "lower" }): boolean {
  const order = compareRationals(parseDecimal(p.figure), parseDecimal(p.border));
  return p.direction === "higher" ? order < 0 : order > 0;
}
