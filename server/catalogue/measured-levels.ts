import type { DefaultLevel } from "../../domain/catalogue/default-level.ts";
import { historyOf, type LevelHistory } from "../../domain/catalogue/price-after-credits.ts";
import type { LevelMonth } from "./listing-facts.read.ts";

/** Twelve frozen months of the provider in this service. The headline is the service's first level. */
export type MeasuredSummary = {
  engagements: number;
  months: number;
  items: number;
  levelName: string;
  attainmentBps: number | null;
};

/** One month of all the provider's clients together; `percent` with two decimals. */
export type MeasuredMonth = { period: string; percent: string; n: number };

/** A level of the offer with the provider's frozen months that say something of it. */
export type MeasuredLevel = { level: DefaultLevel; history: LevelHistory; byPeriod: MeasuredMonth[] };

/**
 * Fewer frozen months than this are shown as too few to tell: one bad month of one client is not a
 * provider.
 */
const MIN_MEASURED_MONTHS = 3;

/**
 * Leaves out months without work or with too little of it: those below the level's smallest sample cost
 * nobody anything.
 */
export function measuredLevel(level: DefaultLevel, all: readonly LevelMonth[]): MeasuredLevel {
  const months = all.filter(
    (one) => one.level === level.id && one.measured !== null && one.n >= level.minimumSample,
  );
  const measured = months.map((month) => month.measured);
  return { level, history: historyOf(level, measured), byPeriod: byPeriod(months) };
}

/** The headline over all clients: the mean of the first level, once enough months are behind it. */
export function summaryOf(
  months: readonly LevelMonth[],
  headline: DefaultLevel | undefined,
): MeasuredSummary {
  const own = months.filter((one) => one.level === headline?.id && one.measured !== null);
  const percent = meanPercent(own);
  const enough = own.length >= MIN_MEASURED_MONTHS && percent !== null;
  return {
    engagements: new Set(months.map((one) => one.engagementId)).size,
    months: own.length,
    items: own.reduce((sum, one) => sum + one.n, 0),
    levelName: headline?.name ?? "",
    attainmentBps: enough ? Math.round(percent * 100) : null,
  };
}

/** How many months of all levels there are, and in how many of them the level was met. */
export function measuredMonths(levels: readonly MeasuredLevel[]): { met: number; all: number } {
  const met = levels.reduce((sum, { history }) => sum + history.met, 0);
  return { met, all: levels.reduce((sum, { history }) => sum + history.missed + history.failed, met) };
}

function byPeriod(months: readonly LevelMonth[]): MeasuredMonth[] {
  return [...Map.groupBy(months, (one) => one.period)].sort().map(([period, group]) => ({
    period,
    percent: (meanPercent(group) ?? 0).toFixed(2),
    n: group.reduce((sum, one) => sum + one.n, 0),
  }));
}

/** Mean of the months' percentages, each counted by its items; null without an item. */
function meanPercent(months: readonly LevelMonth[]): number | null {
  const items = months.reduce((sum, one) => sum + one.n, 0);
  if (items === 0) return null;
  return months.reduce((sum, one) => sum + Number(one.measured) * one.n, 0) / items;
}
