import { describe, expect, test } from "vitest";
import { metricById, serviceModule } from "../catalogue/catalogue.ts";
import { levelFromMetric } from "../catalogue/level-from-metric.ts";
import { contestableLevel, contestChoices } from "./contestable-level.ts";

const module = serviceModule("it_support");

describe("what of a level can be contested", () => {
  test.each([
    ["resolve", "clock"],
    ["mean_time_to_resolve", "clock"],
    ["availability", "downtime"],
    ["backlog_age", "items"],
    ["reopen_rate", "items"],
  ])("of %s is its %s", (id, reads) => {
    const metric = metricById(module, id);
    if (!metric) throw new Error(id);
    const level = levelFromMetric({ metric, id, currency: "USD" });
    const { workItemTypes, name } = level;
    expect(contestableLevel(level, module)).toEqual({ levelId: id, name, reads, workItemTypes });
  });

  test("of a level with a sample plan is nothing: its scores decide", () => {
    const books = serviceModule("bookkeeping");
    const metric = metricById(books, "posting_accuracy");
    if (!metric) throw new Error("posting_accuracy");
    const level = levelFromMetric({ metric, id: "accuracy", currency: "USD" });
    expect(contestableLevel(level, books)).toMatchObject({ reads: "sample" });
    const { samplePlan: _none, ...unplanned } = level;
    expect(contestableLevel(unplanned, books)).toMatchObject({ reads: "items" });
    for (const subject of ["exclusion", "interval", "verdict"] as const)
      expect(contestChoices("sample", subject)).toEqual([]);
  });

  test("a stretch means something to clocks and to downtime alone", () => {
    expect(contestChoices("items", "interval")).toEqual([]);
    expect(contestChoices("clock", "interval").map((one) => one.value)).toEqual(["count", "exclude"]);
    expect(contestChoices("downtime", "interval").map((one) => one.value)).toEqual(["exclude", "count"]);
  });

  test.each(["downtime", "items"] as const)(
    "all of an item counts for, against or not at all: %s",
    (reads) => {
      expect(contestChoices(reads, "verdict").map((one) => one.value)).toEqual(["hit", "miss", "exclude"]);
    },
  );
});

describe("the ways in which it can be read otherwise", () => {
  const labels = (...of: Parameters<typeof contestChoices>) =>
    contestChoices(...of).map(({ value, label }) => `${value}: ${label}`);
  const CLOCK = ["count: The clock should run on", "exclude: The time should not count"];

  test.each<[Parameters<typeof contestChoices>, string[]]>([
    [["clock", "interval"], CLOCK],
    [["clock", "verdict"], CLOCK],
    [
      ["downtime", "interval"],
      ["exclude: The downtime should not count", "count: It was down in this stretch"],
    ],
    [
      ["downtime", "verdict"],
      ["hit: It was no outage", "miss: It was an outage", "exclude: The outage should not count"],
    ],
    [["items", "interval"], []],
    [
      ["items", "verdict"],
      ["hit: It counts as a hit", "miss: It counts as a miss", "exclude: It does not count"],
    ],
    [["sample", "interval"], []],
    [["sample", "verdict"], []],
  ])("of %j", (asked, choices) => {
    expect(labels(...asked)).toEqual(choices);
  });
});
