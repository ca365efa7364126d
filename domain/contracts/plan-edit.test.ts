import { describe, expect, test } from "vitest";
import { metricById, serviceModule } from "../catalogue/catalogue.ts";
import { levelFromMetric } from "../catalogue/level-from-metric.ts";
import { samplingPlanSchema } from "../catalogue/sampling-plan.ts";
import { editedPlan, type PlanEdit, planEditOf, planFieldOf } from "./plan-edit.ts";

const metric = metricById(serviceModule("bookkeeping"), "posting_accuracy");
if (!metric) throw new Error("posting_accuracy");
const level = levelFromMetric({ metric, id: "accuracy", currency: "EUR" });
const shown = planEditOf(level, metric) as PlanEdit;

describe("a sample plan in a form", () => {
  test("adds nothing to a contract where nobody touched it", () => {
    const { samplePlan: _plan, ...older } = level;
    expect(editedPlan(level, shown, metric)).toEqual({});
    expect(editedPlan(older, planEditOf(older, metric), metric)).toEqual({});
    expect(planEditOf(older, metric)).toMatchObject({ use: "checked", minimum: "50" });
    expect(planEditOf({ ...level, samplePlan: null }, metric)?.use).toBe("not_agreed");
    expect(planEditOf({ ...older, kind: "ratio" }, metric)).toBeNull();
  });

  test("is read back as the schema takes it", () => {
    const { samplePlan } = editedPlan(level, { ...shown, halfWidth: " 2.5 ", secondShare: "12.5" }, metric);
    expect(samplingPlanSchema.parse(samplePlan)).toEqual({
      ...level.samplePlan,
      halfWidth: "2.5",
      secondShareBps: 1250,
    });
  });

  test("can be struck out, or given up for what was checked", () => {
    expect(editedPlan(level, { ...shown, use: "not_agreed" }, metric)).toEqual({ samplePlan: null });
    expect(editedPlan(level, { ...shown, use: "checked" }, metric)).toEqual({ samplePlan: undefined });
  });

  test.each<[keyof PlanEdit, string, string]>([
    ["halfWidth", "wide", "plan.halfWidth"],
    ["minimum", "many", "plan.minimum"],
    ["maximum", "2", "plan.maximum"],
    ["secondShare", "half", "plan.secondShare"],
    ["scoredBy", "nobody", "plan.scoredBy"],
  ])("refuses %s “%s” at its field", (key, text, field) => {
    const { samplePlan } = editedPlan(level, { ...shown, [key]: text }, metric);
    const { error } = samplingPlanSchema.safeParse(samplePlan);
    expect(error?.issues.map((issue) => planFieldOf(`samplePlan.${issue.path.join(".")}`))).toEqual([
      field,
    ]);
  });

  test("names no field for the rules of others", () => {
    expect(planFieldOf("samplePlan")).toBe("plan.use");
    expect(planFieldOf("rounding.mode")).toBeNull();
  });
});
