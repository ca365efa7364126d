import { rational } from "../../shared/rational.ts";
import type { KindReading, MonthInput, SampleReading } from "../level-figure.ts";
import { wilsonInterval } from "../month-interval.ts";
import { type RatioMeasure, readRatio } from "./ratio-figure.ts";
import { windowItems } from "./window-items.ts";

/** A figure from a scored sample, or, where none was drawn, from the items that were checked. */
export function readSample(input: MonthInput, measure: RatioMeasure): KindReading {
  if (input.sample) return fromSample(input.sample, input.level.direction);
  const reading = readRatio(input, measure);
  if (reading.n === 0) return reading;
  const population = Math.max(reading.n, windowItems(input, measure.of).length);
  const errors = input.level.direction === "higher" ? reading.n - reading.hits : reading.hits;
  return {
    ...reading,
    detail: { kind: "sample", size: reading.n, population, errors, unit: "items checked" },
  };
}

/** Higher is better: the faultless part; lower is better: the faulty part. In per cent, with its interval. */
export function fromSample(sample: SampleReading, direction: "higher" | "lower"): KindReading {
  const { size, population, errors } = sample;
  if (size < 0 || errors < 0 || errors > size || size > population)
    throw new RangeError("A sample has at most as many errors as pieces, and fewer than its population.");
  const hits = direction === "higher" ? size - errors : errors;
  const value = size === 0 ? null : rational(BigInt(hits) * 100n, BigInt(size));
  return {
    n: size,
    hits,
    misses: errors,
    excluded: 0,
    voided: 0,
    value,
    gross: value,
    interval: wilsonInterval(hits, size),
    desk: null,
    counted: [],
    verdicts: [],
    detail: { kind: "sample", ...sample },
  };
}
