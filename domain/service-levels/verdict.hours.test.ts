import { describe, expect, test } from "vitest";
import type { BusinessCalendar } from "../shared/business-calendar.ts";
import { calendarInForce } from "./calendar-version.ts";
import { verdictOf } from "./verdict.ts";
import type { ClockEvent, VerdictBundle } from "./verdict-bundle.ts";

const zone = "America/New_York";
const office: [string, string][] = [
  ["09:00", "12:00"],
  ["13:00", "17:00"],
];
const week = { mon: office, tue: office, wed: office, thu: office, fri: office };
const always: [string, string][] = [["00:00", "24:00"]];

type Line = readonly [at: string, type: Exclude<ClockEvent["type"], "target">] | readonly [string, number];

/** Events as [instant, type], a number being a new target in minutes. */
function bundle(p: { calendar: BusinessCalendar | null; target?: number; lines: Line[]; asOf: string }) {
  const events = p.lines.map(
    ([at, what]): ClockEvent =>
      typeof what === "number" ? { at, type: "target", minutes: what } : { at, type: what },
  );
  const made: VerdictBundle = {
    id: "hours",
    calendar: p.calendar,
    targetMinutes: p.target ?? 240,
    reopenPolicy: "continue",
    exclusions: [],
    events,
    asOf: p.asOf,
  };
  return made;
}

test("T1: a priority raised while paused keeps the time paused, and counts from the first start", () => {
  const result = verdictOf(
    bundle({
      calendar: null,
      target: 480,
      lines: [
        ["2026-03-02T09:00:00Z", "start"],
        ["2026-03-02T11:00:00Z", "pause"],
        ["2026-03-02T12:00:00Z", 240],
        ["2026-03-02T15:00:00Z", "resume"],
      ],
      asOf: "2026-03-02T16:00:00Z",
    }),
  );
  expect(result).toMatchObject({ netSeconds: 3 * 3600, targetSeconds: 4 * 3600, verdict: "pending" });
  expect(result.breachAt).toBe("2026-03-02T17:00:00Z");
});

describe("T2: hours of a day", () => {
  test.each<[string, BusinessCalendar["weekly"], string, string, number]>([
    ["lunch does not count", week, "2026-03-02T16:30:00Z", "2026-03-02T18:30:00Z", 60],
    [
      "a split shift counts in its parts",
      {
        mon: [
          ["06:00", "08:00"],
          ["20:00", "22:00"],
        ],
      },
      "2026-03-02T12:00:00Z",
      "2026-03-03T02:00:00Z",
      120,
    ],
    [
      "an overnight shift belongs to the evening",
      { mon: [["22:00", "06:00"]] },
      "2026-03-03T02:00:00Z",
      "2026-03-03T12:00:00Z",
      480,
    ],
    [
      "the night of spring is an hour short",
      { sat: [["22:00", "06:00"]] },
      "2026-03-08T00:00:00Z",
      "2026-03-08T20:00:00Z",
      420,
    ],
    [
      "the night of autumn is an hour long",
      { sat: [["22:00", "06:00"]] },
      "2026-10-31T20:00:00Z",
      "2026-11-01T20:00:00Z",
      540,
    ],
    ["a leap day is a day", { tue: always }, "2028-02-29T05:00:00Z", "2028-03-01T05:00:00Z", 1440],
    [
      "a span to 24:00 meets the next day's",
      { mon: always, tue: always },
      "2026-03-03T04:00:00Z",
      "2026-03-03T06:00:00Z",
      120,
    ],
  ])("%s", (_name, weekly, from, to, minutes) => {
    const lines: Line[] = [
      [from, "start"],
      [to, "stop"],
    ];
    expect(verdictOf(bundle({ calendar: { zone, weekly }, lines, asOf: to })).netSeconds).toBe(
      minutes * 60,
    );
  });

  test("a pause outside hours costs nothing and saves nothing", () => {
    const lines: Line[] = [
      ["2026-03-02T21:00:00Z", "start"],
      ["2026-03-03T16:00:00Z", "stop"],
    ];
    const paused: Line[] = [
      ...lines,
      ["2026-03-03T00:00:00Z", "pause"],
      ["2026-03-03T13:00:00Z", "resume"],
    ];
    const asOf = "2026-03-03T20:00:00Z";
    const plain = verdictOf(bundle({ calendar: { zone, weekly: week }, lines, asOf }));
    expect(plain.netSeconds).toBe(3 * 3600);
    expect(verdictOf(bundle({ calendar: { zone, weekly: week }, lines: paused, asOf }))).toMatchObject({
      netSeconds: plain.netSeconds,
      verdict: plain.verdict,
    });
  });

  test("a clock that stops as it starts has taken no time and met even a target of nothing", () => {
    const at = "2026-03-02T15:00:00Z";
    const lines: Line[] = [
      [at, "start"],
      [at, "stop"],
    ];
    const result = verdictOf(bundle({ calendar: { zone, weekly: week }, target: 0, lines, asOf: at }));
    expect(result).toMatchObject({ state: "stopped", verdict: "met", netSeconds: 0, breachAt: null });
  });
});

describe("a calendar that changes", () => {
  const first = { number: 1, effectiveFrom: "2026-01-01T00:00:00Z", body: { zone, weekly: week } };
  const holiday = { ...first.body, holidays: ["2026-03-03"] };
  const second = { number: 2, effectiveFrom: "2026-03-01T05:00:00Z", body: holiday };
  const breached: Line[] = [
    ["2026-02-02T14:00:00Z", "start"],
    ["2026-02-03T22:00:00Z", "stop"],
  ];
  const under = (at: string, versions: (typeof first)[], lines: Line[], asOf: string) =>
    verdictOf(bundle({ calendar: calendarInForce(versions, at)?.body ?? null, lines, asOf }));

  test("T3: after a breach, the old verdict is the same to the last digit of its hash", () => {
    const [month, asOf] = ["2026-02-01T05:00:00Z", "2026-03-01T05:00:00Z"];
    const before = under(month, [first], breached, asOf);
    expect(before.verdict).toBe("breached");
    expect(under(month, [first, second], breached, asOf)).toEqual(before);
  });

  test("T4: a holiday added after the start moves the clocks that are open then, and no other", () => {
    const open: Line[] = [["2026-03-02T20:00:00Z", "start"]];
    const [month, asOf] = ["2026-03-01T05:00:00Z", "2026-03-02T21:00:00Z"];
    expect(under(month, [first], open, asOf).breachAt).toBe("2026-03-03T16:00:00Z");
    expect(under(month, [first, second], open, asOf).breachAt).toBe("2026-03-04T16:00:00Z");
    const over: Line[] = [
      ["2026-02-02T14:00:00Z", "start"],
      ["2026-02-02T16:00:00Z", "stop"],
    ];
    const closed = under("2026-02-01T05:00:00Z", [first, second], over, asOf);
    expect(closed).toEqual(under("2026-02-01T05:00:00Z", [first], over, asOf));
  });
});

test.each([
  ["continue" as const, 3 * 3600, 1],
  ["new_cycle" as const, 2 * 3600, 2],
])(
  "T5: the time an item stood solved before it was reopened is nobody's (%s)",
  (reopenPolicy, net, cycles) => {
    const lines: Line[] = [
      ["2026-03-02T09:00:00Z", "start"],
      ["2026-03-02T10:00:00Z", "stop"],
      ["2026-03-04T10:00:00Z", "reopen"],
      ["2026-03-04T12:00:00Z", "stop"],
    ];
    const asOf = "2026-03-05T00:00:00Z";
    const result = verdictOf({ ...bundle({ calendar: null, lines, asOf }), reopenPolicy });
    expect(result).toMatchObject({ state: "stopped", verdict: "met", netSeconds: net });
    expect(result.cycles).toHaveLength(cycles);
  },
);
