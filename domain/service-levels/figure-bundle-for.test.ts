import { describe, expect, test } from "vitest";
import type { MetricFilter } from "../catalogue/metric-filter.ts";
import type { MetricMeasure } from "../catalogue/metric-measure.ts";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import { monthPeriod } from "../shared/period.ts";
import { figureBundleFor } from "./figure-bundle-for.ts";
import { frozenFigures, hashedFigures } from "./frozen-figures.ts";
import { inputOf } from "./kinds/test-decided.ts";
import type { MonthInput } from "./level-figure.ts";
import { measureLevel, measureOf } from "./month-figure.ts";
import type { MonthItem } from "./month-item.ts";

const is = (field: string): MetricFilter => ({ field, is: true });
const COUNT: MetricMeasure = { by: "count", of: "finished", where: is("bad"), excused: is("theirs") };
const RATIO: MetricMeasure = {
  ...{ by: "ratio", of: "finished", times: 100 },
  numerator: { where: is("good"), value: { kind: "field", field: "right" } },
  denominator: { where: is("asked"), value: { kind: "difference", of: "all", less: "none" } },
  ...{ excused: is("theirs"), confirmed: is("sure") },
};
const SUM: MetricMeasure = {
  ...{ by: "sum", of: "finished", confirmed: is("sure") },
  term: { where: is("good"), value: { kind: "one" } },
};
const UPTIME: MetricMeasure = { by: "uptime", hours: "contract", down: is("down"), planned: is("planned") };

type Told = [string, MonthItem["events"][number]["type"]][];
const item = (id: string, told: Told, more: Partial<MonthItem> = {}): MonthItem => ({
  ...{ id, type: "outage", priority: null, deskMadeSla: null, fields: {} },
  events: told.map(([day, type]) => ({ at: `${day}T10:00:00Z`, type })),
  ...more,
});
const done = (id: string, more: Partial<MonthItem> = {}) =>
  item(
    id,
    [
      ["2026-10-05", "start"],
      ["2026-10-06", "stop"],
    ],
    more,
  );

function input(
  measure: MetricMeasure,
  items: readonly MonthItem[],
  change: Partial<MonthInput> = {},
): MonthInput {
  const kind = { count: "count", ratio: "ratio", sum: "money", uptime: "continuous" }[
    measure.by as "count" | "ratio" | "sum" | "uptime"
  ] as ServiceLevel["kind"];
  return { ...inputOf({ kind, measure, direction: "higher", items: [] }), items, ...change };
}
const bundleOf = (one: MonthInput) => figureBundleFor({ id: "b", input: one });
const withLevel = (one: MonthInput, level: Partial<ServiceLevel>): MonthInput => ({
  ...one,
  level: { ...one.level, ...level },
});

describe("the bundle of a figure", () => {
  test("says how it is measured, of when, and by which rules", () => {
    const one = withLevel(input(COUNT, []), {
      window: "quarter",
      smallSample: { kind: "roll_up", window: "quarter" },
    });
    expect(bundleOf({ ...one, lastMonth: "2026-12" })).toEqual({
      ...{ id: "b", kind: "count", rules: "3", measure: COUNT, calendar: null, items: [] },
      level: {
        ...{
          direction: "higher",
          target: "1",
          minimum: "1",
          unit: "%",
          minimumSample: 0,
          window: "quarter",
        },
        ...{
          rounding: { decimals: 4, mode: "half_away" },
          smallSample: { kind: "roll_up", window: "quarter" },
        },
      },
      ...{ contractStart: "2026-01-01T00:00:00Z", month: "2026-10", zone: "UTC", lastMonth: "2026-12" },
      ...{ asOf: "2026-11-01T00:00:00Z", monthHasWork: true },
    });
    const plain = bundleOf(withLevel(input(COUNT, []), { rounding: undefined } as never));
    expect(plain?.level).not.toHaveProperty("rounding");
    expect(plain?.level).not.toHaveProperty("window");
    expect(plain?.level).not.toHaveProperty("smallSample");
    expect(plain?.lastMonth).toBeNull();
    const old = input(COUNT, []);
    expect(bundleOf({ ...old, rules: { ...old.rules, ruleVersion: "1" } })?.rules).toBe("1");
  });

  test("is none for clocks, unknown formulas and stretches without a month", () => {
    const one = input(COUNT, []);
    const { from, to } = one.period;
    expect(bundleOf(withLevel(one, { kind: "clock_attainment" }))).toBeNull();
    const { measure: _, ...without } = one;
    expect(bundleOf(without as MonthInput)).toBeNull();
    expect(bundleOf({ ...one, period: { from, to, zone: "UTC" } })).toBeNull();
    expect(bundleOf({ ...one, period: { from, to, month: "2026-10" } })).toBeNull();
    const clock: MetricMeasure = { by: "clock", clock: "resolve" };
    expect(bundleOf({ ...one, measure: clock })).toBeNull();
  });

  test("has the contract's hours where its downtime counts them", () => {
    const calendar = {
      zone: "UTC",
      weekly: { mon: [["09:00", "17:00"] as [string, string]] },
      holidays: [],
    };
    const rules = { calendar, reopenPolicy: "continue" as const, contractStart: "2026-01-01T00:00:00Z" };
    expect(bundleOf(input(UPTIME, [], { rules }))?.calendar).toEqual(calendar);
    expect(
      bundleOf(input({ ...UPTIME, hours: "around_the_clock" } as MetricMeasure, [], { rules }))?.calendar,
    ).toBeNull();
    expect(bundleOf(input(COUNT, [], { rules }))?.calendar).toBeNull();
    expect(bundleOf(input(UPTIME, []))?.calendar).toBeNull();
  });
});

describe("the items of a bundle", () => {
  const idsOf = (one: MonthInput) => bundleOf(one)?.items.map(({ id }) => id);

  test("are those of the window and the level's kinds", () => {
    const items = [
      done("a"),
      done("other", { type: "request" }),
      item("open", [["2026-10-05", "start"]]),
      item("before", [
        ["2026-09-05", "start"],
        ["2026-09-06", "stop"],
      ]),
    ];
    expect(idsOf(input(COUNT, items))).toEqual(["a"]);
    expect(idsOf(withLevel(input(COUNT, items), { window: "rolling_3_months" }))).toEqual(["a", "before"]);
    expect(idsOf(input({ ...COUNT, of: "open" } as MetricMeasure, items))).toEqual(["open"]);
  });

  test("are those of the whole quarter where a small month rolls up into it", () => {
    const items = [
      item("october", [
        ["2026-10-05", "start"],
        ["2026-10-06", "stop"],
        ["2026-11-02", "reopen"],
      ]),
      item("november", [
        ["2026-11-05", "start"],
        ["2026-11-06", "stop"],
      ]),
      item("september", [
        ["2026-09-05", "start"],
        ["2026-09-06", "stop"],
      ]),
    ];
    const november = {
      period: monthPeriod({ month: "2026-11", zone: "UTC" }),
      asOf: "2026-12-01T00:00:00Z",
    };
    const one = input(COUNT, items, november);
    expect(idsOf(one)).toEqual(["november"]);
    expect(idsOf(withLevel(one, { smallSample: { kind: "roll_up", window: "quarter" } }))).toEqual([
      "october",
      "november",
    ]);
    expect(idsOf(withLevel(one, { smallSample: { kind: "excused" } }))).toEqual(["november"]);
  });

  test("of downtime are outages, planned windows and what was decided on", () => {
    const decided = {
      adjustments: [
        { contestId: "c", period: "2026-10", effect: "miss" as const, levelIds: [], from: null, to: null },
      ],
    };
    const items = [
      done("down", { fields: { down: true, note: "private" } }),
      done("planned", { fields: { planned: true, plannedFrom: "2026-10-05T00:00:00Z" } }),
      done("decided", decided),
      done("neither"),
      done("other", { type: "request", fields: { down: true } }),
    ];
    const made = bundleOf(input(UPTIME, items));
    expect(made?.items.map(({ id, fields }) => [id, fields])).toEqual([
      ["down", { down: true }],
      ["planned", { planned: true, plannedFrom: "2026-10-05T00:00:00Z" }],
      ["decided", {}],
    ]);
    expect(made?.items.map((one) => one.decisions)).toEqual([
      undefined,
      undefined,
      [{ effect: "miss", from: null, to: null }],
    ]);
  });

  test("hold the month's events alone, of downtime all", () => {
    const told: Told = [
      ["2026-10-05", "start"],
      ["2026-10-06", "stop"],
      ["2026-11-02", "cancel"],
    ];
    const events = (measure: MetricMeasure, fields: Record<string, unknown>) =>
      bundleOf(input(measure, [item("a", told, { fields })]))?.items[0]?.events.map((one) => one.type);
    expect(events(COUNT, { bad: true })).toEqual(["start", "stop"]);
    expect(events(UPTIME, { down: true })).toEqual(["start", "stop", "cancel"]);
  });

  test.each<[string, MetricMeasure, string[]]>([
    ["ratio", RATIO, ["good", "right", "asked", "all", "none", "theirs", "sure"]],
    ["sum", SUM, ["good", "sure"]],
    ["count", COUNT, ["bad", "theirs"]],
  ])("hold the fields that a %s reads, and no others", (_name, measure, names) => {
    const all = ["good", "right", "asked", "all", "none", "theirs", "sure", "bad", "down", "secret"];
    const fields = Object.fromEntries(all.map((name) => [name, name]));
    const [read] = bundleOf(input(measure, [done("a", { fields })]))?.items ?? [];
    expect(Object.keys(read?.fields ?? {}).sort()).toEqual([...names].sort());
  });

  test("are none where a sample was drawn or is to be", () => {
    const plan = { samplePlan: { population: "finished" } } as unknown as Partial<ServiceLevel>;
    const sample = { size: 10, population: 100, errors: 1, unit: "items" };
    const one = input(RATIO, [done("a")]);
    expect(bundleOf({ ...one, sample })).toMatchObject({ sample, items: [] });
    expect(bundleOf(withLevel(one, { kind: "sample", ...plan }))?.items).toEqual([]);
    expect(bundleOf(withLevel(one, plan))?.items).toHaveLength(1);
    expect(bundleOf(withLevel(one, { kind: "sample" }))?.items).toHaveLength(1);
    expect(bundleOf(withLevel(one, { kind: "sample", ...plan }))).toHaveProperty("pending");
    expect(bundleOf(one)).not.toHaveProperty("pending");
  });
});

describe("a frozen month", () => {
  const inputs = [input(COUNT, [done("a", { fields: { bad: true } })]), input(RATIO, [])];
  const clock = withLevel(input(COUNT, []), { id: "clock", kind: "clock_attainment" });
  const readings = [...inputs, clock].map(measureLevel);

  test("has a bundle for each figure that no clock makes, named after engagement, level and month", () => {
    const found = frozenFigures({ engagementId: "e", measured: { inputs: [...inputs, clock], readings } });
    expect(found.map(({ levelId, kind, status, bundle }) => [levelId, kind, status, bundle.id])).toEqual([
      ["level", "count", readings[0]?.figure.status, "e/level/2026-10"],
      ["level", "ratio", readings[1]?.figure.status, "e/level/2026-10"],
    ]);
    expect(new Set(found.map((one) => one.bundleHash)).size).toBe(2);
    expect(hashedFigures(found)).toEqual({
      figures: found.map(({ levelId, bundleHash }) => ({ levelId, bundleHash })),
    });
  });

  test("has none where nothing was read, and says nothing of none", () => {
    expect(frozenFigures({ engagementId: "e", measured: { inputs, readings: [] } })).toEqual([]);
    expect(hashedFigures([])).toEqual({});
  });
});

describe("the formula of a level", () => {
  const metric = (measure: MetricMeasure) => ({ measure }) as NonNullable<MonthInput["metric"]>;
  const { level } = input(COUNT, []);

  test("is the bundle's own, else its metric's, else none", () => {
    expect(measureOf({ level, metric: metric(SUM), measure: COUNT })).toBe(COUNT);
    expect(measureOf({ level, metric: metric(SUM) })).toBe(SUM);
    expect(measureOf({ level, metric: undefined })).toBeUndefined();
  });

  test.each<[ServiceLevel["kind"], MetricMeasure]>([
    ["ratio", COUNT],
    ["duration", COUNT],
    ["count", RATIO],
    ["continuous", COUNT],
    ["money", COUNT],
    ["sample", COUNT],
  ])("that its kind %s cannot compute reads nothing, nor does none", (kind, measure) => {
    const one = withLevel(input(measure, [done("a", { fields: { bad: true } })]), { kind });
    expect(measureLevel(one).figure).toMatchObject({ n: 0, measured: null });
    const { measure: _, ...without } = one;
    expect(measureLevel(without as MonthInput).figure).toMatchObject({ n: 0, measured: null });
  });
});
