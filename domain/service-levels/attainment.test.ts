import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { monthPeriod } from "../shared/period.ts";
import {
  type AttainmentItem,
  attainmentOf,
  measuredFor,
  measureRatio,
  membershipOf,
} from "./attainment.ts";

const period = monthPeriod({ month: "2026-03", zone: "America/New_York" });
const stopped: AttainmentItem = {
  workItemId: "w1",
  priority: "P2",
  state: "stopped",
  verdict: "met",
  grossVerdict: "met",
  startedAt: "2026-03-02T10:00:00Z",
  stoppedAt: "2026-03-02T12:00:00Z",
};
const open: AttainmentItem = {
  ...stopped,
  state: "running",
  verdict: "breached",
  grossVerdict: "breached",
  stoppedAt: null,
};

describe("the month an item belongs to", () => {
  test.each<[string, Partial<AttainmentItem>, string]>([
    ["stopped inside", {}, "stopped_in_month"],
    ["stopped at the first instant", { stoppedAt: "2026-03-01T05:00:00Z" }, "stopped_in_month"],
    ["stopped just before it", { stoppedAt: "2026-03-01T04:59:59Z" }, "not_in_month"],
    ["stopped at the first instant of the next", { stoppedAt: "2026-04-01T04:00:00Z" }, "not_in_month"],
    ["started long before, stopped inside", { startedAt: "2025-11-01T00:00:00Z" }, "stopped_in_month"],
    ["open and breached", open, "open_and_breached"],
    ["open, paused and breached", { ...open, state: "paused" }, "open_and_breached"],
    ["open and pending", { ...open, verdict: "pending" }, "not_in_month"],
    [
      "open and breached, started after the month",
      { ...open, startedAt: "2026-04-01T04:00:00Z" },
      "not_in_month",
    ],
    ["open and breached, without a start", { ...open, startedAt: null }, "not_in_month"],
    [
      "stopped later, whatever else is said",
      { ...open, stoppedAt: "2026-04-02T00:00:00Z" },
      "not_in_month",
    ],
    ["cancelled without a stop", { ...open, state: "cancelled" }, "not_in_month"],
    ["never started", { ...open, state: "not_started", verdict: "none", startedAt: null }, "not_in_month"],
  ])("%s", (_name, change, membership) => {
    expect(membershipOf({ ...stopped, ...change }, period)).toBe(membership);
  });
});

test("misses, exclusions, cancelled and open items each find their place", () => {
  const items: AttainmentItem[] = [
    stopped,
    { ...stopped, workItemId: "w2", verdict: "breached", grossVerdict: "breached" },
    { ...stopped, workItemId: "w3", verdict: "met", grossVerdict: "breached" },
    { ...stopped, workItemId: "w4", verdict: "void", grossVerdict: "void" },
    { ...open, workItemId: "w5" },
    { ...open, workItemId: "w6", verdict: "pending", grossVerdict: "pending" },
    { ...stopped, workItemId: "w7", verdict: "none", grossVerdict: "none" },
    { ...stopped, workItemId: "w8", verdict: "breached", stoppedAt: "2026-04-02T10:00:00Z" },
    { ...stopped, workItemId: "w9", verdict: "void", stoppedAt: "2026-02-02T10:00:00Z" },
  ];
  expect(attainmentOf({ items, period, minimumSample: 4 })).toEqual({
    net: { n: 4, met: 2, breached: 2, percent: "50.00" },
    gross: { n: 4, met: 1, breached: 3, percent: "25.00" },
    excluded: 1,
    voided: 2,
    sufficient: true,
    minimumSample: 4,
    misses: ["w2", "w5"],
  });
  expect(attainmentOf({ items, period, minimumSample: 5 }).sufficient).toBe(false);
});

test("29 of 30 is 96.67 %, and no items are no data", () => {
  const items = Array.from(
    { length: 30 },
    (_item, index): AttainmentItem => ({
      ...stopped,
      verdict: index === 0 ? "breached" : "met",
      grossVerdict: "met",
    }),
  );
  expect(attainmentOf({ items, period, minimumSample: 0 }).net.percent).toBe("96.67");
  expect(attainmentOf({ items: [], period, minimumSample: 0 })).toMatchObject({
    net: { n: 0, percent: null },
    sufficient: false,
  });
});

test("the counts add up and do not depend on order", () => {
  const item = fc.record({
    state: fc.constantFrom("running" as const, "paused" as const, "stopped" as const),
    verdict: fc.constantFrom("met" as const, "breached" as const, "pending" as const, "void" as const),
  });
  fc.assert(
    fc.property(fc.array(item), (list) => {
      const items = list.map(
        (one, index): AttainmentItem => ({
          ...stopped,
          ...one,
          workItemId: `w${index}`,
          grossVerdict: one.verdict,
          stoppedAt: one.state === "stopped" ? stopped.stoppedAt : null,
        }),
      );
      const result = attainmentOf({ items, period, minimumSample: 1 });
      expect(result.net.met + result.net.breached).toBe(result.net.n);
      expect(result.misses.length).toBe(result.net.breached);
      expect(attainmentOf({ items: [...items].reverse(), period, minimumSample: 1 }).net).toEqual(
        result.net,
      );
    }),
  );
});

describe("a ratio of two counts", () => {
  test.each([
    [481, 500, "96.20", true],
    [2, 3, "66.67", false],
    [0, 0, null, false],
    [1, 1, "100.00", false],
    [5, 10, "50.00", true],
    [8, 9, "88.89", false],
  ])("%i of %i is %s", (numerator, denominator, percent, sufficient) => {
    expect(measureRatio({ numerator, denominator, minimumSample: 10 })).toEqual({
      n: denominator,
      percent,
      sufficient,
    });
  });
  test.each([
    [-1, 2, "A ratio is made of two counts from 0."],
    [0, -1, "A ratio is made of two counts from 0."],
    [-2, -1, "A ratio is made of two counts from 0."],
    [0.5, 2, "A ratio is made of two counts from 0."],
    [1, 2.5, "A ratio is made of two counts from 0."],
    [1, Number.NaN, "A ratio is made of two counts from 0."],
    [3, 2, "A ratio counts no more hits than tries."],
  ])("%d of %d is not one", (numerator, denominator, message) => {
    const made = () => measureRatio({ numerator, denominator, minimumSample: 0 });
    expect(made).toThrow(new RangeError(message));
  });
  test("of nothing is no data, however small a sample may be", () => {
    expect(measureRatio({ numerator: 0, denominator: 0, minimumSample: 0 }).sufficient).toBe(false);
  });
});

test("too small a sample is excused, none at all is no data", () => {
  expect(measuredFor({ n: 3, percent: "66.67", sufficient: false })).toEqual({
    measured: "66.67",
    excused: true,
  });
  expect(measuredFor({ n: 0, percent: null, sufficient: false })).toEqual({
    measured: null,
    excused: false,
  });
  expect(measuredFor({ n: 50, percent: "98.00", sufficient: true })).toEqual({
    measured: "98.00",
    excused: false,
  });
});
