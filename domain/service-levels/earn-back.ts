import type { EarnBack } from "./adjustment-bundle.ts";
import { type HistoryMonth, levelIn, monthsBetween, reachesBorder } from "./month-history.ts";

/** When a provider gets a credit back for the good months that follow it. */
export type EarnBackRule = {
  /** The levels it is agreed for; a critical level is never among them. */
  levelIds: readonly string[];
  monthsNeeded: number;
  /** After a credit came back, the same level waits so many months for the next. */
  waitMonths: number;
};

export type EarnBackLevel = {
  id: string;
  direction: "higher" | "lower";
  /** The figure that every month of the run must reach. */
  target: string;
};

export type CreditedMonth = HistoryMonth & { credits: readonly { levelId: string; creditMinor: bigint }[] };

/** A credit that came back already. */
export type EarnedBack = { levelId: string; period: string; earnedIn: string };

/**
 * The credits that this month gives back, as entries of its bundle: the earliest credit of a level that is
 * followed, without a gap, by enough months at target, the last of them this one. One credit a level at a
 * time, none twice, and none within the waiting time of the one before.
 */
export function earnBacksDue(p: {
  /** In order; the last one is the month that is being priced. */
  months: readonly CreditedMonth[];
  levels: readonly EarnBackLevel[];
  rule: EarnBackRule;
  earned: readonly EarnedBack[];
}): EarnBack[] {
  const current = p.months.at(-1);
  if (!current) return [];
  const found: EarnBack[] = [];
  for (const levelId of p.rule.levelIds) {
    const level = p.levels.find((one) => one.id === levelId);
    const waits = p.earned.some(
      (one) =>
        one.levelId === levelId &&
        monthsBetween({ from: one.earnedIn, to: current.period }) < p.rule.waitMonths,
    );
    const due = level && !waits ? earliestDue(p, level) : null;
    if (due) found.push(due);
  }
  return found;
}

function earliestDue(p: Parameters<typeof earnBacksDue>[0], level: EarnBackLevel): EarnBack | null {
  const { monthsNeeded } = p.rule;
  const run = p.months.slice(-monthsNeeded);
  const before = p.months.slice(0, -monthsNeeded);
  if (!isUnbrokenRun(run, level, monthsNeeded)) return null;
  for (const month of before) {
    const credit = month.credits.find((one) => one.levelId === level.id);
    if (!credit || credit.creditMinor === 0n) continue;
    if (p.earned.some((one) => one.levelId === level.id && one.period === month.period)) continue;
    return {
      kind: "earn_back",
      id: `earn_back/${level.id}/${month.period}`,
      levelId: level.id,
      period: month.period,
      creditMinor: String(credit.creditMinor),
      direction: level.direction,
      target: level.target,
      monthsNeeded,
      run: run.map((one) => ({ period: one.period, measured: levelIn(one, level.id)?.measured ?? null })),
    };
  }
  return null;
}

/** A month without data, or excused for too little of it, proves nothing and breaks the run. */
function isUnbrokenRun(run: readonly HistoryMonth[], level: EarnBackLevel, needed: number): boolean {
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last || run.length < needed) return false;
  if (monthsBetween({ from: first.period, to: last.period }) !== needed - 1) return false;
  return run.every((month) => {
    const figure = levelIn(month, level.id);
    if (!figure || figure.measured === null || figure.excused) return false;
    return reachesBorder(figure.measured, { direction: level.direction, border: level.target });
  });
}
