import { Temporal } from "temporal-polyfill";
import type { ServiceLevel } from "../../domain/catalogue/service-level.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { calendarBook, siteCounted } from "../../domain/service-levels/calendar-book.ts";
import { calendarInForce } from "../../domain/service-levels/calendar-version.ts";
import { partiesWaitedFor } from "../../domain/service-levels/clock-held.ts";
import { type ClockInterval, clockIntervals } from "../../domain/service-levels/clock-intervals.ts";
import { type ItemDeadline, itemDeadlines } from "../../domain/service-levels/item-deadline.ts";
import {
  fieldsWithSite,
  type MonthItem,
  sourcedItemBundle,
} from "../../domain/service-levels/month-item.ts";
import { openWindows } from "../../domain/service-levels/month-windows.ts";
import { type VerdictResult, verdictOf } from "../../domain/service-levels/verdict.ts";
import type { VerdictBundle } from "../../domain/service-levels/verdict-bundle.ts";
import type { Tx } from "../db.ts";
import { type ContractedEngagement, contractedEngagements } from "../delivery/contracted-engagement.ts";
import { eventsOf, type StoredEvent } from "../delivery/work-events.ts";
import type { WorkItemRow } from "../delivery/work-item.read.ts";
import { adjustmentsOf } from "./adjustments.read.ts";
import { type CalendarVersionRow, calendarVersions } from "./calendar-version.read.ts";

/** A year: due times further ahead are guesses whatever the calendar. */
const FORESEEN_HOURS = 366 * 24;

/** One clock of a work item as it stands now, with the bundle that rebuilds it. */
export type ItemClock = {
  level: ServiceLevel;
  bundle: VerdictBundle;
  /** For each event of the bundle the position of the item's event behind it. */
  sources: readonly number[];
  result: VerdictResult;
  calendarVersion: number | null;
};

/**
 * The clocks of one item under every level that covers it, each date measured by the calendar version in
 * effect on it; an open clock also looks ahead to versions that are agreed and not yet in effect.
 */
export function clocksOfItem(p: {
  engagement: ContractedEngagement;
  calendars: readonly CalendarVersionRow[];
  item: MonthItem;
  now: Temporal.Instant;
}): ItemClock[] {
  const { engagement, calendars, item } = p;
  const ended = lastStop(item);
  const rules = {
    calendar: engagement.terms.calendar,
    calendarOf: calendarBook(calendars, engagement.terms),
    foresee: p.now.add({ hours: FORESEEN_HOURS }).toString(),
    reopenPolicy: engagement.terms.reopenPolicy,
    contractStart: engagement.startsAt.toString(),
    termsVersion: engagement.termsVersion,
  };
  const asOf = p.now.toString();
  return engagement.terms.serviceLevels.flatMap((level) => {
    const made = sourcedItemBundle({ item, level, rules, asOf });
    if (!made) return [];
    const site = siteCounted(level, fieldsWithSite(item), engagement.terms);
    const own = calendars.filter((one) => one.siteId === site);
    const inForce = calendarInForce(own, (ended ?? p.now).toString());
    return [{ level, ...made, result: verdictOf(made.bundle), calendarVersion: inForce?.number ?? null }];
  });
}

/** The dates that one open item is held to by levels that measure against a date and not by a clock. */
export function datesOfItem(p: {
  engagement: ContractedEngagement;
  item: MonthItem;
  now: Temporal.Instant;
}): ItemDeadline[] {
  const { terms, moduleCode, zone } = p.engagement;
  const now = Math.floor(p.now.epochMilliseconds / 1000);
  return itemDeadlines({ levels: terms.serviceLevels, moduleCode, item: p.item, zone, now });
}

type Found = {
  clocks: ItemClock[];
  dates: ItemDeadline[];
  events: StoredEvent[];
  engagement: ContractedEngagement;
};

/** The clocks and dates of many items of many engagements in the viewer's sight, by item. */
export async function clocksOf(
  tx: Tx,
  p: { viewer: Viewer; items: readonly WorkItemRow[]; now: Temporal.Instant },
): Promise<Map<string, Found>> {
  const ids = [...new Set(p.items.map((item) => item.engagementId))];
  const engagements = new Map(
    (await contractedEngagements(tx, { viewer: p.viewer, ids })).map((one) => [one.id, one]),
  );
  const calendars = await calendarVersions(tx, { viewer: p.viewer, engagementIds: ids });
  const events = await eventsOf(
    tx,
    p.items.map((item) => item.id),
  );
  const adjustments = await adjustmentsOf(tx, [...engagements.keys()]);
  const found = new Map<string, Found>();
  for (const item of p.items) {
    const engagement = engagements.get(item.engagementId);
    if (!engagement) continue;
    const own = events.get(item.id) ?? [];
    const read = { ...monthItemOf(item, own), adjustments: adjustments.get(item.id) ?? [] };
    const calendarsOf = calendars.get(item.engagementId) ?? [];
    const clocks = clocksOfItem({ engagement, calendars: calendarsOf, item: read, now: p.now });
    const dates = datesOfItem({ engagement, item: read, now: p.now });
    found.set(item.id, { clocks, dates, events: own, engagement });
  }
  return found;
}

export type ExplainedInterval = ClockInterval & { because: number; event: StoredEvent | null };

/** The stretches of one clock, each with the event that began it. */
export function explainClock(clock: ItemClock, events: readonly StoredEvent[]): ExplainedInterval[] {
  return clockIntervals(clock.bundle, partiesWaitedFor(clock.sources, events)).map((interval) => ({
    ...interval,
    event: events[clock.sources[interval.because] ?? -1] ?? null,
  }));
}

/** Open business time under the clock, up to where its picture ends; one stretch where there are too many. */
export function clockWindows(
  clock: ItemClock,
  intervals: readonly ClockInterval[],
): { start: string; end: string }[] {
  const first = intervals[0]?.from;
  const last = intervals.at(-1)?.to;
  if (!first || !last) return [];
  const { breachAt, state } = clock.result;
  const ahead = breachAt !== null && state === "running" && breachAt > last ? breachAt : last;
  const end = Temporal.Instant.from(ahead).add({ minutes: 60 });
  const start = Temporal.Instant.from(first);
  const seconds = (instant: Temporal.Instant) => Math.trunc(instant.epochMilliseconds / 1000);
  const windows = openWindows({
    calendar: clock.bundle.calendar,
    from: seconds(start),
    to: seconds(end),
    most: 8,
  });
  return windows && windows.length > 0 ? windows : [{ start: start.toString(), end: end.toString() }];
}

function monthItemOf(item: WorkItemRow, events: readonly StoredEvent[]): MonthItem {
  return {
    id: item.id,
    type: item.type,
    priority: item.priority,
    deskMadeSla: item.deskMadeSla,
    fields: item.fields,
    events: events.map(({ at, type, priority, waitingOn, tags, site, since }) => ({
      at,
      type,
      ...(waitingOn ? { waitingOn } : {}),
      ...(priority ? { priority } : {}),
      ...(tags ? { tags } : {}),
      ...(typeof site === "string" ? { site } : {}),
      ...(since ? { since } : {}),
    })),
  };
}

function lastStop(item: MonthItem): Temporal.Instant | null {
  const last = item.events.findLast(
    (one) => one.type === "stop" || one.type === "cancel" || one.type === "reopen",
  );
  return last && last.type !== "reopen" ? Temporal.Instant.from(last.at) : null;
}
