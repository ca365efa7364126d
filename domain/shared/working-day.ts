import { Temporal } from "temporal-polyfill";
import { type BusinessCalendar, isAroundTheClock, spansOn, WEEKDAYS } from "./business-calendar.ts";

/** Further than this a calendar without working days is not searched: nothing then happens by itself. */
const MOST_DAYS = 400;

/** The n-th working day after a date; null where the calendar has too few. */
export function workingDayAfter(
  date: Temporal.PlainDate,
  p: { days: number; calendar: BusinessCalendar | null },
): Temporal.PlainDate | null {
  let left = p.days;
  let at = date;
  for (let tried = 0; tried < MOST_DAYS; tried++) {
    at = at.add({ days: 1 });
    if (isWorkingDay(at, p.calendar)) left -= 1;
    if (left === 0) return at;
  }
  return null;
}

/**
 * The least number of working days after a date within which another one lies: 0 on the date itself, 1 up to
 * the end of the next working day, closed days before it included.
 */
export function workingDaysTo(
  date: Temporal.PlainDate,
  p: { from: Temporal.PlainDate; calendar: BusinessCalendar | null },
): number {
  if (Temporal.PlainDate.compare(date, p.from) <= 0) return 0;
  let days = 1;
  for (let at = p.from.add({ days: 1 }); !at.equals(date); at = at.add({ days: 1 }))
    if (isWorkingDay(at, p.calendar)) days += 1;
  return days;
}

/** A day on which hours begin; of a calendar that is always open, Monday to Friday. */
function isWorkingDay(date: Temporal.PlainDate, calendar: BusinessCalendar | null): boolean {
  const weekday = WEEKDAYS[date.dayOfWeek - 1] ?? "sun";
  if (calendar === null || isAroundTheClock(calendar)) return date.dayOfWeek <= 5;
  return spansOn(calendar, date.toString(), weekday).length > 0;
}
