import type { ServiceLevel } from "../catalogue/service-level.ts";
import { creditOf } from "../service-levels/credit-scheme.ts";

/**
 * The credit of a month in which every level failed, in minor units: fee × pool × Σ(weight × share of a failure),
 * each level rounded once, capped at the pool. Shown beside the pool, because formulas hide how small credits are.
 */
export function worstMonthCredit(input: {
  feeMinor: bigint;
  poolBps: number;
  levels: readonly Pick<ServiceLevel, "id" | "weightBps" | "missBps" | "failBps">[];
}): bigint {
  const levels = input.levels.map(({ id, weightBps, missBps, failBps }) => ({
    id,
    weightBps,
    missBps,
    failBps,
    direction: "higher" as const,
    target: "100",
    minimum: "100",
    measured: "0",
  }));
  const scheme = { kind: "at_risk_pool" as const, poolBps: input.poolBps, capBps: input.poolBps, levels };
  return creditOf(scheme, input.feeMinor).creditMinor;
}
