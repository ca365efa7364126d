import { z } from "zod";
import { parseEpochDay } from "./instant.ts";
import { isZone } from "./zone-offsets.ts";

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const START = /^([01]\d|2[0-3]):[0-5]\d$/;
const END = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

const span = z.tuple(
  [
    z.string().regex(START, "Write a start as HH:MM between 00:00 and 23:59."),
    z.string().regex(END, "Write an end as HH:MM between 00:00 and 24:00."),
  ],
  { error: 'A span is a pair of times such as ["09:00", "17:00"].' },
);

const spans = z.array(span).max(48, "A day has 48 spans at most.");

const noDate = (issue: { input?: unknown }) =>
  `"${String(issue.input)}" is not a date; write it like 2026-12-24.`;

const day = z.string().refine((text) => parseEpochDay(text) !== null, { error: noDate });

/** What zod says of a key is for programs; readers are told which date is none. */
const keyed = {
  error: (issue: { code?: string; input?: unknown }) =>
    issue.code === "invalid_key" ? noDate(issue) : undefined,
};

/**
 * When work is expected. A span belongs to the local date on which it begins; an end at or before its start
 * lies on the next date. Days that `weekly` leaves out are closed. A holiday removes the spans that begin
 * on it; an override replaces the spans of its date, holiday or not.
 */
export const businessCalendarSchema = z.strictObject({
  zone: z.string().refine(isZone, {
    error: (issue) => `"${String(issue.input)}" is not a time zone we know; write it like Europe/Berlin.`,
  }),
  weekly: z.strictObject({
    mon: spans.optional(),
    tue: spans.optional(),
    wed: spans.optional(),
    thu: spans.optional(),
    fri: spans.optional(),
    sat: spans.optional(),
    sun: spans.optional(),
  }),
  holidays: z.array(day).max(5000, "A calendar has 5,000 holidays at most.").optional(),
  overrides: z.record(day, spans, keyed).optional(),
});

export type BusinessCalendar = z.infer<typeof businessCalendarSchema>;

/**
 * A calendar as people agree on it: its holidays may carry names ("Christmas Day"). Names are for readers;
 * a frozen bundle holds the dates alone.
 */
export const namedCalendarSchema = z.strictObject({
  ...businessCalendarSchema.shape,
  holidayNames: z
    .record(
      day,
      z.string().trim().min(1, "A name is not empty.").max(120, "Keep a name within 120 characters."),
      keyed,
    )
    .optional(),
});

export type NamedCalendar = z.infer<typeof namedCalendarSchema>;

const plain = new WeakMap<NamedCalendar, BusinessCalendar>();

/** The calendar without names, as bundles carry it. The same object for the same object, so caches hold. */
export function plainCalendar(calendar: NamedCalendar): BusinessCalendar {
  if (calendar.holidayNames === undefined) return calendar;
  const known = plain.get(calendar);
  if (known) return known;
  const { holidayNames: _names, ...bare } = calendar;
  plain.set(calendar, bare);
  return bare;
}

/** The calendar's spans of one local date, in the order written. */
export function spansOn(
  calendar: BusinessCalendar,
  date: string,
  weekday: Weekday,
): readonly BusinessSpan[] {
  const replaced = calendar.overrides?.[date];
  if (replaced) return replaced;
  return calendar.holidays?.includes(date) ? [] : (calendar.weekly[weekday] ?? []);
}

/** Whether every day is open from midnight to midnight without exception: around the clock, spelt out. */
export function isAroundTheClock(calendar: BusinessCalendar | null): boolean {
  if (calendar === null) return true;
  const exceptions = (calendar.holidays ?? []).length + Object.keys(calendar.overrides ?? {}).length;
  return exceptions === 0 && WEEKDAYS.every((name) => isWholeDay(calendar.weekly[name] ?? []));
}

function isWholeDay(spans: readonly BusinessSpan[]): boolean {
  let reached = 0;
  for (const span of spans.map(spanMinutes).sort((left, right) => left.start - right.start)) {
    if (span.start > reached) return false;
    reached = Math.max(reached, span.end);
  }
  return reached >= 1440;
}
export type BusinessSpan = readonly [start: string, end: string];

/** Minutes after local midnight of "HH:MM". */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** Start and end of a span in minutes after the midnight of the date it begins on; an end may pass 1440. */
export function spanMinutes([start, end]: BusinessSpan): { start: number; end: number } {
  const from = minutesOf(start);
  const to = minutesOf(end);
  return { start: from, end: to <= from ? to + 1440 : to };
}
