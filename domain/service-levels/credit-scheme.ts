import { allocateByLargestRemainder } from "../shared/allocate.ts";
import { basisPoints, multiplyRationals, rational, roundHalfAwayFromZero } from "../shared/rational.ts";
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
 * split over the levels in proportion to their uncapped credits, by largest remainder, ties by order.
 */
export function creditOf(scheme: CreditScheme, feeMinor: bigint): MonthCredit {
  const levels =
    scheme.kind === "at_risk_pool" ? atRiskCredits(scheme, feeMinor) : servicePointsCredits(scheme);
  const uncapped = levels.map((level) => level.uncappedMinor);
  const uncappedMinor = uncapped.reduce((sum, part) => sum + part, 0n);
  const capMinor = roundHalfAwayFromZero(multiplyRationals(rational(feeMinor), basisPoints(scheme.capBps)));
  const capped = uncappedMinor > capMinor;
  const parts = capped ? allocateByLargestRemainder(capMinor, uncapped) : uncapped;
  return {
    levels: levels.map((level, index) => ({ ...level, creditMinor: parts[index] ?? 0n })),
    uncappedMinor,
    capMinor,
    creditMinor: capped ? capMinor : uncappedMinor,
    capped,
  };
}
