import type { Temporal } from "temporal-polyfill";

const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const DAY = 1440;
const WEEK = 7 * DAY;

/**
 * The hours of an offer: spans by weekday, such as { mon: [["09:00", "17:00"]] }; null is around the clock.
 */
export type WeeklyHours =
  | { readonly [day in (typeof WEEKDAYS)[number]]?: readonly (readonly [string, string])[] }
  | null;

/** Minutes, `from` included and `to` not. */
export type MinuteSpan = { from: number; to: number };

/** Zones lie up to 26 hours apart, so the week is written with two days of its neighbours on either side. */
export const WEEK_MARGIN = 2 * DAY;

/**
 * Minutes of the local week from Monday 00:00 that the hours cover, merged and in order, from two days
 * before the week to two days after it. Needs can then be shifted between zones without falling off an
 * edge.
 */
export function coveredWeek(hours: WeeklyHours): MinuteSpan[] {
  const whole = { from: -WEEK_MARGIN, to: WEEK + WEEK_MARGIN };
  if (hours === null) return [whole];
  const spans = WEEKDAYS.flatMap((day, index) =>
    (hours[day] ?? []).map((span) => spanOn(span, index * DAY)),
  );
  const repeated = [-WEEK, 0, WEEK].flatMap((shift) => spans.map((one) => moved(one, shift)));
  return merged(repeated)
    .map(({ from, to }) => ({ from: Math.max(from, whole.from), to: Math.min(to, whole.to) }))
    .filter(({ from, to }) => from < to);
}

/**
 * The same spans for the reader: one Wednesday from midnight to midnight in their zone, at the given
 * moment's offsets.
 */
export function coveredDay(input: {
  hours: WeeklyHours;
  zone: string;
  readerZone: string;
  at: Temporal.Instant;
}): MinuteSpan[] {
  const shift = minutesAhead({ of: input.readerZone, over: input.zone, at: input.at });
  const start = 2 * DAY;
  return coveredWeek(input.hours)
    .map((span) => moved(span, shift - start))
    .map(({ from, to }) => ({ from: Math.max(0, from), to: Math.min(DAY, to) }))
    .filter(({ from, to }) => from < to);
}

/** Minutes by which clocks in one zone are ahead of those in another at a moment. */
export function minutesAhead(input: { of: string; over: string; at: Temporal.Instant }): number {
  return Math.trunc(offsetMinutes(input.of, input.at) - offsetMinutes(input.over, input.at));
}

const QUARTER = 900_000;
const MOST_ZONES = 2_000;

/**
 * Asking a zone for its offset is dear, and no zone has changed its clocks inside a quarter of an hour this
 * century.
 */
const offsets = new Map<string, { quarter: number; minutes: number }>();

function offsetMinutes(zone: string, at: Temporal.Instant): number {
  const quarter = Math.floor(at.epochMilliseconds / QUARTER);
  const known = offsets.get(zone);
  if (known?.quarter === quarter) return known.minutes;
  const minutes = at.toZonedDateTimeISO(zone).offsetNanoseconds / 60_000_000_000;
  if (offsets.size >= MOST_ZONES) offsets.clear();
  offsets.set(zone, { quarter, minutes });
  return minutes;
}

/**
 * Monday to Friday of the hours a reader needs, in minutes of the week; an end at or before the start is
 * the next day.
 */
export function neededWeek({ from, to }: { from: string; to: string }): MinuteSpan[] {
  return [0, 1, 2, 3, 4].map((day) => spanOn([from, to], day * DAY));
}

function spanOn([start, end]: readonly [string, string], base: number): MinuteSpan {
  const from = minutes(start);
  const to = minutes(end);
  return { from: base + from, to: base + (to <= from ? to + DAY : to) };
}

function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

function moved({ from, to }: MinuteSpan, by: number): MinuteSpan {
  return { from: from + by, to: to + by };
}

function merged(spans: readonly MinuteSpan[]): MinuteSpan[] {
  const result: MinuteSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else result.push({ ...span });
  }
  return result;
}
