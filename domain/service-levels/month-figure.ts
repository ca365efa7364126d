import { callCentreMeasure, type MetricMeasure } from "../catalogue/metric-measure.ts";
import { USUAL_SMALL_SAMPLE } from "../catalogue/metric-rules.ts";
import { monthPeriod } from "../shared/period.ts";
import { judged } from "./judged-figure.ts";
import { readClocks } from "./kinds/clock-figure.ts";
import { readCount } from "./kinds/count-figure.ts";
import { readDurations } from "./kinds/duration-figure.ts";
import { readMoneyRatio, readMoneySum } from "./kinds/money-figure.ts";
import { readRatio } from "./kinds/ratio-figure.ts";
import { readSample } from "./kinds/sample-figure.ts";
import { readUptime } from "./kinds/uptime-figure.ts";
import { type KindReading, type LevelReading, type MonthInput, NO_READING } from "./level-figure.ts";
import { type LevelWindow, quarterMonths, windowOf } from "./level-window.ts";

export type {
  CountedItem,
  FigureDetail,
  LevelFigure,
  LevelReading,
  LevelStatus,
  MonthInput,
  SampleReading,
} from "./level-figure.ts";

/**
 * Measures one level in a month over its window; `verdicts` are those that count in it, void ones included.
 * The exact value is rounded as the contract says, and that decimal is compared with the target.
 */
export function measureLevel(input: MonthInput): LevelReading {
  const { level } = input;
  const window = windowOf(input, level.window ?? "month");
  const reading = readIn(input, window);
  const small = level.smallSample ?? USUAL_SMALL_SAMPLE;
  if (small.kind === "roll_up" && window.kind === "month" && input.period.month !== undefined) {
    const quarter = windowOf(input, "quarter");
    if (quarter.isComplete && hasSmallMonth(input, reading))
      return judged({ input, window: quarter, reading: readIn(input, quarter) });
  }
  return judged({ input, window, reading });
}

function readIn(input: MonthInput, window: LevelWindow): KindReading {
  return readKind({ ...input, period: { ...input.period, ...window.period } });
}

/** Whether a month of the quarter up to this one had items, but too few. */
function hasSmallMonth(input: MonthInput, present: KindReading): boolean {
  const { month, zone } = input.period;
  const isSmall = ({ n }: KindReading) => n > 0 && n < input.level.minimumSample;
  if (isSmall(present)) return true;
  if (month === undefined || zone === undefined) return false;
  return quarterMonths(month)
    .filter((one) => one !== month)
    .some((one) => {
      const period = monthPeriod({ month: one, zone });
      return isSmall(readKind({ ...input, period, asOf: period.to.toString() }));
    });
}

/** One file for each kind of measure. A kind that its metric cannot compute reads nothing. */
function readKind(input: MonthInput): KindReading {
  const { level } = input;
  const measure = measureOf(input);
  switch (level.kind) {
    case "clock_attainment":
      return readClocks(input);
    case "ratio":
      return measure?.by === "ratio" ? readRatio(input, measure) : NO_READING;
    case "duration":
      return measure?.by === "duration" ? readDurations(input, measure) : NO_READING;
    case "count":
      return measure?.by === "count" ? readCount(input, measure) : NO_READING;
    case "continuous":
      if (measure?.by === "uptime") return readUptime(input, measure);
      return measure?.by === "ratio" ? readRatio(input, measure) : NO_READING;
    case "money":
      if (measure?.by === "sum") return readMoneySum(input, measure);
      return measure?.by === "ratio" ? readMoneyRatio(input, measure) : NO_READING;
    case "sample":
      return measure?.by === "ratio" ? readSample(input, measure) : NO_READING;
    default:
      return level.kind satisfies never;
  }
}

/** The formula that the level's figure is made by; undefined where its metric is not known. */
export function measureOf({
  level,
  metric,
  measure,
}: Pick<MonthInput, "level" | "metric" | "measure">): MetricMeasure | undefined {
  if (measure) return measure;
  if (metric?.measure.by !== "call_centre") return metric?.measure;
  return callCentreMeasure(level.callCentre ?? metric.measure.usual);
}
