import { describe, expect, test } from "vitest";
import { minute, type Step, storyBundle } from "../../test/factories/verdict-story.ts";
import { type ClockOverride, overriddenBundle } from "./clock-override.ts";

const over = (effect: ClockOverride["effect"], from: number | null, to: number | null): ClockOverride => ({
  effect,
  from: from === null ? null : minute(from),
  to: to === null ? null : minute(to),
});
const count = (from: number | null, to: number | null) => over("count", from, to);
const exclude = (from: number | null, to: number | null) => over("exclude", from, to);

/** Runs 0–20, pauses 20–50, runs 50–80. */
const PAUSED: Step[] = [
  [0, "start"],
  [20, "pause"],
  [50, "resume"],
  [80, "stop"],
];

/** What is left of the events, in the order in which they stand. */
const told = (steps: Step[], ...overrides: ClockOverride[]) =>
  overriddenBundle(storyBundle(steps, 100), overrides).events.map(({ at, type }) => [
    (Date.parse(at) - Date.parse(minute(0))) / 60_000,
    type,
  ]);

describe("the events that a counted stretch leaves", () => {
  test.each<[string, Step[], ClockOverride[], unknown[]]>([
    [
      "of the whole pause",
      PAUSED,
      [count(20, 50)],
      [
        [0, "start"],
        [80, "stop"],
      ],
    ],
    [
      "in the middle of a pause cut it in two",
      PAUSED,
      [count(30, 40)],
      [
        [0, "start"],
        [20, "pause"],
        [30, "resume"],
        [40, "pause"],
        [50, "resume"],
        [80, "stop"],
      ],
    ],
    [
      "of a pause told out of order, in order",
      [
        [80, "stop"],
        [50, "resume"],
        [0, "start"],
        [20, "pause"],
      ],
      [count(30, 40)],
      [
        [0, "start"],
        [20, "pause"],
        [30, "resume"],
        [40, "pause"],
        [50, "resume"],
        [80, "stop"],
      ],
    ],
    [
      "of two, of which one meets the pause",
      PAUSED,
      [count(20, 25), count(85, 95)],
      [
        [0, "start"],
        [25, "pause"],
        [50, "resume"],
        [80, "stop"],
      ],
    ],
    [
      "in a pause that goes on need no end",
      PAUSED.slice(0, 2),
      [count(20, 40)],
      [
        [0, "start"],
        [40, "pause"],
      ],
    ],
    [
      "after a change of target in the pause",
      [[0, "start"], [20, "pause"], [40, "target", 30], ...PAUSED.slice(2)],
      [count(45, 50)],
      [
        [0, "start"],
        [20, "pause"],
        [40, "target"],
        [45, "resume"],
        [80, "stop"],
      ],
    ],
    [
      "up to a change of target come before it",
      [[0, "start"], [20, "pause"], [40, "target", 30], ...PAUSED.slice(2)],
      [count(30, 40)],
      [
        [0, "start"],
        [20, "pause"],
        [30, "resume"],
        [40, "pause"],
        [40, "target"],
        [50, "resume"],
        [80, "stop"],
      ],
    ],
    [
      "keep the pause's end after what stood before it",
      [[0, "start"], [20, "pause"], [50, "target", 30], ...PAUSED.slice(2)],
      [count(20, 30)],
      [
        [0, "start"],
        [30, "pause"],
        [50, "target"],
        [50, "resume"],
        [80, "stop"],
      ],
    ],
    [
      "have no resume that meant nothing",
      [[0, "start"], [10, "resume"], ...PAUSED.slice(1)],
      [count(20, 50)],
      [
        [0, "start"],
        [80, "stop"],
      ],
    ],
    [
      "have no pause that meant nothing",
      [[0, "start"], [20, "pause"], [30, "pause"], ...PAUSED.slice(2)],
      [count(20, 50)],
      [
        [0, "start"],
        [80, "stop"],
      ],
    ],
    [
      "keep any other event that meant nothing",
      [[0, "start"], [10, "reopen"], ...PAUSED.slice(1)],
      [count(20, 50)],
      [
        [0, "start"],
        [10, "reopen"],
        [80, "stop"],
      ],
    ],
  ])("%s", (_name, steps, overrides, events) => expect(told(steps, ...overrides)).toEqual(events));

  test("keep the ends of a pause as they were written", () => {
    const bundle = storyBundle(PAUSED, 100);
    const [start, pause, resume, stop] = bundle.events.map((one) => ({
      ...one,
      at: one.at.replace("Z", "+00:00"),
    }));
    if (!start || !pause || !resume || !stop) throw new Error("The story has four events.");
    const left = (...overrides: ClockOverride[]) =>
      overriddenBundle({ ...bundle, events: [start, pause, resume, stop] }, overrides).events;
    expect(left(count(40, 50))).toEqual([start, pause, { at: minute(40), type: "resume" }, stop]);
    expect(left(count(20, 30))).toEqual([start, { at: minute(30), type: "pause" }, resume, stop]);
  });
});

describe("a stretch that meets no pause leaves the events alone, those that meant nothing too", () => {
  const idle = storyBundle([[0, "start"], [10, "resume"], ...PAUSED.slice(1)], 100);
  const short = storyBundle(
    [
      [0, "start"],
      [20, "pause"],
      [20, "resume"],
      [30, "resume"],
    ],
    100,
  );
  test.each([
    ["in running time", idle, count(60, 70)],
    ["that ends where the pause begins", idle, count(0, 20)],
    ["that begins where the pause ends", idle, count(50, 60)],
    ["around a pause of no length", short, count(10, 30)],
  ])("%s", (_name, bundle, one) => {
    const made = overriddenBundle(bundle, [one]);
    expect(made.events).toEqual(bundle.events);
    expect(made).toEqual(bundle);
  });
});

describe("the exclusions of a bundle", () => {
  const before = { from: minute(5), to: minute(6) };
  const { exclusions: _none, ...bare } = storyBundle(PAUSED, 100);

  test("are not there where nothing was left out", () => {
    expect(overriddenBundle(bare, [count(20, 50)])).not.toHaveProperty("exclusions");
    expect(overriddenBundle(bare, [exclude(0, 10)]).exclusions).toHaveLength(1);
  });

  test("are those it had and the new ones, by beginning and end, each once", () => {
    const bundle = { ...bare, exclusions: [before] };
    const made = overriddenBundle(bundle, [exclude(0, 30), exclude(5, 6), exclude(0, 10)]);
    expect(made.exclusions).toEqual([
      { from: minute(0), to: minute(10) },
      { from: minute(0), to: minute(30) },
      before,
    ]);
    expect(made.events).toBe(bundle.events);
  });

  test("begin with the item, or at the reading where it has no event, and have no end", () => {
    const from = (bundle: typeof bare) => overriddenBundle(bundle, [exclude(null, null)]).exclusions;
    expect(from(bare)).toEqual([{ from: minute(0), to: "9999-12-31T23:59:59Z" }]);
    expect(from({ ...bare, events: [] })).toEqual([{ from: minute(100), to: "9999-12-31T23:59:59Z" }]);
  });
});

test("what is no instant is said", () => {
  const odd = { ...count(0, 10), from: "noon" };
  expect(() => overriddenBundle(storyBundle(PAUSED, 100), [odd])).toThrow('"noon" is not an instant.');
});
