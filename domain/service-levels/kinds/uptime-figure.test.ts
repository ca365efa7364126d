import { describe, expect, test } from "vitest";
import type { MetricMeasure } from "../../catalogue/metric-measure.ts";
import { formatDecimal } from "../../shared/decimal.ts";
import type { MonthInput } from "../level-figure.ts";
import type { MonthItem } from "../month-item.ts";
import { inputOf } from "./test-decided.ts";
import { readUptime } from "./uptime-figure.ts";

type Measure = Extract<MetricMeasure, { by: "uptime" }>;
const AROUND: Measure = {
  ...{ by: "uptime", hours: "around_the_clock" },
  down: { field: "down", is: true },
  planned: { field: "planned", is: true },
};
const at = (day: number, hour = 0) =>
  `2026-10-${String(day).padStart(2, "0")}T${String(hour).padStart(2, "0")}:00:00Z`;
type Told = [string, MonthItem["events"][number]["type"]][];
const outage = (
  told: Told,
  fields: Record<string, unknown> = { down: true },
  type = "outage",
): MonthItem => ({
  ...{ id: "w", type, priority: null, deskMadeSla: null, fields },
  events: told.map(([when, event]) => ({ at: when, type: event })),
});
const window = (from: unknown, to: unknown, told: Told = [[at(1), "start"]]) =>
  outage(told, { planned: true, plannedFrom: from, plannedTo: to });

function read(items: readonly MonthItem[], change: Partial<MonthInput> = {}, measure = AROUND) {
  const input = inputOf({ kind: "continuous", measure, direction: "higher", items: [] });
  const reading = readUptime({ ...input, items, ...change }, measure);
  const text = (value: typeof reading.value) => value && formatDecimal(value, 2);
  return { ...reading, value: text(reading.value), gross: text(reading.gross) };
}

const hours = (n: number) => n * 3600;
const OCTOBER = hours(31 * 24);
const downHours = (...items: MonthItem[]) => {
  const { detail } = read(items);
  return detail?.kind === "uptime" ? detail.downSeconds / 3600 : null;
};

describe("downtime", () => {
  test.each<[string, Told, number]>([
    [
      "from failure to restoration",
      [
        [at(5, 10), "start"],
        [at(5, 14), "stop"],
      ],
      4,
    ],
    [
      "to its closing",
      [
        [at(5, 10), "start"],
        [at(5, 14), "close"],
      ],
      4,
    ],
    [
      "to its restoration, closed later",
      [
        [at(5, 10), "start"],
        [at(5, 11), "stop"],
        [at(5, 14), "close"],
      ],
      1,
    ],
    [
      "and again from a reopening",
      [
        [at(5, 10), "start"],
        [at(5, 11), "stop"],
        [at(5, 20), "reopen"],
        [at(5, 22), "stop"],
      ],
      3,
    ],
    [
      "waiting is down",
      [
        [at(5, 10), "start"],
        [at(5, 11), "pause"],
        [at(5, 14), "stop"],
      ],
      4,
    ],
    ["to the month's end while it lasts", [[at(31, 20), "start"]], 4],
    [
      "from the month's beginning",
      [
        ["2026-09-30T20:00:00Z", "start"],
        [at(1, 2), "stop"],
      ],
      2,
    ],
    [
      "none where it was cancelled",
      [
        [at(5, 10), "start"],
        [at(5, 14), "stop"],
        [at(5, 15), "cancel"],
      ],
      0,
    ],
    [
      "none before the month",
      [
        ["2026-09-30T20:00:00Z", "start"],
        ["2026-09-30T22:00:00Z", "stop"],
      ],
      0,
    ],
    [
      "none of no length",
      [
        [at(5, 10), "start"],
        [at(5, 10), "stop"],
      ],
      0,
    ],
  ])("is told %s", (_name, told, down) => {
    expect(downHours(outage(told))).toBe(down);
  });

  test("begins at the failure that is named, where that lies before the ticket", () => {
    const told: Told = [
      [at(5, 10), "start"],
      [at(5, 14), "stop"],
    ];
    const failed = (failedAt: unknown) => downHours(outage(told, { down: true, failedAt }));
    expect([failed(at(5, 8)), failed(at(5, 11)), failed("noon"), failed(7)]).toEqual([6, 4, 4, 4]);
  });

  test("of two outages at once is counted once, and other work is none", () => {
    const told: Told = [
      [at(5, 10), "start"],
      [at(5, 14), "stop"],
    ];
    const later: Told = [
      [at(5, 12), "start"],
      [at(5, 16), "stop"],
    ];
    expect(downHours(outage(told), outage(later))).toBe(6);
    expect(downHours(outage(told, { down: false }))).toBe(0);
    expect(downHours(outage(told, { down: true }, "incident"))).toBe(0);
  });
});

describe("availability", () => {
  const four: Told = [
    [at(5, 10), "start"],
    [at(5, 14), "stop"],
  ];

  test("is what is left of the hours, with a row for each outage", () => {
    expect(read([outage(four)])).toEqual({
      ...{ n: 1, hits: 0, misses: 1, excluded: 0, voided: 0, interval: null, desk: null, verdicts: [] },
      ...{ value: "99.46", gross: "99.46" },
      counted: [{ workItemId: "w", miss: true, value: "240.00" }],
      detail: {
        ...{ kind: "uptime", windowSeconds: OCTOBER, downSeconds: hours(4), plannedSeconds: 0, outages: 1 },
      },
    });
  });

  test("takes planned windows out of both, and an outage that they cover is no miss", () => {
    const planned = window(at(5, 9), at(5, 15));
    expect(read([outage(four), planned])).toMatchObject({
      ...{ n: 1, hits: 1, misses: 0, excluded: 1, value: "100.00", gross: "99.46" },
      detail: { windowSeconds: OCTOBER - hours(6), downSeconds: 0, plannedSeconds: hours(6) },
    });
  });

  test.each<[string, MonthItem, number]>([
    ["from its beginning to its end", window(at(5), at(6)), 24],
    ["cut at the month's borders", window("2026-09-30T00:00:00Z", at(2)), 24],
    [
      "none that was cancelled",
      window(at(5), at(6), [
        [at(1), "start"],
        [at(2), "cancel"],
      ]),
      0,
    ],
    ["none without an end", window(at(5), undefined), 0],
    ["none without a beginning", window(undefined, at(6)), 0],
    ["none that ends as it begins", window(at(5), at(5)), 0],
    ["none that ends before", window(at(6), at(5)), 0],
  ])("plans %s", (_name, planned, length) => {
    expect(read([planned]).detail).toMatchObject({ plannedSeconds: hours(length) });
  });

  test("is of the part of the month that has passed", () => {
    expect(read([outage([[at(10), "start"]])], { asOf: at(11) })).toMatchObject({
      ...{ value: "90.00", detail: { windowSeconds: hours(240), downSeconds: hours(24) } },
    });
    expect(read([], { asOf: "2026-09-15T00:00:00Z" })).toMatchObject({ value: null, gross: null });
  });

  test("is none in a month without work", () => {
    expect(read([outage(four)], { monthHasWork: false })).toMatchObject({ value: null, gross: null, n: 1 });
  });

  test("is of the contract's hours where it says so", () => {
    const calendar = { zone: "UTC", weekly: { mon: [["09:00", "12:00"] as [string, string]] } };
    const rules = { calendar, reopenPolicy: "continue" as const, contractStart: "2026-01-01T00:00:00Z" };
    const of = (one: Measure) => read([outage(four)], { rules }, one).detail;
    // October 2026 has four Mondays; the outage was on the first.
    expect(of({ ...AROUND, hours: "contract" })).toMatchObject({
      windowSeconds: hours(12),
      downSeconds: hours(2),
    });
    expect(of(AROUND)).toMatchObject({ windowSeconds: OCTOBER, downSeconds: hours(4) });
  });

  test("leaves decisions out of what was frozen before they reached it", () => {
    const exclude = {
      contestId: "c",
      period: "2026-10",
      effect: "exclude" as const,
      levelIds: [],
      from: null,
      to: null,
    };
    const item = { ...outage(four), adjustments: [exclude] };
    const rules = {
      calendar: null,
      reopenPolicy: "continue" as const,
      contractStart: "2026-01-01T00:00:00Z",
    };
    expect(read([item], { rules })).toMatchObject({ value: "100.00", gross: "99.46", misses: 0 });
    expect(read([item], { rules: { ...rules, ruleVersion: "1" } })).toMatchObject({
      value: "99.46",
      misses: 1,
    });
    const none = { ...outage(four, { down: false }), adjustments: [exclude] };
    expect(read([none], { rules: { ...rules, ruleVersion: "1" } })).toMatchObject({ n: 0, counted: [] });
  });
});
