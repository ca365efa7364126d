import { describe, expect, test } from "vitest";
import { type CreditedMonth, earnBacksDue } from "./earn-back.ts";
import { ratchet } from "./ratchet.ts";
import { type TerminationTrigger, type TriggerMonth, triggerProgress } from "./termination-trigger.ts";

const rule = { levelIds: ["a", "b"], monthsNeeded: 2, waitMonths: 6 };
const levels = [
  { id: "a", direction: "higher", target: "99" },
  { id: "b", direction: "lower", target: "4" },
] as const;

/** A month of the levels that are named, each with its figure and its credit. */
function month(at: number, figures: Record<string, [string | null, bigint]>): CreditedMonth {
  const named = Object.entries(figures);
  return {
    period: `2026-0${at}`,
    levels: named.map(([id, [measured]]) => ({ id, measured, excused: false })),
    credits: named.map(([levelId, [, creditMinor]]) => ({ levelId, creditMinor })),
  };
}

describe("a credit that comes back", () => {
  const months = [
    month(1, { a: ["90", 500n], b: ["3", 0n] }),
    month(2, { a: ["99", 0n], b: ["5", 700n] }),
    month(3, { a: ["99", 0n], b: ["4", 0n] }),
    month(4, { a: ["98", 0n], b: ["4", 0n] }),
  ];

  test("is told whole, and is that of the level whose run is complete", () => {
    expect(earnBacksDue({ months, levels, rule, earned: [] })).toEqual([
      {
        kind: "earn_back",
        id: "earn_back/b/2026-02",
        levelId: "b",
        period: "2026-02",
        creditMinor: "700",
        direction: "lower",
        target: "4",
        monthsNeeded: 2,
        run: [
          { period: "2026-03", measured: "4" },
          { period: "2026-04", measured: "4" },
        ],
      },
    ]);
    expect(earnBacksDue({ months: months.slice(0, 3), levels, rule, earned: [] })).toMatchObject([
      { levelId: "a", period: "2026-01", creditMinor: "500" },
    ]);
  });

  test.each([
    [
      "another level's credit came back a month ago",
      { levelId: "a", period: "2026-01", earnedIn: "2026-03" },
      1,
    ],
    ["its own came back six months ago", { levelId: "b", period: "2025-06", earnedIn: "2025-10" }, 1],
    ["its own came back five months ago", { levelId: "b", period: "2025-06", earnedIn: "2025-11" }, 0],
    ["it came back before", { levelId: "b", period: "2026-02", earnedIn: "2025-01" }, 0],
    [
      "another level's of that month came back",
      { levelId: "a", period: "2026-02", earnedIn: "2025-01" },
      1,
    ],
  ])("%s", (_name, earned, count) => {
    expect(earnBacksDue({ months, levels, rule, earned: [earned] })).toHaveLength(count);
  });

  test("is none for a level that the contract no longer has, or that a month lacks", () => {
    expect(earnBacksDue({ months, levels: [levels[0]], rule, earned: [] })).toEqual([]);
    const lacking = [...months.slice(0, 3), month(4, { a: ["98", 0n] })];
    expect(earnBacksDue({ months: lacking, levels, rule, earned: [] })).toEqual([]);
  });

  test("is not of the months of the run themselves", () => {
    const inside = [month(1, { b: ["4", 300n] }), month(2, { b: ["4", 0n] })];
    expect(earnBacksDue({ months: inside, levels, rule, earned: [] })).toEqual([]);
  });
});

describe("a trigger", () => {
  const later = (at: number, more: Partial<TriggerMonth> = {}): TriggerMonth => ({
    period: `2026-0${at}`,
    feeMinor: 1000n,
    creditMinor: 0n,
    levels: [
      { id: "a", status: "missed", critical: false },
      { id: "b", status: "met", critical: true },
    ],
    ...more,
  });
  const failed = (at: number) =>
    later(at, {
      levels: [
        { id: "a", status: "failed", critical: false },
        { id: "b", status: "no_data", critical: true },
      ],
    });
  const progress = (trigger: TerminationTrigger, months: TriggerMonth[]) =>
    triggerProgress([trigger], months)[0];

  test("of misses in a row names the months from the first, of its own level", () => {
    const trigger: TerminationTrigger = { kind: "consecutive_misses", levelId: "a", months: 2 };
    expect(progress(trigger, [later(1), later(2)])).toEqual({
      trigger,
      count: 2,
      needed: 2,
      reached: { trigger, period: "2026-02", because: ["2026-01", "2026-02"] },
    });
    expect(progress({ ...trigger, levelId: "b" }, [later(1), later(2)])?.count).toBe(0);
    expect(progress({ ...trigger, levelId: "gone" }, [later(1), later(2)])?.count).toBe(0);
    expect(progress(trigger, [later(1), later(2, { levels: [] }), later(3)])?.count).toBe(1);
  });

  test("of failures names each with its month and level", () => {
    const trigger: TerminationTrigger = { kind: "failures_within", failures: 4, months: 2 };
    expect(progress(trigger, [failed(1), failed(2), failed(3)])?.reached?.because).toEqual([
      "2026-02 a",
      "2026-02 b",
      "2026-03 a",
      "2026-03 b",
    ]);
  });

  test("of a critical level names it alone", () => {
    const trigger: TerminationTrigger = { kind: "critical_failure" };
    expect(progress(trigger, [failed(1), failed(2)])).toMatchObject({
      count: 1,
      needed: 1,
      reached: { period: "2026-02", because: ["2026-02 b"] },
    });
  });

  test("of credits looks at its own months alone, and names them", () => {
    const trigger: TerminationTrigger = { kind: "credits_above", shareBps: 1000, months: 2 };
    const paid = [later(1, { creditMinor: 900n }), later(2, { creditMinor: 201n }), later(3)];
    expect(progress(trigger, paid)?.reached?.because).toEqual(["2026-02", "2026-03"]);
    expect(progress(trigger, [...paid, later(4)])).toMatchObject({ count: 0, reached: null });
  });
});

describe("the ratchet's step", () => {
  const step = (target: string, direction: "higher" | "lower", ...measured: (string | null)[]) =>
    ratchet({ target, direction, measured, rule: { bestMonths: 2, gapShareBps: 1000 } });

  test.each([
    [
      "the best of any order",
      step("95", "higher", "95.1", "95.3", "80", "95.2"),
      "95.25",
      "95.25",
      "achieved",
    ],
    ["the lowest where low is good", step("4", "lower", "9", "3.9", "3.7", "8"), "3.8", "3.80", "achieved"],
    ["exactly the share of the gap", step("95", "higher", "95.5", "95.5"), "95.5", "95.50", "achieved"],
    ["nothing where nothing better was", step("95", "higher", "95", "95"), "95", "95.00", "unchanged"],
    ["nothing at perfection", step("0", "lower", "-1", "-1"), "0", "-1.00", "unchanged"],
    ["to a whole number", step("90", "higher", "100", "100"), "91", "100.00", "gap"],
    ["to a round one", step("99", "higher", "100", null, "100"), "99.1", "100.00", "gap"],
    ["nothing with too few months", step("95", "higher", "99", null), "95", null, "unchanged"],
  ] as const)("is %s", (_name, made, target, achieved, by) => {
    expect(made).toEqual({ target, achieved, by });
  });
});
