import { Temporal } from "temporal-polyfill";
import { type EpochSeconds, formatInstant, SECONDS_PER_DAY, yearOf } from "./instant.ts";
import { toInstant, toLocal, type ZoneOffsets, zoneOffsets } from "./zone-offsets.ts";

/**
 * Local dates and times of a zone by the platform's own zone data. The Temporal polyfill's zoned dates know
 * no change of the clocks later than ten years from today, so a contract of fifteen years would end an hour
 * off; see zone-offsets.ts. An unknown zone throws RangeError.
 */

/** Years the platform's data is asked for; beyond them clocks are anyone's guess and Temporal's will do. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2399;

/** The date on the wall of the zone at an instant. */
export function localDate(instant: Temporal.Instant, zone: string): Temporal.PlainDate {
  const year = instant.toZonedDateTimeISO("UTC").year;
  const offsets = offsetsAround(zone, year);
  if (!offsets) return instant.toZonedDateTimeISO(zone).toPlainDate();
  const seconds = Math.floor(instant.epochMilliseconds / 1000);
  return Temporal.PlainDate.from("1970-01-01").add({
    days: Math.floor(toLocal(offsets, seconds) / SECONDS_PER_DAY),
  });
}

/** What the zone's clocks show at an instant, to the minute: "2026-11-03T13:59". */
export function wallTime(at: EpochSeconds, zone: string): string {
  const offsets = offsetsAround(zone, yearOf(at));
  if (offsets) return formatInstant(toLocal(offsets, at)).slice(0, 16);
  return instantAt(at).toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: "minute" });
}

/** The first instant of a local date, which is not midnight where the clocks jump over it. */
export function startOfLocalDay(date: Temporal.PlainDate, zone: string): Temporal.Instant {
  const offsets = offsetsAround(zone, date.year);
  if (!offsets) return date.toZonedDateTime(zone).toInstant();
  const midnight = localSeconds(date.toPlainDateTime());
  const at = toInstant(offsets, midnight);
  if (toLocal(offsets, at) === midnight) return instantAt(at);
  // Midnight is skipped: the day begins when the clocks jump.
  return instantAt(offsets.borders.findLast((border) => border <= at) ?? at);
}

/** The instant of a local time, as Temporal's "compatible"; a fraction of a second is cut off. */
export function instantOfLocal(local: Temporal.PlainDateTime, zone: string): Temporal.Instant {
  const offsets = offsetsAround(zone, local.year);
  if (!offsets) return local.toZonedDateTime(zone).toInstant();
  return instantAt(toInstant(offsets, localSeconds(local)));
}

function offsetsAround(zone: string, year: number): ZoneOffsets | null {
  if (year <= FIRST_YEAR || year >= LAST_YEAR) return null;
  return zoneOffsets(zone, { first: year - 1, last: year + 1 });
}

function localSeconds(local: Temporal.PlainDateTime): EpochSeconds {
  return Math.floor(local.toZonedDateTime("UTC").epochMilliseconds / 1000);
}

function instantAt(seconds: EpochSeconds): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(seconds * 1000);
}
