import {
  daysIn,
  type EpochSeconds,
  epochDay,
  parseInstantNanoseconds,
  SECONDS_PER_DAY,
  secondsOf,
} from "../shared/instant.ts";
import { toInstant, zoneOffsets } from "../shared/zone-offsets.ts";

export type TimestampFormat = "day_first" | "month_first";

const PARTED = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;
const ISO_LOCAL = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/;
/** As Jira exports it: "02/Nov/26 9:00 AM". */
const NAMED =
  /^(\d{1,2})[-/ ]([A-Za-z]{3})[-/ ](\d{4}|\d{2})(?:[ ,]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AP]M)?)?$/i;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * Reads a service desk's timestamp: "29-02-2016 01:16", "02/29/2016 01:16:05", "02/Nov/26 9:00 AM" or ISO
 * 8601. Without an
 * offset of its own it is local to the zone; a time that the clocks skip or repeat resolves as Temporal's
 * compatible. Null where it is no moment, 31 February included.
 */
export function parseTimestamp(text: string, zone: string, format: TimestampFormat): EpochSeconds | null {
  const iso = ISO_LOCAL.exec(text);
  if (iso) return localInstant(zone, parts(iso, [1, 2, 3, 4, 5, 6]));
  const order = format === "day_first" ? [3, 2, 1, 4, 5, 6] : [3, 1, 2, 4, 5, 6];
  const parted = PARTED.exec(text);
  if (parted) return localInstant(zone, parts(parted, order));
  const named = NAMED.exec(text);
  if (named) return localInstant(zone, namedParts(named));
  const nanoseconds = parseInstantNanoseconds(text);
  return nanoseconds === null ? null : secondsOf(nanoseconds);
}

/** Two digits of a year lie in this century; twelve o'clock AM is midnight. A month of no name is none. */
function namedParts(found: RegExpExecArray): number[] {
  const [day = 0, , year = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const month = MONTHS.indexOf((found[2] ?? "").toLowerCase()) + 1;
  const half = found[7]?.toUpperCase();
  const onTheHalf = half !== undefined && (hour < 1 || hour > 12) ? 99 : hour % 12;
  const hours = half === undefined ? hour : onTheHalf === 99 ? 99 : onTheHalf + (half === "PM" ? 12 : 0);
  return [year < 100 ? 2000 + year : year, month, day, hours, minute, second];
}

function parts(found: RegExpExecArray, order: readonly number[]): number[] {
  return order.map((index) => Number(found[index] ?? 0));
}

function localInstant(
  zone: string,
  [year = 0, month = 0, day = 0, ...time]: number[],
): EpochSeconds | null {
  const [hour = 0, minute = 0, second = 0] = time;
  if (hour > 23 || minute > 59 || second > 59 || year < 1970 || year > 2199) return null;
  if (day < 1 || day > daysIn(year, month)) return null;
  const local = epochDay(year, month, day) * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second;
  return toInstant(zoneOffsets(zone, { first: year, last: year }), local);
}
