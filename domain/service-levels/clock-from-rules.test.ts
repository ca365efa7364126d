import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EVENT_STANDINGS } from "../catalogue/clock-moment.ts";
import { clockPresets } from "../catalogue/clock-presets.ts";
import type { ClockRules } from "../catalogue/clock-rules.ts";
import { parseCondition } from "../catalogue/clock-text.ts";
import { possibleEvents, readWorkItem, type WorkEvent } from "../delivery/work-item-state.ts";
import { compileClock } from "./clock-from-rules.ts";
import { heldPieces, heldSplit } from "./clock-held.ts";
import { verdictOf } from "./verdict.ts";
import { type VerdictBundle, verdictBundleSchema } from "./verdict-bundle.ts";
import type { WorkItemClockEvent } from "./verdict-bundle-for.ts";

const hour = (at: number) =>
  new Date(Date.UTC(2026, 2, 2) + at * 3_600_000).toISOString().replace(".000Z", "Z");
const step = (
  at: number,
  type: WorkItemClockEvent["type"],
  more: Partial<WorkItemClockEvent> = {},
): WorkItemClockEvent => ({ at: hour(at), type, ...more });
const waits = { waitingOn: "buyer" } as const;

const said = (text: string) => {
  const parsed = parseCondition(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.condition;
};
const RULES: ClockRules = {
  start: said("event is start"),
  pause: said("waiting on is buyer, third_party"),
  stop: said("state is resolved, closed"),
  cancel: said("state is cancelled or tag is duplicate"),
};
const TARGETS: Record<string, number> = { P1: 240, P3: 480 };

function clock(events: WorkItemClockEvent[], rules: ClockRules = RULES, facts = {}) {
  return compileClock({
    rules,
    facts: { type: "incident", priority: "P3", tags: [], site: null, ...facts },
    events,
    targetOf: (priority) => TARGETS[priority] ?? null,
  });
}

function bundle(events: WorkItemClockEvent[], rules: ClockRules = RULES, asOf = 30): VerdictBundle {
  const made = clock(events, rules);
  if (!made) throw new Error("The clock did not start.");
  const reopenPolicy = rules.reopen === "new_cycle" ? "new_cycle" : "continue";
  const { targetMinutes } = made;
  return verdictBundleSchema.parse({
    id: "w",
    calendar: null,
    targetMinutes,
    reopenPolicy,
    events: made.events,
    asOf: hour(asOf),
  });
}
const said2 = (events: WorkItemClockEvent[], rules: ClockRules = RULES) =>
  clock(events, rules)?.events.map((event) => `${event.type} ${event.at.slice(8, 13)}`) ?? null;

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
      { start: said("priority is P1") },
      [step(1, "start"), step(2, "stop"), step(3, "update"), step(4, "close")],
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
      "a site",
      { start: said("site is berlin") },
      [step(1, "start"), step(2, "update", { site: "berlin" })],
      ["start 02T02"],
    ],
  ])("%s", (_name, more, events, expected) => {
    expect(said2(events, { ...RULES, ...more })).toEqual(expected);
  });

  test.each([
    ["continue", ["start 02T01", "stop 02T02", "reopen 02T04"]],
    ["new_cycle", ["start 02T01", "stop 02T02", "reopen 02T04"]],
    ["stays_stopped", ["start 02T01", "stop 02T02"]],
  ] as const)("a reopening: %s", (reopen, expected) => {
    expect(said2([step(1, "start"), step(2, "stop"), step(4, "reopen")], { ...RULES, reopen })).toEqual(
      expected,
    );
  });
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
    expect(said2(events, urgent)).toEqual(["start 02T01", "pause 02T02", "resume 02T06"]);
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

  test("or from the moment that is stated, never before the opening", () => {
    const stated: ClockRules = { ...urgent, startFrom: "stated" };
    const raised = (since: number) => [
      step(3, "start"),
      step(8, "priority", { priority: "P1", since: hour(since) }),
    ];
    expect(said2(raised(5), stated)).toEqual(["start 02T05"]);
    expect(said2(raised(1), stated)).toEqual(["start 02T03"]);
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
    expect(said2(late(3), stated)?.[3]).toBe("pause 02T04");
    expect(verdictOf(bundle(late(3), stated, 10))).toMatchObject({ netSeconds: 2 * 3600, ignored: [] });
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

const life = fc
  .array(
    fc.record({
      after: fc.integer({ min: 0, max: 20_000 }),
      pick: fc.nat(20),
      party: fc.constantFrom("buyer" as const, "third_party" as const, "provider" as const),
      automated: fc.boolean(),
      back: fc.integer({ min: 0, max: 30_000 }),
    }),
    { maxLength: 12 },
  )
  .map((steps): WorkItemClockEvent[] => {
    const start = Date.UTC(2026, 2, 2) / 1000;
    const text = (at: number) => new Date(at * 1000).toISOString().replace(".000Z", "Z");
    const events: WorkItemClockEvent[] = [{ at: text(start), type: "start", priority: "P3" }];
    let at = start;
    for (const one of steps) {
      at += one.after;
      const possible = possibleEvents(readWorkItem(events as WorkEvent[]).state);
      const type = possible[one.pick % possible.length];
      if (!type) break;
      events.push({
        at: text(at),
        type,
        automated: one.automated,
        since: text(Math.max(start, at - one.back)),
        ...(type === "pause" ? { waitingOn: one.party } : {}),
        ...(type === "priority" ? { priority: one.pick % 2 ? "P1" : "P3" } : {}),
        ...(type === "update" ? { tags: one.pick % 3 ? [] : ["restored"] } : {}),
      });
    }
    return events;
  });

describe("whatever happens to an item", () => {
  const presets = clockPresets(["P1", "P3"]).map(({ rules }) => rules);

  test("the clock's events all make sense, and its parts make up the total exactly", () => {
    fc.assert(
      fc.property(
        life,
        fc.constantFrom(...presets),
        fc.integer({ min: 0, max: 80 }),
        (events, rules, asOf) => {
          if (!clock(events, rules)) return;
          const made = bundle(events, rules, asOf);
          const result = verdictOf(made);
          expect(result.ignored).toEqual([]);
          const pieces = heldPieces({ bundle: made, sources: clock(events, rules)?.sources ?? [], events });
          const { total, parts } = heldSplit(pieces);
          for (const kind of ["businessSeconds", "wallSeconds"] as const)
            expect(parts.reduce((sum, part) => sum + part[kind], 0)).toBe(total[kind]);
          const ran = pieces.filter((piece) => piece.state === "running");
          expect(heldSplit(ran).total.businessSeconds).toBe(
            result.cycles.reduce((sum, cycle) => sum + cycle.grossSeconds, 0),
          );
        },
      ),
      { numRuns: 400 },
    );
  });

  test("the linter's table of standings knows every standing that the machine can reach", () => {
    fc.assert(
      fc.property(life, (events) => {
        const { state, waitingOn } = readWorkItem(events as WorkEvent[]);
        const last = events.at(-1)?.type;
        expect(EVENT_STANDINGS).toContainEqual({ event: last, state, waitingOn: waitingOn ?? "nobody" });
      }),
      { numRuns: 400 },
    );
  });
});
