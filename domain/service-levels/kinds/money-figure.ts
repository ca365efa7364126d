import { minorUnitsIn } from "../../catalogue/level-from-metric.ts";
import { matches } from "../../catalogue/metric-filter.ts";
import type { MetricMeasure } from "../../catalogue/metric-measure.ts";
import { formatDecimal } from "../../shared/decimal.ts";
import { addRationals, multiplyRationals, type Rational, rational, ZERO } from "../../shared/rational.ts";
import type { CountedItem, KindReading, MonthInput } from "../level-figure.ts";
import { isMinor, type RatioMeasure, ratioSums, readRatio } from "./ratio-figure.ts";
import { amountOf, windowItems } from "./window-items.ts";

/** A money figure as a share of amounts: only what finance confirmed counts, the rest is shown apart. */
export function readMoneyRatio(input: MonthInput, measure: RatioMeasure): KindReading {
  const reading = readRatio(input, measure);
  const sums = ratioSums(input, measure);
  const { confirmed, unconfirmed } = confirmedOf(input, measure);
  return {
    ...reading,
    interval: null,
    detail: {
      kind: "money",
      numeratorMinor: formatDecimal(sums.numerator, 0),
      denominatorMinor: formatDecimal(sums.denominator, 0),
      confirmed,
      unconfirmed,
    },
  };
}

type SumMeasure = Extract<MetricMeasure, { by: "sum" }>;

/** Σ of an amount over the confirmed items, in major units of the level's currency. */
export function readMoneySum(input: MonthInput, measure: SumMeasure): KindReading {
  const scale = rational(1n, isMinor(measure.term.value) ? minorUnitsIn(input.level.unit) : 1n);
  const rows: CountedItem[] = [];
  let sum: Rational = ZERO;
  for (const { item, seen } of windowItems(input, measure.of)) {
    if (measure.confirmed && !matches(measure.confirmed, seen)) continue;
    if (!matches(measure.term.where, seen)) continue;
    const value = amountOf(measure.term.value, seen);
    if (value === null) continue;
    sum = addRationals(sum, value);
    rows.push({
      workItemId: item.id,
      miss: false,
      value: formatDecimal(multiplyRationals(value, scale), 2),
    });
  }
  const { confirmed, unconfirmed } = confirmedOf(input, measure);
  const known = rows.length > 0 || input.monthHasWork;
  const value = known ? multiplyRationals(sum, scale) : null;
  return {
    n: rows.length,
    hits: rows.length,
    misses: 0,
    excluded: 0,
    voided: 0,
    value,
    gross: value,
    interval: null,
    desk: null,
    counted: rows,
    verdicts: [],
    detail: {
      kind: "money",
      numeratorMinor: formatDecimal(sum, 0),
      denominatorMinor: "0",
      confirmed,
      unconfirmed,
    },
  };
}

function confirmedOf(input: MonthInput, measure: RatioMeasure | SumMeasure) {
  const items = windowItems(input, measure.of);
  const filter = measure.confirmed;
  const confirmed = filter ? items.filter(({ seen }) => matches(filter, seen)).length : items.length;
  return { confirmed, unconfirmed: items.length - confirmed };
}
