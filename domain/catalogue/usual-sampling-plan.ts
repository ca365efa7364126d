import { formatDecimal, isDecimal, parseDecimal } from "../shared/decimal.ts";
import { addRationals, rational } from "../shared/rational.ts";
import type { SamplingPlan } from "./sampling-plan.ts";
import type { Metric } from "./service-module.ts";

/**
 * The plan that a new sampled level begins with: to within 3 points at 95 % with as many errors as the usual
 * target lets pass, no fewer than the metric's smallest sample; the buyer scores, the provider scores all of
 * them again.
 */
export function usualSamplingPlan(metric: Metric): SamplingPlan {
  const { measure } = metric;
  const minimum = Math.max(metric.minimumSample, 1);
  const inParts = measure.by === "ratio" && measure.denominator.value.kind !== "one";
  return {
    population: measure.by === "ratio" && measure.of !== "finished" ? "recorded" : "finished",
    halfWidth: "3",
    confidence: "95",
    expectedRate: expectedRateOf(metric),
    minimum,
    maximum: Math.max(metric.samplePlan?.size ?? 0, minimum, 200),
    unit: inParts ? "field" : "item",
    unitsPerItem: inParts ? 20 : 1,
    drawnBy: "either",
    scoredBy: "buyer",
    secondShareBps: 10_000,
    disagreement: "account_manager",
  };
}

/** What the usual target lets pass, in per cent; 1 where it lets nothing pass or is no percentage. */
function expectedRateOf({ usualTarget, direction, unit }: Metric): string {
  if (unit !== "percent" || usualTarget === null || !isDecimal(usualTarget)) return "1";
  const target = parseDecimal(usualTarget);
  const rate =
    direction === "lower"
      ? target
      : addRationals(rational(100n), { ...target, numerator: -target.numerator });
  if (rate.numerator <= 0n || rate.numerator >= 100n * rate.denominator) return "1";
  return formatDecimal(rate, 2).replace(/\.?0+$/, "");
}
