import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { storyBundle as bundle, minute, type Step } from "../../test/factories/verdict-story.ts";
import { verdictOf } from "./verdict.ts";
import { type ClockEvent, verdictBundleSchema } from "./verdict-bundle.ts";

describe("for any story", () => {
  const types = ["start", "pause", "resume", "stop", "reopen", "reset", "cancel", "target"] as const;
  const story = fc.record({
    steps: fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.constantFrom(...types)), {
      maxLength: 14,
    }),
    asOf: fc.integer({ min: 0, max: 320 }),
    policy: fc.constantFrom("continue" as const, "new_cycle" as const),
    exclusions: fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 80 })), {
      maxLength: 3,
    }),
  });
  const build = (one: {
    steps: (readonly [number, ClockEvent["type"]])[];
    asOf: number;
    policy: "continue" | "new_cycle";
    exclusions: [number, number][];
  }) =>
    bundle(
      one.steps.map(([at, type]): Step => (type === "target" ? [at, type, 45] : [at, type])),
      one.asOf,
      {
        reopenPolicy: one.policy,
        exclusions: one.exclusions.map(([from, length]) => ({
          from: minute(from),
          to: minute(from + length),
        })),
      },
    );

  test("the bundle fits its schema, the result repeats, and net never passes gross", () => {
    fc.assert(
      fc.property(story, (one) => {
        const built = build(one);
        expect(verdictBundleSchema.safeParse(built).success).toBe(true);
        const result = verdictOf(built);
        expect(verdictOf(structuredClone(built))).toEqual(result);
        for (const cycle of result.cycles) expect(cycle.netSeconds <= cycle.grossSeconds).toBe(true);
      }),
    );
  });

  test("removing the ignored events and those after asOf changes nothing but the hash", () => {
    fc.assert(
      fc.property(story, (one) => {
        const built = build(one);
        const { ignored, bundleHash, ...rest } = verdictOf(built);
        const kept = built.events.filter(
          (event, index) => !ignored.includes(index) && event.at <= built.asOf,
        );
        const again = verdictOf({ ...built, events: kept });
        expect(again).toMatchObject(rest);
        expect(again.ignored).toEqual([]);
        expect(bundleHash).toMatch(/^sha256:[0-9a-f]{64}$/);
      }),
    );
  });

  test("events at different instants may be given in any order", () => {
    fc.assert(
      fc.property(story, (one) => {
        const apart = one.steps.map(([at, type], index): [number, (typeof types)[number]] => [
          at * 20 + index,
          type,
        ]);
        const forward = build({ ...one, steps: apart, asOf: one.asOf * 20 });
        const backward = { ...forward, events: [...forward.events].reverse() };
        const { ignored: first, bundleHash: _first, ...left } = verdictOf(forward);
        const { ignored: second, bundleHash: _second, ...right } = verdictOf(backward);
        expect(right).toEqual(left);
        expect(second.map((index) => forward.events.length - 1 - index).sort((a, b) => a - b)).toEqual(
          first,
        );
      }),
    );
  });

  test("counting minute by minute gives the same net time in the last cycle", () => {
    fc.assert(
      fc.property(story, (one) => {
        const built = build(one);
        const result = verdictOf(built);
        const last = result.cycles.at(-1);
        if (!last) return;
        const { ignored } = result;
        const events = one.steps
          .map(([at, type], index) => ({ at, type, index }))
          .filter(({ at, index }) => at <= one.asOf && !ignored.includes(index))
          .sort((a, b) => a.at - b.at || a.index - b.index);
        let net = 0;
        for (let at = 0; at < one.asOf; at++) {
          if (minute(at) < last.startedAt) continue;
          const latest = events.filter((event) => event.at <= at && event.type !== "target").at(-1)?.type;
          const isRunning =
            latest === "start" || latest === "resume" || latest === "reopen" || latest === "reset";
          const isExcluded = one.exclusions.some(([from, length]) => from <= at && at < from + length);
          if (isRunning && !isExcluded) net += 60;
        }
        expect(last.netSeconds).toBe(net);
      }),
    );
  });
});
