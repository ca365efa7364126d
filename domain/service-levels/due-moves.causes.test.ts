import { expect, test } from "vitest";
import { type DueMove, dueMoves } from "./due-moves.ts";
import { type VerdictBundle, verdictBundleSchema } from "./verdict-bundle.ts";

const HOUR = 3600;
const hour = (at: number) =>
  new Date(Date.UTC(2026, 2, 2) + at * 3_600_000).toISOString().replace(".000Z", "Z");
type Happened = [at: number, type: string, minutes?: number];

/** Eight hours from nine to five, Monday and Tuesday. */
function inOffice(events: Happened[], asOf: number): VerdictBundle {
  return verdictBundleSchema.parse({
    id: "w",
    calendar: { zone: "UTC", weekly: { mon: [["09:00", "17:00"]], tue: [["09:00", "17:00"]] } },
    targetMinutes: 480,
    reopenPolicy: "continue",
    events: events.map(([at, type, minutes]) => ({ at: hour(at), type, ...(minutes ? { minutes } : {}) })),
    asOf: hour(asOf),
  });
}

const wait = (because: number, hours: number) => ({
  ...{ kind: "pause" as const, because },
  ...{ businessSeconds: hours * HOUR, wallSeconds: hours * HOUR },
});
const cause = (kind: DueMove["causes"][number]["kind"], because: number) => ({
  ...{ kind, because, businessSeconds: 0, wallSeconds: 0 },
});

test.each<[string, Happened[], number, DueMove[]]>([
  [
    "a wait ends where the work went on, and the next is another",
    [
      [9, "start"],
      [10, "pause"],
      [11, "resume"],
      [12, "pause"],
      [14, "resume"],
    ],
    16,
    [
      { from: hour(17), to: hour(24 + 10), at: hour(11), ongoing: false, causes: [wait(1, 1)] },
      { from: hour(24 + 10), to: hour(24 + 12), at: hour(14), ongoing: false, causes: [wait(3, 2)] },
    ],
  ],
  [
    "a change of target inside a wait does not end it, and is a cause beside it",
    [
      [9, "start"],
      [10, "pause"],
      [11, "target", 300],
      [14, "resume"],
    ],
    15,
    [
      {
        ...{ from: hour(17), to: hour(24 + 10), at: hour(14), ongoing: false },
        causes: [wait(1, 4), cause("target", 2)],
      },
    ],
  ],
  [
    "the time between a stop and a reopening moves it, and only the reopening is the cause",
    [
      [9, "start"],
      [10, "stop"],
      [12, "reopen"],
    ],
    13,
    [{ from: hour(17), to: hour(24 + 11), at: hour(12), ongoing: false, causes: [cause("reopen", 2)] }],
  ],
  [
    "of two targets at one instant only the last stands",
    [
      [9, "start"],
      [10, "target", 600],
      [10, "target", 480],
    ],
    12,
    [],
  ],
  [
    "a wait that goes on after another event is told",
    [
      [9, "start"],
      [9.5, "target", 300],
      [10, "pause"],
    ],
    12,
    [
      { from: hour(17), to: hour(14), at: hour(9.5), ongoing: false, causes: [cause("target", 1)] },
      { from: hour(14), to: hour(16), at: hour(12), ongoing: true, causes: [wait(2, 2)] },
    ],
  ],
  [
    "a wait from the first moment moves nothing, for nothing was due",
    [
      [9, "start"],
      [9, "pause"],
    ],
    12,
    [],
  ],
  [
    "a wait that has lasted only outside the hours moves nothing yet",
    [
      [9, "start"],
      [9, "target", 540],
      [17.5, "pause"],
    ],
    20,
    [],
  ],
  [
    "a beginning anew is a cause",
    [
      [9, "start"],
      [11, "reset"],
    ],
    12,
    [{ from: hour(17), to: hour(24 + 11), at: hour(11), ongoing: false, causes: [cause("reset", 1)] }],
  ],
])("%s", (_name, events, asOf, moves) => expect(dueMoves(inOffice(events, asOf))).toEqual(moves));
