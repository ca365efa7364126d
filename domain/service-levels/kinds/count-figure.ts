import { matches } from "../../catalogue/metric-filter.ts";
import type { MetricMeasure } from "../../catalogue/metric-measure.ts";
import { rational } from "../../shared/rational.ts";
import type { KindReading, MonthInput } from "../level-figure.ts";
import { decisionOn, taken, type WindowItem, windowItems } from "./window-items.ts";

/**
 * How many items of the population the filter takes, such as backlog or major failures, after what was
 * decided about them. None found in a month
 * with work is a zero; a month without any work says nothing.
 */
export function readCount(
  input: MonthInput,
  measure: Extract<MetricMeasure, { by: "count" }>,
): KindReading {
  const looked = windowItems(input, measure.of);
  const isBad = input.level.direction === "lower";
  const found = looked.filter(({ seen }) => matches(measure.where, seen));
  const net = new Set(looked.filter((one) => isNet(input, measure, one)));
  const leftOut = found.filter((one) => !net.has(one) && decisionOn(input, one) !== "hit");
  const known = looked.length > 0 || input.monthHasWork;
  return {
    n: looked.length,
    hits: net.size,
    misses: isBad ? net.size : looked.length - net.size,
    excluded: leftOut.length,
    voided: 0,
    value: known ? rational(BigInt(net.size)) : null,
    gross: known ? rational(BigInt(found.length)) : null,
    interval: null,
    desk: null,
    counted: [...net].map(({ item }) => ({ workItemId: item.id, miss: isBad })),
    verdicts: [],
    detail: { kind: "count", looked: looked.length },
  };
}

/** A miss is counted where counting is bad and not where it is good; a hit the other way round. */
function isNet(
  input: MonthInput,
  measure: Extract<MetricMeasure, { by: "count" }>,
  one: WindowItem,
): boolean {
  const isBad = input.level.direction === "lower";
  switch (decisionOn(input, one)) {
    case "exclude":
      return false;
    case "hit":
      return !isBad;
    case "miss":
      return isBad;
    default:
      return matches(measure.where, one.seen) && !taken(measure.excused, one.seen);
  }
}
