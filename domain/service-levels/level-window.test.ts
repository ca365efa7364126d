import { describe, expect, test } from "vitest";
import { monthPeriod } from "../shared/period.ts";
import { earliestMonth, quarterMonths, windowOf } from "./level-window.ts";

const rules = (contractStart: string) => ({
  calendar: null,
  reopenPolicy: "continue" as const,
  contractStart,
});
const LONG_AGO = "2020-01-01T00:00:00Z";

/** "2026-07 2026-09 2026-07-01 2026-10-01 true" for a window. */
function told(p: {
  kind: Parameters<typeof windowOf>[1];
  month: string;
  start?: string;
  lastMonth?: string;
}): string {
  const input = {
    period: monthPeriod({ month: p.month, zone: "UTC" }),
    rules: rules(p.start ?? LONG_AGO),
    ...(p.lastMonth ? { lastMonth: p.lastMonth } : {}),
  };
  const { kind, from, to, period, isComplete } = windowOf(input, p.kind);
  const day = (instant: { toString: () => string }) => instant.toString().slice(0, 10);
  return [kind, from, to, day(period.from), day(period.to), isComplete].join(" ");
}

describe("the window of a level", () => {
  test.each<[Parameters<typeof told>[0], string]>([
    [{ kind: "month", month: "2026-09" }, "month 2026-09 2026-09 2026-09-01 2026-10-01 true"],
    [{ kind: "quarter", month: "2026-07" }, "quarter 2026-07 2026-07 2026-07-01 2026-08-01 false"],
    [{ kind: "quarter", month: "2026-08" }, "quarter 2026-07 2026-08 2026-07-01 2026-09-01 false"],
    [{ kind: "quarter", month: "2026-09" }, "quarter 2026-07 2026-09 2026-07-01 2026-10-01 true"],
    [{ kind: "quarter", month: "2026-12" }, "quarter 2026-10 2026-12 2026-10-01 2027-01-01 true"],
    [{ kind: "quarter", month: "2026-01" }, "quarter 2026-01 2026-01 2026-01-01 2026-02-01 false"],
    [
      { kind: "quarter", month: "2026-08", lastMonth: "2026-08" },
      "quarter 2026-07 2026-08 2026-07-01 2026-09-01 true",
    ],
    [
      { kind: "quarter", month: "2026-08", lastMonth: "2026-09" },
      "quarter 2026-07 2026-08 2026-07-01 2026-09-01 false",
    ],
    [
      { kind: "rolling_3_months", month: "2026-01" },
      "rolling_3_months 2025-11 2026-01 2025-11-01 2026-02-01 true",
    ],
    [
      { kind: "rolling_3_months", month: "2026-08" },
      "rolling_3_months 2026-06 2026-08 2026-06-01 2026-09-01 true",
    ],
    [
      { kind: "quarter", month: "2026-09", start: "2026-08-15T00:00:00Z" },
      "quarter 2026-07 2026-09 2026-08-15 2026-10-01 true",
    ],
    [
      { kind: "quarter", month: "2026-09", start: "2026-07-01T00:00:00Z" },
      "quarter 2026-07 2026-09 2026-07-01 2026-10-01 true",
    ],
    [
      { kind: "quarter", month: "2026-09", start: "2026-10-01T00:00:00Z" },
      "quarter 2026-07 2026-09 2026-07-01 2026-10-01 true",
    ],
    [
      { kind: "month", month: "2026-09", start: "2026-09-15T00:00:00Z" },
      "month 2026-09 2026-09 2026-09-01 2026-10-01 true",
    ],
  ])("%o is %s", (asked, answer) => {
    expect(told(asked)).toBe(answer);
  });

  test("of a stretch without a month's name is that stretch", () => {
    const { from, to } = monthPeriod({ month: "2026-09", zone: "UTC" });
    const period = { from, to };
    for (const kind of ["month", "quarter", "rolling_3_months"] as const)
      expect(windowOf({ period, rules: rules(LONG_AGO) } as never, kind)).toEqual({
        ...{ kind: "month", from: "", to: "", period, isComplete: true },
      });
    const nowhere = { from, to, month: "2026-09" };
    expect(windowOf({ period: nowhere, rules: rules(LONG_AGO) } as never, "quarter")).toMatchObject({
      kind: "month",
      from: "2026-09",
    });
  });
});

describe("months", () => {
  test("of a quarter go up to the one that is asked for", () => {
    expect(quarterMonths("2026-04")).toEqual(["2026-04"]);
    expect(quarterMonths("2026-05")).toEqual(["2026-04", "2026-05"]);
    expect(quarterMonths("2026-12")).toEqual(["2026-10", "2026-11", "2026-12"]);
  });

  test("whose work a month may need begin two months before it", () => {
    expect(earliestMonth("2026-01")).toBe("2025-11");
  });
});
