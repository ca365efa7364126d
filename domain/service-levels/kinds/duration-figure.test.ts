import { describe, expect, test } from "vitest";
import type { MetricMeasure } from "../../catalogue/metric-measure.ts";
import type { ServiceLevel } from "../../catalogue/service-level.ts";
import { formatDecimal } from "../../shared/decimal.ts";
import type { MonthInput } from "../level-figure.ts";
import type { MonthItem } from "../month-item.ts";
import { durationStatistic, readDurations } from "./duration-figure.ts";
import { inputOf } from "./test-decided.ts";

type Measure = Extract<MetricMeasure, { by: "duration" }>;
const RESOLVE: Measure = {
  ...{ by: "duration", clock: "resolve", statistic: "mean", in: "hours" },
  where: { not: { field: "spam", is: true } },
};
const start = Date.UTC(2026, 9, 5, 9);
const after = (hours: number) => new Date(start + hours * 3_600_000).toISOString();

/** Work that took so many hours; `more` are further events at hours after its start. */
function took(
  hours: number,
  change: Partial<MonthItem> = {},
  more: [number, MonthItem["events"][number]["type"]][] = [],
): MonthItem {
  const told = [[0, "start"], ...more, [hours, "stop"]] as [number, MonthItem["events"][number]["type"]][];
  return {
    ...{ id: `w${hours}`, type: "outage", priority: null, deskMadeSla: null, fields: {} },
    events: told.map(([when, type]) => ({ at: after(when), type })),
    ...change,
  };
}

function read(
  items: readonly MonthItem[],
  measure: Partial<Measure> = {},
  change: { level?: Partial<ServiceLevel>; rules?: Partial<MonthInput["rules"]> } = {},
) {
  const whole = { ...RESOLVE, ...measure };
  const input = inputOf({ kind: "duration", measure: whole, direction: "lower", items: [], unit: "hours" });
  const reading = readDurations(
    {
      ...{ ...input, items },
      level: { ...input.level, target: "4", ...change.level },
      rules: { ...input.rules, ...change.rules },
    },
    whole,
  );
  const text = (value: typeof reading.value) => value && formatDecimal(value, 2);
  return { ...reading, value: text(reading.value), gross: text(reading.gross) };
}

describe("a statistic", () => {
  const of = (statistic: Measure["statistic"], ...seconds: number[]) => {
    const value = durationStatistic(seconds, statistic);
    return value && formatDecimal(value, 2);
  };
  const ten = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];

  test.each<[Measure["statistic"], number[], string | null]>([
    ["mean", [1, 2, 6], "3.00"],
    ["median", [6, 1, 2], "2.00"],
    ["median", [10, 1, 2, 4], "3.00"],
    ["median", [5], "5.00"],
    ["p90", ten, "9.00"],
    ["p90", [...ten, 11], "10.00"],
    ["p90", [7], "7.00"],
    ["mean", [], null],
    ["median", [], null],
    ["p90", [], null],
  ])("%s of %j is %s", (statistic, seconds, value) => {
    expect(of(statistic, ...seconds)).toBe(value);
  });
});

describe("how long work took", () => {
  test("is the mean of what was finished, with what lay over the target", () => {
    expect(read([took(2), took(4), took(6)])).toMatchObject({
      ...{ n: 3, hits: 2, misses: 1, excluded: 0, voided: 0, value: "4.00", gross: "4.00" },
      ...{ interval: null, counted: null },
      detail: { kind: "duration", statistic: "mean", mean: "4.00", median: "4.00", p90: "6.00" },
    });
  });

  test("by priority, in order, and without one under the standard", () => {
    const items = [
      took(2, { priority: "P2" }),
      took(4, { priority: "P1" }),
      took(6, { priority: "P2" }),
      took(1),
    ];
    expect(read(items).detail).toMatchObject({
      byPriority: [
        { priority: "P1", n: 1, mean: "4.00", p90: "4.00" },
        { priority: "P2", n: 2, mean: "4.00", p90: "6.00" },
        { priority: "standard", n: 1, mean: "1.00", p90: "1.00" },
      ],
    });
  });

  test("of nothing is nothing, and tells no detail", () => {
    const nothing = read([]);
    expect(nothing).toMatchObject({ n: 0, value: null, gross: null });
    expect(nothing).not.toHaveProperty("detail");
  });

  test("leaves out what the filter does, what is open and what was cancelled", () => {
    const open = took(1, { id: "open" });
    const cancelled = took(1, { id: "cancelled" }, [[0.5, "cancel"]]);
    const items = [
      took(2),
      took(6, { fields: { spam: true } }),
      { ...open, events: open.events.slice(0, 1) },
    ];
    expect(read([...items, cancelled])).toMatchObject({ n: 1, value: "2.00" });
  });

  test("counts what was acknowledged, finished or not", () => {
    const told = took(1, {}, [[0.25, "acknowledge"]]);
    const open = { ...told, events: told.events.slice(0, 2) };
    expect(read([open], { clock: "acknowledge" })).toMatchObject({ n: 1, value: "0.25" });
    expect(read([open], { clock: "resolve" })).toMatchObject({ n: 0 });
  });

  test("net of what was paused, and gross with what does not count", () => {
    expect(
      read([
        took(6, {}, [
          [1, "pause"],
          [3, "resume"],
        ]),
      ]),
    ).toMatchObject({ value: "4.00", excluded: 0 });
    const begun = { contractStart: after(1) };
    expect(read([took(6)], {}, { rules: begun })).toMatchObject({
      value: "5.00",
      gross: "6.00",
      excluded: 1,
    });
  });
});

describe("units and hours", () => {
  const calendar = { zone: "UTC", weekly: { mon: [["09:00", "17:00"] as [string, string]] } };
  const rules = { calendar };

  test("hours and business days are of the contract, days around the clock", () => {
    const item = took(10);
    expect(read([item], {}, { rules }).value).toBe("8.00");
    expect(read([item], { in: "business_days" }, { rules }).value).toBe("1.00");
    expect(read([took(12)], { in: "days" }, { rules }).value).toBe("0.50");
  });

  test("a level may count other hours than usual", () => {
    const clock = (hours: "contract" | "around_the_clock") => ({
      level: { clock: { name: "resolve", calendar: hours, targetMinutesByPriority: { standard: 1 } } },
      rules,
    });
    expect(read([took(12)], { in: "days" }, clock("contract")).value).toBe("0.33");
    expect(read([took(10)], {}, clock("around_the_clock")).value).toBe("10.00");
  });

  test("the target is the level's, up to the minute, within a minute and a year", () => {
    const minutes = (target: string, unit: Measure["in"] = "hours") =>
      read([took(2)], { in: unit }, { level: { target } }).verdicts[0]?.bundle.targetMinutes;
    expect([minutes("4"), minutes("0.5"), minutes("0.01"), minutes("0")]).toEqual([240, 30, 1, 1]);
    expect([minutes("0.02"), minutes("1.001"), minutes("99999")]).toEqual([2, 61, 527_040]);
    expect([minutes("1", "business_days"), minutes("1", "days")]).toEqual([480, 1440]);
  });
});
