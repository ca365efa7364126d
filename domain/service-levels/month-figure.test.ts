import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hadEvent } from "../catalogue/metric-measure.ts";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import { monthPeriod } from "../shared/period.ts";
import { measureLevel } from "./month-figure.ts";
import { wilsonInterval } from "./month-interval.ts";
import type { MonthItem } from "./month-item.ts";

const level: ServiceLevel = {
  id: "resolve",
  name: "Resolved in time",
  metric: "resolve",
  kind: "clock_attainment",
  workItemTypes: ["incident"],
  clock: { name: "resolve", targetMinutesByPriority: { standard: 60 }, calendar: "around_the_clock" },
  direction: "higher",
  target: "95",
  minimum: "90",
  unit: "%",
  weightBps: 10_000,
  missBps: 5000,
  failBps: 10_000,
  minimumSample: 0,
};

const item = (id: string, ...events: [string, MonthItem["events"][number]["type"]][]): MonthItem => ({
  id,
  type: "incident",
  priority: null,
  deskMadeSla: null,
  fields: {},
  events: events.map(([at, type]) => ({ at, type })),
});

const measure = (items: MonthItem[], more: Partial<Parameters<typeof measureLevel>[0]> = {}) =>
  measureLevel({
    items,
    level,
    metric: undefined,
    rules: { calendar: null, reopenPolicy: "continue", contractStart: "2026-01-01T00:00:00Z" },
    period: monthPeriod({ month: "2026-03", zone: "UTC" }),
    asOf: "2026-04-01T00:00:00Z",
    monthHasWork: items.length > 0,
    ...more,
  }).figure;

describe("a level's month", () => {
  test.each([
    [
      "stopped in time inside it",
      item("a", ["2026-03-05T10:00:00Z", "start"], ["2026-03-05T11:00:00Z", "stop"]),
      1,
      1,
    ],
    [
      "stopped late inside it",
      item("a", ["2026-03-05T10:00:00Z", "start"], ["2026-03-05T11:00:01Z", "stop"]),
      1,
      0,
    ],
    [
      "opened before and stopped inside",
      item("a", ["2026-02-28T23:30:00Z", "start"], ["2026-03-01T00:00:00Z", "stop"]),
      1,
      1,
    ],
    [
      "stopped in the month before",
      item("a", ["2026-02-05T10:00:00Z", "start"], ["2026-02-28T23:59:59Z", "stop"]),
      0,
      0,
    ],
    [
      "stopped at the first instant of the next",
      item("a", ["2026-03-31T23:30:00Z", "start"], ["2026-04-01T00:00:00Z", "stop"]),
      0,
      0,
    ],
    ["open and late at its end", item("a", ["2026-03-31T10:00:00Z", "start"]), 1, 0],
    [
      "late at its end, though it stops in the next instant",
      item("a", ["2026-03-31T10:00:00Z", "start"], ["2026-04-01T00:00:00Z", "stop"]),
      1,
      0,
    ],
    ["open and not late yet", item("a", ["2026-03-31T23:30:00Z", "start"]), 0, 0],
    ["cancelled", item("a", ["2026-03-05T10:00:00Z", "start"], ["2026-03-05T12:00:00Z", "cancel"]), 0, 0],
    [
      "of another kind",
      { ...item("a", ["2026-03-05T10:00:00Z", "start"], ["2026-03-05T10:10:00Z", "stop"]), type: "change" },
      0,
      0,
    ],
  ])("takes work %s", (_name, one, n, hits) => {
    expect(measure([one])).toMatchObject({ n, hits });
  });

  test.each([
    [{ measuredHits: 20, of: 20 }, "met"],
    [{ measuredHits: 19, of: 20 }, "met"],
    [{ measuredHits: 18, of: 20 }, "missed"],
    [{ measuredHits: 17, of: 20 }, "failed"],
    [{ measuredHits: 0, of: 0 }, "no_data"],
  ])("%j is %s", ({ measuredHits, of }, status) => {
    const items = Array.from({ length: of }, (_, index) =>
      item(
        `i${index}`,
        ["2026-03-05T10:00:00Z", "start"],
        [index < measuredHits ? "2026-03-05T10:30:00Z" : "2026-03-05T12:00:00Z", "stop"],
      ),
    );
    expect(measure(items).status).toBe(status);
  });

  test("with too few items, or with nothing due while other work went on, excuses", () => {
    const one = item("a", ["2026-03-05T10:00:00Z", "start"], ["2026-03-05T12:00:00Z", "stop"]);
    expect(measure([one], { level: { ...level, minimumSample: 5 } })).toMatchObject({
      status: "excused",
      excused: true,
    });
    expect(measure([], { monthHasWork: true })).toMatchObject({ status: "excused", measured: null });
  });

  test("of a ratio counts the answers of the finished, and lower can be better", () => {
    const ratio: ServiceLevel = { ...level, kind: "ratio", direction: "lower", target: "5", minimum: "10" };
    const { clock: _, ...plain } = ratio;
    const stopped: [string, "start" | "stop" | "reopen"][] = [
      ["2026-03-05T10:00:00Z", "start"],
      ["2026-03-05T10:30:00Z", "stop"],
    ];
    const again: typeof stopped = [
      ...stopped,
      ["2026-03-06T10:30:00Z", "reopen"],
      ["2026-03-06T11:30:00Z", "stop"],
    ];
    const items = [
      item("a", ...again),
      ...Array.from({ length: 9 }, (_, index) => item(`i${index}`, ...stopped)),
    ];
    const metric = { measure: hadEvent("reopen") } as never;
    const figure = measure(items, { level: plain as ServiceLevel, metric });
    expect(figure).toMatchObject({ n: 10, hits: 1, misses: 1, measured: "10.00", status: "missed" });
    expect(figure.counted?.filter((one) => one.miss)).toEqual([{ workItemId: "a", miss: true }]);
  });

  test("never counts more than it was given, and net is never worse than gross", () => {
    const moment = fc.integer({ min: 0, max: 80 * 24 * 60 }).map((minutes) =>
      new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium", timeZone: "UTC" })
        .format(Date.UTC(2026, 1, 1) + minutes * 60_000)
        .replace(" ", "T")
        .concat("Z"),
    );
    const work = fc
      .tuple(moment, moment)
      .map(([a, b]) => item("x", [a < b ? a : b, "start"], [a < b ? b : a, "stop"]));
    fc.assert(
      fc.property(fc.array(work, { maxLength: 12 }), (items) => {
        const figure = measure(items, {
          rules: { calendar: null, reopenPolicy: "continue", contractStart: "2026-03-01T00:00:00Z" },
        });
        expect(figure.n).toBeLessThanOrEqual(items.length);
        if (figure.measured && figure.gross)
          expect(Number(figure.measured)).toBeGreaterThanOrEqual(Number(figure.gross));
      }),
    );
  });
});

describe("the interval of a share", () => {
  test("is Wilson's: 95 % of 10 hits in 10 reaches down to 72.2", () => {
    expect(wilsonInterval(10, 10)).toEqual({ low: "72.2", high: "100.0" });
    expect(wilsonInterval(0, 0)).toBeNull();
  });
});
