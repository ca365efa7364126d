import { fromReadings, READING_TYPE } from "./metric-measure.ts";
import { USUAL_DISPUTE_DAYS, USUAL_ROUNDING } from "./metric-rules.ts";
import type { Metric, WorkItemType } from "./service-module.ts";

type Given = Pick<
  Metric,
  "id" | "name" | "unit" | "direction" | "kind" | "source" | "measure" | "workItemTypes" | "guard"
> & {
  /** Numerator and denominator in words. */
  words: readonly [string, string];
  /** Target and minimum; null where the parties must agree a figure. */
  usual: readonly [string, string] | null;
};

/**
 * A metric with what most have in common: a month, two decimals, twenty items at least, excused below, seen
 * by the portal, corrected by the provider, the usual exclusions, ten days to contest, the formula defined
 * where the target is from. What a metric says itself wins.
 */
export function metric(given: Given & Partial<Metric>): Metric {
  const { words, usual, ...own } = given;
  const sampled = given.kind === "sample";
  return {
    formula: { numerator: words[0], denominator: words[1] },
    usualTarget: usual?.[0] ?? null,
    usualMinimum: usual?.[1] ?? null,
    window: "month",
    rounding: given.unit === "count" ? { decimals: 0, mode: "half_away" } : USUAL_ROUNDING,
    minimumSample: given.unit === "percent" && given.kind === "event" ? 20 : 1,
    smallSample: { kind: "excused" },
    dataSource: "portal_event",
    correctedBy: "provider",
    exclusions: ["client_caused", "late_input", "third_party_of_client", "force_majeure"],
    disputeDays: USUAL_DISPUTE_DAYS,
    definedBy: given.source,
    samplePlan: sampled ? { size: 60, method: "simple" } : null,
    ...own,
  };
}

/** A metric whose figures arrive as readings, because no event of the portal shows them. */
export function readMetric(
  given: Omit<Given, "measure" | "workItemTypes"> & Partial<Metric> & { times?: 1 | 100 | 1000 },
): Metric {
  const { times, ...own } = given;
  return metric({
    minimumSample: 1,
    dataSource: "attested_by_provider",
    correctedBy: "either",
    ...own,
    measure: fromReadings(given.id, times ?? (given.unit === "percent" ? 100 : 1)),
    workItemTypes: [READING_TYPE],
  });
}

/** The kind of work in which such figures are recorded; every service has it. */
export const METRIC_READING: WorkItemType = {
  id: READING_TYPE,
  name: "Reading",
  plural: "Readings",
  fields: [
    { id: "metric", name: "Metric", kind: "text" },
    { id: "part", name: "Numerator", kind: "number" },
    { id: "whole", name: "Denominator", kind: "number" },
    { id: "evidence", name: "Where it was read", kind: "text" },
  ],
};
