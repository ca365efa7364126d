import type { ServiceLevel } from "../catalogue/service-level.ts";
import type { Terms } from "../contracts/terms.ts";
import { type BusinessCalendar, type NamedCalendar, plainCalendar } from "../shared/business-calendar.ts";
import { formatMilliseconds, parseInstantNanoseconds } from "../shared/instant.ts";
import { calendarOver } from "./calendar-timeline.ts";
import type { CalendarVersionFacts } from "./calendar-version.ts";

/** A version of the contract's calendar, or of one of its sites. */
export type BookedVersion = CalendarVersionFacts & {
  /** "" is the contract's own calendar. */
  siteId: string;
};

/** Which hours a level counts for an item that ran between two instants. */
export type CalendarOf = (p: {
  level: Pick<ServiceLevel, "clock">;
  fields: Readonly<Record<string, unknown>>;
  /** RFC 3339: the clock's beginning, and its end or where its future is looked at. */
  from: string;
  until: string;
}) => BusinessCalendar | null;

/** The field of a work item that names its site. */
export const SITE_FIELD = "site";

/** The site id of the contract's own calendar. */
const CONTRACT = "";

/** The same by milliseconds since 1970, for whoever asks a hundred thousand times. */
export type HoursOf = (
  p: Omit<Parameters<CalendarOf>[0], "from" | "until"> & { fromMs: number; untilMs: number },
) => BusinessCalendar | null;

/**
 * All calendars of one contract in all their versions. A level counts the contract's hours, those of one
 * site, those of the site its item names, or all hours; a site that the contract does not know counts the
 * contract's.
 */
export function calendarBook(
  versions: readonly BookedVersion[],
  terms: Pick<Terms, "calendar" | "sites">,
): CalendarOf {
  const hours = hoursBook(versions, terms);
  const isPlain = hasOneOfEach(versions);
  return ({ level, fields, from, until }) =>
    hours({
      level,
      fields,
      fromMs: isPlain ? 0 : milliseconds(from),
      untilMs: isPlain ? 0 : milliseconds(until),
    });
}

/** Whether the contract and each of its sites have one calendar, so that nothing depends on time. */
export function hasOneOfEach(versions: readonly Pick<BookedVersion, "siteId">[]): boolean {
  return new Set(versions.map((one) => one.siteId)).size === versions.length;
}

export function hoursBook(
  versions: readonly BookedVersion[],
  terms: Pick<Terms, "calendar" | "sites">,
): HoursOf {
  const bySite = new Map<string, Timed[]>();
  for (const one of [...versions].sort((left, right) => left.number - right.number)) {
    const timed = { fromMs: milliseconds(one.effectiveFrom), version: one };
    bySite.set(one.siteId, [...(bySite.get(one.siteId) ?? []), timed]);
  }
  const known = new Map<string, BusinessCalendar | null>();
  return ({ level, fields, fromMs, untilMs }) => {
    const site = siteCounted(level, fields, terms);
    if (site === null) return null;
    const own = bySite.get(site) ?? [];
    // Two clocks that begin on one day and end under one version share one body, and so one compilation.
    const isPlain = own.length <= 1;
    const places = isPlain
      ? ""
      : `${Math.floor(fromMs / DAY)}|${placeAt(own, fromMs)}|${placeAt(own, untilMs)}`;
    const key = `${site}|${places}`;
    const cached = known.get(key);
    if (cached !== undefined) return cached;
    const body = bare(isPlain ? plainBody(own, site, terms) : bodyBetween(own, fromMs, untilMs));
    known.set(key, body);
    return body;
  };
}

/** A version with the millisecond from which it holds; in order of their numbers. */
type Timed = { fromMs: number; version: BookedVersion };

const DAY = 86_400_000;

/** The place of the version in force: the newest of those in effect, or the first where none is yet. */
function placeAt(own: readonly Timed[], ms: number): number {
  for (let place = own.length - 1; place > 0; place -= 1) if ((own[place]?.fromMs ?? 0) <= ms) return place;
  return 0;
}

function plainBody(own: readonly Timed[], site: string, terms: Pick<Terms, "calendar" | "sites">) {
  const [only] = own;
  return only ? only.version.body : signedHours(site, terms);
}

function bodyBetween(own: readonly Timed[], fromMs: number, untilMs: number): NamedCalendar | null {
  const [from, until] = [formatMilliseconds(fromMs), formatMilliseconds(untilMs)];
  return (
    calendarOver(
      own.map(({ version }) => version),
      { from, until },
    ) ?? null
  );
}

/** A fraction of a millisecond is cut off: no calendar begins within one. */
function milliseconds(text: string): number {
  const value = parseInstantNanoseconds(text);
  if (value === null) throw new RangeError(`"${text}" is not an instant.`);
  return Number(value / 1_000_000n);
}

/** The site whose hours count: "" the contract's, null none, as all hours count. */
export function siteCounted(
  level: Pick<ServiceLevel, "clock">,
  fields: Readonly<Record<string, unknown>>,
  terms: Pick<Terms, "sites">,
): string | null {
  const counted = level.clock?.calendar ?? "contract";
  if (counted === "around_the_clock") return null;
  if (counted === "contract") return CONTRACT;
  const wanted = counted === "site" ? fields[SITE_FIELD] : counted.slice("site:".length);
  return terms.sites?.find((one) => one.id === wanted)?.id ?? CONTRACT;
}

/** The hours of the contract or a site as they were signed. */
export function signedHours(site: string, terms: Pick<Terms, "calendar" | "sites">): NamedCalendar | null {
  if (site === CONTRACT) return terms.calendar;
  return terms.sites?.find((one) => one.id === site)?.calendar ?? null;
}

function bare(calendar: NamedCalendar | null): BusinessCalendar | null {
  return calendar === null ? null : plainCalendar(calendar);
}
