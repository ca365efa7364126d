import { describe, expect, test } from "vitest";
import { allModules } from "./catalogue.ts";
import { levelFromMetric } from "./level-from-metric.ts";
import { missingForPrice } from "./priceable-level.ts";
import { samplingPlanSchema, samplingPlanWords } from "./sampling-plan.ts";
import { serviceLevelSchema } from "./service-level.ts";
import type { Metric } from "./service-module.ts";
import { usualSamplingPlan } from "./usual-sampling-plan.ts";

const sampled = allModules.flatMap((module) => module.metrics.filter((one) => one.kind === "sample"));
const accuracy = sampled.find((one) => one.id === "posting_accuracy") as Metric;
const plan = usualSamplingPlan(accuracy);
const level = levelFromMetric({ metric: accuracy, id: "accuracy", currency: "EUR" });

describe("the plan that a sampled level begins with", () => {
  test.each(sampled.map((metric) => [metric.id, metric] as const))("fits for %s", (_id, metric) => {
    expect(samplingPlanSchema.safeParse(usualSamplingPlan(metric)).error?.issues).toBeUndefined();
    const begun = levelFromMetric({ metric, id: "x", currency: "EUR" });
    expect(serviceLevelSchema.safeParse(begun).error?.issues).toBeUndefined();
  });

  test("expects as many errors as the usual target lets pass", () => {
    expect(plan).toMatchObject({ expectedRate: "2", minimum: 50, unit: "item", population: "finished" });
    expect(usualSamplingPlan({ ...accuracy, usualTarget: "99.5" }).expectedRate).toBe("0.5");
    expect(usualSamplingPlan({ ...accuracy, usualTarget: "100" }).expectedRate).toBe("1");
    expect(usualSamplingPlan({ ...accuracy, usualTarget: null }).expectedRate).toBe("1");
  });

  test("reads as a sentence", () =>
    expect(samplingPlanWords(plan)).toBe(
      "± 3 points at 95 %, 2 % expected wrong, 50 to 200 items of the work finished in the month; drawn by " +
        "either side, scored by the buyer, 100 % scored again blind by the provider, the account manager " +
        "decides where scores differ",
    ));
});

describe("a plan is refused at the field", () => {
  test.each<[string, object, string]>([
    ["a width of nothing", { halfWidth: "0" }, "halfWidth"],
    ["a width that is no number", { halfWidth: "five" }, "halfWidth"],
    ["an expectation of certainty", { expectedRate: "100" }, "expectedRate"],
    ["a confidence without a quantile of ours", { confidence: "97" }, "confidence"],
    ["no sample at all", { minimum: 0 }, "minimum"],
    ["a largest below the smallest", { minimum: 60, maximum: 59 }, "maximum"],
    ["a whole item of three parts", { unitsPerItem: 3 }, "unitsPerItem"],
    ["a share above the whole", { secondShareBps: 10_001 }, "secondShareBps"],
    ["a drawer who is no party", { drawnBy: "somebody" }, "drawnBy"],
  ])("for %s", (_name, change, field) => {
    const { error } = samplingPlanSchema.safeParse({ ...plan, ...change });
    expect(error?.issues.map((issue) => issue.path.join("."))).toEqual([field]);
  });

  test.each<[string, object, string]>([
    ["on a level that is no sample", { kind: "ratio" }, "samplePlan"],
    ["over a quarter", { window: "quarter" }, "window"],
    ["rolled into a quarter", { smallSample: { kind: "roll_up", window: "quarter" } }, "smallSample"],
  ])("%s", (_name, change, field) => {
    const { error } = serviceLevelSchema.safeParse({ ...level, ...change });
    expect(error?.issues.map((issue) => issue.path.join("."))).toEqual([field]);
  });
});

test("a level whose plan was struck out cannot be priced; an older one without keeps the catalogue's", () => {
  const { samplePlan: _plan, ...older } = level;
  expect(missingForPrice({ ...level, samplePlan: null }, accuracy)).toEqual(["a sample plan"]);
  expect(missingForPrice(level, { ...accuracy, samplePlan: null })).toEqual([]);
  expect(missingForPrice(older, accuracy)).toEqual([]);
  expect(missingForPrice(older, { ...accuracy, samplePlan: null })).toEqual(["a sample plan"]);
});
