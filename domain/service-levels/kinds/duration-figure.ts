import { STANDARD_PRIORITY } from "../../catalogue/default-level.ts";
import { matches } from "../../catalogue/metric-filter.ts";
import type { MetricMeasure } from "../../catalogue/metric-measure.ts";
import type { ServiceLevel } from "../../catalogue/service-level.ts";
import { formatDecimal, parseDecimal } from "../../shared/decimal.ts";
import { multiplyRationals, type Rational, rational } from "../../shared/rational.ts";
import { membershipOf } from "../attainment.ts";
import type { FigureDetail, KindReading, MonthInput } from "../level-figure.ts";
import { attainmentItem, type ItemVerdict } from "../month-item.ts";
import { itemVerdicts } from "./clock-figure.ts";
import { deskFigure } from "./desk-figure.ts";
import { windowItems } from "./window-items.ts";

type DurationMeasure = Extract<MetricMeasure, { by: "duration" }>;

/** Seconds in one of the unit. A business day is eight hours of the contract's. */
const UNIT_SECONDS = { hours: 3600n, business_days: 28_800n, days: 86_400n } as const;

/** A clock may not promise more than a year. */
const MOST_MINUTES = 527_040;

/**
 * Mean, median or 90th percentile of the clock's net time over the items whose clock stopped in the window.
 * Every item has its bundle, whose target is the level's own, so that a row over it reads as late and anyone
 * can rebuild the seconds. Means hide tails, so the detail carries mean and p90 by priority.
 */
export function readDurations(input: MonthInput, measure: DurationMeasure): KindReading {
  const finished = new Set(
    windowItems(input, "finished")
      .filter(({ seen }) => matches(measure.where, seen))
      .map(({ item }) => item.id),
  );
  const timed = { ...input, level: clockOf(input.level, measure) };
  // An acknowledge clock stops long before the work does, so its items need not be finished.
  const candidates = itemVerdicts(timed).filter(
    ({ item }) => measure.clock === "acknowledge" || finished.has(item.id),
  );
  const entries = candidates.map((one) => ({ one, entry: attainmentItem(one) }));
  const members = entries.filter(
    ({ entry }) =>
      membershipOf(entry, input.period) === "stopped_in_month" &&
      entry.verdict !== "void" &&
      entry.verdict !== "none",
  );
  const verdicts = members.map(({ one }) => one);
  const seconds = verdicts.map(({ result }) => result.netSeconds);
  const misses = members.filter(({ entry }) => entry.verdict === "breached").length;
  return {
    n: members.length,
    hits: members.length - misses,
    misses,
    excluded: members.filter(({ one }) => one.result.grossSeconds > one.result.netSeconds).length,
    voided: 0,
    value: statisticOf(seconds, measure.statistic, measure),
    gross: statisticOf(
      verdicts.map(({ result }) => result.grossSeconds),
      measure.statistic,
      measure,
    ),
    interval: null,
    desk: deskFigure(verdicts.map(({ item }) => item)),
    counted: null,
    verdicts,
    ...(seconds.length > 0 ? { detail: detailOf(verdicts, measure) } : {}),
  };
}

/** The level as one with a clock whose target is the level's figure, up to the minute. */
function clockOf(level: ServiceLevel, measure: DurationMeasure): ServiceLevel {
  const target = multiplyRationals(parseDecimal(level.target), rational(UNIT_SECONDS[measure.in], 60n));
  const minutes = Number((target.numerator + target.denominator - 1n) / target.denominator);
  const usual = measure.in === "days" ? "around_the_clock" : "contract";
  return {
    ...level,
    kind: "clock_attainment",
    clock: {
      ...level.clock,
      name: measure.clock,
      calendar: level.clock?.calendar ?? usual,
      targetMinutesByPriority: { [STANDARD_PRIORITY]: Math.min(Math.max(minutes, 1), MOST_MINUTES) },
    },
  };
}

/**
 * Mean, median (of an even number the mean of the middle two) or 90th percentile by nearest rank: the
 * smallest value that at least nine of ten do not exceed. Null without values.
 */
export function durationStatistic(
  seconds: readonly number[],
  statistic: DurationMeasure["statistic"],
): Rational | null {
  const sorted = [...seconds].sort((left, right) => left - right);
  const n = sorted.length;
  if (n === 0) return null;
  const at = (index: number) => BigInt(sorted[index] ?? 0);
  switch (statistic) {
    case "mean":
      return rational(
        sorted.reduce((sum, one) => sum + BigInt(one), 0n),
        BigInt(n),
      );
    case "median":
      return rational(at(Math.floor((n - 1) / 2)) + at(Math.floor(n / 2)), 2n);
    case "p90":
      return rational(at(Math.ceil((n * 9) / 10) - 1));
    default:
      return statistic satisfies never;
  }
}

function statisticOf(
  seconds: readonly number[],
  statistic: DurationMeasure["statistic"],
  measure: DurationMeasure,
): Rational | null {
  const value = durationStatistic(seconds, statistic);
  return value && multiplyRationals(value, rational(1n, UNIT_SECONDS[measure.in]));
}

function detailOf(verdicts: readonly ItemVerdict[], measure: DurationMeasure): FigureDetail {
  const text = (list: readonly ItemVerdict[], statistic: DurationMeasure["statistic"]) => {
    const seconds = list.map(({ result }) => result.netSeconds);
    const value = statisticOf(seconds, statistic, measure);
    return value === null ? "0.00" : formatDecimal(value, 2);
  };
  const groups = Map.groupBy(verdicts, ({ item }) => item.priority ?? STANDARD_PRIORITY);
  return {
    kind: "duration",
    statistic: measure.statistic,
    mean: text(verdicts, "mean"),
    median: text(verdicts, "median"),
    p90: text(verdicts, "p90"),
    byPriority: [...groups]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([priority, list]) => ({
        priority,
        n: list.length,
        mean: text(list, "mean"),
        p90: text(list, "p90"),
      })),
  };
}
