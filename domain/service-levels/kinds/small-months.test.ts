import { describe, expect, test } from "vitest";
import { monthPeriod } from "../../shared/period.ts";
import { atRiskLevelOf } from "../at-risk-level.ts";
import { copies, figure, input, item } from "./test-month.ts";

describe("a small month", () => {
  const line = (correct: boolean, hours = {}) => item("posting_line", { correct }, hours);
  const month = (n: number, wrong: number) => copies(n, (index) => line(index >= wrong));
  const rule = { smallSample: { kind: "max_misses", max: 1 }, minimumSample: 30 } as const;

  test.each([
    [30, 2, "failed", undefined],
    [29, 1, "met", "1"],
    [29, 2, "missed", "2"],
    [29, 3, "failed", "3"],
    [1, 1, "met", "1"],
  ])("of %i with %i wrong is %s", (n, wrong, status, misses) => {
    const one = figure("bookkeeping", "posting_accuracy", month(n, wrong), rule);
    expect(one.status).toBe(status);
    expect(one.against?.measured).toBe(misses);
    expect(one.reason === undefined).toBe(misses === undefined);
  });

  test("enters the statement with the count target that decided", () => {
    const { level } = input("bookkeeping", "posting_accuracy", [], rule);
    const one = figure("bookkeeping", "posting_accuracy", month(10, 2), rule);
    expect(atRiskLevelOf(level, one)).toMatchObject({
      direction: "lower",
      target: "1",
      minimum: "2",
      measured: "2",
    });
  });

  test("is rolled up into its quarter, and judged in the quarter's last month", () => {
    const rolled = { smallSample: { kind: "roll_up", window: "quarter" }, minimumSample: 30 } as const;
    const january = copies(20, () => line(true, { from: -1000, to: -990 }));
    const items = [...january, ...month(20, 4)];
    expect(figure("bookkeeping", "posting_accuracy", items, rolled)).toMatchObject({
      n: 40,
      measured: "90.00",
      status: "failed",
      window: { kind: "quarter", from: "2026-01", to: "2026-03" },
    });
    const february = {
      period: monthPeriod({ month: "2026-01", zone: "UTC" }),
      asOf: "2026-02-01T00:00:00Z",
    };
    expect(figure("bookkeeping", "posting_accuracy", january, rolled, february)).toMatchObject({
      status: "excused",
      n: 20,
    });
  });
});

describe("a longer window", () => {
  const late = { from: -1000, to: -900 };

  test("of a quarter counts in its last month only; rolling months count every month", () => {
    const saving = (hours: object) =>
      item(
        "quote_comparison",
        { baselineMinor: "100", actualMinor: "90", confirmedByFinance: true },
        hours,
      );
    const items = [saving(late), saving({})];
    expect(figure("procurement", "savings", items)).toMatchObject({ n: 2, status: "met" });
    const february = { period: monthPeriod({ month: "2026-02", zone: "UTC" }) };
    expect(figure("procurement", "savings", items, {}, february)).toMatchObject({ status: "excused" });
    const rolling = { window: "rolling_3_months" } as const;
    expect(figure("procurement", "savings", items, rolling, february)).toMatchObject({
      n: 1,
      status: "met",
    });
  });
});

describe("rounding", () => {
  const third = () => [
    ...copies(2, () => item("posting_line", { correct: true })),
    item("posting_line", { correct: false }),
  ];

  test.each([
    [{ decimals: 2, mode: "half_away" }, "66.67"],
    [{ decimals: 2, mode: "down" }, "66.66"],
    [{ decimals: 0, mode: "up" }, "67"],
    [{ decimals: 1, mode: "half_even" }, "66.7"],
  ] as const)("%j gives %s", (rounding, measured) => {
    const level = { minimumSample: 0, rounding };
    expect(figure("bookkeeping", "posting_accuracy", third(), level).measured).toBe(measured);
  });
});

describe("rolling up", () => {
  const rolled = { smallSample: { kind: "roll_up", window: "quarter" }, minimumSample: 3 } as const;
  const HOURS = { january: -1000, february: -500, march: 10 } as const;
  const lines = (month: keyof typeof HOURS, n: number) =>
    copies(n, () => item("posting_line", { correct: true }, { from: HOURS[month], to: HOURS[month] + 1 }));
  const of = (january: number, february: number, march: number, change: object = {}, more: object = {}) => {
    const items = [...lines("january", january), ...lines("february", february), ...lines("march", march)];
    const one = figure("bookkeeping", "posting_accuracy", items, { ...rolled, ...change }, more);
    return [one.window?.kind ?? "month", one.n];
  };

  test.each<[[number, number, number], [string, number]]>([
    [
      [3, 3, 3],
      ["month", 3],
    ],
    [
      [3, 3, 2],
      ["quarter", 8],
    ],
    [
      [2, 3, 3],
      ["quarter", 8],
    ],
    [
      [3, 2, 3],
      ["quarter", 8],
    ],
    [
      [0, 0, 3],
      ["month", 3],
    ],
    [
      [0, 0, 2],
      ["quarter", 2],
    ],
    [
      [3, 3, 0],
      ["month", 0],
    ],
    [
      [1, 0, 0],
      ["quarter", 1],
    ],
  ])("of %j items in the months of a quarter reads %j", (months, read) => {
    expect(of(...months)).toEqual(read);
  });

  test("is for the contract that says so, and for the month's window", () => {
    expect(of(3, 3, 2, { smallSample: { kind: "excused" } })).toEqual(["month", 2]);
    expect(of(3, 3, 2, { window: "rolling_3_months" })).toEqual(["rolling_3_months", 8]);
  });

  test("waits for the quarter's last month, and needs months by their names", () => {
    const february = {
      period: monthPeriod({ month: "2026-02", zone: "UTC" }),
      asOf: "2026-03-01T00:00:00Z",
    };
    expect(of(2, 2, 0, {}, february)).toEqual(["month", 2]);
    const { from, to, month } = monthPeriod({ month: "2026-03", zone: "UTC" });
    expect(of(2, 2, 2, {}, { period: { from, to } })).toEqual(["month", 2]);
    expect(of(2, 2, 4, {}, { period: { from, to, month } })).toEqual(["month", 4]);
  });
});
