import { minorUnitExponent } from "../shared/currency.ts";
import { BUSINESS_DAY_MINUTES, STANDARD_PRIORITY } from "./default-level.ts";
import type { LevelKind, ServiceLevel } from "./service-level.ts";
import type { Metric } from "./service-module.ts";
import { usualSamplingPlan } from "./usual-sampling-plan.ts";

/** How a level over the metric is measured. */
export function levelKindOf(metric: Metric): LevelKind {
  switch (metric.measure.by) {
    case "clock":
      return "clock_attainment";
    case "duration":
      return "duration";
    case "count":
      return "count";
    case "uptime":
      return "continuous";
    case "sum":
      return "money";
    case "call_centre":
      return "ratio";
    case "ratio":
      if (metric.kind === "sample" || metric.kind === "money" || metric.kind === "continuous")
        return metric.kind;
      return "ratio";
    default:
      return metric.measure satisfies never;
  }
}

/** The unit as a contract writes it; an amount is in the contract's currency. */
export function unitOf(metric: Pick<Metric, "unit">, currency: string): string {
  const words = {
    percent: "%",
    hours: "hours",
    business_days: "business days",
    days: "days",
    count: "items",
    seconds: "seconds",
    months: "months",
    per_thousand: "per 1,000",
    ratio: "each",
    money: currency,
  } as const satisfies Record<Metric["unit"], string>;
  return words[metric.unit];
}

/** Minor units in one of the unit, where the unit is a currency; 1 for any other. */
export function minorUnitsIn(unit: string): bigint {
  return /^[A-Z]{3}$/.test(unit) ? 10n ** BigInt(minorUnitExponent(unit)) : 1n;
}

/**
 * A new level over a metric of the catalogue, with every default written out, so that a later change of the
 * catalogue changes no contract. It weighs nothing until somebody gives it a weight. Where the catalogue
 * knows no usual target the direction's trivial one stands in, which everybody meets.
 */
export function levelFromMetric(p: { metric: Metric; id: string; currency: string }): ServiceLevel {
  const { metric } = p;
  const kind = levelKindOf(metric);
  const trivial = metric.direction === "higher" ? "0" : "999999";
  return {
    id: p.id,
    name: metric.name,
    metric: metric.id,
    kind,
    workItemTypes: [...metric.workItemTypes],
    ...(metric.measure.by === "clock" || metric.measure.by === "duration"
      ? {
          clock: {
            name: metric.measure.clock,
            targetMinutesByPriority: { [STANDARD_PRIORITY]: BUSINESS_DAY_MINUTES },
            calendar:
              metric.measure.by === "duration" && metric.measure.in === "days"
                ? ("around_the_clock" as const)
                : ("contract" as const),
          },
        }
      : {}),
    direction: metric.direction,
    target: metric.usualTarget ?? trivial,
    minimum: metric.usualMinimum ?? trivial,
    unit: unitOf(metric, p.currency),
    weightBps: 0,
    missBps: 5000,
    failBps: 10_000,
    minimumSample: metric.minimumSample,
    window: metric.window,
    rounding: metric.rounding,
    smallSample: metric.smallSample,
    dataSource: metric.dataSource,
    correctedBy: metric.correctedBy,
    exclusions: [...metric.exclusions],
    disputeDays: metric.disputeDays,
    ...(metric.measure.by === "call_centre" ? { callCentre: metric.measure.usual } : {}),
    ...(kind === "sample" ? { samplePlan: usualSamplingPlan(metric) } : {}),
  };
}
