import { parseDecimal } from "../shared/decimal.ts";
import {
  basisPoints,
  compareRationals,
  multiplyRationals,
  type Rational,
  rational,
  roundToStep,
} from "../shared/rational.ts";
import type { AtRiskLevel, AtRiskPool } from "./statement-bundle.ts";

export type LevelOutcome = "met" | "missed" | "failed" | "no_data" | "excused";

/** One level's credit with every figure it was made of, so that a page can print the multiplication. */
export type AtRiskCredit = {
  kind: "at_risk_pool";
  id: string;
  outcome: LevelOutcome;
  direction: "higher" | "lower";
  measured: string | null;
  target: string;
  minimum: string;
  feeMinor: bigint;
  poolBps: number;
  weightBps: number;
  /** The part of the level's share that this outcome costs: missBps, failBps or 0. */
  shareBps: number;
  /** fee × pool × weight × share in minor units, before rounding. */
  exactMinor: Rational;
  /** The same rounded once, half away from zero, to what can be charged, before any cap. */
  uncappedMinor: bigint;
};

/**
 * The at-risk pool: credit = fee × pool × weight × share (the A × B × C of the Texas DIR contracts). Better
 * than or at target costs nothing, down to the minimum `missBps`, below it or without data `failBps`.
 */
export function atRiskCredits(scheme: AtRiskPool, feeMinor: bigint, step = 1n): AtRiskCredit[] {
  return scheme.levels.map((level) => {
    const outcome = atRiskOutcome(level);
    const shareBps = shareOf(level, outcome);
    const factors = [scheme.poolBps, level.weightBps, shareBps].map(basisPoints);
    const exactMinor = multiplyRationals(rational(feeMinor), ...factors);
    return {
      kind: "at_risk_pool",
      id: level.id,
      outcome,
      direction: level.direction,
      measured: level.measured,
      target: level.target,
      minimum: level.minimum,
      feeMinor,
      poolBps: scheme.poolBps,
      weightBps: level.weightBps,
      shareBps,
      exactMinor,
      uncappedMinor: roundToStep(exactMinor, step),
    };
  });
}

/** Where the measurement lies against target and minimum; both borders count as reached. */
export function atRiskOutcome(
  level: Pick<AtRiskLevel, "direction" | "target" | "minimum" | "measured" | "excused">,
): LevelOutcome {
  if (level.excused) return "excused";
  if (level.measured === null) return "no_data";
  if (!isWorse(level.measured, level.target, level.direction)) return "met";
  return isWorse(level.measured, level.minimum, level.direction) ? "failed" : "missed";
}

function isWorse(measured: string, border: string, direction: "higher" | "lower"): boolean {
  const order = compareRationals(parseDecimal(measured), parseDecimal(border));
  return direction === "higher" ? order < 0 : order > 0;
}

function shareOf(level: AtRiskLevel, outcome: LevelOutcome): number {
  switch (outcome) {
    case "met":
    case "excused":
      return 0;
    case "missed":
      return level.missBps;
    case "failed":
    case "no_data":
      return level.failBps;
    default:
      return outcome satisfies never;
  }
}
