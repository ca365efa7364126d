import { describe, expect, test } from "vitest";
import {
  type ServiceLevel,
  serviceLevelSchema,
  serviceLevelsSchema,
  targetMinutesFor,
  weightsRefusal,
} from "./service-level.ts";

const level: ServiceLevel = {
  id: "resolve",
  name: "Resolved in time",
  metric: "it_support.resolved_in_time",
  kind: "clock_attainment",
  workItemTypes: ["incident"],
  clock: { name: "resolve", targetMinutesByPriority: { P1: 240, P2: 480 }, calendar: "contract" },
  direction: "higher",
  target: "95",
  minimum: "90",
  unit: "%",
  weightBps: 6000,
  missBps: 5000,
  failBps: 10_000,
  minimumSample: 10,
};
const { clock: _clock, ...plain } = level;
const ratio: ServiceLevel = { ...plain, id: "accuracy", kind: "ratio", weightBps: 4000 };

test("a sound level of each kind is taken as it is", () => {
  expect(serviceLevelSchema.parse(level)).toEqual(level);
  expect(serviceLevelsSchema.parse([level, ratio])).toEqual([level, ratio]);
});

describe("what cannot be is refused at its field, in words", () => {
  test.each<[string, object, string]>([
    ["clock", { clock: undefined }, "needs a clock"],
    ["clock", { kind: "ratio" }, "has no clock"],
    [
      "clock.targetMinutesByPriority",
      { clock: { ...level.clock, targetMinutesByPriority: {} } },
      "at least one priority",
    ],
    [
      "clock.targetMinutesByPriority.P1",
      { clock: { ...level.clock, targetMinutesByPriority: { P1: 0 } } },
      "at least one minute",
    ],
    ["minimum", { minimum: "96" }, "cannot be better"],
    ["minimum", { direction: "lower", minimum: "90" }, "cannot be better"],
    ["target", { target: "101" }, "100 at most"],
    ["target", { target: "ninety" }, "as a number"],
    ["target", { target: "-5" }, "as a number"],
    ["failBps", { failBps: 10 }, "cannot cost less"],
    ["weightBps", { weightBps: 10_001 }, "100 % at most"],
    ["name", { name: "  " }, "a name"],
    ["workItemTypes", { workItemTypes: [] }, "at least one type"],
    ["minimumSample", { minimumSample: -1 }, "not negative"],
  ])("%s: %j", (path, change, words) => {
    const parsed = serviceLevelSchema.safeParse({ ...level, ...change });
    const issue = parsed.error?.issues[0];
    expect(issue?.path.join(".")).toBe(path);
    expect(issue?.message).toContain(words);
  });
});

test("weights make up the whole pool, or the sentence says what they make", () => {
  expect(weightsRefusal([level, ratio])).toBeNull();
  expect(weightsRefusal([level])).toContain("add up to 60 %;");
  expect(weightsRefusal([level, { weightBps: 4025 }])).toContain("add up to 100.25 %;");
  expect(serviceLevelsSchema.safeParse([level]).success).toBe(false);
  expect(serviceLevelsSchema.safeParse([level, { ...ratio, id: "resolve" }]).success).toBe(false);
  expect(serviceLevelsSchema.safeParse([]).success).toBe(false);
});

test("a priority without a target has none", () => {
  expect(targetMinutesFor(level, "P2")).toBe(480);
  expect(targetMinutesFor(level, "P9")).toBeNull();
  expect(targetMinutesFor(ratio, "P2")).toBeNull();
});
