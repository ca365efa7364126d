import type { ServiceLevel } from "../catalogue/service-level.ts";
import { basisPoints, multiplyRationals, rational, roundHalfAwayFromZero } from "../shared/rational.ts";

/**
 * The credit of a month in which every level failed, in minor units: fee × pool × weight × share of a
 * failure, each level rounded once, capped at the pool. Shown beside the pool, because formulas hide how
 * small credits are.
 */
export function worstMonthCredit(input: {
  feeMinor: bigint;
  poolBps: number;
  levels: readonly Pick<ServiceLevel, "weightBps" | "failBps">[];
}): bigint {
  const part = (...bps: number[]) =>
    roundHalfAwayFromZero(multiplyRationals(rational(input.feeMinor), ...bps.map(basisPoints)));
  const total = input.levels.reduce(
    (sum, level) => sum + part(input.poolBps, level.weightBps, level.failBps),
    0n,
  );
  const cap = part(input.poolBps);
  if (total > cap) return cap;
  return total;
}
