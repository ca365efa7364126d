import { Temporal } from "temporal-polyfill";
import { type EpochSeconds, epochDay, SECONDS_PER_DAY } from "./instant.ts";

/** The UTC offsets of a zone over a range of years, as arrays that plain arithmetic can search. */
export type ZoneOffsets = {
  firstYear: number;
  lastYear: number;
  /** Local second (as if UTC) from which offset i + 1 holds. Ascending. */
  localBorders: number[];
  /** Offset in seconds before the first border, between borders, and after the last. */
  offsets: number[];
};

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
  const { localBorders } = zone;
  let low = 0;
  let high = localBorders.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((localBorders[middle] ?? 0) <= localSeconds) low = middle + 1;
    else high = middle;
  }
  return localSeconds - (zone.offsets[low] ?? 0);
}

function build(zone: string, years: { first: number; last: number }): ZoneOffsets {
  const from = epochDay(years.first, 1, 1) - 2;
  const to = epochDay(years.last + 1, 1, 1) + 2;
  let at = Temporal.Instant.fromEpochMilliseconds(from * SECONDS_PER_DAY * 1000).toZonedDateTimeISO(zone);
  const offsets = [at.offsetNanoseconds / 1e9];
  const localBorders: number[] = [];
  for (;;) {
    const change = at.getTimeZoneTransition("next");
    if (!change || change.epochMilliseconds > to * SECONDS_PER_DAY * 1000) break;
    const before = offsets[offsets.length - 1] ?? 0;
    const after = change.offsetNanoseconds / 1e9;
    localBorders.push(change.epochMilliseconds / 1000 + Math.max(before, after));
    offsets.push(after);
    at = change;
  }
  return { firstYear: years.first, lastYear: years.last, localBorders, offsets };
}
