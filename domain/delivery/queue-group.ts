import { Temporal } from "temporal-polyfill";
import { parseInstantNanoseconds } from "../shared/instant.ts";
import { localDate, startOfLocalDay } from "../shared/zoned.ts";

/** Open work by the time that is left, the most pressing first. */
export const QUEUE_GROUPS = ["breached", "hour", "four_hours", "today", "week", "later", "paused"] as const;
export type QueueGroup = (typeof QUEUE_GROUPS)[number];

/** Times are RFC 3339 in UTC; an item is in the span if it falls due after `after` and at or before `until`. */
export type QueueSpan = { group: QueueGroup; after: string | null; until: string | null };

/**
 * Where the groups begin and end for a reader. "Today" and "this week" end with the reader's day and with
 * their Sunday; a span that an earlier group has used up is empty. `paused` has no times: nothing runs.
 */
export function queueSpans(p: { now: Temporal.Instant; zone: string }): QueueSpan[] {
  const today = localDate(p.now, p.zone);
  const tomorrow = startOfLocalDay(today.add({ days: 1 }), p.zone);
  const monday = startOfLocalDay(today.add({ days: 8 - today.dayOfWeek }), p.zone);
  const ends = [
    p.now,
    p.now.add({ hours: 1 }),
    p.now.add({ hours: 4 }),
    tomorrow.subtract({ seconds: 1 }),
    monday.subtract({ seconds: 1 }),
  ];
  let after: string | null = null;
  let last: Temporal.Instant | null = null;
  const spans = ends.map((end, n): QueueSpan => {
    const until: Temporal.Instant = last && Temporal.Instant.compare(last, end) > 0 ? last : end;
    const span = { group: QUEUE_GROUPS[n] ?? "later", after, until: until.toString() };
    after = until.toString();
    last = until;
    return span;
  });
  return [...spans, { group: "later", after, until: null }, { group: "paused", after: null, until: null }];
}

/** Says of open items in which group they are. The spans are read once, however many are asked about. */
export function queueGroupsOf(spans: readonly QueueSpan[]): (dueAt: string | null) => QueueGroup {
  const ends = spans
    .filter(({ group }) => group !== "paused")
    .map(({ group, until }) => ({ group, until: until === null ? null : parseInstantNanoseconds(until) }));
  return (dueAt) => {
    if (dueAt === null) return "paused";
    const due = parseInstantNanoseconds(dueAt) ?? 0n;
    return ends.find(({ until }) => until === null || due <= until)?.group ?? "later";
  };
}
