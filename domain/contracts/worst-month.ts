import type { ServiceLevel } from "../catalogue/service-level.ts";
import { chargeStepMinor } from "../shared/currency.ts";
import { basisPoints, multiplyRationals, rational, roundToStep } from "../shared/rational.ts";
import type { ServicePointsTerms } from "./price-terms.ts";

/**
 * The credit of a month in which every level failed, in minor units: fee × pool × weight × share of a
 * failure, each level rounded once, capped at the pool. Shown beside the pool, because formulas hide how
 * small credits are. In multiples of what the currency can be charged in.
 */
export function worstMonthCredit(input: {
  currency: string;
  feeMinor: bigint;
  poolBps: number;
  levels: readonly Pick<ServiceLevel, "weightBps" | "failBps">[];
}): bigint {
  const step = chargeStepMinor(input.currency);
  const part = (...bps: number[]) =>
    roundToStep(multiplyRationals(rational(input.feeMinor), ...bps.map(basisPoints)), step);
  const total = input.levels.reduce(
    (sum, level) => sum + part(input.poolBps, level.weightBps, level.failBps),
    0n,
  );
  const cap = part(input.poolBps);
  if (total > cap) return cap;
  return total;
}

/**
 * The same for a contract, whichever way it prices a miss. Under service points: every level in its worst
 * band for a second month in a row, so that its points double, capped. Minor units.
 */
export function worstCreditOf(terms: {
  currency: string;
  monthlyFeeMinor: string;
  scheme: { kind: "at_risk_pool"; poolBps: number } | ServicePointsTerms;
  serviceLevels: readonly Pick<ServiceLevel, "weightBps" | "failBps">[];
}): bigint {
  const { scheme, currency } = terms;
  const step = chargeStepMinor(currency);
  const feeMinor = BigInt(terms.monthlyFeeMinor);
  if (scheme.kind === "at_risk_pool")
    return worstMonthCredit({ feeMinor, currency, poolBps: scheme.poolBps, levels: terms.serviceLevels });
  const points = Object.values(scheme.bands).reduce(
    (sum, bands) => sum + 2 * Math.max(...bands.map((one) => one.points)),
    0,
  );
  const uncapped = roundToStep(rational(BigInt(points) * BigInt(scheme.valuePerPointMinor)), step);
  const cap = roundToStep(multiplyRationals(rational(feeMinor), basisPoints(scheme.capBps)), step);
  return uncapped > cap ? cap : uncapped;
}
