import { type NamedCalendar, plainCalendar } from "../shared/business-calendar.ts";
import {
  civil,
  type EpochDay,
  type EpochSeconds,
  epochDay,
  formatEpochDay,
  formatInstant,
  SECONDS_PER_DAY,
  weekdayOf,
} from "../shared/instant.ts";
import { clockChanges, toInstant, toLocal, type ZoneOffsets, zoneOffsets } from "../shared/zone-offsets.ts";
import { compileCalendar } from "./compiled-calendar.ts";

/** One local date of a calendar's year. */
export type PictureDay = {
  date: string;
  day: number;
  /** Monday is 0. */
  weekday: number;
  /** Open time that lies between the date's midnights, an overnight span's second half included. */
  openSeconds: number;
  /** "Christmas Day", "Holiday" without a name; null where it is none. */
  holiday: string | null;
  /** Whether the date has hours of its own. */
  overridden: boolean;
  /** Minutes by which the clocks go forward (60) or back (-60) on this date; 0 where they do not. */
  clockChangeMinutes: number;
};

export type PictureMonth = {
  /** "2026-03" */
  month: string;
  days: PictureDay[];
  openSeconds: number;
  openDays: number;
};

export type YearPicture = { year: number; zone: string; months: PictureMonth[]; openSeconds: number };

/**
 * A calendar's year day by day in its own zone, for a picture and for the table that says the same. Null is
 * around the clock, read in `zone`.
 */
export function yearPicture(p: {
  calendar: NamedCalendar | null;
  zone: string;
  year: number;
}): YearPicture {
  const zone = p.calendar?.zone ?? p.zone;
  const offsets = zoneOffsets(zone, { first: p.year - 1, last: p.year + 1 });
  const compiled = compileCalendar(p.calendar === null ? null : plainCalendar(p.calendar));
  const changes = changesByDate(offsets, p.year);
  const months = Array.from({ length: 12 }, (_none, index) => {
    const [first, next] = [epochDay(p.year, index + 1, 1), firstOfNext(p.year, index + 1)];
    const days: PictureDay[] = [];
    for (let day = first; day < next; day++) {
      const [from, to] = [midnight(offsets, day), midnight(offsets, day + 1)];
      days.push({ ...facts(p.calendar, day, changes), openSeconds: compiled.measure(from, to) });
    }
    return {
      month: formatEpochDay(first).slice(0, 7),
      days,
      openSeconds: days.reduce((sum, day) => sum + day.openSeconds, 0),
      openDays: days.filter((day) => day.openSeconds > 0).length,
    };
  });
  return { year: p.year, zone, months, openSeconds: months.reduce((sum, one) => sum + one.openSeconds, 0) };
}

/** How dark a day is drawn: 0 closed, 1 up to 4 h, 2 up to 8 h, 3 up to 12 h, 4 more. */
export function shadeOf(openSeconds: number): 0 | 1 | 2 | 3 | 4 {
  if (openSeconds <= 0) return 0;
  if (openSeconds <= 4 * 3600) return 1;
  if (openSeconds <= 8 * 3600) return 2;
  return openSeconds <= 12 * 3600 ? 3 : 4;
}

/** Every day that is not an ordinary one of its weekday, in order. */
export function specialDays(picture: YearPicture): PictureDay[] {
  return picture.months
    .flatMap((month) => month.days)
    .filter((day) => day.holiday !== null || day.overridden || day.clockChangeMinutes !== 0);
}

function facts(calendar: NamedCalendar | null, day: EpochDay, changes: ReadonlyMap<string, number>) {
  const date = formatEpochDay(day);
  const isHoliday = calendar?.holidays?.includes(date) ?? false;
  return {
    date,
    day: civil(day).day,
    weekday: weekdayOf(day),
    holiday: isHoliday ? (calendar?.holidayNames?.[date] ?? "Holiday") : null,
    overridden: calendar?.overrides?.[date] !== undefined,
    clockChangeMinutes: changes.get(date) ?? 0,
  };
}

function changesByDate(offsets: ZoneOffsets, year: number): Map<string, number> {
  const from = midnight(offsets, epochDay(year, 1, 1));
  const to = midnight(offsets, epochDay(year + 1, 1, 1));
  return new Map(
    clockChanges(offsets, from, to).map(({ at, before, after }) => {
      // The date that people name: the one on which the wall clock stood just before the change, or, where
      // the clocks jump over midnight, the one that it jumps into.
      const local = toLocal(offsets, after > before ? at : at - 1);
      return [formatInstant(local).slice(0, 10), (after - before) / 60];
    }),
  );
}

function firstOfNext(year: number, month: number): EpochDay {
  return month === 12 ? epochDay(year + 1, 1, 1) : epochDay(year, month + 1, 1);
}

function midnight(offsets: ZoneOffsets, day: EpochDay): EpochSeconds {
  return toInstant(offsets, day * SECONDS_PER_DAY);
}
