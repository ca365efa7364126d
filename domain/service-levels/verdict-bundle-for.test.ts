import { describe, expect, test } from "vitest";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import { verdictOf } from "./verdict.ts";
import { verdictBundleSchema } from "./verdict-bundle.ts";
import {
  type VerdictBundleInput,
  verdictBundleFor,
  type WorkItemClockEvent,
} from "./verdict-bundle-for.ts";

const calendar = { zone: "UTC", weekly: { mon: [["09:00", "17:00"]] as [string, string][] } };
function level(
  name: "acknowledge" | "restore" | "resolve",
  more: Partial<ServiceLevel> = {},
): ServiceLevel {
  return {
    id: name,
    name,
    metric: name,
    kind: "clock_attainment",
    workItemTypes: ["incident"],
    clock: { name, targetMinutesByPriority: { P1: 60, P3: 480 }, calendar: "around_the_clock" },
    direction: "higher",
    target: "95",
    minimum: "90",
    unit: "%",
    weightBps: 10_000,
    missBps: 5000,
    failBps: 10_000,
    minimumSample: 0,
    ...more,
  };
}
const hour = (at: number) => `2026-03-02T${String(at).padStart(2, "0")}:00:00Z`;
const step = (at: number, type: WorkItemClockEvent["type"], priority?: string): WorkItemClockEvent => ({
  at: hour(at),
  type,
  ...(priority ? { priority } : {}),
});
const input = (
  events: WorkItemClockEvent[],
  more: Partial<VerdictBundleInput> = {},
): VerdictBundleInput => ({
  id: "w1/resolve",
  level: level("resolve"),
  priority: "P3",
  events,
  calendar,
  reopenPolicy: "continue",
  exclusions: [],
  asOf: hour(20),
  ...more,
});

function made(events: WorkItemClockEvent[], more: Partial<VerdictBundleInput> = {}) {
  const bundle = verdictBundleFor(input(events, more));
  if (!bundle) throw new Error("Expected a bundle.");
  expect(verdictBundleSchema.safeParse(bundle).success).toBe(true);
  return bundle;
}

describe("no promise, no bundle", () => {
  test.each<[string, Partial<VerdictBundleInput>]>([
    ["a priority without a target", { priority: "P9" }],
    ["a level without a clock", { level: level("resolve", { kind: "ratio", clock: undefined }) }],
  ])("%s", (_name, more) => {
    expect(verdictBundleFor(input([step(9, "start")], more))).toBeNull();
  });
});

test("the calendar is the contract's only where the level says so", () => {
  const contract = level("resolve", {
    clock: { name: "resolve", targetMinutesByPriority: { P3: 480 }, calendar: "contract" },
  });
  expect(made([step(9, "start")]).calendar).toBeNull();
  expect(made([step(9, "start")], { level: contract }).calendar).toEqual(calendar);
});

test("the acknowledge clock stops at the first answer and never runs again", () => {
  const events = [
    step(1, "start"),
    step(2, "acknowledge"),
    step(5, "stop"),
    step(6, "close"),
    step(8, "reopen"),
  ];
  const bundle = made(events, { level: level("acknowledge") });
  expect(verdictOf(bundle)).toMatchObject({
    state: "stopped",
    netSeconds: 3600,
    verdict: "met",
    ignored: [],
  });
});

test("the resolve clock passes over the first answer and the closing", () => {
  const events = [step(1, "start"), step(2, "acknowledge"), step(5, "stop"), step(9, "close")];
  expect(made(events).events.map((event) => event.type)).toEqual(["start", "stop"]);
});

test("a raised priority is a new target from the original start; an unknown one changes nothing", () => {
  const bundle = made([step(1, "start"), step(2, "priority", "P1"), step(3, "priority", "P7")]);
  expect(bundle.events).toEqual([
    { at: hour(1), type: "start" },
    { at: hour(2), type: "target", minutes: 60 },
  ]);
  expect(verdictOf(bundle)).toMatchObject({ verdict: "breached", breachAt: hour(2) });
});

test.each(["continue", "new_cycle"] as const)(
  "after a reopen the target is the priority's of the moment (%s)",
  (policy) => {
    const raised = [step(1, "start"), step(2, "priority", "P1"), step(3, "stop"), step(4, "reopen")];
    expect(verdictOf(made(raised, { reopenPolicy: policy })).targetSeconds).toBe(3600);
    const back = [
      step(1, "start"),
      step(2, "priority", "P1"),
      step(3, "stop"),
      step(4, "priority", "P3"),
      step(5, "reopen"),
    ];
    expect(verdictOf(made(back, { reopenPolicy: policy })).targetSeconds).toBe(480 * 60);
  },
);

describe("events that change nothing leave nothing behind", () => {
  test.each<[string, WorkItemClockEvent[], string[]]>([
    ["the priority it has", [step(1, "start"), step(2, "priority", "P3")], ["start"]],
    ["a priority without a name", [step(1, "start"), step(2, "priority")], ["start"]],
    ["an update", [step(1, "start"), step(2, "update"), step(3, "stop")], ["start", "stop"]],
    [
      "a reopening under the first target",
      [step(1, "start"), step(2, "stop"), step(3, "reopen")],
      ["start", "stop", "reopen"],
    ],
    ["a new beginning under it", [step(1, "start"), step(2, "reset")], ["start", "reset"]],
    [
      "a reopening under another target says it again",
      [step(1, "start"), step(2, "priority", "P1"), step(3, "stop"), step(4, "reopen")],
      ["start", "target", "stop", "reopen", "target"],
    ],
  ])("%s", (_name, events, types) => expect(made(events).events.map((one) => one.type)).toEqual(types));
});

describe("a clock with conditions of its own", () => {
  const event = (name: string) => ({ field: "event" as const, in: [name] });
  const ruled = (rules: object, more: Partial<VerdictBundleInput> = {}) => {
    const clock = { ...level("resolve").clock, rules: { start: event("start"), ...rules } };
    const input = { ...more, level: level("resolve", { clock: clock as ServiceLevel["clock"] }) };
    return made([step(1, "start"), step(2, "acknowledge"), step(3, "stop")], input);
  };

  test("follows them, under the target of the item's priority", () => {
    const bundle = ruled({ stop: event("acknowledge") });
    expect(bundle.events).toEqual([
      { at: hour(1), type: "start" },
      { at: hour(2), type: "stop" },
    ]);
    expect(bundle.targetMinutes).toBe(480);
  });

  test("asks the item's priority and finds no tags or site where nobody said any", () => {
    const fits = { field: "priority" as const, in: ["P3"] };
    const tagged = { not: { not: { field: "tag" as const, in: ["vip"] } } };
    const start = { all: [event("start"), fits, { not: tagged }] };
    expect(ruled({ start, stop: event("stop") }).events.map((one) => one.type)).toEqual(["start", "stop"]);
  });

  test.each([
    ["continue", "new_cycle", "continue"],
    ["new_cycle", "continue", "new_cycle"],
    ["stays_stopped", "new_cycle", "new_cycle"],
    ["stays_stopped", "continue", "continue"],
    [undefined, "new_cycle", "new_cycle"],
  ] as const)("reopens by its own word (%s), else by the contract's (%s)", (reopen, contract, policy) => {
    const rules = { stop: event("stop"), ...(reopen ? { reopen } : {}) };
    expect(ruled(rules, { reopenPolicy: contract }).reopenPolicy).toBe(policy);
  });
});
