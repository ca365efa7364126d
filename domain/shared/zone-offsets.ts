import { Temporal } from "temporal-polyfill";
import { type EpochSeconds, epochDay, SECONDS_PER_DAY } from "./instant.ts";

/** The UTC offsets of a zone over a range of years, as arrays that plain arithmetic can search. */
export type ZoneOffsets = {
  firstYear: number;
  lastYear: number;
  /** Local second (as if UTC) from which offset i + 1 holds. Ascending. */
  localBorders: number[];
  /** The instants at which the clocks change. Ascending, one for each local border. */
  borders: EpochSeconds[];
  /** Offset in seconds before the first border, between borders, and after the last. */
  offsets: number[];
};

/** Shorter than any two changes of a zone's clocks lie apart: Tucuman's twelve days of 2004 are the least. */
const PROBE_SECONDS = 5 * SECONDS_PER_DAY;

const known = new Map<string, ZoneOffsets>();
const validity = new Map<string, boolean>();

/**
 * Whether the text names an IANA zone; a bare offset such as "+02:00" is none, as it knows no summer time.
 */
export function isZone(zone: string): boolean {
  const answered = validity.get(zone);
  if (answered !== undefined) return answered;
  let valid = /^[A-Za-z]/.test(zone) && zone.length <= 64;
  try {
    if (valid) Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
  } catch {
    valid = false;
  }
  if (validity.size > 2000) validity.clear();
  validity.set(zone, valid);
  return valid;
}

/** The offsets that cover the years, from a cache that widens when asked for more. */
export function zoneOffsets(zone: string, years: { first: number; last: number }): ZoneOffsets {
  const cached = known.get(zone);
  if (cached && cached.firstYear <= years.first && cached.lastYear >= years.last) return cached;
  const built = build(zone, {
    first: Math.min(years.first, cached?.firstYear ?? years.first),
    last: Math.max(years.last, cached?.lastYear ?? years.last),
  });
  known.set(zone, built);
  return built;
}

/**
 * The instant of a local time, as Temporal's "compatible": a time that the clocks skip moves later by the
 * gap, of a time that happens twice the first is meant. Both mean that the offset before a change holds
 * until the larger of the two local readings of its instant, which is where `localBorders` lies.
 */
export function toInstant(zone: ZoneOffsets, localSeconds: number): EpochSeconds {
  return localSeconds - (zone.offsets[reached(zone.localBorders, localSeconds)] ?? 0);
}

/** What the zone's clocks show at an instant, as seconds as if it were UTC. */
export function toLocal(zone: ZoneOffsets, at: EpochSeconds): number {
  return at + (zone.offsets[reached(zone.borders, at)] ?? 0);
}

/** How many of the ascending numbers lie at or before one. */
function reached(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export type ClockChange = { at: EpochSeconds; before: number; after: number };

/** The changes of a zone's clocks in [from, to): instants with the offsets in seconds before and after. */
export function clockChanges(zone: ZoneOffsets, from: EpochSeconds, to: EpochSeconds): ClockChange[] {
  return zone.borders.flatMap((at, index) => {
    if (at < from || at >= to) return [];
    return [{ at, before: zone.offsets[index] ?? 0, after: zone.offsets[index + 1] ?? 0 }];
  });
}

/**
 * Asks the platform's IANA data (ECMA-402) instead of the Temporal polyfill: the polyfill knows no change of
 * the clocks later than ten years from today and misses offsets that hold for a month only, such as Cairo's
 * in Ramadan 2010. A verdict must not depend on the day it is computed.
 */
function build(zone: string, years: { first: number; last: number }): ZoneOffsets {
  const offsetAt = offsetReader(zone);
  const end = (epochDay(years.last + 1, 1, 1) + 2) * SECONDS_PER_DAY;
  let at = (epochDay(years.first, 1, 1) - 2) * SECONDS_PER_DAY;
  const offsets = [offsetAt(at)];
  const localBorders: number[] = [];
  const borders: EpochSeconds[] = [];
  while (at < end) {
    const next = at + PROBE_SECONDS;
    const before = offsets[offsets.length - 1] ?? 0;
    if (offsetAt(next) === before) {
      at = next;
      continue;
    }
    at = firstWithOther(offsetAt, { offset: before, from: at, to: next });
    const after = offsetAt(at);
    borders.push(at);
    localBorders.push(at + Math.max(before, after));
    offsets.push(after);
  }
  return { firstYear: years.first, lastYear: years.last, localBorders, borders, offsets };
}

type OffsetAt = (at: EpochSeconds) => number;

/** The first second after `from`, and at most `to`, at which another offset holds. */
function firstWithOther(
  offsetAt: OffsetAt,
  { offset, from, to }: { offset: number; from: EpochSeconds; to: EpochSeconds },
): EpochSeconds {
  let low = from;
  let high = to;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === offset) low = middle;
    else high = middle;
  }
  return high;
}

function offsetReader(zone: string): OffsetAt {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  return (at) => {
    const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = (
      format.format(at * 1000).match(/\d+/g) ?? []
    ).map(Number);
    return epochDay(year, month, day) * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second - at;
  };
}
