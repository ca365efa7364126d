import { describe, expect, test } from "vitest";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import type { ItemAdjustment } from "./item-adjustment.ts";
import {
  attainmentItem,
  itemBundle,
  type MeasuringRules,
  type MonthItem,
  sourcedItemBundle,
} from "./month-item.ts";
import { verdictOf } from "./verdict.ts";

type Event = MonthItem["events"][number];
const AS_OF = "2026-11-01T00:00:00Z";
/** A moment of October: day and hour. */
const at = (day: number, hour = 0) =>
  `2026-10-${String(day).padStart(2, "0")}T${String(hour).padStart(2, "0")}:00:00Z`;
const events = (...told: [string, Event["type"]][]): Event[] =>
  told.map(([when, type]) => ({ at: when, type }));
const item = (change: Partial<MonthItem> = {}): MonthItem => ({
  ...{ id: "w", type: "incident", priority: "P2", deskMadeSla: null, fields: {} },
  events: events([at(5, 10), "start"], [at(5, 14), "stop"]),
  ...change,
});
const level: ServiceLevel = {
  ...{
    id: "resolve",
    name: "Resolved",
    metric: "m",
    kind: "clock_attainment",
    workItemTypes: ["incident"],
  },
  ...{ direction: "higher", target: "95", minimum: "90", unit: "%", minimumSample: 0 },
  ...{ weightBps: 0, missBps: 5000, failBps: 10_000 },
  clock: {
    name: "resolve",
    calendar: "contract",
    targetMinutesByPriority: { P1: 60, P2: 120, standard: 480 },
  },
};
const rules: MeasuringRules = { calendar: null, reopenPolicy: "continue", contractStart: at(1) };
const bundle = (change: Partial<MonthItem> = {}, more: Partial<MeasuringRules> = {}) =>
  itemBundle({ item: item(change), level, rules: { ...rules, ...more }, asOf: AS_OF });

describe("the bundle of an item", () => {
  test("is named after item and level, with the target of its priority", () => {
    expect(bundle()).toMatchObject({ id: "w/resolve", targetMinutes: 120, calendar: null, asOf: AS_OF });
    expect(bundle({ priority: "P9" })).toMatchObject({ targetMinutes: 480 });
    expect(bundle({ priority: null })).toMatchObject({ targetMinutes: 480 });
    const first: Event = { at: at(5), type: "start", priority: "P1" };
    expect(bundle({ events: [first] })).toMatchObject({ targetMinutes: 60 });
  });

  test("is none for other work, another kind of level, and work without events", () => {
    expect(bundle({ type: "request" })).toBeNull();
    expect(bundle({ events: [] })).toBeNull();
    expect(itemBundle({ item: item(), level: { ...level, kind: "ratio" }, rules, asOf: AS_OF })).toBeNull();
    const before = at(5, 10);
    expect(itemBundle({ item: item(), level, rules, asOf: AS_OF, before })).toBeNull();
  });

  test("is none where no target fits the priority", () => {
    const clock = {
      name: "resolve" as const,
      calendar: "contract" as const,
      targetMinutesByPriority: { P1: 60 },
    };
    const of = (priority: string | null) =>
      itemBundle({ item: item({ priority }), level: { ...level, clock }, rules, asOf: AS_OF });
    expect([of("P2"), of(null)]).toEqual([null, null]);
    expect(of("P1")).not.toBeNull();
  });

  test("leaves out what happened at or after the limit", () => {
    const until = (before: string) =>
      itemBundle({ item: item(), level, rules, asOf: AS_OF, before })?.events;
    expect(until(at(5, 14))).toHaveLength(1);
    expect(until("2026-10-05T14:00:00.000000001Z")).toHaveLength(2);
  });

  test("excludes the time before the contract began, and none from its first moment on", () => {
    const start = at(5, 10);
    expect(bundle({}, { contractStart: at(5, 12) })?.exclusions).toEqual([{ from: start, to: at(5, 12) }]);
    expect(bundle({}, { contractStart: start })?.exclusions ?? []).toEqual([]);
  });

  test("names the event that each of its own comes from, and none where a decision put one in", () => {
    const paused = events(
      [at(5, 10), "start"],
      [at(5, 11), "pause"],
      [at(5, 13), "resume"],
      [at(5, 14), "stop"],
    );
    const count: ItemAdjustment = {
      ...{ contestId: "c", period: "2026-10", effect: "count", levelIds: [] },
      ...{ from: at(5, 12), to: at(5, 13) },
    };
    const of = (adjustments: ItemAdjustment[]) =>
      sourcedItemBundle({ item: item({ events: paused, adjustments }), level, rules, asOf: AS_OF });
    expect(of([])?.sources).toEqual([0, 1, 2, 3]);
    const decided = of([count]);
    expect(decided?.sources).toHaveLength(decided?.bundle.events.length ?? 0);
    expect(decided?.sources).toContain(-1);
    expect(decided?.sources).toContain(3);
  });
});

describe("the hours of a clock", () => {
  /** What the book of calendars is asked for. */
  const asked = (change: Partial<MonthItem>, more: Partial<MeasuringRules> = {}) => {
    const calls: { fields: unknown; from: string; until: string }[] = [];
    bundle(change, {
      calendarOf: ({ fields, from, until }) => {
        calls.push({ fields, from, until });
        return null;
      },
      ...more,
    });
    return calls[0];
  };

  test.each<[string, [string, Event["type"]][], string]>([
    [
      "the stop",
      [
        [at(5), "start"],
        [at(6), "stop"],
      ],
      at(6),
    ],
    [
      "the closing",
      [
        [at(5), "start"],
        [at(7), "close"],
      ],
      at(7),
    ],
    [
      "the cancellation",
      [
        [at(5), "start"],
        [at(8), "cancel"],
      ],
      at(8),
    ],
    ["now, while it runs", [[at(5), "start"]], AS_OF],
    [
      "now, while it waits",
      [
        [at(5), "start"],
        [at(6), "pause"],
      ],
      AS_OF,
    ],
    [
      "now, when reopened",
      [
        [at(5), "start"],
        [at(6), "stop"],
        [at(7), "reopen"],
      ],
      AS_OF,
    ],
  ])("are asked for up to %s", (_name, told, until) => {
    expect(asked({ events: events(...told) })).toEqual({ fields: {}, from: at(5), until });
  });

  test("are asked for as far ahead as is foreseen, and for the item's site", () => {
    const open = [{ at: at(5), type: "start" as const, site: "oslo" }];
    expect(asked({ events: open }, { foresee: "2027-01-01T00:00:00Z" })).toEqual({
      fields: { site: "oslo" },
      from: at(5),
      until: "2027-01-01T00:00:00Z",
    });
  });

  test("are the contract's plain ones where there is no book", () => {
    const calendar = {
      zone: "UTC",
      weekly: {},
      holidays: ["2026-12-25"],
      holidayNames: { "2026-12-25": "Xmas" },
    };
    expect(bundle({}, { calendar })?.calendar).toEqual({
      zone: "UTC",
      weekly: {},
      holidays: ["2026-12-25"],
    });
  });
});

describe("how an item enters an attainment", () => {
  const of = (change: Partial<MonthItem>, more: Partial<MeasuringRules> = {}) => {
    const made = bundle(change, more);
    if (!made) throw new Error("no bundle");
    return attainmentItem({ item: item(change), bundle: made, result: verdictOf(made) });
  };

  test("stopped", () => {
    expect(of({})).toEqual({
      ...{
        workItemId: "w",
        priority: "P2",
        state: "stopped",
        verdict: "breached",
        grossVerdict: "breached",
      },
      ...{ stoppedAt: at(5, 14), startedAt: at(5, 10) },
    });
  });

  test("running, without a priority of its own", () => {
    expect(of({ priority: null, events: events([at(5), "start"]) })).toMatchObject({
      ...{ priority: "standard", state: "running", stoppedAt: null, startedAt: at(5) },
    });
  });

  test("cancelled", () => {
    expect(of({ events: events([at(5), "start"], [at(6), "cancel"]) })).toMatchObject({
      ...{ state: "cancelled", verdict: "void", stoppedAt: at(6) },
    });
  });

  test("gross without its exclusions", () => {
    expect(of({}, { contractStart: at(5, 13) })).toMatchObject({
      verdict: "met",
      grossVerdict: "breached",
    });
  });
});
