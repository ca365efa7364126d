import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import { monthPeriod } from "../shared/period.ts";
import { courseOnDay, monthCourses, wholeDays } from "./month-course.ts";
import { measureLevel } from "./month-figure.ts";
import type { MonthItem } from "./month-item.ts";

const level: ServiceLevel = {
  ...{ id: "resolve", name: "Resolved in time", metric: "resolve", kind: "clock_attainment" },
  ...{ workItemTypes: ["incident"], direction: "higher", target: "95", minimum: "90", unit: "%" },
  clock: { name: "resolve", targetMinutesByPriority: { standard: 60 }, calendar: "around_the_clock" },
  ...{ weightBps: 10_000, missBps: 5000, failBps: 10_000, minimumSample: 0 },
};

type Event = [string, MonthItem["events"][number]["type"]];
const item = (id: string, ...events: Event[]): MonthItem => ({
  ...{ id, type: "incident", priority: null, deskMadeSla: null, fields: {} },
  events: events.map(([at, type]) => ({ at, type })),
});

const period = monthPeriod({ month: "2026-03", zone: "UTC" });
function readingOf(items: MonthItem[], more: Partial<ServiceLevel> = {}) {
  return measureLevel({
    ...{ items, level: { ...level, ...more }, metric: undefined, period, asOf: period.to.toString() },
    rules: { calendar: null, reopenPolicy: "continue", contractStart: "2026-01-01T00:00:00Z" },
    monthHasWork: items.length > 0,
  });
}
const courseOf = (items: MonthItem[]) =>
  monthCourses([readingOf(items)], period, new Map(items.map((one) => [one.id, one])))[0];
const at = (items: MonthItem[], day: number) => {
  const course = courseOf(items);
  return course && { n: course.n[day], hits: course.hits[day], open: course.open[day] };
};

describe("a month's course", () => {
  const met = item("m", ["2026-03-05T10:00:00Z", "start"], ["2026-03-05T10:30:00Z", "stop"]);
  const late = item("l", ["2026-03-05T23:30:00Z", "start"], ["2026-03-08T10:00:00Z", "stop"]);
  const old = item("o", ["2026-02-27T10:00:00Z", "start"]);
  const back = item(
    "b",
    ...([
      ["2026-03-05T10:00:00Z", "start"],
      ["2026-03-05T10:10:00Z", "stop"],
      ["2026-03-20T10:00:00Z", "reopen"],
      ["2026-03-20T10:20:00Z", "stop"],
    ] as Event[]),
  );

  test.each([
    ["an item in time counts on the day of its stop", met, 4, { n: 0, hits: 0, open: 0 }],
    ["and from then on", met, 5, { n: 1, hits: 1, open: 0 }],
    ["a late one is open until its breach", late, 5, { n: 0, hits: 0, open: 1 }],
    ["and counts from the breach, not from its stop", late, 6, { n: 1, hits: 0, open: 0 }],
    ["one that was late before the month counts from its first moment", old, 0, { n: 1, hits: 0, open: 0 }],
    ["one that came back counts when it was over", back, 19, { n: 0, hits: 0, open: 1 }],
    ["on the day of its last stop", back, 20, { n: 1, hits: 1, open: 0 }],
  ])("%s", (_name, one, day, expected) => {
    expect(at([one], day)).toEqual(expected);
  });

  test("has a point for the beginning and for each day", () => {
    expect(courseOf([met])?.n).toHaveLength(32);
  });

  test("has none for what is no share of items, or spans more than the month", () => {
    const reading = readingOf([met]);
    const { figure } = reading;
    const of = (more: object) =>
      monthCourses([{ ...reading, figure: { ...figure, ...more } }], period, new Map());
    expect(of({ unit: "hours" })).toEqual([]);
    expect(of({ interval: null })).toEqual([]);
    expect(of({ window: { kind: "quarter", from: "2026-01", to: "2026-03" } })).toEqual([]);
  });

  test("never falls, and ends with the figure of the month", () => {
    const moment = fc.integer({ min: 0, max: 40 * 1440 });
    const items = fc.array(fc.tuple(moment, fc.integer({ min: 1, max: 6000 }), fc.boolean()), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(items, (made) => {
        const start = Temporal.Instant.from("2026-02-25T00:00:00Z");
        const work = made.map(([minutes, takes, isOver], index) => {
          const began = start.add({ minutes });
          const stop: Event[] = isOver ? [[began.add({ minutes: takes % 150 }).toString(), "stop"]] : [];
          return item(`i${index}`, [began.toString(), "start"], ...stop);
        });
        const { figure } = readingOf(work);
        const course = courseOf(work);
        if (!course) {
          expect(figure.n).toBe(0);
          return;
        }
        expect([course.n.at(-1), course.hits.at(-1), course.open.at(-1)]).toEqual([
          figure.n,
          figure.hits,
          0,
        ]);
        for (const counts of [course.n, course.hits])
          expect(counts).toEqual([...counts].sort((left, right) => left - right));
      }),
    );
  });

  test("is taken at its end where the month was shorter", () => {
    const course = { levelId: "a", n: [0, 1, 2], hits: [0, 1, 1], open: [2, 1, 0] };
    const ends = { finalN: 2, finalHits: 1 };
    expect(courseOnDay(course, { period: "2026-02", day: 1 })).toMatchObject({
      n: 1,
      hits: 1,
      open: 1,
      ...ends,
    });
    expect(courseOnDay(course, { period: "2026-02", day: 30 })).toMatchObject({
      n: 2,
      hits: 1,
      open: 0,
      ...ends,
    });
  });
});

test.each([
  ["2026-03-01T04:59:59Z", "America/New_York", -1],
  ["2026-03-01T05:00:00Z", "America/New_York", 0],
  ["2026-03-09T03:59:59Z", "America/New_York", 7],
  // The clocks went forward on the 8th: the 9th begins an hour earlier in UTC.
  ["2026-03-09T04:00:00Z", "America/New_York", 8],
  ["2026-04-01T04:00:00Z", "America/New_York", 31],
])("at %s in %s %i days of March are over", (now, zone, days) => {
  const march = monthPeriod({ month: "2026-03", zone });
  expect(wholeDays(march, Temporal.Instant.from(now))).toBe(days);
});
