import { parseDecimal } from "../shared/decimal.ts";
import { compareRationals } from "../shared/rational.ts";
import type { CountTarget } from "./level-figure.ts";

/** What one level measured in one month; null without data. */
export type LevelMonth = {
  id: string;
  measured: string | null;
  excused: boolean;
  against?: CountTarget | undefined;
};

/** A month as prices look back on it. */
export type HistoryMonth = { period: string; levels: readonly LevelMonth[] };

/** The border a figure is held against. */
export type Border = { direction: "higher" | "lower"; border: string };

/** Whether a figure is at its border or better. */
export function reachesBorder(measured: string, { direction, border }: Border): boolean {
  const order = compareRationals(parseDecimal(measured), parseDecimal(border));
  return direction === "higher" ? order >= 0 : order <= 0;
}

/** What a level measured in a month, or undefined where the month does not hold the level. */
export function levelIn(month: HistoryMonth, levelId: string): LevelMonth | undefined {
  return month.levels.find((one) => one.id === levelId);
}

/** How many months lie from one "YYYY-MM" to a later one. */
export function monthsBetween(p: { from: string; to: string }): number {
  return monthNumber(p.to) - monthNumber(p.from);
}

function monthNumber(period: string): number {
  const [year = "0", month = "1"] = period.split("-");
  return Number(year) * 12 + Number(month) - 1;
}
