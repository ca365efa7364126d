import type { Terms } from "../contracts/terms.ts";
import type { Adjustment } from "../service-levels/adjustment-bundle.ts";
import { earnBacksDue } from "../service-levels/earn-back.ts";
import type { HistoryMonth, LevelMonth } from "../service-levels/month-history.ts";
import type { StatementBundle } from "../service-levels/statement-bundle.ts";
import type { StatementResult } from "../service-levels/statement-result.ts";
import { previousMonth } from "../shared/period.ts";
import type { FrozenLevel } from "./frozen-level.ts";

/** A frozen month that has its statement. */
export type EarlierMonth = {
  period: string;
  levels: readonly FrozenLevel[];
  bundle: Pick<StatementBundle, "adjustments">;
  result: Pick<StatementResult, "levels" | "adjustments" | "carriedMinor">;
};

/** What earlier months bring to the statement of a month. */
export type BringAlong = { before: readonly FrozenLevel[] | null; also: Adjustment[] };

/**
 * The figures of the calendar month before, where it was frozen; the credits that this month gives back;
 * and what the last statement before it left below nothing.
 */
export function bringAlong(p: {
  period: string;
  terms: Pick<Terms, "serviceLevels" | "earnBack">;
  levels: readonly FrozenLevel[];
  /** In order, all before the period. */
  earlier: readonly EarlierMonth[];
}): BringAlong {
  const last = p.earlier.at(-1);
  const before = last?.period === previousMonth(p.period) ? last.levels : null;
  return { before, also: [...earnedBack(p), ...carriedOver(last)] };
}

function earnedBack(p: Parameters<typeof bringAlong>[0]): Adjustment[] {
  const { earnBack: rule, serviceLevels: levels } = p.terms;
  if (!rule) return [];
  const months = p.earlier.map((month) => ({
    ...historyMonth(month),
    credits: month.result.levels.map((one) => ({
      levelId: one.id,
      creditMinor: BigInt(one.creditMinor),
    })),
  }));
  const current = { ...historyMonth(p), credits: [] };
  const earned = p.earlier.flatMap((month) =>
    (month.bundle.adjustments ?? []).flatMap((one) =>
      one.kind === "earn_back"
        ? [{ levelId: one.levelId, period: one.period, earnedIn: month.period }]
        : [],
    ),
  );
  return earnBacksDue({ months: [...months, current], levels, rule, earned });
}

function carriedOver(last: EarlierMonth | undefined): Adjustment[] {
  const amountMinor = last?.result.carriedMinor ?? "0";
  if (!last || amountMinor === "0") return [];
  return [{ kind: "carried_over", id: `carried_over/${last.period}`, period: last.period, amountMinor }];
}

function historyMonth(month: { period: string; levels: readonly FrozenLevel[] }): HistoryMonth {
  return { period: month.period, levels: month.levels.map(levelMonth) };
}

/** A frozen level as prices look back on it. */
export function levelMonth({ levelId, measured, excused, against }: FrozenLevel): LevelMonth {
  return { id: levelId, measured, excused, ...(against ? { against } : {}) };
}
