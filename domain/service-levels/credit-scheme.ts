import { allocateInSteps } from "../shared/allocate.ts";
import { basisPoints, multiplyRationals, rational, roundToStep } from "../shared/rational.ts";
import { type AtRiskCredit, atRiskCredits } from "./at-risk-pool.ts";
import { type ServicePointsCredit, servicePointsCredits } from "./service-points.ts";
import type { CreditScheme } from "./statement-bundle.ts";

/** A level's credit after the cap, with the steps that led to it. */
export type LevelCredit = (AtRiskCredit | ServicePointsCredit) & { creditMinor: bigint };

export type MonthCredit = {
  levels: LevelCredit[];
  /** Sum of the levels before the cap. */
  uncappedMinor: bigint;
  /** fee × cap, rounded half away from zero. */
  capMinor: bigint;
  creditMinor: bigint;
  capped: boolean;
};

/**
 * The month's credit: each level rounded once, the sum capped at a share of the fee. A cap that bites is
 * split over the levels in proportion to their uncapped credits, by largest remainder, ties by order. All of
 * it in multiples of `step` minor units, what the currency can be charged in.
 */
export function creditOf(scheme: CreditScheme, feeMinor: bigint, step = 1n): MonthCredit {
  const levels =
    scheme.kind === "at_risk_pool"
      ? atRiskCredits(scheme, feeMinor, step)
      : servicePointsCredits(scheme, step);
  const uncapped = levels.map((level) => level.uncappedMinor);
  const uncappedMinor = uncapped.reduce((sum, part) => sum + part, 0n);
  const capMinor = roundToStep(multiplyRationals(rational(feeMinor), basisPoints(scheme.capBps)), step);
  const capped = uncappedMinor > capMinor;
  const parts = capped ? allocateInSteps(capMinor, uncapped, { step }) : uncapped;
  return {
    levels: levels.map((level, index) => ({ ...level, creditMinor: parts[index] ?? 0n })),
    uncappedMinor,
    capMinor,
    creditMinor: capped ? capMinor : uncappedMinor,
    capped,
  };
}
