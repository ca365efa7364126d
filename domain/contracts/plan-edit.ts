import { z } from "zod";
import type { SamplingPlan } from "../catalogue/sampling-plan.ts";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import type { Metric } from "../catalogue/service-module.ts";
import { usualSamplingPlan } from "../catalogue/usual-sampling-plan.ts";
import { percentNumber } from "./contract-tables.ts";
import { bpsOfPercent } from "./percent-input.ts";

const typed = z.string().max(200, "This text is too long.");

/** A sample plan as people type it; read by `editedPlan`. */
export const planEditSchema = z.object({
  /** "drawn", "checked" (no draw: what was checked counts) or "not_agreed". */
  use: typed,
  population: typed,
  halfWidth: typed,
  confidence: typed,
  expectedRate: typed,
  minimum: typed,
  maximum: typed,
  unit: typed,
  unitsPerItem: typed,
  drawnBy: typed,
  scoredBy: typed,
  /** Per cent of the sample. */
  secondShare: typed,
  disagreement: typed,
});

export type PlanEdit = z.infer<typeof planEditSchema>;

/** The plan as a form shows it; where there is none, the one that a new level would begin with. */
export function planEditOf(level: ServiceLevel, metric: Metric | undefined): PlanEdit | null {
  if (level.kind !== "sample" || !metric) return null;
  const { samplePlan } = level;
  const plan = samplePlan ?? usualSamplingPlan(metric);
  return {
    use: samplePlan ? "drawn" : samplePlan === null ? "not_agreed" : "checked",
    population: plan.population,
    halfWidth: plan.halfWidth,
    confidence: plan.confidence,
    expectedRate: plan.expectedRate,
    minimum: String(plan.minimum),
    maximum: String(plan.maximum),
    unit: plan.unit,
    unitsPerItem: String(plan.unitsPerItem),
    drawnBy: plan.drawnBy,
    scoredBy: plan.scoredBy,
    secondShare: percentNumber(plan.secondShareBps),
    disagreement: plan.disagreement,
  };
}

/**
 * The plan where the form says otherwise than was shown; nothing where nobody touched it. `undefined` takes a
 * plan out: what was checked counts again. Figures that cannot be read are NaN, for the schema to refuse.
 */
export function editedPlan(
  level: ServiceLevel,
  edit: PlanEdit | null | undefined,
  metric: Metric | undefined,
): { samplePlan?: unknown } {
  const shown = planEditOf(level, metric);
  if (!edit || !shown) return {};
  const keys = Object.keys(shown) as (keyof PlanEdit)[];
  if (keys.every((key) => edit[key].trim() === shown[key])) return {};
  switch (edit.use.trim()) {
    case "drawn":
      return { samplePlan: planFrom(edit) };
    case "checked":
      return { samplePlan: undefined };
    default:
      return { samplePlan: null };
  }
}

/** The plan as typed, for the schema to check. */
export function planFrom(edit: PlanEdit): Record<keyof SamplingPlan, unknown> {
  const text = (key: keyof PlanEdit) => edit[key].trim();
  const whole = (key: keyof PlanEdit) => (/^\d{1,9}$/.test(text(key)) ? Number(text(key)) : Number.NaN);
  return {
    population: text("population"),
    halfWidth: text("halfWidth"),
    confidence: text("confidence"),
    expectedRate: text("expectedRate"),
    minimum: whole("minimum"),
    maximum: whole("maximum"),
    unit: text("unit"),
    unitsPerItem: whole("unitsPerItem"),
    drawnBy: text("drawnBy"),
    scoredBy: text("scoredBy"),
    secondShareBps: bpsOfPercent(text("secondShare")) ?? Number.NaN,
    disagreement: text("disagreement"),
  };
}

/** The field of the form in which a rule of the plan was broken; null where the rule is another's. */
export function planFieldOf(rule: string): string | null {
  const [, field] = /^samplePlan(?:\.(\w+))?$/.exec(rule) ?? [];
  if (!rule.startsWith("samplePlan")) return null;
  if (field === undefined) return "plan.use";
  return field === "secondShareBps" ? "plan.secondShare" : `plan.${field}`;
}
