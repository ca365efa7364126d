import { expect, test } from "vitest";
import { clockIntervals } from "./clock-intervals.ts";
import { verdictOf } from "./verdict.ts";
import type { VerdictBundle } from "./verdict-bundle.ts";

const at = (hour: number) => `2026-03-02T${String(hour).padStart(2, "0")}:00:00Z`;
const bundle: VerdictBundle = {
  id: "w",
  calendar: { zone: "UTC", weekly: { mon: [["09:00", "17:00"]] } },
  targetMinutes: 480,
  reopenPolicy: "continue",
  exclusions: [],
  events: [
    { at: at(8), type: "start" },
    { at: at(10), type: "pause" },
    { at: at(11), type: "pause" },
    { at: at(12), type: "resume" },
    { at: at(13), type: "target", minutes: 60 },
    { at: at(14), type: "stop" },
    { at: at(16), type: "reopen" },
  ],
  asOf: at(20),
};

test("the story is told without gaps, with who holds the clock and why", () => {
  const waiting = new Map([[1, "third_party" as const]]);
  expect(clockIntervals(bundle, waiting)).toEqual([
    { from: at(8), to: at(10), state: "running", businessSeconds: 3600, holder: "provider", because: 0 },
    { from: at(10), to: at(12), state: "paused", businessSeconds: 7200, holder: "third_party", because: 1 },
    { from: at(12), to: at(14), state: "running", businessSeconds: 7200, holder: "provider", because: 3 },
    { from: at(14), to: at(16), state: "closed", businessSeconds: 7200, holder: null, because: 5 },
    { from: at(16), to: at(20), state: "running", businessSeconds: 3600, holder: "provider", because: 6 },
  ]);
});

test("the running intervals add up to the verdict's gross time", () => {
  const running = clockIntervals(bundle).filter((one) => one.state === "running");
  const seconds = running.reduce((sum, one) => sum + one.businessSeconds, 0);
  expect(seconds).toBe(verdictOf(bundle).grossSeconds);
});

test("a pause without a name is the buyer's, and a stop at the end closes the story", () => {
  const short = { ...bundle, events: bundle.events.slice(0, 2).concat({ at: at(15), type: "stop" }) };
  expect(clockIntervals(short).map((one) => [one.state, one.holder, one.to])).toEqual([
    ["running", "provider", at(10)],
    ["paused", "buyer", at(15)],
  ]);
});

test("a clock that never started has no story", () => {
  expect(clockIntervals({ ...bundle, events: [] })).toEqual([]);
});
