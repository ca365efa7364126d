import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { minute, storyBundle } from "../../test/factories/verdict-story.ts";
import { type ClockOverride, overriddenBundle } from "./clock-override.ts";
import { recomputeVerdict } from "./recompute.ts";
import { verdictOf } from "./verdict.ts";
import type { VerdictBundle } from "./verdict-bundle.ts";

const count = (from: number | null, to: number | null): ClockOverride => ({
  effect: "count",
  from: from === null ? null : minute(from),
  to: to === null ? null : minute(to),
});
const exclude = (from: number | null, to: number | null): ClockOverride => ({
  ...count(from, to),
  effect: "exclude",
});

/** Runs 0–20, pauses 20–50, runs 50–80. */
const paused = storyBundle(
  [
    [0, "start"],
    [20, "pause"],
    [50, "resume"],
    [80, "stop"],
  ],
  100,
);
const minutes = (bundle: VerdictBundle) => {
  const { netSeconds, grossSeconds, verdict } = verdictOf(bundle);
  return [netSeconds / 60, grossSeconds / 60, verdict];
};

describe("an accepted contest", () => {
  test.each<[string, ClockOverride[], unknown[]]>([
    ["of the whole pause makes it running time", [count(20, 50)], [80, 80, "breached"]],
    ["of the pause's end", [count(40, 50)], [60, 60, "met"]],
    ["of the pause's beginning", [count(20, 30)], [60, 60, "met"]],
    ["of the pause's middle", [count(30, 40)], [60, 60, "met"]],
    ["wider than the pause", [count(0, 90)], [80, 80, "breached"]],
    ["of running time changes nothing", [count(0, 10)], [50, 50, "met"]],
    ["of two parts", [count(20, 25), count(45, 50)], [60, 60, "met"]],
    ["of every pause", [count(null, null)], [80, 80, "breached"]],
    ["that leaves running time out", [exclude(0, 10)], [40, 50, "met"]],
    ["that leaves the whole item out", [exclude(null, null)], [0, 50, "met"]],
    ["that counts a pause and leaves its end out", [count(20, 50), exclude(40, 50)], [70, 80, "breached"]],
  ])("%s", (_name, overrides, expected) => {
    expect(minutes(overriddenBundle(paused, overrides))).toEqual(expected);
  });

  test("of a pause that never ended", () => {
    const open = storyBundle(
      [
        [0, "start"],
        [20, "pause"],
      ],
      100,
    );
    expect(minutes(overriddenBundle(open, [count(20, 40)]))).toEqual([40, 40, "pending"]);
    expect(minutes(overriddenBundle(open, [count(null, null)]))).toEqual([100, 100, "breached"]);
  });

  test("of a pause in which the work was solved", () => {
    const solved = storyBundle(
      [
        [0, "start"],
        [20, "pause"],
        [90, "stop"],
      ],
      100,
    );
    expect(minutes(overriddenBundle(solved, [count(30, 95)]))).toEqual([80, 80, "breached"]);
  });

  test("leaves a bundle without any, or that it does not reach, byte for byte", () => {
    expect(overriddenBundle(paused, [])).toBe(paused);
    expect(overriddenBundle(paused, [count(60, 70)])).toEqual(paused);
  });
});

const at = fc.integer({ min: 0, max: 600 });
const stretch = fc
  .tuple(at, at)
  .filter(([a, b]) => a !== b)
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const override = fc
  .tuple(fc.constantFrom("count" as const, "exclude" as const), stretch)
  .map(([effect, { from, to }]) => (effect === "count" ? count(from, to) : exclude(from, to)));
const kinds = ["pause", "resume", "stop", "reopen", "reset"] as const;
const story = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 590 }), fc.constantFrom(...kinds)), { maxLength: 12 })
  .map((steps) => storyBundle([[0, "start"], ...[...steps].sort((a, b) => a[0] - b[0])], 600));

describe("properties", () => {
  test("the order of the decisions does not matter, nor that one is made twice", () => {
    fc.assert(
      fc.property(story, fc.array(override, { maxLength: 5 }), (bundle, list) => {
        const forwards = overriddenBundle(bundle, list);
        expect(overriddenBundle(bundle, [...list].reverse())).toEqual(forwards);
        expect(overriddenBundle(bundle, [...list, ...list])).toEqual(forwards);
      }),
    );
  });

  test("a counted stretch adds exactly the minutes of it in which the clock had paused", () => {
    fc.assert(
      fc.property(story, stretch, (bundle, { from, to }) => {
        const states = minuteByMinute(bundle);
        const expected = states.filter(
          (state, index) => state === "running" || (state === "paused" && index >= from && index < to),
        ).length;
        const after = verdictOf(overriddenBundle(bundle, [count(from, to)]));
        const total = after.cycles.reduce((sum, cycle) => sum + cycle.grossSeconds, 0);
        expect(total / 60).toBe(expected);
      }),
    );
  });

  test("the bundle that results fits the recompute tool and rebuilds to the same", () => {
    fc.assert(
      fc.property(story, fc.array(override, { maxLength: 4 }), (bundle, list) => {
        const made = overriddenBundle(bundle, list);
        expect(recomputeVerdict(JSON.parse(JSON.stringify(made)))).toEqual(verdictOf(made));
      }),
    );
  });

  test("counting the same as editing the pause out of the events gives the same verdict", () => {
    fc.assert(
      fc.property(at, at, (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b) + 1];
        const bundle = storyBundle(
          [
            [0, "start"],
            [from, "pause"],
            [to, "resume"],
            [700, "stop"],
          ],
          800,
        );
        const edited = storyBundle(
          [
            [0, "start"],
            [700, "stop"],
          ],
          800,
        );
        const [contested, plain] = [
          verdictOf(overriddenBundle(bundle, [count(from, to)])),
          verdictOf(edited),
        ];
        expect({ ...contested, bundleHash: "" }).toEqual({ ...plain, bundleHash: "" });
      }),
    );
  });
});

/** What the clock does in each minute, told naively from the events. */
function minuteByMinute(bundle: VerdictBundle): string[] {
  const states: string[] = [];
  let state = "not_started";
  for (let now = 0; now < 600; now++) {
    for (const event of bundle.events.filter((one) => one.at === minute(now)))
      state = after(state, event.type);
    states.push(state);
  }
  return states;
}

function after(state: string, type: string): string {
  if (type === "start") return state === "not_started" ? "running" : state;
  if (type === "pause") return state === "running" ? "paused" : state;
  if (type === "resume") return state === "paused" ? "running" : state;
  if (type === "stop") return state === "running" || state === "paused" ? "stopped" : state;
  if (type === "reset") return state === "running" || state === "paused" ? "running" : state;
  return state === "stopped" ? "running" : state;
}
