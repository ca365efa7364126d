import { describe, expect, test } from "vitest";
import { metricById, serviceModule } from "../../catalogue/catalogue.ts";
import { usualSamplingPlan } from "../../catalogue/usual-sampling-plan.ts";
import { samplePopulation } from "../sampling/population.ts";
import { pendingSample } from "../sampling/sample.ts";
import { copies, figure, input, item } from "./test-month.ts";

const metric = metricById(serviceModule("bookkeeping"), "posting_accuracy");
if (!metric) throw new Error("posting_accuracy");
const samplePlan = usualSamplingPlan(metric);
const own = { samplePlan, minimumSample: 0 };
const lines = copies(20, () => item("posting_line", { correct: true }));

describe("a level with a sample plan", () => {
  test("says that nothing was scored where nothing was, whatever was checked otherwise", () => {
    expect(figure("bookkeeping", "posting_accuracy", lines, own)).toMatchObject({
      ...{ measured: null, n: 0, status: "excused", excused: true },
      reason: "Not scored: no sample of this month was drawn.",
    });
  });

  test("counts as without data where only the provider's scoring is missing", () => {
    const pending = (who: Parameters<typeof pendingSample>[0]) =>
      figure("bookkeeping", "posting_accuracy", lines, own, { samplePending: pendingSample(who) });
    expect(pending("provider")).toMatchObject({ status: "no_data", excused: false });
    expect(pending("buyer")).toMatchObject({ status: "excused", excused: true });
    expect(pending("account_manager").reason).toContain("waits for the account manager");
  });

  test("waits for the end of a month that runs", () => {
    const more = { asOf: "2026-03-20T00:00:00Z", samplePending: pendingSample("provider") };
    expect(figure("bookkeeping", "posting_accuracy", lines, own, more)).toMatchObject({
      reason: "Not scored: the sample is drawn when the month is over.",
      excused: true,
    });
  });

  test("is a month without work where there is nothing to draw from", () => {
    const none = figure("bookkeeping", "posting_accuracy", [], own, { monthHasWork: false });
    expect(none).toMatchObject({ status: "no_data", excused: false });
    expect(none.reason).toBeUndefined();
  });

  test("reads the scored sample, with its rows and the interval at the agreed confidence", () => {
    const draw = {
      ...{
        sampleId: "s",
        confidence: "90" as const,
        items: 2,
        of: 20,
        seed: "x",
        populationHash: "p",
        bundleHash: "b",
      },
    } as const;
    const scored = [
      { workItemId: "a", errors: 1, units: 10 },
      { workItemId: "b", errors: 0, units: 20 },
    ];
    const sample = { size: 30, population: 400, errors: 1, unit: "lines", draw, scored };
    const one = figure("bookkeeping", "posting_accuracy", lines, own, { sample });
    expect(one).toMatchObject({
      ...{ measured: "96.67", n: 30, hits: 29, misses: 1, status: "missed" },
      interval: { low: "86.4", high: "99.3" },
      counted: [
        { workItemId: "a", miss: true, value: "90.00" },
        { workItemId: "b", miss: false, value: "100.00" },
      ],
    });
    expect(one.detail).toEqual({
      kind: "sample",
      size: 30,
      population: 400,
      errors: 1,
      unit: "lines",
      draw,
    });
  });
});

test("what can be drawn is the level's own work of the month, sorted", () => {
  const items = [
    item("posting_line", {}),
    item("posting_line", { correct: true }, { from: -50, to: 5 }),
    item("posting_line", {}, { from: 5, to: null }),
    item("close_task", {}),
  ];
  const all = input("bookkeeping", "posting_accuracy", items);
  const drawnFrom = (population: "finished" | "recorded" | "formula") =>
    samplePopulation(all, { plan: { population }, measure: metric.measure });
  const ids = (...at: number[]) => at.map((index) => items[index]?.id).sort();
  expect(drawnFrom("finished")).toEqual(ids(0, 1));
  expect(drawnFrom("recorded")).toEqual(ids(0, 2));
  expect(drawnFrom("formula")).toEqual(ids(1));
});

test("without a formula that divides, what was finished is drawn from; always in order of id", () => {
  const items = ["c", "a", "b"].map((id) => ({ ...item("posting_line", { correct: true }), id }));
  const all = input("bookkeeping", "posting_accuracy", items);
  const from = (measure: Parameters<typeof samplePopulation>[1]["measure"]) =>
    samplePopulation(all, { plan: { population: "formula" }, measure });
  expect(from({ by: "clock", clock: "resolve" })).toEqual(["a", "b", "c"]);
  expect(from(undefined)).toEqual(["a", "b", "c"]);
  expect(from(metric.measure)).toEqual(["a", "b", "c"]);
});

test("what an accepted exclusion leaves out cannot be drawn; a stretch, another level's and a hit change nothing", () => {
  const more = { contestId: "c", period: "2026-03", from: null, to: null };
  const lines = [
    { effect: "exclude" as const, levelIds: ["posting_accuracy"] },
    { effect: "exclude" as const, levelIds: [] },
    { effect: "exclude" as const, levelIds: ["close_on_time"] },
    { effect: "hit" as const, levelIds: ["posting_accuracy"] },
    { effect: "exclude" as const, levelIds: [], from: "2026-03-02T00:00:00Z", to: "2026-03-03T00:00:00Z" },
  ].map((one) => ({ ...item("posting_line", { correct: true }), adjustments: [{ ...more, ...one }] }));
  const all = input("bookkeeping", "posting_accuracy", lines);
  const found = samplePopulation(all, { plan: { population: "finished" }, measure: metric.measure });
  expect(found).toEqual([2, 3, 4].map((index) => lines[index]?.id).sort());
});
