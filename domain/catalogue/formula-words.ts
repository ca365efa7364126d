import {
  asksBusinessDays,
  EVERY,
  fieldsOfFilter,
  filterWords,
  type MetricFilter,
} from "./metric-filter.ts";
import {
  callCentreMeasure,
  FAILED_AT,
  type MetricMeasure,
  type MetricTerm,
  type MetricValue,
  PLANNED_FROM,
  PLANNED_TO,
  type Population,
} from "./metric-measure.ts";
import type { CallCentre } from "./metric-rules.ts";

const POPULATIONS = {
  finished: "finished in the window",
  recorded: "begun in the window",
  open: "open at the end of the window",
} as const satisfies Record<Extract<Population, string>, string>;

function populationWords(of: Population, nameOf: (field: string) => string): string {
  if (typeof of === "string") return POPULATIONS[of];
  return `finished in the window, plus those still open at its end after "${nameOf(of.due)}"`;
}

const STATISTICS = {
  mean: "mean",
  median: "median",
  p90: "90th percentile by nearest rank",
} as const;

const UNITS = {
  hours: "hours",
  business_days: "business days of eight hours",
  days: "days of 24 hours",
} as const;

/**
 * The formula that is computed, as sentences: what is divided by what, over which items, what is left out.
 * `nameOf` says a field's name as people know it.
 */
export function formulaWords(
  measure: MetricMeasure,
  p: { nameOf: (field: string) => string; callCentre?: CallCentre | undefined },
): string[] {
  const { nameOf } = p;
  const where = (filter: MetricFilter) =>
    filter === EVERY || filterWords(filter, nameOf) === "all"
      ? ""
      : ` where ${filterWords(filter, nameOf)}`;
  const term = (one: MetricTerm) => `${valueWords(one.value, nameOf)}${where(one.where)}`;
  switch (measure.by) {
    case "clock":
      return [
        `Items whose ${measure.clock} clock stopped within its target ÷ items whose clock stopped in the ` +
          "window, plus those still open and already late at its end, × 100.",
      ];
    case "duration":
      return [
        `The ${STATISTICS[measure.statistic]} of the ${measure.clock} clock's net time, in ` +
          `${UNITS[measure.in]}, over items whose clock stopped in the window${where(measure.where)}.`,
      ];
    case "count":
      return [
        `The number of items ${populationWords(measure.of, nameOf)}${where(measure.where)}.`,
        ...excusedWords(measure.excused, nameOf),
      ];
    case "uptime":
      return [
        "Time of the window in which nothing was down ÷ time of the window, × 100, " +
          (measure.hours === "contract" ? "in the contract's hours." : "around the clock."),
        `Down${where(measure.down)}: from the failure named, else from the item's start, until restored.`,
        `Taken out of both: planned times${where(measure.planned)}.`,
      ];
    case "sum":
      return [
        `The sum of ${term(measure.term)}, over items ${populationWords(measure.of, nameOf)}.`,
        ...confirmedWords(measure.confirmed, nameOf),
      ];
    case "ratio":
      return [
        `${capitalised(term(measure.numerator))} ÷ ${term(measure.denominator)}` +
          `${measure.times === 1 ? "" : `, × ${measure.times.toLocaleString("en-US")}`}, over items ` +
          `${populationWords(measure.of, nameOf)}.`,
        ...excusedWords(measure.excused, nameOf),
        ...confirmedWords(measure.confirmed, nameOf),
      ];
    case "call_centre": {
      const rule = p.callCentre ?? measure.usual;
      return [
        ...formulaWords(callCentreMeasure(rule), p),
        `Threshold ${rule.thresholdSeconds} seconds; ${VARIANTS[rule.abandoned]}.`,
      ];
    }
    default:
      return measure satisfies never;
  }
}

/** How callers who hung up within the threshold count. */
export const VARIANTS = {
  ignore_within: "calls abandoned within the threshold are left out",
  count_as_miss: "calls abandoned within the threshold are misses",
  count_as_hit: "calls abandoned within the threshold are hits",
} as const satisfies Record<CallCentre["abandoned"], string>;

function valueWords(value: MetricValue, nameOf: (field: string) => string): string {
  switch (value.kind) {
    case "one":
      return "items";
    case "field":
      return `the sum of "${nameOf(value.field)}"`;
    case "difference": {
      const gap = `"${nameOf(value.of)}" − "${nameOf(value.less)}"`;
      return value.absolute ? `the sum of |${gap}|` : `the sum of ${gap}`;
    }
    default:
      return value satisfies never;
  }
}

function excusedWords(filter: MetricFilter | undefined, nameOf: (field: string) => string): string[] {
  return filter ? [`Net, no fault of the provider's: where ${filterWords(filter, nameOf)}.`] : [];
}

function confirmedWords(filter: MetricFilter | undefined, nameOf: (field: string) => string): string[] {
  return filter ? [`Only what is confirmed counts: ${filterWords(filter, nameOf)}.`] : [];
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The fields a formula reads, for a check that the kinds of work have them. */
export function fieldsOfMeasure(measure: MetricMeasure): string[] {
  return [...ownFields(measure), ...filtersOfMeasure(measure).flatMap(fieldsOfFilter)];
}

/** Whether a formula asks for business days, for which the contract's calendar has to be known. */
export function needsBusinessDays(measure: MetricMeasure): boolean {
  return filtersOfMeasure(measure).some(asksBusinessDays);
}

function filtersOfMeasure(measure: MetricMeasure): MetricFilter[] {
  switch (measure.by) {
    case "clock":
      return [];
    case "duration":
      return [measure.where];
    case "count":
      return [measure.where, measure.excused ?? EVERY];
    case "uptime":
      return [measure.down, measure.planned];
    case "sum":
      return [measure.term.where, measure.confirmed ?? EVERY];
    case "ratio": {
      const { numerator, denominator, excused = EVERY, confirmed = EVERY } = measure;
      return [numerator.where, denominator.where, excused, confirmed];
    }
    case "call_centre":
      return filtersOfMeasure(callCentreMeasure(measure.usual));
    default:
      return measure satisfies never;
  }
}

/** The fields that choose which items are looked at, and those that are added up. */
function ownFields(measure: MetricMeasure): string[] {
  if (measure.by === "uptime") return [FAILED_AT, PLANNED_FROM, PLANNED_TO];
  if (!("of" in measure)) return [];
  const values =
    measure.by === "ratio"
      ? [measure.numerator, measure.denominator]
      : "term" in measure
        ? [measure.term]
        : [];
  const due = typeof measure.of === "string" ? [] : [measure.of.due];
  return [...due, ...values.flatMap(({ value }) => fieldsOfValue(value))];
}

function fieldsOfValue(value: MetricValue): string[] {
  return value.kind === "one" ? [] : value.kind === "field" ? [value.field] : [value.of, value.less];
}
