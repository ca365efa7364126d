import type { Temporal } from "temporal-polyfill";
import type { BusinessCalendar } from "../../domain/shared/business-calendar.ts";

export type Weekly = BusinessCalendar["weekly"];

/** The same hours on every weekday. */
export function weekdays(from: string, to: string): Weekly {
  const span = (): [string, string][] => [[from, to]];
  return { mon: span(), tue: span(), wed: span(), thu: span(), fri: span() };
}

/** Hours with a break in the middle of every weekday. */
export function withBreak(weekly: { from: string; noon: string; after: string; to: string }): Weekly {
  const spans = (): [string, string][] => [
    [weekly.from, weekly.noon],
    [weekly.after, weekly.to],
  ];
  return { mon: spans(), tue: spans(), wed: spans(), thu: spans(), fri: spans() };
}

/** Weekdays and a shorter Saturday. */
export function withSaturday(weekly: Weekly, from: string, to: string): Weekly {
  return { ...weekly, sat: [[from, to]] };
}

/** Public holidays that fall on the same date every year; movable ones come as later calendar versions. */
const FIXED: Record<string, readonly string[]> = {
  PL: ["01-01", "01-06", "05-01", "05-03", "08-15", "11-01", "11-11", "12-25", "12-26"],
  GB: ["01-01", "12-25", "12-26"],
  US: ["01-01", "07-04", "12-25"],
  EE: ["01-01", "02-24", "05-01", "06-23", "06-24", "08-20", "12-24", "12-25", "12-26"],
  SE: ["01-01", "01-06", "05-01", "06-06", "12-24", "12-25", "12-26"],
  NL: ["01-01", "04-27", "12-25", "12-26"],
  /** Bavaria keeps three days that the country does not. */
  "DE-BY": ["01-01", "01-06", "05-01", "08-15", "10-03", "11-01", "12-25", "12-26"],
  DE: ["01-01", "05-01", "10-03", "12-25", "12-26"],
};

export function holidaysOf(input: { country: string; years: readonly number[] }): string[] {
  return input.years.flatMap((year) =>
    (FIXED[input.country] ?? ["01-01", "12-25"]).map((day) => `${year}-${day}`),
  );
}

/** The years that a story told at `now` touches: those behind it, the present and the next. */
export function yearsAround(now: Temporal.Instant): number[] {
  const { year } = now.toZonedDateTimeISO("UTC");
  return [year - 1, year, year + 1];
}
