import { minorUnitsIn } from "../../catalogue/level-from-metric.ts";
import { matches } from "../../catalogue/metric-filter.ts";
import type { MetricMeasure, MetricValue } from "../../catalogue/metric-measure.ts";
import { formatDecimal, isDecimal, parseDecimal } from "../../shared/decimal.ts";
import {
  addRationals,
  compareRationals,
  multiplyRationals,
  type Rational,
  rational,
  ZERO,
} from "../../shared/rational.ts";
import { decidedAs } from "../item-adjustment.ts";
import type { CountedItem, KindReading, MonthInput } from "../level-figure.ts";
import { wilsonInterval } from "../month-interval.ts";
import { deskFigure } from "./desk-figure.ts";
import { amountOf, decisionOn, taken, type WindowItem, windowItems } from "./window-items.ts";

export type RatioMeasure = Extract<MetricMeasure, { by: "ratio" }>;

/** Sums behind a ratio, exact, net and gross. */
export type RatioSums = {
  numerator: Rational;
  grossNumerator: Rational;
  denominator: Rational;
  grossDenominator: Rational;
  excluded: number;
  rows: CountedItem[];
  items: WindowItem[];
};

/**
 * Σ numerator ÷ Σ denominator × times. An excused item counts for the provider in the net figure and not in
 * the gross one; an amount that a decision left out leaves both sums of the net figure. An item without the
 * numbers that the formula asks for is left out.
 */
export function readRatio(input: MonthInput, measure: RatioMeasure): KindReading {
  const sums = ratioSums(input, measure);
  const { rows } = sums;
  const counts = countsItems(measure);
  const misses = rows.filter((row) => row.miss).length;
  const whole = counts ? null : wholeSums(input, measure, sums);
  const hits = counts ? Number(sums.numerator.numerator) : (whole?.hits ?? rows.length - misses);
  const n = whole?.n ?? rows.length;
  return {
    n,
    hits,
    misses,
    excluded: sums.excluded,
    voided: 0,
    value: quotient(sums.numerator, sums.denominator, scaleOf(input, measure)),
    gross: quotient(sums.grossNumerator, sums.grossDenominator, scaleOf(input, measure)),
    interval: counts && measure.times === 100 ? wilsonInterval(hits, n) : null,
    desk: deskFigure(sums.items.map(({ item }) => item)),
    counted: rows,
    verdicts: [],
  };
}

export function ratioSums(input: MonthInput, measure: RatioMeasure): RatioSums {
  const sums: RatioSums = {
    numerator: ZERO,
    grossNumerator: ZERO,
    denominator: ZERO,
    grossDenominator: ZERO,
    excluded: 0,
    rows: [],
    items: [],
  };
  const isBetter = input.level.direction === "higher";
  for (const one of windowItems(input, measure.of)) {
    const { seen } = one;
    const reached = decisionOn(input, one);
    const isConfirmed = !measure.confirmed || matches(measure.confirmed, seen);
    if (!isConfirmed && reached !== "hit") continue;
    if (!matches(measure.denominator.where, seen)) continue;
    const whole = amountOf(measure.denominator.value, seen);
    const part = amountOf(measure.numerator.value, seen);
    if (whole === null || part === null) continue;
    const gross = matches(measure.numerator.where, seen);
    if (isConfirmed) sums.grossDenominator = addRationals(sums.grossDenominator, whole);
    if (isConfirmed && gross) sums.grossNumerator = addRationals(sums.grossNumerator, part);
    // An amount has no better side to count it on: what is left out leaves both sums.
    if (reached === "exclude" && !countsItems(measure)) {
      sums.excluded += 1;
      continue;
    }
    const decided = decidedAs(one.item, input.level.id);
    const isExcused = decided === "exclude" || taken(measure.excused, seen);
    const excused = decided !== "miss" && isExcused && gross !== isBetter;
    const net = excused || decided === "hit" ? isBetter : decided === "miss" ? !isBetter : gross;
    if (excused) sums.excluded += 1;
    if (net) sums.numerator = addRationals(sums.numerator, part);
    sums.denominator = addRationals(sums.denominator, whole);
    sums.rows.push(rowOf(input, measure, { id: one.item.id, net, part: net ? part : ZERO, whole }));
    sums.items.push(one);
  }
  return sums;
}

/** A row is a miss where the item itself speaks against the provider, or lies beyond the target. */
function rowOf(
  input: MonthInput,
  measure: RatioMeasure,
  p: { id: string; net: boolean; part: Rational; whole: Rational },
): CountedItem {
  const { level } = input;
  if (countsItems(measure)) return { workItemId: p.id, miss: p.net !== (level.direction === "higher") };
  const own = quotient(p.part, p.whole, scaleOf(input, measure));
  if (own === null || !isDecimal(level.target)) return { workItemId: p.id, miss: false };
  const order = compareRationals(own, parseDecimal(level.target));
  const miss = level.direction === "higher" ? order < 0 : order > 0;
  return { workItemId: p.id, miss, value: formatDecimal(own, 2) };
}

function countsItems({ numerator, denominator }: RatioMeasure): boolean {
  return numerator.value.kind === "one" && denominator.value.kind === "one";
}

/** A share of counted things, such as devices, has them as its n; money and means have their rows. */
function wholeSums(input: MonthInput, measure: RatioMeasure, sums: RatioSums) {
  if (measure.times !== 100 || input.level.kind === "money") return null;
  const [part, whole] = [wholeNumber(sums.numerator), wholeNumber(sums.denominator)];
  return part === null || whole === null || part < 0 || part > whole ? null : { hits: part, n: whole };
}

function wholeNumber({ numerator, denominator }: Rational): number | null {
  const value = Number(numerator / denominator);
  return numerator % denominator === 0n && Number.isSafeInteger(value) ? value : null;
}

/** × times, and from minor to major units where an amount is divided by a count. */
function scaleOf({ level }: MonthInput, { numerator, denominator, times }: RatioMeasure): Rational {
  const toMajor = isMinor(numerator.value) && !isMinor(denominator.value) ? minorUnitsIn(level.unit) : 1n;
  return rational(BigInt(times), toMajor);
}

export function isMinor(value: MetricValue): boolean {
  if (value.kind === "one") return false;
  return (value.kind === "field" ? value.field : value.of).endsWith("Minor");
}

function quotient(part: Rational, whole: Rational, scale: Rational): Rational | null {
  if (whole.numerator === 0n) return null;
  const inverse = rational(whole.denominator, whole.numerator);
  return multiplyRationals(part, inverse, scale);
}
