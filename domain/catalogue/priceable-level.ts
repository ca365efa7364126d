import { levelKindOf } from "./level-from-metric.ts";
import type { LevelKind, ServiceLevel } from "./service-level.ts";
import type { Metric } from "./service-module.ts";

type Asked = Pick<
  ServiceLevel,
  "kind" | "weightBps" | "dataSource" | "exclusions" | "disputeDays" | "callCentre" | "samplePlan"
>;

/**
 * What a level lacks before money may hang on it, in words; empty where nothing does. What the contract
 * leaves out the catalogue's metric completes; what it strikes out (null) is missing.
 */
export function missingForPrice(level: Asked, metric: Metric | undefined): string[] {
  const missing: string[] = [];
  if (!metric || !measures(level.kind, metric)) missing.push("a formula that can be computed");
  if ((level.dataSource === undefined ? metric?.dataSource : level.dataSource) == null)
    missing.push("a data source");
  if ((level.exclusions === undefined ? metric?.exclusions : level.exclusions) == null)
    missing.push("its exclusions");
  const plan = level.samplePlan === undefined ? metric?.samplePlan : level.samplePlan;
  if (level.kind === "sample" && plan == null) missing.push("a sample plan");
  if ((level.disputeDays === undefined ? metric?.disputeDays : level.disputeDays) == null)
    missing.push("a dispute window");
  return missing;
}

/** Why the level cannot carry a weight, as a sentence; null where it can or weighs nothing. */
export function priceRefusal(level: Asked & { name: string }, metric: Metric | undefined): string | null {
  if (level.weightBps === 0) return null;
  const missing = missingForPrice(level, metric);
  if (missing.length === 0) return null;
  const listed =
    missing.length === 1 ? missing[0] : `${missing.slice(0, -1).join(", ")} and ${missing.at(-1)}`;
  return `"${level.name}" cannot carry a weight: it has no ${listed?.replace(/^(a|its) /, "")}.`;
}

/**
 * Whether the level's kind can compute the metric. Items in time need only the level's clock.
 * A share of items can always be measured by counting, so
 * contracts signed before there were samples keep theirs as a ratio.
 */
function measures(kind: LevelKind, metric: Metric): boolean {
  const { by } = metric.measure;
  if (kind === "clock_attainment") return by === "clock" || by === "duration";
  return kind === levelKindOf(metric) || (kind === "ratio" && by === "ratio");
}
