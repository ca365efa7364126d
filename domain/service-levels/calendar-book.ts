import type { ServiceLevel } from "../catalogue/service-level.ts";
import type { Terms } from "../contracts/terms.ts";
import { type BusinessCalendar, type NamedCalendar, plainCalendar } from "../shared/business-calendar.ts";
import { calendarOver } from "./calendar-timeline.ts";
import { type CalendarVersionFacts, calendarInForce } from "./calendar-version.ts";

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

/**
 * All calendars of one contract in all their versions. A level counts the contract's hours, those of one
 * site, those of the site its item names, or all hours; a site that the contract does not know counts the
 * contract's.
 */
export function calendarBook(
  versions: readonly BookedVersion[],
  terms: Pick<Terms, "calendar" | "sites">,
): CalendarOf {
  const bySite = new Map<string, BookedVersion[]>();
  for (const one of versions) bySite.set(one.siteId, [...(bySite.get(one.siteId) ?? []), one]);
  const known = new Map<string, BusinessCalendar | null>();
  return ({ level, fields, from, until }) => {
    const site = siteCounted(level, fields, terms);
    if (site === null) return null;
    const own = bySite.get(site) ?? [];
    if (own.length <= 1) return bare(own.length === 1 ? (own[0]?.body ?? null) : signedHours(site, terms));
    // Two clocks that begin on one day and end under one version share one body, and so one compilation.
    const [first, last] = [from, until].map((at) => calendarInForce(own, at)?.number);
    const key = `${site}|${from.slice(0, 10)}|${first}|${last}`;
    const cached = known.get(key);
    if (cached !== undefined) return cached;
    const body = bare(calendarOver(own, { from, until }) ?? null);
    known.set(key, body);
    return body;
  };
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
