import { Temporal } from "temporal-polyfill";
import type { MetricWindow } from "../catalogue/metric-rules.ts";
import { monthPeriod, monthsBetween, previousMonth } from "../shared/period.ts";
import type { MonthInput } from "./level-figure.ts";

export type LevelWindow = {
  kind: MetricWindow;
  /** YYYY-MM; empty where the month's name is not known. */
  from: string;
  to: string;
  period: Pick<MonthInput["period"], "from" | "to">;
  /** Whether the figure of this month is the window's: a quarter counts in its last month only. */
  isComplete: boolean;
};

/** The window that a level is measured over in a month: never from before the contract's start. */
export function windowOf(
  input: Pick<MonthInput, "period" | "rules" | "lastMonth">,
  kind: MetricWindow,
): LevelWindow {
  const { period, lastMonth } = input;
  const { month, zone } = period;
  if (kind === "month" || month === undefined || zone === undefined)
    return { kind: "month", from: month ?? "", to: month ?? "", period, isComplete: true };
  const from = kind === "quarter" ? firstOfQuarter(month) : previousMonth(previousMonth(month));
  const start = monthPeriod({ month: from, zone }).from;
  const contractStart = Temporal.Instant.from(input.rules.contractStart);
  const isLate = Temporal.Instant.compare(contractStart, start) > 0;
  const begins = isLate && Temporal.Instant.compare(contractStart, period.to) < 0 ? contractStart : start;
  return {
    kind,
    from,
    to: month,
    period: { from: begins, to: period.to },
    isComplete: kind !== "quarter" || endsQuarter(month) || month === lastMonth,
  };
}

/** The months of the quarter up to the given one, both included. */
export function quarterMonths(month: string): string[] {
  return monthsBetween({ first: firstOfQuarter(month), last: month });
}

/** The earliest month whose work a level may need in the given month. */
export function earliestMonth(month: string): string {
  return previousMonth(previousMonth(month));
}

function firstOfQuarter(month: string): string {
  const number = Number(month.slice(5));
  return `${month.slice(0, 5)}${String(number - ((number - 1) % 3)).padStart(2, "0")}`;
}

function endsQuarter(month: string): boolean {
  return Number(month.slice(5)) % 3 === 0;
}
