import { describe, expect, test } from "vitest";
import {
  adjustedBundle,
  adjustmentsFor,
  type ContestEffect,
  decidedAs,
  decidedStretches,
  type ItemAdjustment,
  withAdjustment,
} from "./item-adjustment.ts";
import type { VerdictBundle } from "./verdict-bundle.ts";

const FROM = "2026-10-05T10:00:00Z";
const TO = "2026-10-05T11:00:00Z";
const seconds = (text: string) => Date.parse(text) / 1000;
const one = (effect: ContestEffect, change: Partial<ItemAdjustment> = {}): ItemAdjustment => ({
  ...{ contestId: "c", period: "2026-10", effect, levelIds: [], from: null, to: null },
  ...change,
});
const carrying = (...adjustments: ItemAdjustment[]) => ({ adjustments });
const stretch = { from: FROM, to: TO };

describe("what was decided about a whole item", () => {
  test.each<[string, ItemAdjustment[], string | null]>([
    ["nothing", [], null],
    ["left out", [one("exclude")], "exclude"],
    ["a hit", [one("hit")], "hit"],
    ["a miss", [one("miss")], "miss"],
    ["counting is for clocks", [one("count")], null],
    ["left out wins over both", [one("hit"), one("miss"), one("exclude")], "exclude"],
    ["a miss wins over a hit", [one("hit"), one("miss")], "miss"],
    ["a miss wins over a hit, whichever came first", [one("miss"), one("hit")], "miss"],
    ["a stretch is not the whole", [one("exclude", stretch)], null],
    ["nor is a beginning", [one("exclude", { from: FROM })], null],
    ["nor an end", [one("exclude", { to: TO })], null],
    ["of this level", [one("hit", { levelIds: ["a", "level"] })], "hit"],
    ["of another level", [one("hit", { levelIds: ["a"] })], null],
  ])("%s", (_name, adjustments, decided) => {
    expect(decidedAs({ adjustments }, "level")).toBe(decided);
  });

  test("is nothing where the item carries nothing", () => {
    expect(decidedAs({}, "level")).toBeNull();
    expect(adjustmentsFor({}, "level")).toEqual([]);
    const [mine, others] = [one("hit", { levelIds: ["level"] }), one("hit", { levelIds: ["a"] })];
    expect(adjustmentsFor(carrying(mine, others), "level")).toEqual([mine]);
  });
});

describe("stretches that were decided on", () => {
  const both = { from: seconds(FROM), to: seconds(TO) };
  test.each<[string, ItemAdjustment[], object]>([
    ["not counted", [one("exclude", stretch)], { excluded: [both], counted: [] }],
    ["counted after all", [one("count", stretch)], { excluded: [], counted: [both] }],
    ["the whole is none", [one("exclude"), one("count")], { excluded: [], counted: [] }],
    ["an end alone is none", [one("exclude", { to: TO })], { excluded: [], counted: [] }],
    ["a beginning alone is none", [one("count", { from: FROM })], { excluded: [], counted: [] }],
    ["a hit is none", [one("hit", stretch)], { excluded: [], counted: [] }],
    ["of another level", [one("count", { ...stretch, levelIds: ["a"] })], { excluded: [], counted: [] }],
  ])("%s", (_name, adjustments, found) => {
    expect(decidedStretches({ adjustments }, "level")).toEqual(found);
  });

  test.each([
    ["noon", TO],
    [FROM, "later"],
    ["noon", "later"],
  ])("from %s to %s are refused", (from, to) => {
    expect(() => decidedStretches(carrying(one("exclude", { from, to })), "level")).toThrow(
      `"${from}" to "${to}" is no stretch of time.`,
    );
  });
});

describe("a clock", () => {
  const bundle: VerdictBundle = {
    ...{ id: "w/level", calendar: null, targetMinutes: 60, reopenPolicy: "continue", exclusions: [] },
    events: [
      { at: "2026-10-05T09:00:00Z", type: "start" },
      { at: "2026-10-05T09:30:00Z", type: "pause" },
      { at: "2026-10-05T12:00:00Z", type: "resume" },
      { at: "2026-10-05T13:00:00Z", type: "stop" },
    ],
    asOf: "2026-10-06T00:00:00Z",
  };
  const read = (...adjustments: ItemAdjustment[]) => adjustedBundle(bundle, { adjustments }, "level");

  test("takes time that does not count, and time that counts after all", () => {
    expect(read(one("exclude", stretch)).exclusions).toEqual([{ from: FROM, to: TO }]);
    expect(
      read(one("count", stretch)).events.map((event) => `${event.at.slice(11, 16)} ${event.type}`),
    ).toEqual(["09:00 start", "09:30 pause", "10:00 resume", "11:00 pause", "12:00 resume", "13:00 stop"]);
  });

  test("knows no hits and misses, and keeps its bundle where nothing was decided", () => {
    expect(read(one("hit"), one("miss"))).toBe(bundle);
    expect(read()).toBe(bundle);
  });
});

test("one more adjustment stands behind the others, and the item stays as it was", () => {
  const item = { id: "w", ...carrying(one("hit")) };
  expect(withAdjustment(item, one("miss"))).toEqual({ id: "w", ...carrying(one("hit"), one("miss")) });
  expect(withAdjustment({}, one("miss"))).toEqual(carrying(one("miss")));
  expect(item.adjustments).toHaveLength(1);
});
