import { formatDecimal } from "../../shared/decimal.ts";
import { rational } from "../../shared/rational.ts";
import {
  type CountedItem,
  type KindReading,
  type MonthInput,
  NO_READING,
  type SampleReading,
  type ScoredItem,
} from "../level-figure.ts";
import { wilsonInterval } from "../month-interval.ts";
import { isBefore } from "../month-item.ts";
import { samplePopulation } from "../sampling/population.ts";
import { pendingSample, type SamplePending } from "../sampling/sample.ts";
import { type RatioMeasure, readRatio } from "./ratio-figure.ts";
import { windowItems } from "./window-items.ts";

type Way = { direction: "higher" | "lower"; times?: 1 | 100 | 1000 };

/**
 * A figure from a scored sample. A level with a sample plan has no other; one without it is read from the
 * items that were checked.
 */
export function readSample(input: MonthInput, measure: RatioMeasure): KindReading {
  const { sample, level } = input;
  if (sample) return fromSample(sample, { direction: level.direction, times: measure.times });
  const pending = pendingOf(input, measure);
  if (pending || level.samplePlan) return unscored(pending);
  const reading = readRatio(input, measure);
  if (reading.n === 0) return reading;
  const population = Math.max(reading.n, windowItems(input, measure.of).length);
  const errors = level.direction === "higher" ? reading.n - reading.hits : reading.hits;
  return {
    ...reading,
    detail: { kind: "sample", size: reading.n, population, errors, unit: "items checked" },
  };
}

/**
 * Why a level with a sample plan has no figure in the month; null where it has one, and where there is
 * nothing to draw from: then the month is one without work. A frozen month's bundle says it without the plan.
 */
export function pendingOf(input: MonthInput, measure: RatioMeasure): SamplePending | null {
  const { level, period, asOf } = input;
  const plan = level.samplePlan;
  if (input.sample) return null;
  if (!plan) return input.samplePending ?? null;
  if (samplePopulation(input, { plan, measure }).length === 0) return null;
  if (isBefore(asOf, period.to.toString())) return pendingSample("month");
  return input.samplePending ?? pendingSample("nobody");
}

function unscored(pending: SamplePending | null): KindReading {
  return { ...NO_READING, ...(pending ? { pending } : {}) };
}

/** Higher is better: the faultless part; lower is better: the faulty part. In the level's unit. */
export function fromSample(
  sample: SampleReading & { scored?: readonly ScoredItem[] },
  { direction, times = 100 }: Way,
): KindReading {
  const { scored = [], ...facts } = sample;
  const { size, population, errors } = facts;
  if (size < 0 || errors < 0 || errors > size || size > population)
    throw new RangeError("A sample has at most as many errors as pieces, and fewer than its population.");
  const hits = direction === "higher" ? size - errors : errors;
  const value = size === 0 ? null : rational(BigInt(hits) * BigInt(times), BigInt(size));
  const confidence = facts.draw?.confidence ?? "95";
  return {
    n: size,
    hits,
    misses: errors,
    excluded: 0,
    voided: 0,
    value,
    gross: value,
    interval: wilsonInterval(hits, size, { confidence, times }),
    desk: null,
    counted: scored.map((one) => rowOf(one, { direction, times })),
    verdicts: [],
    detail: { kind: "sample", ...facts },
  };
}

/** An item with any error is a miss; of one with several units its own part stands beside it. */
function rowOf({ workItemId, errors, units }: ScoredItem, { direction, times = 100 }: Way): CountedItem {
  const hits = direction === "higher" ? units - errors : errors;
  const value = rational(BigInt(hits) * BigInt(times), BigInt(units));
  return {
    workItemId,
    miss: errors > 0,
    ...(units === 1 ? {} : { value: formatDecimal(value, 2) }),
  };
}
