import {
  isFinishedBy,
  type MetricFilter,
  type MetricItem,
  matches,
  numberOf,
} from "../../catalogue/metric-filter.ts";
import type { MetricValue, Population } from "../../catalogue/metric-measure.ts";
import { parseInstantNanoseconds, secondsOf } from "../../shared/instant.ts";
import { addRationals, type Rational, rational } from "../../shared/rational.ts";
import { wallTime } from "../../shared/zoned.ts";
import { decidedAs } from "../item-adjustment.ts";
import type { MonthInput } from "../level-figure.ts";
import { isBefore, type MonthItem, resolvedInMonth } from "../month-item.ts";
import { decisionsReachAll } from "../rule-version.ts";
import { finishedAt, reopenings } from "./reopenings.ts";

/** An item of the window, as filters see it. */
export type WindowItem = { item: MonthItem; seen: MetricItem };

/** Where nothing asks for business days the rules may be left out. */
type WindowInput = Pick<MonthInput, "items" | "level" | "period" | "asOf"> &
  Partial<Pick<MonthInput, "rules">>;

/** The items of a population in the window, of the level's kinds of work. */
export function windowItems(input: WindowInput, of: Population): WindowItem[] {
  const { level, period } = input;
  const found: WindowItem[] = [];
  const reopenedAfter = reopenings(input);
  for (const item of input.items) {
    if (!level.workItemTypes.includes(item.type)) continue;
    if (of === "finished" && resolvedInMonth(item, period) === null) continue;
    const seen = seenAt(item, { ...input, reopenedAfter });
    if (typeof of === "object" && !isDue(item, seen, { of, input })) continue;
    if (of === "recorded" && !beganInside(item, seen, input)) continue;
    if (of === "open" && seen.openSeconds === null) continue;
    found.push({ item, seen });
  }
  return found;
}

function seenAt(
  item: MonthItem,
  { period, asOf, reopenedAfter }: WindowInput & { reopenedAfter: ReturnType<typeof reopenings> },
): MetricItem {
  const end = period.to.toString();
  const events = item.events.filter((one) => isBefore(one.at, end));
  const first = events[0];
  let isOpen = first !== undefined;
  for (const { type } of events) {
    if (type === "stop" || type === "close" || type === "cancel") isOpen = false;
    if (type === "reopen" || type === "reset") isOpen = true;
  }
  const openSeconds = isOpen && first ? secondsAt(asOf) - secondsAt(first.at) : null;
  return {
    id: item.id,
    type: item.type,
    fields: item.fields,
    eventTypes: events.map((one) => one.type as string),
    openSeconds,
    // Asked for by few formulas and dear to work out: not before it is read.
    get begunAt() {
      return first ? localTime(first.at, period) : null;
    },
    get finishedOn() {
      const at = finishedAt(events);
      return at === null ? null : localTime(at, period).slice(0, 10);
    },
    get reopenedAfterDays() {
      return reopenedAfter(events);
    },
  };
}

function localTime(at: string, { zone }: MonthInput["period"]): string {
  return wallTime(secondsAt(at), zone ?? "UTC");
}

/** Finished in the window, or still open at its end though the date has passed; nothing without a date. */
function isDue(
  item: MonthItem,
  seen: MetricItem,
  { of, input }: { of: { readonly due: string }; input: Pick<MonthInput, "period" | "asOf"> },
): boolean {
  if (isFinishedBy(of.due, seen) === null) return false;
  if (seen.openSeconds === null) return resolvedInMonth(item, input.period) !== null;
  // On the date itself there is still time; the month ends with its last day.
  return localTime(input.asOf, input.period).slice(0, 10) > String(item.fields[of.due]);
}

/** A reading or a snapshot belongs to the window in which it was taken, unless it was taken back. */
function beganInside(item: MonthItem, seen: MetricItem, { period }: Pick<MonthInput, "period">): boolean {
  const first = item.events[0];
  if (!first || seen.eventTypes.includes("cancel")) return false;
  return isBefore(first.at, period.to.toString()) && !isBefore(first.at, period.from.toString());
}

/** Whole seconds since the epoch. Throws RangeError where the text is no instant. */
export function secondsAt(text: string): number {
  const nanoseconds = parseInstantNanoseconds(text);
  if (nanoseconds === null) throw new RangeError(`"${text}" is not an instant.`);
  return secondsOf(nanoseconds);
}

/** What an item adds to a sum, exactly; null where it does not carry the numbers. */
export function amountOf(value: MetricValue, item: MetricItem): Rational | null {
  switch (value.kind) {
    case "one":
      return rational(1n);
    case "field":
      return numberOf(item.fields[value.field]);
    case "difference": {
      const of = numberOf(item.fields[value.of]);
      const less = numberOf(item.fields[value.less]);
      if (of === null || less === null) return null;
      const gap = addRationals(of, { ...less, numerator: -less.numerator });
      const isNegative = gap.numerator < 0n;
      return value.absolute && isNegative ? { ...gap, numerator: -gap.numerator } : gap;
    }
    default:
      return value satisfies never;
  }
}

/** Whether an optional filter takes the item; without a filter nothing is taken. */
export function taken(filter: MetricFilter | undefined, item: MetricItem): boolean {
  return filter !== undefined && matches(filter, item);
}

/** What was decided about an item of a count, an amount or downtime, where the rules let it reach them. */
export function decisionOn(input: MonthInput, { item }: Pick<WindowItem, "item">) {
  return decisionsReachAll(input.rules) ? decidedAs(item, input.level.id) : null;
}
