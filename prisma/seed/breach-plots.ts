import { breachStatus } from "../../domain/service-levels/breach.ts";
import { type Effect, type EffectMonth, effectOf } from "../../domain/service-levels/breach-effect.ts";
import type { LevelFigure } from "../../domain/service-levels/level-figure.ts";
import { reachesBorder } from "../../domain/service-levels/month-history.ts";
import { formatDecimal } from "../../domain/shared/decimal.ts";
import { nextMonth } from "../../domain/shared/period.ts";
import { rational } from "../../domain/shared/rational.ts";
import type { FrozenMonth } from "./chapter-months.ts";

export const POLICY = { causeDays: 5, answerDays: 5, repeatTimes: 2, repeatMonths: 3, monthsBefore: 3 };

/** How far a breach of the story has come. */
export type PlotState =
  | "open"
  | "proposed"
  | "sent_back"
  | "accepted"
  | "measuring"
  | "effective"
  | "not_effective"
  | "withdrawn";

export type Plot = {
  month: FrozenMonth;
  figure: LevelFigure;
  missedItemIds: string[];
  state: PlotState;
  dueOn: string;
  promised: { month: string; figure: string };
  effect: Effect | null;
};

/** As many months back as breaches are told of. */
const MONTHS_TOLD = 6;
const LATEST = ["open", "proposed", "sent_back"] as const;
const RECENT = ["measuring", "accepted"] as const;

/**
 * What became of each missed level: the last month's wait for the provider or the buyer, those of the month
 * before for the action or its effect, and older ones are closed by the product's own rule.
 */
export function plotsOf(months: readonly FrozenMonth[], today: string): Plot[] {
  const first = Math.max(0, months.length - MONTHS_TOLD);
  let turn = 0;
  const plots = months.flatMap((month, index) => {
    if (index < first) return [];
    const back = months.length - 1 - index;
    return missedIn(month).map(({ figure, missedItemIds }): Plot => {
      turn += 1;
      const known = { month, figure, missedItemIds };
      const later = nextMonth(month.month.month);
      const soon = {
        dueOn: addDays(today, 9),
        promised: { month: nextMonth(nextMonth(later)), figure: figure.target },
      };
      const rest = { ...soon, effect: null };
      if (back === 0) return { ...known, ...rest, state: LATEST[turn % LATEST.length] ?? "open" };
      if (back > 1) return closedPlot(months, known);
      const state = RECENT[turn % RECENT.length] ?? "measuring";
      if (state === "accepted") return { ...known, ...rest, state };
      return { ...known, ...rest, state, dueOn: `${later}-20`, effect: null };
    });
  });
  const lifted = liftedIn(months.at(-1));
  return lifted ? [...plots, lifted] : plots;
}

type Known = Pick<Plot, "month" | "figure" | "missedItemIds">;

function closedPlot(months: readonly FrozenMonth[], known: Known): Plot {
  const { figure, month } = known;
  const dueMonth = nextMonth(month.month.month);
  const judged = nextMonth(dueMonth);
  const then = months.find((one) => one.month.month === judged)?.readings;
  const reads = then?.find(({ level }) => level.id === figure.levelId)?.reading.figure.measured ?? null;
  const { direction, target, measured } = figure;
  const isKept = reads !== null && reachesBorder(reads, { direction, border: target });
  const improved = reads !== null && measured !== null && reads !== measured;
  const better = improved && reachesBorder(reads, { direction, border: measured });
  const promised = { month: judged, figure: !isKept && better ? reads : target };
  const effect = effectOf({
    months: months.map((one) => effectMonth(one, figure.levelId)).filter((one) => one !== null),
    breachMonth: month.month.month,
    dueMonth,
    promised,
    direction,
    monthsBefore: POLICY.monthsBefore,
  });
  const state = effect.verdict ?? "measuring";
  return { ...known, state, dueOn: `${dueMonth}-20`, promised, effect };
}

function effectMonth({ month, readings }: FrozenMonth, levelId: string): EffectMonth | null {
  const figure = readings.find(({ level }) => level.id === levelId)?.reading.figure;
  if (!figure) return null;
  const { measured, n, hits, interval, excused, unit } = figure;
  return { month: month.month, measured, n, hits, isShare: interval !== null && unit === "%", excused };
}

function missedIn({ readings }: FrozenMonth): { figure: LevelFigure; missedItemIds: string[] }[] {
  return readings
    .filter(({ reading }) => breachStatus(reading.figure) !== null)
    .map(({ reading: { figure, verdicts } }) => ({
      figure,
      missedItemIds: figure.counted
        ? figure.counted.filter((one) => one.miss).map((one) => one.workItemId)
        : verdicts.filter((one) => one.result.verdict === "breached").map((one) => one.item.id),
    }));
}

/** A level that just met its target, and read one miss more when the month was sent for review. */
function liftedIn(month: FrozenMonth | undefined): Plot | null {
  const close = month?.readings.find(({ reading: { figure } }) => {
    const { interval, n, hits, direction, target, status } = figure;
    if (status !== "met" || interval === null || direction !== "higher" || hits < 2) return false;
    return !reachesBorder(percentOf(hits - 1, n), { direction, border: target });
  });
  if (!month || !close) return null;
  const { figure, verdicts } = close.reading;
  const item = figure.counted?.[0]?.workItemId ?? verdicts[0]?.item.id;
  const measured = percentOf(figure.hits - 1, figure.n);
  const then: LevelFigure = { ...figure, measured, misses: figure.misses + 1, status: "missed" };
  const promised = { month: month.month.month, figure: figure.target };
  const missedItemIds = item ? [item] : [];
  return { month, figure: then, missedItemIds, state: "withdrawn", dueOn: "", promised, effect: null };
}

function percentOf(part: number, whole: number): string {
  return formatDecimal(rational(BigInt(part) * 100n, BigInt(whole)), 2);
}

function addDays(day: string, days: number): string {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + days);
  return next.toISOString().slice(0, 10);
}
