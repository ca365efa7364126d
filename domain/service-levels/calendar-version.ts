import { z } from "zod";
import {
  type BusinessCalendar,
  type NamedCalendar,
  namedCalendarSchema,
  spanMinutes,
  WEEKDAYS,
} from "../shared/business-calendar.ts";
import { parseInstantNanoseconds } from "../shared/instant.ts";

/** A calendar of one engagement. A null body counts around the clock. */
export type CalendarVersionFacts = {
  number: number;
  /** RFC 3339. */
  effectiveFrom: string;
  body: NamedCalendar | null;
};

export const addCalendarVersionSchema = z.strictObject({
  engagementId: z.string(),
  /** A site of the contract; left out: the contract's own calendar. */
  siteId: z.string().max(60).default(""),
  calendar: namedCalendarSchema.nullable(),
  effectiveFrom: z.string().regex(/^\d{4}-\d\d-\d\d$/, "Write the first day as a date such as 2026-12-01."),
  note: z
    .string()
    .trim()
    .min(1, "Say why the calendar changes.")
    .max(500, "Keep the note within 500 characters."),
});

export type AddCalendarVersionInput = z.input<typeof addCalendarVersionSchema>;

/**
 * The version by which an instant is measured: the newest of those in effect, or the first where none is yet.
 */
export function calendarInForce<Version extends CalendarVersionFacts>(
  versions: readonly Version[],
  at: string,
): Version | null {
  const moment = nanoseconds(at);
  const ordered = [...versions].sort((left, right) => left.number - right.number);
  return ordered.findLast((one) => nanoseconds(one.effectiveFrom) <= moment) ?? ordered[0] ?? null;
}

/** What a reader should know about a calendar before agreeing to it; empty where nothing is odd. */
export function calendarRemarks(calendar: BusinessCalendar | null): string[] {
  if (calendar === null) return [];
  const remarks: string[] = [];
  const minutes = WEEKDAYS.map((day) =>
    (calendar.weekly[day] ?? []).map(spanMinutes).reduce((sum, span) => sum + span.end - span.start, 0),
  );
  const total = minutes.reduce((sum, one) => sum + one, 0);
  if (total === 0)
    remarks.push("The week has no hours: clocks would never run, and nothing could ever be late.");
  else if (total < 600) remarks.push("The week has fewer than ten hours.");
  if (total > 0 && minutes.slice(0, 5).some((one) => one === 0))
    remarks.push("A weekday between Monday and Friday is closed.");
  const overlapping = WEEKDAYS.filter((day) => overlaps((calendar.weekly[day] ?? []).map(spanMinutes)));
  if (overlapping.length > 0)
    remarks.push(`Hours overlap on ${overlapping.join(", ")}; overlapping hours count once.`);
  const twice = (calendar.holidays ?? []).length - new Set(calendar.holidays ?? []).size;
  if (twice > 0) remarks.push("A holiday is listed twice.");
  return remarks;
}

function overlaps(spans: readonly { start: number; end: number }[]): boolean {
  const ordered = [...spans].sort((left, right) => left.start - right.start);
  return ordered.some((span, index) => span.start < (ordered[index - 1]?.end ?? 0));
}

function nanoseconds(text: string): bigint {
  const value = parseInstantNanoseconds(text);
  if (value === null) throw new RangeError(`"${text}" is not an instant.`);
  return value;
}
