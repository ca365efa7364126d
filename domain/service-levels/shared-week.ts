import type { BusinessCalendar } from "../shared/business-calendar.ts";
import {
  type EpochDay,
  formatEpochDay,
  parseEpochDay,
  SECONDS_PER_DAY,
  weekdayOf,
  yearOf,
} from "../shared/instant.ts";
import { toInstant, zoneOffsets } from "../shared/zone-offsets.ts";
import { compileCalendar } from "./compiled-calendar.ts";
import type { Stretch } from "./elapsed-time.ts";
import { lengthOf, sharedHours } from "./hours-coverage.ts";

/** One hour of the week: both work, only the buyer's calendar is open, or only the team works. */
export type HourState = "shared" | "partly" | "buyer_only" | "provider_only" | "closed";

export type SharedDay = { date: string; hours: HourState[] };

export type SharedWeek = {
  /** The Monday. */
  monday: string;
  zone: string;
  days: SharedDay[];
  sharedSeconds: number;
  buyerSeconds: number;
  providerSeconds: number;
};

type Pair = { buyer: BusinessCalendar | null; provider: BusinessCalendar | null; zone: string };

/** The week of a date, hour by hour on the clocks of the zone: 24 hours, 7 days. Null is around the clock. */
export function sharedWeek(p: Pair & { date: string }): SharedWeek {
  const monday = mondayOf(p.date);
  const days = Array.from({ length: 7 }, (_none, index) => monday + index);
  const offsets = zoneOffsets(p.zone, {
    first: yearOf(monday * SECONDS_PER_DAY) - 1,
    last: lastYear(monday),
  });
  const at = (day: EpochDay, hour: number) => toInstant(offsets, day * SECONDS_PER_DAY + hour * 3600);
  const [buyer, provider] = [compileCalendar(p.buyer), compileCalendar(p.provider)];
  const week = { from: at(monday, 0), to: at(monday + 7, 0) };
  return {
    monday: formatEpochDay(monday),
    zone: p.zone,
    days: days.map((day) => ({
      date: formatEpochDay(day),
      hours: Array.from({ length: 24 }, (_none, hour) =>
        stateOf(p, { from: at(day, hour), to: at(day, hour + 1) }),
      ),
    })),
    sharedSeconds: lengthOf(sharedHours({ calendars: [p.buyer, p.provider], ...week })),
    buyerSeconds: buyer.measure(week.from, week.to),
    providerSeconds: provider.measure(week.from, week.to),
  };
}

/** The first and the last hour of the day in which anybody works in the week; all 24 where nobody does. */
export function busyHours({ days }: Pick<SharedWeek, "days">): { first: number; last: number } {
  const busy = days.flatMap((day) =>
    day.hours.flatMap((state, hour) => (state === "closed" ? [] : [hour])),
  );
  return busy.length === 0 ? { first: 0, last: 23 } : { first: Math.min(...busy), last: Math.max(...busy) };
}

/** Weeks in a row with the same shared hours. */
export type SharedRun = { firstMonday: string; lastMonday: string; weeks: number; sharedSeconds: number };

/** The shared hours of each of the coming weeks, those of one length in a row told together. */
export function sharedByWeek(p: Pair & { date: string; weeks: number }): SharedRun[] {
  const first = mondayOf(p.date);
  const offsets = zoneOffsets(p.zone, {
    first: yearOf(first * SECONDS_PER_DAY) - 1,
    last: lastYear(first + 7 * p.weeks),
  });
  const runs: SharedRun[] = [];
  for (let week = 0; week < p.weeks; week++) {
    const monday = first + 7 * week;
    const [from, to] = [monday, monday + 7].map((day) => toInstant(offsets, day * SECONDS_PER_DAY));
    const sharedSeconds = lengthOf(
      sharedHours({ calendars: [p.buyer, p.provider], from: from ?? 0, to: to ?? 0 }),
    );
    const last = runs.at(-1);
    const text = formatEpochDay(monday);
    if (last && last.sharedSeconds === sharedSeconds) {
      last.lastMonday = text;
      last.weeks += 1;
    } else runs.push({ firstMonday: text, lastMonday: text, weeks: 1, sharedSeconds });
  }
  return runs;
}

/** "2026-11-25" is in the week of Monday "2026-11-23"; `weeks` moves on or back. */
export function mondayText(date: string, weeks = 0): string {
  return formatEpochDay(mondayOf(date) + 7 * weeks);
}

function stateOf({ buyer, provider }: Pair, hour: Stretch): HourState {
  const length = hour.to - hour.from;
  const open = compileCalendar(buyer).measure(hour.from, hour.to);
  const works = compileCalendar(provider).measure(hour.from, hour.to);
  if (length <= 0 || (open === 0 && works === 0)) return "closed";
  if (works === 0) return "buyer_only";
  if (open === 0) return "provider_only";
  return lengthOf(sharedHours({ calendars: [buyer, provider], ...hour })) === length ? "shared" : "partly";
}

function mondayOf(date: string): EpochDay {
  const day = parseEpochDay(date);
  if (day === null) throw new RangeError(`"${date}" is not a date.`);
  return day - weekdayOf(day);
}

function lastYear(day: EpochDay): number {
  return yearOf(day * SECONDS_PER_DAY) + 1;
}
