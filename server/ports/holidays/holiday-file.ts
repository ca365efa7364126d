import ICAL from "ical.js";
import {
  type HolidayFile,
  HolidayFileRefused,
  MOST_FILE_BYTES,
  MOST_FILE_EVENTS,
  type RefusedEvent,
} from "../../../domain/service-levels/holiday-file.ts";
import { holidaysFrom, type NamedDate, namedDates } from "../../../domain/shared/holiday-lines.ts";

/** An event that recurs more often than this before the range ends is no holiday. */
const MOST_OCCURRENCES = 5000;
/** A file whose events together recur more often keeps a processor busy for seconds. */
const MOST_OCCURRENCES_IN_FILE = 50_000;
/** A summer's closing is a holiday, a year's is not. */
const MOST_DAYS = 62;

type Range = { from: string; to: string };

/**
 * Reads an iCalendar file (RFC 5545): whole-day events in the range become dates with their titles, recurring
 * ones each date of theirs. Timed, cancelled and endless events are refused by row. Throws HolidayFileRefused
 * where the file is none, is too large, or names too much.
 */
export function readHolidayFile(text: string, range: Range): HolidayFile {
  if (Buffer.byteLength(text) > MOST_FILE_BYTES)
    throw new HolidayFileRefused("too_large", "The file is larger than 1 MB; a list of holidays is not.");
  const events = eventsIn(text);
  const refused: RefusedEvent[] = [];
  const dates: NamedDate[] = [];
  const budget = { left: MOST_OCCURRENCES_IN_FILE };
  for (const [index, component] of events.entries()) {
    const title = titleOf(component);
    const read = datesOf(component, { range, budget, events });
    if (typeof read === "string") refused.push({ row: index + 1, title, reason: read });
    else dates.push(...read.map((date) => ({ date, name: title })));
  }
  return { dates: namedDates(holidaysFrom(dates)), refused };
}

function eventsIn(text: string): ICAL.Component[] {
  const calendars = parsed(text);
  if (calendars.length === 0 || calendars.some((one) => one.name !== "vcalendar"))
    throw new HolidayFileRefused("not_a_calendar", "This is no calendar file (.ics): it has no VCALENDAR.");
  const events = calendars.flatMap((one) => one.getAllSubcomponents("vevent"));
  if (events.length > MOST_FILE_EVENTS)
    throw new HolidayFileRefused(
      "too_many_events",
      `The file has ${events.length} events; a list of holidays has ${MOST_FILE_EVENTS} at most.`,
    );
  return events;
}

function parsed(text: string): ICAL.Component[] {
  try {
    const read: unknown = ICAL.parse(text.replace(/^\uFEFF/, ""));
    if (!Array.isArray(read) || read.length === 0) return [];
    const all: unknown[] = Array.isArray(read[0]) ? read : [read];
    return all.map((one) => new ICAL.Component(one as [string, unknown[], unknown[]]));
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message.slice(0, 160) : "it cannot be read";
    throw new HolidayFileRefused("not_a_calendar", `This is no calendar file (.ics): ${detail}.`);
  }
}

type Reading = { range: Range; budget: { left: number }; events: readonly ICAL.Component[] };

/** The event's dates in the range, or why there are none to take. */
function datesOf(component: ICAL.Component, reading: Reading): string[] | string {
  try {
    return read(component, reading);
  } catch (cause) {
    if (cause instanceof HolidayFileRefused) throw cause;
    return "Its date or its rule of recurrence cannot be read.";
  }
}

function read(component: ICAL.Component, { range, budget, events }: Reading): string[] | string {
  if (!component.getFirstProperty("dtstart")) return "It has no start.";
  const event = new ICAL.Event(component);
  const { startDate } = event;
  if (!startDate.isDate) return "It has a time of day; only whole days become holidays.";
  if (String(component.getFirstPropertyValue("status") ?? "").toUpperCase() === "CANCELLED")
    return "It is cancelled.";
  const days = daysOf(event);
  if (days > MOST_DAYS) return `It lasts ${days} days; a holiday lasts ${MOST_DAYS} at most.`;
  if (event.isRecurrenceException()) {
    // The master event tells its exceptions when it has them; one without a master stands alone.
    const hasMaster = events.some((one) => one !== component && isMasterOf(one, event.uid));
    return hasMaster ? [] : within(spread(startDate, days), range);
  }
  if (!event.isRecurring()) {
    const dates = within(spread(startDate, days), range);
    return dates.length > 0 ? dates : `It lies outside ${range.from} to ${range.to}.`;
  }
  const dates = occurrences(event, { days, range, budget, events });
  if (dates === null) return `It recurs more than ${MOST_OCCURRENCES} times before ${range.to}.`;
  return dates.length > 0 ? dates : `It does not recur between ${range.from} and ${range.to}.`;
}

function occurrences(event: ICAL.Event, p: Reading & { days: number }): string[] | null {
  keepLeapDay(event);
  for (const one of p.events)
    if (
      one !== event.component &&
      one.getFirstPropertyValue("uid") === event.uid &&
      !isMasterOf(one, event.uid)
    )
      event.relateException(one);
  const dates: string[] = [];
  const iterator = event.iterator();
  for (let count = 0; ; count++) {
    const next = iterator.next();
    if (!next || dayText(next) > p.range.to) return dates;
    if (count >= MOST_OCCURRENCES) return null;
    if (p.budget.left <= 0)
      throw new HolidayFileRefused("too_many_events", "The file's events recur too often to be holidays.");
    p.budget.left -= 1;
    const { startDate, item } = event.getOccurrenceDetails(next);
    dates.push(...within(spread(startDate, daysOf(item)), p.range));
  }
}

/** 29 February every year is meant as such (RFC 5545 3.3.10); the library would go on from 1 March. */
function keepLeapDay(event: ICAL.Event): void {
  const { month, day } = event.startDate;
  if (month !== 2 || day !== 29) return;
  for (const property of event.component.getAllProperties("rrule")) {
    const rule = property.getFirstValue() as ICAL.Recur | null;
    if (rule?.freq !== "YEARLY" || Object.keys(rule.parts).length > 0) continue;
    rule.setComponent("BYMONTH", [2]);
    rule.setComponent("BYMONTHDAY", [29]);
  }
}

function isMasterOf(component: ICAL.Component, uid: string): boolean {
  return component.getFirstPropertyValue("uid") === uid && !component.getFirstProperty("recurrence-id");
}

function daysOf(event: ICAL.Event): number {
  const { weeks, days, hours } = event.duration;
  return Math.max(1, weeks * 7 + days + Math.floor(hours / 24));
}

function spread(first: ICAL.Time, days: number): string[] {
  return Array.from({ length: days }, (_none, index) => {
    const day = first.clone();
    day.adjust(index, 0, 0, 0);
    return dayText(day);
  });
}

function within(dates: readonly string[], { from, to }: Range): string[] {
  return dates.filter((date) => date >= from && date <= to);
}

function dayText(time: ICAL.Time): string {
  return time.toString().slice(0, 10);
}

function titleOf(component: ICAL.Component): string {
  const title = component.getFirstPropertyValue("summary");
  return typeof title === "string" ? title.trim().replace(/\s+/g, " ").slice(0, 120) : "";
}
