import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allModules, metricById, serviceModule } from "./catalogue.ts";
import { levelFromMetric, levelKindOf } from "./level-from-metric.ts";
import { missingForPrice, priceRefusal } from "./priceable-level.ts";
import { LEVEL_KINDS, type ServiceLevel, serviceLevelSchema } from "./service-level.ts";
import type { Metric } from "./service-module.ts";

const metrics = allModules.flatMap((module) =>
  module.metrics.map((metric) => [`${module.code}/${metric.id}`, metric] as const),
);
const begun = (metric: Metric, change: Partial<ServiceLevel> = {}): ServiceLevel => ({
  ...levelFromMetric({ metric, id: metric.id, currency: "EUR" }),
  weightBps: 10_000,
  ...change,
});
const named = (code: Parameters<typeof serviceModule>[0], id: string): Metric => {
  const metric = metricById(serviceModule(code), id);
  if (!metric) throw new Error(id);
  return metric;
};
const sampled = metrics.flatMap(([, metric]) => (metric.kind === "sample" ? [metric] : []))[0] as Metric;
const availability = named("it_support", "availability");

describe("a level of the catalogue", () => {
  test.each(metrics)("over %s fits the schema and can carry a weight", (_name, metric) => {
    const level = begun(metric);
    expect(serviceLevelSchema.safeParse(level).error?.issues).toBeUndefined();
    expect(missingForPrice(level, metric)).toEqual([]);
    expect(priceRefusal(level, metric)).toBeNull();
  });
});

describe("money cannot hang on a level", () => {
  test.each<[string, Metric | undefined, Partial<ServiceLevel>, string]>([
    ["without a source", availability, { dataSource: null }, "it has no data source."],
    ["without exclusions", availability, { exclusions: null }, "it has no exclusions."],
    ["without a dispute window", availability, { disputeDays: null }, "it has no dispute window."],
    ["that no formula computes", availability, { kind: "money" }, "no formula that can be computed."],
    ["of a metric that is not there", undefined, {}, "no formula that can be computed"],
    ["that is a sample nobody draws", sampled, { samplePlan: null }, "it has no sample plan."],
    [
      "that lacks two things",
      availability,
      { dataSource: null, disputeDays: null },
      "it has no data source and a dispute window.",
    ],
  ])("%s", (_name, metric, change, words) => {
    const level = begun(metric ?? availability, change);
    expect(priceRefusal(level, metric)).toContain(words);
    expect(priceRefusal(level, metric)).toContain(`"${level.name}" cannot carry a weight`);
    expect(priceRefusal({ ...level, weightBps: 0 }, metric)).toBeNull();
  });

  test("but an empty list of exclusions is a list", () =>
    expect(missingForPrice(begun(availability, { exclusions: [] }), availability)).toEqual([]));
});

describe("what a contract leaves out", () => {
  const { dataSource: _s, exclusions: _e, disputeDays: _d, ...older } = begun(availability);

  test("the catalogue completes", () => expect(missingForPrice(older, availability)).toEqual([]));

  test("is missing where there is no metric to complete it", () =>
    expect(missingForPrice(older, undefined)).toHaveLength(4));

  test("each rule that is struck out is missing, whatever the others say", () =>
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), fc.boolean(), (source, exclusions, days) => {
        const struck = {
          ...(source ? { dataSource: null } : {}),
          ...(exclusions ? { exclusions: null } : {}),
          ...(days ? { disputeDays: null } : {}),
        };
        expect(missingForPrice({ ...older, ...struck }, availability)).toHaveLength(
          Object.keys(struck).length,
        );
      }),
    ));
});

describe("the kind of a level", () => {
  test.each(metrics)(
    "of %s computes it, and a count of counts does where it is a share",
    (_name, metric) => {
      for (const kind of LEVEL_KINDS) {
        const isItsOwn = kind === levelKindOf(metric);
        const counts = kind === "ratio" && metric.measure.by === "ratio";
        const inTime =
          kind === "clock_attainment" &&
          (metric.measure.by === "clock" || metric.measure.by === "duration");
        const missing = missingForPrice(begun(metric, { kind }), metric);
        expect(missing.includes("a formula that can be computed")).toBe(!(isItsOwn || counts || inTime));
      }
    },
  );
});
