// The slow way to read a business calendar, on the platform's clock alone: it shares nothing with domain/.

export type NaiveSpan = readonly [start: string, end: string];

export type NaiveCalendar = {
  zone: string;
  weekly: Partial<Record<string, readonly NaiveSpan[]>>;
  holidays?: readonly string[];
  overrides?: Readonly<Record<string, readonly NaiveSpan[]>>;
};

const DAY = 86_400;
const QUARTER = 900;
const NAMES = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const clocks = new Map<string, Intl.DateTimeFormat>();
const shownAt = new Map<string, Map<number, number>>();
const resolvedAt = new Map<string, Map<number, number>>();

/** For every minute of [from, to), both whole minutes in seconds since 1970: 1 where the calendar is open. */
export function openMinutes(calendar: NaiveCalendar | null, from: number, to: number): Uint8Array {
  const open = new Uint8Array((to - from) / 60);
  if (calendar === null) return open.fill(1);
  const first = Math.floor(from / DAY) - 3;
  const last = Math.ceil(to / DAY) + 3;
  for (let day = first; day <= last; day += 1)
    for (const [start, end] of spansOf(calendar, day)) {
      const endsNextDay = end === "24:00" || end <= start;
      const begins = instantOf(calendar.zone, day * DAY + secondsOf(start));
      const ends = instantOf(
        calendar.zone,
        (endsNextDay ? day + 1 : day) * DAY + secondsOf(end === "24:00" ? "00:00" : end),
      );
      for (let at = Math.max(begins, from); at < Math.min(ends, to); at += 60) open[(at - from) / 60] = 1;
    }
  return open;
}

function spansOf(calendar: NaiveCalendar, day: number): readonly NaiveSpan[] {
  const midnight = new Date(day * DAY * 1000);
  const date = midnight.toISOString().slice(0, 10);
  const replaced = calendar.overrides?.[date];
  if (replaced) return replaced;
  if (calendar.holidays?.includes(date)) return [];
  return calendar.weekly[NAMES[midnight.getUTCDay()] ?? ""] ?? [];
}

function secondsOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 3600 + minutes * 60;
}

/**
 * The first instant whose wall clock shows the local time; where no clock ever shows it, the time by the
 * offset that held before the clocks jumped. Found by looking at every quarter of an hour of two days.
 */
export function instantOf(zone: string, local: number): number {
  const known = within(resolvedAt, zone);
  const before = known.get(local);
  if (before !== undefined) return before;
  const found = search(zone, local);
  known.set(local, found);
  return found;
}

function search(zone: string, local: number): number {
  const begin = Math.floor(local / QUARTER) * QUARTER - DAY;
  let held = offsetIn(zone, begin);
  for (let quarter = begin; quarter <= begin + 2 * DAY; quarter += QUARTER) {
    const offset = offsetIn(zone, quarter);
    const at = local - offset;
    if (at >= quarter && at < quarter + QUARTER) return at;
    if (quarter + offset > local) return local - held;
    held = offset;
  }
  throw new Error(`${zone} never shows ${new Date(local * 1000).toISOString()}.`);
}

/** How far the zone's wall clock is ahead of UTC, in seconds; clocks change on quarters of an hour. */
export function offsetIn(zone: string, at: number): number {
  const known = within(shownAt, zone);
  const before = known.get(at);
  if (before !== undefined) return before;
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  clocks.set(zone, clock);
  const offset = Date.parse(`${clock.format(at * 1000).replace(" ", "T")}Z`) / 1000 - at;
  known.set(at, offset);
  return offset;
}

function within(maps: Map<string, Map<number, number>>, zone: string): Map<number, number> {
  const map = maps.get(zone) ?? new Map<number, number>();
  maps.set(zone, map);
  return map;
}
