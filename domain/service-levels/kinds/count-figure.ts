import { matches } from "../../catalogue/metric-filter.ts";
import type { MetricMeasure } from "../../catalogue/metric-measure.ts";
import { rational } from "../../shared/rational.ts";
import type { KindReading, MonthInput } from "../level-figure.ts";
import { taken, windowItems } from "./window-items.ts";

/**
 * How many items of the population the filter takes, such as backlog or major failures. None found in a month
 * with work is a zero; a month without any work says nothing.
 */
export function readCount(
  input: MonthInput,
  measure: Extract<MetricMeasure, { by: "count" }>,
): KindReading {
  const looked = windowItems(input, measure.of);
  const found = looked.filter(({ seen }) => matches(measure.where, seen));
  const net = found.filter(({ seen }) => !taken(measure.excused, seen));
  const isBad = input.level.direction === "lower";
  const known = looked.length > 0 || input.monthHasWork;
  return {
    n: looked.length,
    hits: net.length,
    misses: isBad ? net.length : looked.length - net.length,
    excluded: found.length - net.length,
    voided: 0,
    value: known ? rational(BigInt(net.length)) : null,
    gross: known ? rational(BigInt(found.length)) : null,
    interval: null,
    desk: null,
    counted: net.map(({ item }) => ({ workItemId: item.id, miss: isBad })),
    verdicts: [],
    detail: { kind: "count", looked: looked.length },
  };
}
