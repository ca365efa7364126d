import { isDecimal, parseDecimal } from "../shared/decimal.ts";
import { compareRationals, type Rational, rational } from "../shared/rational.ts";

/**
 * Which work items a formula takes, as data: the same filter is evaluated, shown in words and, one day,
 * edited. A field that holds nothing matches nothing, so that an open answer is never a hit.
 */
export type MetricFilter =
  | { readonly all: readonly MetricFilter[] }
  | { readonly any: readonly MetricFilter[] }
  | { readonly not: MetricFilter }
  | { readonly field: string; readonly is: string | number | boolean }
  | { readonly field: string; readonly answered: true }
  /** Compared with a plain decimal, or with another field of the item. */
  | { readonly field: string; readonly atMost: string | { readonly field: string } }
  | { readonly field: string; readonly above: string | { readonly field: string } }
  /** An event of the type was recorded up to the end of the window. */
  | { readonly event: string }
  | { readonly type: string }
  /** Open at the end of the window, and for more than so many days of 24 hours. */
  | { readonly openLongerThanDays: number }
  /** Finished on or before the date in the field, by the contract's zone. */
  | { readonly finishedBy: string }
  /** Begun before this time of day, by the contract's zone: "14:00". */
  | { readonly begunBefore: string }
  /** Finished on the day it was begun, by the contract's zone. */
  | { readonly finishedSameDay: true }
  /** Reopened no later than so many business days, by the contract's calendar, after it was finished. */
  | { readonly reopenedWithinDays: number };

/** What a filter looks at. `eventTypes` are those recorded up to the end of the window. */
export type MetricItem = {
  readonly id: string;
  readonly type: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly eventTypes: readonly string[];
  /** Seconds for which the item has been open at the end of the window; null where it is not. */
  readonly openSeconds: number | null;
  /** By the contract's zone: when it was begun, "2026-11-03T13:59"; null or left out where nobody knows. */
  readonly begunAt?: string | null;
  /** The date on which it was finished and stayed so up to the end of the window. */
  readonly finishedOn?: string | null;
  /** The least number of business days in which work that was finished was reopened; null where none was. */
  readonly reopenedAfterDays?: number | null;
};

/** Whether an item was finished by a date in one of its fields; null where the field holds none. */
export function isFinishedBy(
  field: string,
  item: Pick<MetricItem, "fields" | "finishedOn">,
): boolean | null {
  const due = item.fields[field];
  if (typeof due !== "string" || !/^\d{4}-\d\d-\d\d$/.test(due)) return null;
  return typeof item.finishedOn === "string" && item.finishedOn <= due;
}

/** Every item. */
export const EVERY: MetricFilter = { all: [] };

/** Whether the item fits the filter. An empty `all` fits every item, an empty `any` none. */
export function matches(filter: MetricFilter, item: MetricItem): boolean {
  if ("all" in filter) return filter.all.every((one) => matches(one, item));
  if ("any" in filter) return filter.any.some((one) => matches(one, item));
  if ("not" in filter) return !matches(filter.not, item);
  if ("event" in filter) return item.eventTypes.includes(filter.event);
  if ("type" in filter) return item.type === filter.type;
  if ("openLongerThanDays" in filter)
    return item.openSeconds !== null && item.openSeconds > filter.openLongerThanDays * 86_400;
  if ("finishedBy" in filter) return isFinishedBy(filter.finishedBy, item) === true;
  if ("begunBefore" in filter) return begunBefore(item, filter.begunBefore);
  if ("finishedSameDay" in filter)
    return Boolean(item.finishedOn) && item.begunAt?.slice(0, 10) === item.finishedOn;
  if ("reopenedWithinDays" in filter)
    return (item.reopenedAfterDays ?? Number.POSITIVE_INFINITY) <= filter.reopenedWithinDays;
  const value = item.fields[filter.field];
  if ("is" in filter) return value === filter.is;
  if ("answered" in filter) return isAnswered(value);
  const number = numberOf(value);
  const border = "atMost" in filter ? filter.atMost : filter.above;
  const limit = typeof border === "string" ? numberOf(border) : numberOf(item.fields[border.field]);
  if (number === null || limit === null) return false;
  const order = compareRationals(number, limit);
  return "atMost" in filter ? order <= 0 : order > 0;
}

/** Both are written the same way, so that the order of the texts is that of the times. */
function begunBefore({ begunAt }: MetricItem, time: string): boolean {
  return typeof begunAt === "string" && begunAt.slice(11) < time;
}

/** The exact number in a field: whole or decimal text, or a finite number; null for anything else. */
export function numberOf(value: unknown): Rational | null {
  if (typeof value === "bigint") return rational(value);
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && isDecimal(text) ? parseDecimal(text) : null;
}

function isAnswered(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

/** The filter as a reader says it: 'correct is "yes"', with the names that `nameOf` gives to fields. */
export function filterWords(filter: MetricFilter, nameOf: (field: string) => string): string {
  if ("all" in filter)
    return filter.all.length === 0 ? "all" : filter.all.map((one) => grouped(one, nameOf)).join(" and ");
  if ("any" in filter)
    return filter.any.length === 0 ? "none" : filter.any.map((one) => grouped(one, nameOf)).join(" or ");
  if ("not" in filter) return `not ${grouped(filter.not, nameOf)}`;
  if ("event" in filter) return `has the event "${filter.event}"`;
  if ("type" in filter) return `kind is ${filter.type.replaceAll("_", " ")}`;
  if ("openLongerThanDays" in filter) return `open for more than ${filter.openLongerThanDays} days`;
  if ("finishedBy" in filter) return `finished by "${nameOf(filter.finishedBy)}"`;
  if ("begunBefore" in filter) return `begun before ${filter.begunBefore}`;
  if ("finishedSameDay" in filter) return "finished on the day it was begun";
  if ("reopenedWithinDays" in filter)
    return `reopened within ${filter.reopenedWithinDays} business days of being finished`;
  const name = `"${nameOf(filter.field)}"`;
  if ("is" in filter) return `${name} is ${plainValue(filter.is)}`;
  if ("answered" in filter) return `${name} is answered`;
  if ("atMost" in filter) return `${name} is at most ${borderText(filter.atMost, nameOf)}`;
  return `${name} is above ${borderText(filter.above, nameOf)}`;
}

function grouped(filter: MetricFilter, nameOf: (field: string) => string): string {
  const words = filterWords(filter, nameOf);
  const many = ("all" in filter && filter.all.length > 1) || ("any" in filter && filter.any.length > 1);
  return many ? `(${words})` : words;
}

function plainValue(value: string | number | boolean): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value).replaceAll("_", " ");
}

function borderText(border: string | { readonly field: string }, nameOf: (field: string) => string) {
  return typeof border === "string" ? border : `"${nameOf(border.field)}"`;
}

/** The fields a filter reads, for a check that the kinds of work have them. */
export function fieldsOfFilter(filter: MetricFilter): string[] {
  if ("all" in filter) return filter.all.flatMap(fieldsOfFilter);
  if ("any" in filter) return filter.any.flatMap(fieldsOfFilter);
  if ("not" in filter) return fieldsOfFilter(filter.not);
  if ("finishedBy" in filter) return [filter.finishedBy];
  if (!("field" in filter)) return [];
  const border = "atMost" in filter ? filter.atMost : "above" in filter ? filter.above : "";
  return typeof border === "string" ? [filter.field] : [filter.field, border.field];
}

/** Whether a filter asks for business days, for which the contract's calendar has to be known. */
export function asksBusinessDays(filter: MetricFilter): boolean {
  if ("all" in filter) return filter.all.some(asksBusinessDays);
  if ("any" in filter) return filter.any.some(asksBusinessDays);
  if ("not" in filter) return asksBusinessDays(filter.not);
  return "reopenedWithinDays" in filter;
}
