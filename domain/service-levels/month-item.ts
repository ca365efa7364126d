import { STANDARD_PRIORITY } from "../catalogue/default-level.ts";
import { type ServiceLevel, targetMinutesFor } from "../catalogue/service-level.ts";
import { type BusinessCalendar, plainCalendar } from "../shared/business-calendar.ts";
import { parseInstantNanoseconds } from "../shared/instant.ts";
import type { Period } from "../shared/period.ts";
import type { AttainmentItem } from "./attainment.ts";
import { type CalendarOf, SITE_FIELD } from "./calendar-book.ts";
import type { ItemFacts } from "./clock-from-rules.ts";
import { type Adjusted, adjustedBundle } from "./item-adjustment.ts";
import type { RuleVersion } from "./rule-version.ts";
import { type VerdictResult, verdictOf } from "./verdict.ts";
import type { ReopenPolicy, VerdictBundle } from "./verdict-bundle.ts";
import { type SourcedBundle, sourcedBundleFor, type WorkItemClockEvent } from "./verdict-bundle-for.ts";

/** A work item as the months read it: its events in order of time, and what was decided about it. */
export type MonthItem = Adjusted & {
  id: string;
  type: string;
  priority: string | null;
  deskMadeSla: boolean | null;
  fields: Readonly<Record<string, unknown>>;
  events: readonly WorkItemClockEvent[];
};

/** What a contract says about measuring, whatever the level. */
export type MeasuringRules = {
  calendar: BusinessCalendar | null;
  /** Where calendars have versions or sites: the hours of one clock. Left out, `calendar` holds. */
  calendarOf?: CalendarOf;
  reopenPolicy: ReopenPolicy;
  /** RFC 3339: as far ahead as an open clock knows its calendar; the moment of reading where left out. */
  foresee?: string;
  /** RFC 3339: nothing counts before it. */
  contractStart: string;
  /** By which rules decisions reach a figure; left out, today's. */
  ruleVersion?: RuleVersion;
  /** The version of the contract that says so, named beside figures made by its clock rules. */
  termsVersion?: number;
};

export type ItemVerdict = { item: MonthItem; bundle: VerdictBundle; result: VerdictResult };

export type ItemBundleInput = {
  item: MonthItem;
  level: ServiceLevel;
  rules: MeasuringRules;
  asOf: string;
  before?: string;
};

/**
 * The bundle of one item under one level, read as of an instant; null where the level does not cover the
 * item.
 * Work that was open when the contract began counts from that moment: the time before is an exclusion,
 * so that
 * gross still shows it. Events at or after `before` are left out, for a month ends just before the next
 * begins.
 */
export function itemBundle(p: ItemBundleInput): VerdictBundle | null {
  return sourcedItemBundle(p)?.bundle ?? null;
}

/** The same with the sources of its events, as positions in the item's. */
export function sourcedItemBundle(p: ItemBundleInput): SourcedBundle | null {
  const { item, level, rules } = p;
  if (level.kind !== "clock_attainment" || !level.workItemTypes.includes(item.type)) return null;
  const { before } = p;
  const events = before === undefined ? item.events : item.events.filter((one) => isBefore(one.at, before));
  const first = events[0];
  if (!first) return null;
  const began = nanoseconds(first.at) < nanoseconds(rules.contractStart);
  const made = sourcedBundleFor({
    id: `${item.id}/${level.id}`,
    level,
    priority: priorityUnder(level, first.priority ?? item.priority),
    events,
    facts: factsOf(item),
    calendar: hoursOf({ item, level, rules, events, asOf: p.asOf }),
    reopenPolicy: rules.reopenPolicy,
    exclusions: began ? [{ from: first.at, to: rules.contractStart }] : [],
    asOf: p.asOf,
  });
  return made && adjusted(made, item, level.id);
}

/** With what was decided about the item; an event that a decision put in has no source (-1). */
function adjusted(made: SourcedBundle, item: MonthItem, levelId: string): SourcedBundle {
  const bundle = adjustedBundle(made.bundle, item, levelId);
  if (bundle === made.bundle) return made;
  const sources = bundle.events.map((event) => made.sources[made.bundle.events.indexOf(event)] ?? -1);
  return { bundle, sources };
}

/** What conditions can ask about an item: its own fields "tags" (a list, or words with commas) and "site". */
export function factsOf(item: Pick<MonthItem, "type" | "priority" | "fields">): ItemFacts {
  const { tags, site } = item.fields;
  const listed = Array.isArray(tags) ? tags.map(String) : typeof tags === "string" ? tags.split(",") : [];
  return {
    type: item.type,
    priority: item.priority,
    tags: listed.map((tag) => tag.trim()).filter((tag) => tag !== ""),
    site: typeof site === "string" && site.trim() !== "" ? site.trim() : null,
  };
}

function hoursOf(p: {
  item: MonthItem;
  level: ServiceLevel;
  rules: MeasuringRules;
  events: readonly WorkItemClockEvent[];
  asOf: string;
}): BusinessCalendar | null {
  const { rules, events } = p;
  const last = events.at(-1);
  if (!rules.calendarOf) return rules.calendar === null ? null : plainCalendar(rules.calendar);
  const until = last && endsClock(last.type) ? last.at : (rules.foresee ?? p.asOf);
  const { level, item } = p;
  const fields = fieldsWithSite({ fields: item.fields, events });
  return rules.calendarOf({ level, fields, from: events[0]?.at ?? p.asOf, until });
}

/** Whether nothing is foreseen of a clock after such an event. */
export function endsClock(type: WorkItemClockEvent["type"]): boolean {
  return type === "stop" || type === "close" || type === "cancel";
}

/**
 * The item's fields with the site that its events name last, or without one where the last of them took it
 * away; else with the one in the fields themselves.
 */
export function fieldsWithSite(item: Pick<MonthItem, "fields" | "events">): MonthItem["fields"] {
  const site = item.events.findLast((event) => typeof event.site === "string")?.site;
  return typeof site === "string" ? { ...item.fields, [SITE_FIELD]: site } : item.fields;
}

/** Measures a bundle and says how the item enters an attainment. */
export function attainmentItem({ item, bundle, result }: ItemVerdict): AttainmentItem {
  const last = result.cycles.at(-1);
  const isOver = result.state === "stopped" || result.state === "cancelled";
  const gross = (bundle.exclusions ?? []).length === 0 ? result : verdictOf({ ...bundle, exclusions: [] });
  return {
    workItemId: item.id,
    priority: item.priority ?? STANDARD_PRIORITY,
    state: result.state,
    verdict: result.verdict,
    grossVerdict: gross.verdict,
    stoppedAt: isOver ? (last?.endedAt ?? null) : null,
    startedAt: result.cycles[0]?.startedAt ?? null,
  };
}

/** When the item was last resolved inside the month and stayed so to its end, or null. */
export function resolvedInMonth(item: MonthItem, period: Pick<Period, "from" | "to">): string | null {
  const from = BigInt(period.from.epochMilliseconds) * 1_000_000n;
  const to = BigInt(period.to.epochMilliseconds) * 1_000_000n;
  let resolved: string | null = null;
  for (const event of item.events) {
    if (nanoseconds(event.at) >= to) break;
    if (event.type === "cancel") return null;
    if (event.type === "stop" || (event.type === "close" && resolved === null)) resolved = event.at;
    if (event.type === "reopen" || event.type === "reset") resolved = null;
  }
  return resolved !== null && nanoseconds(resolved) >= from ? resolved : null;
}

/** Whether one RFC 3339 instant lies before another. */
export function isBefore(at: string, limit: string): boolean {
  if (border.text !== limit) border = { text: limit, at: nanoseconds(limit) };
  return nanoseconds(at) < border.at;
}

/** The border asked for last: a month's is asked for at each of its events. */
let border = { text: "", at: 0n };

function priorityUnder(level: ServiceLevel, priority: string | null): string {
  if (priority !== null && targetMinutesFor(level, priority) !== null) return priority;
  return targetMinutesFor(level, STANDARD_PRIORITY) === null ? (priority ?? "") : STANDARD_PRIORITY;
}

function nanoseconds(text: string): bigint {
  const value = parseInstantNanoseconds(text);
  if (value === null) throw new RangeError(`"${text}" is not an instant.`);
  return value;
}
