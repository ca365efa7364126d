import { minorUnitsIn } from "../../catalogue/level-from-metric.ts";
import { matches } from "../../catalogue/metric-filter.ts";
import type { MetricMeasure } from "../../catalogue/metric-measure.ts";
import { formatDecimal } from "../../shared/decimal.ts";
import { addRationals, multiplyRationals, type Rational, rational, ZERO } from "../../shared/rational.ts";
import type { CountedItem, KindReading, MonthInput } from "../level-figure.ts";
import { isMinor, type RatioMeasure, ratioSums, readRatio } from "./ratio-figure.ts";
import { amountOf, decisionOn, type WindowItem, windowItems } from "./window-items.ts";

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

/**
 * Σ of an amount over the confirmed items, in major units of the level's currency. A decision leaves an
 * amount out, counts one that is not confirmed, or counts one as nothing; gross has none of it.
 */
export function readMoneySum(input: MonthInput, measure: SumMeasure): KindReading {
  const scale = rational(1n, isMinor(measure.term.value) ? minorUnitsIn(input.level.unit) : 1n);
  const rows: CountedItem[] = [];
  let sum: Rational = ZERO;
  let grossSum: Rational = ZERO;
  let excluded = 0;
  for (const one of windowItems(input, measure.of)) {
    const { item, seen } = one;
    const value = amountOf(measure.term.value, seen);
    if (value === null) continue;
    const gross =
      (!measure.confirmed || matches(measure.confirmed, seen)) && matches(measure.term.where, seen);
    const net = isNet(input, { one, gross });
    if (gross) grossSum = addRationals(grossSum, value);
    if (net) sum = addRationals(sum, value);
    const decided = decisionOn(input, one);
    if (decided === "exclude" && gross) excluded += 1;
    if (net || (gross && decided !== "exclude"))
      rows.push({
        workItemId: item.id,
        miss: decided === "miss",
        value: formatDecimal(multiplyRationals(net ? value : ZERO, scale), 2),
      });
  }
  const { confirmed, unconfirmed } = confirmedOf(input, measure);
  const known = rows.length > 0 || input.monthHasWork;
  const misses = rows.filter((row) => row.miss).length;
  return {
    n: rows.length,
    hits: rows.length - misses,
    misses,
    excluded,
    voided: 0,
    value: known ? multiplyRationals(sum, scale) : null,
    gross: known ? multiplyRationals(grossSum, scale) : null,
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

/** An amount that speaks for the provider, such as a saving, is lost by a miss and won by a hit. */
function isNet(input: MonthInput, p: { one: WindowItem; gross: boolean }): boolean {
  const isBetter = input.level.direction === "higher";
  switch (decisionOn(input, p.one)) {
    case "exclude":
      return false;
    case "hit":
      return isBetter;
    case "miss":
      return !isBetter;
    default:
      return p.gross;
  }
}

function confirmedOf(input: MonthInput, measure: RatioMeasure | SumMeasure) {
  const items = windowItems(input, measure.of);
  const filter = measure.confirmed;
  const confirmed = filter ? items.filter(({ seen }) => matches(filter, seen)).length : items.length;
  return { confirmed, unconfirmed: items.length - confirmed };
}
