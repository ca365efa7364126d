import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CreditedMonth, earnBacksDue } from "./earn-back.ts";
import { monthsBetween, reachesBorder } from "./month-history.ts";
import { ratchet } from "./ratchet.ts";
import { type TerminationTrigger, type TriggerMonth, triggerProgress } from "./termination-trigger.ts";

const LEVEL = { id: "accuracy", direction: "higher", target: "98.5" } as const;
const RULE = { levelIds: ["accuracy"], monthsNeeded: 3, waitMonths: 12 };

function months(first: string, ...figures: (string | null | [string, bigint])[]): CreditedMonth[] {
  const [year = 0, month = 0] = first.split("-").map(Number);
  return figures.map((figure, at) => {
    const index = year * 12 + month - 1 + at;
    const period = `${Math.trunc(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
    const [measured, credit] = Array.isArray(figure) ? figure : [figure, 0n];
    return {
      period,
      levels: [{ id: "accuracy", measured, excused: false }],
      credits: [{ levelId: "accuracy", creditMinor: credit }],
    };
  });
}

function due(list: CreditedMonth[], earned: Parameters<typeof earnBacksDue>[0]["earned"] = []) {
  return earnBacksDue({ months: list, levels: [LEVEL], rule: RULE, earned }).map((one) => one.period);
}

describe("earn-back", () => {
  const year = months("2026-01", ["96.2", 9600n], "98.5", "98.6", "99");

  test("returns a credit in the third good month after it, with the run as evidence", () => {
    expect(due(year)).toEqual(["2026-01"]);
    const [found] = earnBacksDue({ months: year, levels: [LEVEL], rule: RULE, earned: [] });
    expect(found).toMatchObject({
      creditMinor: "9600",
      run: [
        { period: "2026-02", measured: "98.5" },
        { period: "2026-03", measured: "98.6" },
        { period: "2026-04", measured: "99" },
      ],
    });
  });

  test.each([
    ["not a month sooner", year.slice(0, 3)],
    ["not with a month below target in the run", months("2026-01", ["96", 1n], "98.5", "98.4", "99")],
    ["not with a month without data", months("2026-01", ["96", 1n], "99", null, "99")],
    ["not without a credit", months("2026-01", "96", "99", "99", "99")],
    ["not with no months at all", []],
    ["not over a gap", [...year.slice(0, 2), ...months("2026-04", "99", "99")]],
  ])("%s", (_name, list) => {
    expect(due(list)).toEqual([]);
  });

  test("an excused month proves nothing", () => {
    const list = year.map((one, at) =>
      at === 2 ? { ...one, levels: one.levels.map((level) => ({ ...level, excused: true })) } : one,
    );
    expect(due(list)).toEqual([]);
  });

  test("gives nothing back twice, and waits before the next", () => {
    const twice = months("2026-01", ["96", 10n], ["96", 20n], "99", "99", "99");
    expect(due(twice)).toEqual(["2026-01"]);
    const earned = [{ levelId: "accuracy", period: "2026-01", earnedIn: "2026-05" }];
    const later = months("2026-01", ["96", 10n], ["96", 20n], "99", "99", "99", "99");
    expect(due(later, earned)).toEqual([]);
    const nextYear = months("2026-01", ["96", 10n], ["96", 20n], ...Array.from({ length: 15 }, () => "99"));
    expect(due(nextYear, earned)).toEqual(["2026-02"]);
  });

  test("is only for the levels it was agreed for", () => {
    const none = earnBacksDue({
      months: year,
      levels: [LEVEL],
      rule: { ...RULE, levelIds: [] },
      earned: [],
    });
    expect(none).toEqual([]);
  });
});

describe("the yearly ratchet", () => {
  const rule = { bestMonths: 3, gapShareBps: 1000 };
  test.each([
    ["moves by a tenth of the gap at most", "95", "higher", ["99", "98", "97", "90"], "95.5", "gap"],
    ["moves to what was achieved", "95", "higher", ["95.2", "95.3", "95.1", "1"], "95.2", "achieved"],
    ["never back", "95", "higher", ["94", "93", "92"], "95", "unchanged"],
    ["not without enough months", "95", "higher", ["99", null, "99"], "95", "unchanged"],
    ["downward where low is good", "4", "lower", ["3.9", "3.8", "3.7", "9"], "3.8", "achieved"],
    ["downward by a tenth of the gap", "4", "lower", ["1", "1", "1"], "3.6", "gap"],
    ["perfection stays", "100", "higher", ["100", "100", "100"], "100", "unchanged"],
    [
      "a figure above a hundred that is no percentage stays",
      "120",
      "higher",
      ["130", "130", "130"],
      "120",
      "unchanged",
    ],
  ] as const)("%s", (_name, target, direction, measured, next, by) => {
    expect(ratchet({ target, direction, measured, rule })).toMatchObject({ target: next, by });
  });

  test("is never worse than before and never beyond perfection", () => {
    const figure = fc.integer({ min: 0, max: 10_000 }).map((n) => (n / 100).toFixed(2));
    const direction = fc.constantFrom("higher" as const, "lower" as const);
    fc.assert(
      fc.property(figure, fc.array(figure, { minLength: 3 }), direction, (target, measured, way) => {
        const next = ratchet({ target, direction: way, measured, rule }).target;
        expect(reachesBorder(next, { direction: way, border: target })).toBe(true);
        expect(Number(next) >= 0 && Number(next) <= 100).toBe(true);
      }),
    );
  });
});

describe("termination triggers", () => {
  type Status = TriggerMonth["levels"][number]["status"];
  const month = (period: string, status: Status, creditMinor = 0n, critical = false): TriggerMonth => ({
    period,
    feeMinor: 1000n,
    creditMinor,
    levels: [{ id: "resolve", status, critical }],
  });
  const row: TerminationTrigger = { kind: "consecutive_misses", levelId: "resolve", months: 3 };
  const many: TerminationTrigger = { kind: "failures_within", failures: 2, months: 3 };
  const credits: TerminationTrigger = { kind: "credits_above", shareBps: 1000, months: 2 };

  test.each<[string, TerminationTrigger, TriggerMonth[], number, boolean]>([
    [
      "three misses in a row",
      row,
      [month("1", "missed"), month("2", "failed"), month("3", "no_data")],
      3,
      true,
    ],
    [
      "a good month breaks the row",
      row,
      [month("1", "missed"), month("2", "met"), month("3", "missed")],
      1,
      false,
    ],
    [
      "an excused month neither counts nor breaks",
      row,
      [month("1", "missed"), month("2", "excused"), month("3", "missed")],
      2,
      false,
    ],
    [
      "two failures within three months",
      many,
      [month("1", "failed"), month("2", "met"), month("3", "failed")],
      2,
      true,
    ],
    [
      "a failure before the window is over",
      many,
      [month("0", "failed"), month("1", "met"), month("2", "met"), month("3", "failed")],
      1,
      false,
    ],
    ["a miss is not a failure", many, [month("1", "missed"), month("2", "missed")], 0, false],
    ["a critical level failed", { kind: "critical_failure" }, [month("1", "failed", 0n, true)], 1, true],
    ["another level failed", { kind: "critical_failure" }, [month("1", "failed")], 0, false],
    [
      "it failed the month before",
      { kind: "critical_failure" },
      [month("1", "failed", 0n, true), month("2", "met", 0n, true)],
      0,
      false,
    ],
    ["credits of more than a tenth", credits, [month("1", "missed", 201n), month("2", "met")], 1, true],
    ["credits of exactly a tenth", credits, [month("1", "missed", 200n), month("2", "met")], 0, false],
    ["no month at all", row, [], 0, false],
  ])("%s", (_name, trigger, list, count, reached) => {
    const [found] = triggerProgress([trigger], list);
    expect(found?.count).toBe(count);
    expect(found?.reached !== null).toBe(reached);
    if (reached) expect(found?.reached?.period).toBe(list.at(-1)?.period);
  });
});

test("months are counted across the year", () => {
  expect(monthsBetween({ from: "2025-11", to: "2026-02" })).toBe(3);
  expect(monthsBetween({ from: "2026-02", to: "2026-02" })).toBe(0);
});
