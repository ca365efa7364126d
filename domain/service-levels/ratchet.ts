import { formatDecimal, parseDecimal } from "../shared/decimal.ts";
import {
  addRationals,
  basisPoints,
  compareRationals,
  multiplyRationals,
  type Rational,
  rational,
} from "../shared/rational.ts";

/** Once a year a level's target moves toward what was achieved. */
export type RatchetRule = {
  /** How many of the year's best months make the mean. */
  bestMonths: number;
  /** The most that one step may take of what is left between the target and perfection. */
  gapShareBps: number;
};

export type RatchetStep = {
  target: string;
  /** The mean of the best months, before any limit. */
  achieved: string | null;
  /** Which part decided: nothing better was achieved, the achievement itself, or the share of the gap. */
  by: "unchanged" | "achieved" | "gap";
};

/**
 * The next year's target: old + min(mean of the best months − old, share × (perfect − old)), never worse
 * than the old one. Perfect is 100 for a percentage that should be high and 0 for a figure that should be
 * low. The share of the gap as a limit follows an outsourcing agreement that Gap filed in 2006.
 */
export function ratchet(p: {
  target: string;
  direction: "higher" | "lower";
  measured: readonly (string | null)[];
  rule: RatchetRule;
}): RatchetStep {
  const sign = p.direction === "higher" ? 1n : -1n;
  const old = parseDecimal(p.target);
  const best = p.measured
    .filter((figure) => figure !== null)
    .map(parseDecimal)
    .sort((left, right) => compareRationals(right, left) * Number(sign))
    .slice(0, p.rule.bestMonths);
  if (best.length < p.rule.bestMonths) return { target: p.target, achieved: null, by: "unchanged" };
  const mean = multiplyRationals(best.reduce(addRationals), rational(1n, BigInt(best.length)));
  const achieved = formatDecimal(mean, 2);
  const rise = times(subtract(mean, old), sign);
  if (rise.numerator <= 0n) return { target: p.target, achieved, by: "unchanged" };
  const perfect = rational(p.direction === "higher" ? 100n : 0n);
  const limit = multiplyRationals(times(subtract(perfect, old), sign), basisPoints(p.rule.gapShareBps));
  if (limit.numerator <= 0n) return { target: p.target, achieved, by: "unchanged" };
  const byGap = compareRationals(limit, rise) < 0;
  const next = addRationals(old, times(byGap ? limit : rise, sign));
  return { target: trimmed(formatDecimal(next, 2)), achieved, by: byGap ? "gap" : "achieved" };
}

function subtract(left: Rational, right: Rational): Rational {
  return addRationals(left, { numerator: -right.numerator, denominator: right.denominator });
}

function times({ numerator, denominator }: Rational, sign: bigint): Rational {
  return { numerator: numerator * sign, denominator };
}

function trimmed(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
