import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import { monthPeriod } from "../shared/period.ts";
import type { LevelReading } from "./level-figure.ts";
import { courseOnDay, monthCourses, wholeDays } from "./month-course.ts";
import { measureLevel } from "./month-figure.ts";
import type { MeasuringRules, MonthItem } from "./month-item.ts";

type Event = [string, MonthItem["events"][number]["type"]];
const item = (id: string, ...events: Event[]): MonthItem => ({
  ...{ id, type: "incident", priority: null, deskMadeSla: null, fields: {} },
  events: events.map(([at, type]) => ({ at, type })),
});
const period = monthPeriod({ month: "2026-03", zone: "UTC" });
const level: ServiceLevel = {
  ...{ id: "resolve", name: "Resolved in time", metric: "resolve", kind: "clock_attainment" },
  ...{ workItemTypes: ["incident"], direction: "higher", target: "95", minimum: "90", unit: "%" },
  clock: { name: "resolve", targetMinutesByPriority: { standard: 60 }, calendar: "around_the_clock" },
  ...{ weightBps: 10_000, missBps: 5000, failBps: 10_000, minimumSample: 0 },
};

function clocked(items: MonthItem[], reopenPolicy: MeasuringRules["reopenPolicy"] = "continue") {
  const reading = measureLevel({
    ...{ items, level, metric: undefined, period, asOf: period.to.toString(), monthHasWork: true },
    rules: { calendar: null, reopenPolicy, contractStart: "2026-01-01T00:00:00Z" },
  });
  return monthCourses([reading], period, new Map())[0];
}

/** The indices at which a count grows, each as often as it grows by one. */
const grows = (counts: readonly number[] | undefined) =>
  (counts ?? []).flatMap((n, day) => Array<number>(n - (counts?.[day - 1] ?? 0)).fill(day));

describe("a clock counts", () => {
  test.each<[string, Event[], MeasuringRules["reopenPolicy"], { n: number[]; hits: number[] }]>([
    [
      "on the next day where it stopped at midnight",
      [
        ["2026-03-04T23:30:00Z", "start"],
        ["2026-03-05T00:00:00Z", "stop"],
      ],
      "continue",
      { n: [5], hits: [5] },
    ],
    [
      "from the month's first moment where that is when it went over",
      [["2026-02-28T23:00:00Z", "start"]],
      "continue",
      { n: [0], hits: [] },
    ],
    [
      "when its first cycle ended, where that was late and a later one was not",
      [
        ["2026-03-05T10:00:00Z", "start"],
        ["2026-03-06T10:00:00Z", "stop"],
        ["2026-03-20T10:00:00Z", "reopen"],
        ["2026-03-20T10:20:00Z", "stop"],
      ],
      "new_cycle",
      { n: [6], hits: [] },
    ],
    [
      "when its last cycle was late, where an earlier one was not",
      [
        ["2026-03-05T10:00:00Z", "start"],
        ["2026-03-05T10:10:00Z", "stop"],
        ["2026-03-20T10:00:00Z", "reopen"],
        ["2026-03-21T10:20:00Z", "stop"],
      ],
      "new_cycle",
      { n: [20], hits: [] },
    ],
  ])("%s", (_name, events, policy, says) => {
    const course = clocked([item("one", ...events)], policy);
    expect({ n: grows(course?.n), hits: grows(course?.hits) }).toEqual(says);
  });

  test("nothing where it was cancelled, beside one that was not", () => {
    const met = item("m", ["2026-03-05T10:00:00Z", "start"], ["2026-03-05T10:30:00Z", "stop"]);
    const gone = item("g", ["2026-03-07T10:00:00Z", "start"], ["2026-03-09T10:30:00Z", "cancel"]);
    expect(grows(clocked([met, gone])?.n)).toEqual([5]);
    expect(clocked([met, gone])?.open).toEqual(clocked([met])?.open);
  });

  test("as open from after its beginning, not at the midnight of it", () => {
    const course = clocked([
      item("m", ["2026-03-05T00:00:00Z", "start"], ["2026-03-05T00:30:00Z", "stop"]),
      item("l", ["2026-03-05T00:00:00Z", "start"], ["2026-03-05T00:59:00Z", "stop"]),
    ]);
    expect(course?.open.every((n) => n === 0)).toBe(true);
    expect(grows(course?.n)).toEqual([5, 5]);
  });
});

describe("a share counts each item", () => {
  const items = [
    item("done", ["2026-03-03T10:00:00Z", "start"], ["2026-03-09T10:00:00Z", "stop"]),
    item("begun", ["2026-03-12T10:00:00Z", "start"]),
    item("old", ["2026-02-12T10:00:00Z", "start"]),
    item("silent"),
  ];
  const byId = new Map(items.map((one) => [one.id, one]));
  const counted = [
    { workItemId: "done", miss: false },
    { workItemId: "begun", miss: true },
    { workItemId: "old", miss: false },
    { workItemId: "silent", miss: false },
    { workItemId: "unknown", miss: false },
  ];
  const share = (direction: "higher" | "lower") =>
    monthCourses(
      [
        {
          figure: { levelId: "share", unit: "%", interval: { low: "1", high: "2" }, counted, direction },
          verdicts: [],
        } as unknown as LevelReading,
      ],
      period,
      byId,
    )[0];

  test("when it was resolved, else when it began; one that nobody knows does not count", () => {
    const course = share("higher");
    expect(course?.levelId).toBe("share");
    expect(grows(course?.n)).toEqual([0, 9, 12]);
    expect(grows(course?.hits)).toEqual([0, 9]);
    // Open from its beginning to the day on which it was resolved.
    expect(course?.open.map((n, day) => (n > 0 ? day : 0)).filter(Boolean)).toEqual([3, 4, 5, 6, 7, 8]);
  });

  test("as in the numerator where less is better and it is a miss", () => {
    expect(grows(share("lower")?.hits)).toEqual([12]);
    expect(grows(share("lower")?.n)).toEqual([0, 9, 12]);
  });

  test("that begins with no instant is said", () => {
    const odd = new Map([["done", item("done", ["soon", "start"])]]);
    const reading = {
      figure: {
        ...{ levelId: "s", unit: "%", interval: { low: "1", high: "2" }, direction: "higher" },
        counted: [{ workItemId: "done", miss: false }],
      },
      verdicts: [],
    };
    expect(() => monthCourses([reading as unknown as LevelReading], period, odd)).toThrow(
      '"soon" is not an instant.',
    );
  });
});

test("the end of a course is its last point, whatever stands at its second", () => {
  const course = { levelId: "a", n: [0, 1, 5], hits: [0, 1, 4], open: [2, 1, 0] };
  expect(courseOnDay(course, { period: "2026-02", day: 0 })).toEqual({
    ...{ period: "2026-02", n: 0, hits: 0, open: 2, finalN: 5, finalHits: 4 },
  });
  const none = { levelId: "a", n: [], hits: [], open: [] };
  expect(courseOnDay(none, { period: "2026-02", day: 3 })).toEqual({
    ...{ period: "2026-02", n: 0, hits: 0, open: 0, finalN: 0, finalHits: 0 },
  });
});

test("a month is over with its last day", () => {
  expect(wholeDays(period, Temporal.Instant.from("2026-03-31T23:59:59Z"))).toBe(30);
  expect(wholeDays(period, Temporal.Instant.from("2027-01-01T00:00:00Z"))).toBe(31);
});
