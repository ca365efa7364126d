import { BILLION, NORMAL_QUANTILE } from "../shared/confidence.ts";
import { parseDecimal } from "../shared/decimal.ts";
import { addRationals, multiplyRationals, rational } from "../shared/rational.ts";
import type { SamplingPlan } from "./sampling-plan.ts";

type Wanted = Pick<
  SamplingPlan,
  "halfWidth" | "confidence" | "expectedRate" | "minimum" | "maximum" | "unitsPerItem"
>;

/** In items; `heldBy` says what moved the size away from what the precision asks for. */
export type SampleSize = {
  size: number;
  wanted: number;
  heldBy: "minimum" | "maximum" | "population" | null;
};

/**
 * How many items a population of so many gives: the size that the wanted precision asks for, held by the
 * plan's smallest and largest sample and by the population itself; 0 of nothing.
 */
export function sampleSizeFor(plan: Wanted, population: number): SampleSize {
  const wanted = itemsFor(plan, population);
  const least = Math.max(wanted, plan.minimum);
  const agreed = Math.min(least, plan.maximum);
  const size = Math.min(agreed, population);
  if (size === wanted) return { size, wanted, heldBy: null };
  if (size < agreed) return { size, wanted, heldBy: "population" };
  return { size, wanted, heldBy: size > wanted ? "minimum" : "maximum" };
}

/**
 * n₀ = z²·p·(1 − p) / e² and, for the finite population of N units, n = n₀ / (1 + (n₀ − 1) / N), rounded up:
 * W. G. Cochran, Sampling Techniques, 3rd edition 1977, section 4.4. In exact fractions, so that nobody's
 * computer rounds it to another item. Units are lines or fields where the plan counts those; an
 * item is drawn as a whole.
 */
function itemsFor(plan: Wanted, population: number): number {
  if (population <= 0) return 0;
  const z = rational(NORMAL_QUANTILE[plan.confidence], BILLION);
  const percent = rational(1n, 100n);
  const wrong = multiplyRationals(parseDecimal(plan.expectedRate), percent);
  const right = addRationals(rational(1n), { ...wrong, numerator: -wrong.numerator });
  const width = multiplyRationals(parseDecimal(plan.halfWidth), percent);
  const needed = multiplyRationals(z, z, wrong, right, rational(width.denominator, width.numerator));
  const first = multiplyRationals(needed, rational(width.denominator, width.numerator));
  const units = BigInt(population) * BigInt(plan.unitsPerItem);
  const sized = ceiling(first.numerator * units, first.denominator * (units - 1n) + first.numerator);
  return Number(ceiling(sized, BigInt(plan.unitsPerItem)));
}

function ceiling(part: bigint, whole: bigint): bigint {
  return (part + whole - 1n) / whole;
}
