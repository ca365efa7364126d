import { describe, expect, test } from "vitest";
import { bundle, clock, hour, RULES, said, step, steps, waits } from "../../test/factories/ruled-clock.ts";
import type { ClockRules } from "../catalogue/clock-rules.ts";
import { verdictOf } from "./verdict.ts";
import type { WorkItemClockEvent } from "./verdict-bundle-for.ts";

describe("the conditions make the clock's events", () => {
  test.each<[string, Partial<ClockRules>, WorkItemClockEvent[], string[] | null]>([
    [
      "start",
      { start: said("priority is P1") },
      [step(1, "start"), step(2, "priority", { priority: "P1" })],
      ["start 02T02"],
    ],
    ["no start", { start: said("tag is vip") }, [step(1, "start")], null],
    [
      "no start without a promise",
      { start: said("event is start") },
      [step(1, "start", { priority: "P9" })],
      null,
    ],
    [
      "no start while a stop holds",
      { start: said("tag is vip") },
      [step(1, "start"), step(2, "stop"), step(3, "update", { tags: ["vip"] }), step(4, "close")],
      null,
    ],
    [
      "no start while a cancel holds",
      {},
      [step(1, "start", { tags: ["duplicate"] }), step(2, "stop")],
      null,
    ],
    [
      "pause and running on by itself",
      {},
      [step(1, "start"), step(2, "pause", waits), step(4, "resume")],
      ["start 02T01", "pause 02T02", "resume 02T04"],
    ],
    [
      "resume by a condition",
      { pause: said("event is pause"), resume: said("event is priority") },
      [
        step(1, "start"),
        step(2, "pause", waits),
        step(3, "resume"),
        step(4, "priority", { priority: "P3" }),
      ],
      ["start 02T01", "pause 02T02", "resume 02T04"],
    ],
    ["stop", {}, [step(1, "start"), step(5, "stop"), step(6, "close")], ["start 02T01", "stop 02T05"]],
    [
      "reset",
      { reset: said("tag is moved") },
      [step(1, "start"), step(2, "update", { tags: ["moved"] })],
      ["start 02T01", "reset 02T02"],
    ],
    [
      "cancel by a tag",
      {},
      [step(1, "start"), step(2, "update", { tags: ["duplicate"] }), step(3, "stop")],
      ["start 02T01", "cancel 02T02"],
    ],
    [
      "cancel after a stop",
      {},
      [step(1, "start"), step(2, "stop"), step(3, "update", { tags: ["duplicate"] })],
      ["start 02T01", "stop 02T02", "cancel 02T03"],
    ],
    [
      "cancel when the start ends",
      { start: said("priority is P3"), cancelWhenStartEnds: true },
      [step(1, "start"), step(2, "priority", { priority: "P1" })],
      ["start 02T01", "target 02T02", "cancel 02T02"],
    ],
    [
      "no cancel while the start holds",
      { start: said("priority is P3"), cancelWhenStartEnds: true },
      [step(1, "start"), step(2, "update", { tags: ["vip"] })],
      ["start 02T01"],
    ],
    [
      "reset, and a stop after it",
      { reset: said("tag is moved") },
      [step(1, "start"), step(2, "update", { tags: ["moved"] }), step(3, "stop")],
      ["start 02T01", "reset 02T02", "stop 02T03"],
    ],
    [
      "a target that changed, said again after a reset",
      { reset: said("event is reset") },
      [step(1, "start"), step(2, "priority", { priority: "P1" }), step(3, "reset")],
      ["start 02T01", "target 02T02", "reset 02T03", "target 02T03"],
    ],
    [
      "a target that changed back, said again after a reset too",
      { reset: said("event is reset") },
      [
        step(1, "start"),
        step(2, "priority", { priority: "P1" }),
        step(3, "priority", { priority: "P3" }),
        step(4, "reset"),
      ],
      ["start 02T01", "target 02T02", "target 02T03", "reset 02T04", "target 02T04"],
    ],
    [
      "a target that changed while it stood, said when it is reopened",
      { stop: said("event is acknowledge") },
      [
        step(1, "start"),
        step(2, "acknowledge"),
        step(3, "priority", { priority: "P1" }),
        step(4, "stop"),
        step(5, "reopen"),
      ],
      ["start 02T01", "stop 02T02", "reopen 02T05", "target 02T05"],
    ],
    [
      "no target for a priority without a promise, or for the same again",
      {},
      [step(1, "start"), step(2, "priority", { priority: "P9" }), step(3, "priority", { priority: "P3" })],
      ["start 02T01"],
    ],
    [
      "no reopening by what is none",
      { stop: said("event is stop") },
      [step(1, "start"), step(2, "stop"), step(3, "update", { tags: ["vip"] })],
      ["start 02T01", "stop 02T02"],
    ],
    [
      "no reopening that stops it again",
      { stop: said("event is stop, reopen") },
      [step(1, "start"), step(2, "stop"), step(3, "reopen")],
      ["start 02T01", "stop 02T02"],
    ],
    [
      "a site",
      { start: said("site is berlin") },
      [step(1, "start"), step(2, "update", { site: "berlin" })],
      ["start 02T02"],
    ],
  ])("%s", (_name, more, events, expected) => {
    expect(steps(events, { ...RULES, ...more })).toEqual(expected);
  });

  test.each([
    ["continue", ["start 02T01", "stop 02T02", "reopen 02T04"]],
    ["new_cycle", ["start 02T01", "stop 02T02", "reopen 02T04"]],
    ["stays_stopped", ["start 02T01", "stop 02T02"]],
  ] as const)("a reopening: %s", (reopen, expected) => {
    expect(steps([step(1, "start"), step(2, "stop"), step(4, "reopen")], { ...RULES, reopen })).toEqual(
      expected,
    );
  });
});

test("each of the clock's events has its source among the item's", () => {
  const events = [
    step(1, "start"),
    step(2, "update"),
    step(3, "priority", { priority: "P1" }),
    step(4, "stop"),
  ];
  expect(clock(events)?.sources).toEqual([0, 2, 3]);
  expect(clock(events)?.targetMinutes).toBe(480);
});

describe("a start that counts from earlier", () => {
  const urgent: ClockRules = { ...RULES, start: said("priority is P1"), startFrom: "opening" };

  test("counts from the opening and keeps what was paused (T1)", () => {
    const events = [
      step(1, "start"),
      step(2, "pause", waits),
      step(4, "priority", { priority: "P1" }),
      step(6, "resume"),
    ];
    expect(steps(events, urgent)).toEqual(["start 02T01", "pause 02T02", "resume 02T06"]);
    const result = verdictOf(bundle(events, urgent, 7));
    expect(result).toMatchObject({
      netSeconds: 2 * 3600,
      targetSeconds: 240 * 60,
      verdict: "pending",
      ignored: [],
    });
  });

  test("leaves out the time in which the work was finished", () => {
    const events = [
      step(1, "start"),
      step(2, "stop"),
      step(5, "reopen"),
      step(6, "priority", { priority: "P1" }),
    ];
    expect(verdictOf(bundle(events, urgent, 7)).netSeconds).toBe(3 * 3600);
  });

  test("runs on after a pause that is over, and stops", () => {
    const events = [
      step(1, "start"),
      step(2, "pause", waits),
      step(3, "resume"),
      step(4, "priority", { priority: "P1" }),
      step(6, "stop"),
    ];
    expect(steps(events, urgent)).toEqual(["start 02T01", "pause 02T02", "resume 02T03", "stop 02T06"]);
  });

  test("stays held until a resume, where the rules name one, or a reopening", () => {
    const named: ClockRules = { ...urgent, pause: said("event is pause"), resume: said("tag is back") };
    const raised = step(6, "priority", { priority: "P1" });
    expect(steps([step(1, "start"), step(2, "pause", waits), step(3, "resume"), raised], named)).toEqual([
      "start 02T01",
      "pause 02T02",
    ]);
    const back = step(4, "update", { tags: ["back"] });
    expect(
      steps([step(1, "start"), step(2, "pause", waits), step(3, "resume"), back, raised], named),
    ).toEqual(["start 02T01", "pause 02T02", "resume 02T04"]);
    expect(steps([step(1, "start"), step(2, "stop"), step(3, "reopen"), raised], named)).toEqual([
      "start 02T01",
      "pause 02T02",
      "resume 02T03",
    ]);
    expect(steps([step(1, "start"), back, step(5, "acknowledge"), raised], named)).toEqual(["start 02T01"]);
  });

  test("or from the moment that is stated, never before the opening", () => {
    const stated: ClockRules = { ...urgent, startFrom: "stated" };
    const raised = (since: number) => [
      step(3, "start"),
      step(8, "priority", { priority: "P1", since: hour(since) }),
    ];
    expect(steps(raised(5), stated)).toEqual(["start 02T05"]);
    expect(steps(raised(1), stated)).toEqual(["start 02T03"]);
    expect(steps(raised(10), stated)).toEqual(["start 02T08"]);
  });
});

describe("a pause that counts from earlier", () => {
  const stated: ClockRules = { ...RULES, pauseFrom: "stated" };
  const late = (since: number) => [
    step(1, "start"),
    step(2, "pause", waits),
    step(4, "resume"),
    step(8, "pause", { ...waits, since: hour(since) }),
    step(9, "resume"),
  ];

  test("counts from the stated moment, where the rules say so", () => {
    expect(verdictOf(bundle(late(6), stated, 10)).netSeconds).toBe(4 * 3600);
    expect(verdictOf(bundle(late(6), RULES, 10)).netSeconds).toBe(6 * 3600);
  });

  test("but never from before the clock last began to run", () => {
    expect(steps(late(3), stated)?.[3]).toBe("pause 02T04");
    expect(verdictOf(bundle(late(3), stated, 10))).toMatchObject({ netSeconds: 2 * 3600, ignored: [] });
  });

  test("nor from after the event that states it, nor from words", () => {
    expect(steps(late(12), stated)?.[3]).toBe("pause 02T08");
    const words = [step(1, "start"), step(2, "pause", { ...waits, since: "soon" })];
    expect(() => steps(words, stated)).toThrow(new RangeError('"soon" is not an instant.'));
  });

  test("of no length is nothing", () => {
    const events = [step(1, "start"), step(2, "pause", waits), step(2, "resume"), step(3, "stop")];
    expect(verdictOf(bundle(events)).netSeconds).toBe(2 * 3600);
  });
});

test("a reopened item's solution is met and not pending, where the clock stays stopped (T5)", () => {
  const events = [step(1, "start"), step(2, "stop"), step(9, "reopen")];
  expect(verdictOf(bundle(events, { ...RULES, reopen: "stays_stopped" })).verdict).toBe("met");
  const again = verdictOf(bundle(events, { ...RULES, reopen: "new_cycle" }));
  expect(again.cycles.map((cycle) => cycle.verdict)).toEqual(["met", "breached"]);
});

test("a raised priority is a new target from the first start", () => {
  const events = [step(1, "start"), step(3, "priority", { priority: "P1" })];
  expect(verdictOf(bundle(events, RULES, 4))).toMatchObject({ targetSeconds: 240 * 60, breachAt: hour(5) });
});
