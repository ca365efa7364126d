import { describe, expect, test } from "vitest";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import type { BusinessCalendar } from "../shared/business-calendar.ts";
import { heldPieces, heldSplit, partiesWaitedFor } from "./clock-held.ts";
import { type MonthItem, sourcedItemBundle } from "./month-item.ts";

type Event = MonthItem["events"][number];
const at = (hour: number, minute = 0) =>
  `2026-10-05T${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}:00Z`;
const on = (hour: number, type: Event["type"], more: Partial<Event> = {}): Event => ({
  at: at(hour),
  type,
  ...more,
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
  clock: { name: "resolve", calendar: "contract", targetMinutesByPriority: { standard: 480 } },
};

function clockOf(events: Event[], calendar: BusinessCalendar | null = null) {
  const made = sourcedItemBundle({
    item: { id: "w", type: "incident", priority: null, deskMadeSla: null, fields: {}, events },
    level,
    rules: { calendar, reopenPolicy: "continue", contractStart: "2026-01-01T00:00:00Z" },
    asOf: at(20),
  });
  if (!made) throw new Error("no clock");
  return { ...made, events };
}

/** "10-12 paused buyer (1)": hours, state, holder and the event that began it. */
const told = (events: Event[], calendar: BusinessCalendar | null = null) =>
  heldPieces(clockOf(events, calendar)).map(
    (one) =>
      `${Number(one.from.slice(11, 13))}-${Number(one.to.slice(11, 13))} ${one.state} ${one.holder} (${one.because})`,
  );

describe("who holds a clock", () => {
  test.each<[string, Event[], string[]]>([
    ["the provider, while it runs", [on(9, "start"), on(12, "stop")], ["9-12 running provider (0)"]],
    ["the provider, still", [on(9, "start")], ["9-20 running provider (0)"]],
    [
      "who is waited for",
      [on(9, "start"), on(10, "pause", { waitingOn: "third_party" }), on(12, "resume"), on(13, "stop")],
      ["9-10 running provider (0)", "10-12 paused third_party (1)", "12-13 running provider (2)"],
    ],
    [
      "the buyer, where nobody is named",
      [on(9, "start"), on(10, "pause"), on(12, "resume"), on(13, "stop")],
      ["9-10 running provider (0)", "10-12 paused buyer (1)", "12-13 running provider (2)"],
    ],
    [
      "the provider itself, where it says so",
      [on(9, "start"), on(10, "pause", { waitingOn: "provider" }), on(12, "stop")],
      ["9-10 running provider (0)", "10-12 paused provider (1)"],
    ],
    [
      "an automation, from its own event to the next of a person",
      [on(9, "start"), on(10, "update", { automated: true }), on(12, "update"), on(13, "stop")],
      ["9-10 running provider (0)", "10-12 running automation (0)", "12-13 running provider (0)"],
    ],
    [
      "one after another in the same hands is one stretch",
      [on(9, "start"), on(10, "update"), on(11, "update"), on(13, "stop")],
      ["9-13 running provider (0)"],
    ],
    [
      "nobody after a stop, until it is reopened",
      [on(9, "start"), on(10, "stop"), on(12, "reopen"), on(13, "stop")],
      ["9-10 running provider (0)", "12-13 running provider (2)"],
    ],
    [
      "another party, when the wait is for another",
      [
        on(9, "start"),
        on(10, "pause", { waitingOn: "buyer" }),
        on(11, "pause", { waitingOn: "third_party" }),
        on(12, "stop"),
      ],
      ["9-10 running provider (0)", "10-11 paused buyer (1)", "11-12 paused third_party (1)"],
    ],
  ])("%s", (_name, events, pieces) => {
    expect(told(events)).toEqual(pieces);
  });

  test("in the calendar's hours and on the wall, and the parts make up the whole", () => {
    const calendar = { zone: "UTC", weekly: { mon: [["09:00", "11:00"] as [string, string]] } };
    const events = [
      on(8, "start"),
      on(10, "pause", { waitingOn: "buyer" }),
      on(12, "resume"),
      on(13, "stop"),
    ];
    const pieces = heldPieces(clockOf(events, calendar));
    expect(pieces.map((one) => [one.businessSeconds, one.wallSeconds])).toEqual([
      [3600, 7200],
      [3600, 7200],
      [0, 3600],
    ]);
    expect(heldSplit(pieces)).toEqual({
      total: { businessSeconds: 7200, wallSeconds: 18_000 },
      parts: [
        { holder: "provider", businessSeconds: 3600, wallSeconds: 10_800 },
        { holder: "automation", businessSeconds: 0, wallSeconds: 0 },
        { holder: "buyer", businessSeconds: 3600, wallSeconds: 7200 },
        { holder: "third_party", businessSeconds: 0, wallSeconds: 0 },
      ],
    });
  });

  test("adds up what an update in between cut", () => {
    const calendar = { zone: "UTC", weekly: { mon: [["09:00", "17:00"] as [string, string]] } };
    const [piece, ...more] = heldPieces(
      clockOf([on(9, "start"), on(11, "update"), on(14, "stop")], calendar),
    );
    expect(more).toEqual([]);
    expect(piece).toMatchObject({ businessSeconds: 18_000, wallSeconds: 18_000 });
  });
});

test("the party waited for stands at the events after which the item waits", () => {
  const { sources, events } = clockOf([
    on(9, "start"),
    on(10, "pause", { waitingOn: "buyer" }),
    on(12, "resume"),
    on(13, "pause", { waitingOn: "third_party" }),
  ]);
  expect([...partiesWaitedFor(sources, events)]).toEqual([
    [1, "buyer"],
    [3, "third_party"],
  ]);
});

test("a clock is read from instants", () => {
  const clock = clockOf([on(9, "start"), on(12, "stop")]);
  const [first] = clock.events;
  expect(() => heldPieces({ ...clock, events: [{ ...first, at: "noon" } as Event] })).toThrow(
    '"noon" is not an instant.',
  );
});
