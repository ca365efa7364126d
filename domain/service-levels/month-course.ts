import type { Temporal } from "temporal-polyfill";
import { parseInstantNanoseconds } from "../shared/instant.ts";
import type { Period } from "../shared/period.ts";
import { localDate, startOfLocalDay } from "../shared/zoned.ts";
import type { BareFigure, LevelReading } from "./level-figure.ts";
import { resolvedInMonth } from "./month-item.ts";
import type { ShareMonth } from "./share-forecast.ts";
import type { VerdictResult } from "./verdict.ts";

/**
 * How a level's month filled up, day by day, read from the items behind its figure: at index 0 the moment it
 * began, at index d the end of its d-th local day, last the whole month.
 */
export type LevelCourse = {
  levelId: string;
  /** Items that counted by then, and of them those in the numerator. */
  n: number[];
  hits: number[];
  /** Items that had begun by then and were still to count in the month. */
  open: number[];
};

type Entry = { beganMs: number; countedMs: number; hit: boolean };

/**
 * The courses of a month's levels. An item counts from the moment that decided it: its clock's stop, or the
 * breach where that came before; of a ratio, its resolution. Levels whose figure is not a share of items, or
 * spans more than the month, have none.
 */
export function monthCourses(
  readings: readonly LevelReading[],
  period: Period,
  items: ItemsById,
): LevelCourse[] {
  const ends = dayEnds(period);
  return readings.flatMap((reading) => {
    const entries = entriesOf(reading, period, items);
    return entries ? [courseOf(reading.figure.levelId, entries, ends)] : [];
  });
}

type ItemsById = ReadonlyMap<string, Parameters<typeof resolvedInMonth>[0]>;

/** The month's first moment and the end of each of its local days, in milliseconds. */
function dayEnds(period: Period): number[] {
  const ends = [period.from.epochMilliseconds];
  let day = localDate(period.from, period.zone);
  while (ends.length < 40) {
    day = day.add({ days: 1 });
    const end = Math.min(startOfLocalDay(day, period.zone).epochMilliseconds, period.to.epochMilliseconds);
    ends.push(end);
    if (end >= period.to.epochMilliseconds) break;
  }
  return ends;
}

function courseOf(levelId: string, entries: readonly Entry[], ends: readonly number[]): LevelCourse {
  const count = (fits: (entry: Entry, end: number) => boolean) =>
    ends.map((end) => entries.filter((entry) => fits(entry, end)).length);
  const first = ends[0] ?? 0;
  // What counted from before the month began counts from its first moment.
  const isIn = ({ countedMs }: Entry, end: number) => countedMs < end || countedMs <= first;
  return {
    levelId,
    n: count(isIn),
    hits: count((entry, end) => entry.hit && isIn(entry, end)),
    open: count((entry, end) => entry.beganMs < end && !isIn(entry, end)),
  };
}

function entriesOf(reading: LevelReading, period: Period, items: ItemsById): Entry[] | null {
  const { figure, verdicts } = reading;
  if (!isShareOfItems(figure)) return null;
  if (figure.counted === null)
    return verdicts.flatMap(({ result }) => {
      const began = result.cycles[0]?.startedAt;
      const counted = decidedAt(result);
      if (!began || !counted) return [];
      return [{ beganMs: ms(began), countedMs: ms(counted), hit: result.verdict === "met" }];
    });
  return figure.counted.flatMap(({ workItemId, miss }) => {
    const item = items.get(workItemId);
    const began = item?.events[0]?.at;
    if (!item || !began) return [];
    const counted = resolvedInMonth(item, period) ?? began;
    return [{ beganMs: ms(began), countedMs: ms(counted), hit: miss === (figure.direction === "lower") }];
  });
}

/** Whether a month's figure is hits ÷ n of items, so that hits and n say all of it. */
export function isShareOfItems(figure: BareFigure): boolean {
  return figure.unit === "%" && figure.interval !== null && figure.window === undefined;
}

function decidedAt(result: VerdictResult): string | null {
  const last = result.cycles.at(-1);
  if (result.verdict === "met") return last?.endedAt ?? null;
  if (result.verdict !== "breached") return null;
  const early = result.cycles.find((cycle) => cycle.verdict === "breached");
  if (early && early !== last) return early.endedAt;
  const [breach, end] = [result.breachAt, last?.endedAt ?? null];
  if (breach === null || end === null) return breach ?? end;
  return ms(breach) < ms(end) ? breach : end;
}

function ms(at: string): number {
  const nanoseconds = parseInstantNanoseconds(at);
  if (nanoseconds === null) throw new RangeError(`"${at}" is not an instant.`);
  return Number(nanoseconds / 1_000_000n);
}

/** Whole local days of the month that are over at an instant: the day by which months are compared. */
export function wholeDays(period: Period, now: Temporal.Instant): number {
  return dayEnds(period).filter((end) => end <= now.epochMilliseconds).length - 1;
}

/** A level's course on a day, and as its month ended; a month that was shorter is taken at its end. */
export function courseOnDay(course: LevelCourse, p: { period: string; day: number }): ShareMonth {
  const at = Math.min(p.day, course.n.length - 1);
  return {
    period: p.period,
    n: course.n[at] ?? 0,
    hits: course.hits[at] ?? 0,
    open: course.open[at] ?? 0,
    finalN: course.n.at(-1) ?? 0,
    finalHits: course.hits.at(-1) ?? 0,
  };
}
