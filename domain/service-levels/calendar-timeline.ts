import { type NamedCalendar, spansOn, WEEKDAYS } from "../shared/business-calendar.ts";
import {
  type EpochDay,
  type EpochSeconds,
  formatEpochDay,
  formatInstant,
  parseInstantNanoseconds,
  SECONDS_PER_DAY,
  secondsOf,
  weekdayOf,
  yearOf,
} from "../shared/instant.ts";
import { toInstant, toLocal, zoneOffsets } from "../shared/zone-offsets.ts";
import { type CalendarVersionFacts, calendarInForce } from "./calendar-version.ts";

type Version = CalendarVersionFacts;

/**
 * The calendar that measures one clock: each local date by the version in effect on it. So a version that
 * takes effect while a clock runs moves what is left of it and nothing of what has run, and a clock that
 * stopped before is measured as if there were no new version. Where versions are in different zones, the
 * clock keeps the zone it began in, and with it the version of its beginning.
 *
 * @param until the clock's end, or as far as its open future should be foreseen; not before `from`.
 * @returns a version's own body where one version holds throughout, else a body with the dates before the
 *   last version written out as overrides. Undefined where there is no version.
 */
export function calendarOver(
  versions: readonly Version[],
  { from, until }: { from: string; until: string },
): NamedCalendar | null | undefined {
  const [only] = versions;
  if (versions.length <= 1) return only?.body;
  const last = calendarInForce(versions, until);
  const first = calendarInForce(versions, from);
  if (!last || !first) return undefined;
  // From the beginning of the day, so that clocks which began on one day share one calendar.
  const begin = Math.floor(seconds(from) / SECONDS_PER_DAY) * SECONDS_PER_DAY;
  if (seconds(last.effectiveFrom) <= begin - 2 * SECONDS_PER_DAY) return last.body;
  const inForce = versions.filter((one) => seconds(one.effectiveFrom) <= seconds(until) || one === first);
  const zones = new Set(inForce.flatMap((one) => (one.body === null ? [] : [one.body.zone])));
  const [zone] = zones;
  if (zone === undefined) return null;
  if (zones.size > 1) return first.body;
  return spliced({ versions, last, zone, from: begin });
}

function spliced(p: {
  versions: readonly Version[];
  last: Version;
  zone: string;
  from: EpochSeconds;
}): NamedCalendar | null {
  const effective = seconds(p.last.effectiveFrom);
  const offsets = zoneOffsets(p.zone, { first: yearOf(p.from) - 1, last: yearOf(effective) + 1 });
  const changed: Record<string, [string, string][]> = {};
  const base = spelt(p.last.body, p.zone);
  // An overnight span that runs at the beginning belongs to the day before it.
  const begin = Math.floor(toLocal(offsets, p.from) / SECONDS_PER_DAY) - 2;
  for (let day = begin; toInstant(offsets, day * SECONDS_PER_DAY) < effective; day++) {
    const at = formatInstant(toInstant(offsets, day * SECONDS_PER_DAY));
    const body = spelt(calendarInForce(p.versions, at)?.body ?? null, p.zone);
    const spans = spansOf(body, day);
    if (JSON.stringify(spans) !== JSON.stringify(spansOf(base, day))) changed[formatEpochDay(day)] = spans;
  }
  if (Object.keys(changed).length === 0) return p.last.body;
  return { ...base, overrides: { ...base.overrides, ...changed } };
}

const ALL_DAY: [string, string][] = [["00:00", "24:00"]];

/** Around the clock as a calendar of a zone, so that it can be joined with another. */
function spelt(body: NamedCalendar | null, zone: string): NamedCalendar {
  if (body !== null) return body;
  return { zone, weekly: Object.fromEntries(WEEKDAYS.map((day) => [day, ALL_DAY])) };
}

function spansOf(body: NamedCalendar, day: EpochDay): [string, string][] {
  const weekday = WEEKDAYS[weekdayOf(day)] ?? "mon";
  return spansOn(body, formatEpochDay(day), weekday).map(([start, end]) => [start, end]);
}

function seconds(text: string): EpochSeconds {
  const value = parseInstantNanoseconds(text);
  if (value === null) throw new RangeError(`"${text}" is not an instant.`);
  return secondsOf(value);
}
