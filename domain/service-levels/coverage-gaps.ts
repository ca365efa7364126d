import {
  type EpochDay,
  type EpochSeconds,
  formatEpochDay,
  SECONDS_PER_DAY,
  weekdayOf,
  yearOf,
} from "../shared/instant.ts";
import { toInstant, toLocal, type ZoneOffsets, zoneOffsets } from "../shared/zone-offsets.ts";
import type { Stretch } from "./elapsed-time.ts";

/** A gap that comes back: the same local times on the same weekdays, from one date to another. */
export type RecurringGap = {
  /** Monday is 0. */
  weekdays: number[];
  /** "17:00", on the clocks of the zone; an end may be "24:00". */
  start: string;
  end: string;
  firstDate: string;
  lastDate: string;
  /** Every date on which it happens: the sentence may be shorter than the truth, this is not. */
  dates: string[];
  seconds: number;
};

/** A part of a stretch that lies on one local date. */
export type DayPiece = Stretch & { day: EpochDay; start: string; end: string };

/** Weeks that a gap may leave out (holidays, one-off hours) and still be told as one. */
const WEEKS_LEFT_OUT = 4;

/**
 * Stretches grouped into gaps that a person can read: "Mon to Fri 17:00 to 18:00 from 29 March to 25
 * October". Nothing is left out: the dates of all gaps are the pieces of the stretches, each once.
 */
export function recurringGaps(stretches: readonly Stretch[], zone: string): RecurringGap[] {
  const byTime = new Map<string, DayPiece[]>();
  for (const piece of dayPieces(stretches, zone)) {
    const key = `${weekdayOf(piece.day)} ${piece.start} ${piece.end}`;
    byTime.set(key, [...(byTime.get(key) ?? []), piece]);
  }
  const runs = [...byTime.values()].flatMap(runsOf);
  return joined(runs).sort(
    (left, right) =>
      right.seconds - left.seconds ||
      (left.firstDate < right.firstDate ? -1 : left.firstDate > right.firstDate ? 1 : 0),
  );
}

/** Cuts stretches at the midnights of the zone, with the times that its wall clocks show. */
export function dayPieces(stretches: readonly Stretch[], zone: string): DayPiece[] {
  const [first, last] = [stretches[0], stretches.at(-1)];
  if (!first || !last) return [];
  const offsets = zoneOffsets(zone, { first: yearOf(first.from) - 1, last: yearOf(last.to) + 1 });
  return stretches.flatMap((stretch) => cut(stretch, offsets));
}

function cut(stretch: Stretch, offsets: ZoneOffsets): DayPiece[] {
  const pieces: DayPiece[] = [];
  let from = stretch.from;
  while (from < stretch.to) {
    const day = Math.floor(toLocal(offsets, from) / SECONDS_PER_DAY);
    const midnight = toInstant(offsets, (day + 1) * SECONDS_PER_DAY);
    // Where the clocks go back over midnight the same date is entered twice; it must still go forward.
    const to = midnight > from ? Math.min(stretch.to, midnight) : stretch.to;
    pieces.push({ from, to, day, start: timeAt(offsets, from, day), end: timeAt(offsets, to, day) });
    from = to;
  }
  return pieces;
}

function timeAt(offsets: ZoneOffsets, at: EpochSeconds, day: EpochDay): string {
  const minutes = Math.floor((toLocal(offsets, at) - day * SECONDS_PER_DAY) / 60);
  if (minutes >= 1440) return "24:00";
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

/** One weekday and time: dates in steps of a week, parted where more than a few weeks are left out. */
function runsOf(pieces: readonly DayPiece[]): DayPiece[][] {
  const runs: DayPiece[][] = [];
  for (const piece of pieces) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    if (run && before && piece.day - before.day <= 7 * (WEEKS_LEFT_OUT + 1)) run.push(piece);
    else runs.push([piece]);
  }
  return runs;
}

/** Weekdays with the same times that begin and end together are one gap. */
function joined(runs: readonly DayPiece[][]): RecurringGap[] {
  const groups: { span: Span; pieces: DayPiece[] }[] = [];
  const spans = runs.flatMap((run) => {
    const span = spanOf(run);
    return span ? [{ span, run }] : [];
  });
  for (const { span, run } of spans.sort((left, right) => left.span.first - right.span.first)) {
    const group = groups.find((one) => goTogether(one.span, span));
    if (group) group.pieces.push(...run);
    else groups.push({ span, pieces: [...run] });
  }
  return groups.map((one) => gapOf(one.pieces));
}

type Span = { times: string; first: EpochDay; last: EpochDay; count: number };

function spanOf(run: readonly DayPiece[]): Span | null {
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last) return null;
  return { times: `${first.start} ${first.end}`, first: first.day, last: last.day, count: run.length };
}

/** A long gap may begin or end a holiday's week apart; a short one has to share its weeks. */
function goTogether(left: Span, right: Span): boolean {
  if (left.times !== right.times) return false;
  if (left.count >= 4 && right.count >= 4)
    return Math.abs(left.first - right.first) <= 13 && Math.abs(left.last - right.last) <= 13;
  return weekOf(left.first) === weekOf(right.first) && weekOf(left.last) === weekOf(right.last);
}

/** Days that share a Monday share a number. */
function weekOf(day: EpochDay): number {
  return Math.floor((day + 3) / 7);
}

function gapOf(pieces: readonly DayPiece[]): RecurringGap {
  const ordered = [...pieces].sort((left, right) => left.from - right.from);
  const dates = [...new Set(ordered.map((piece) => formatEpochDay(piece.day)))];
  return {
    weekdays: [...new Set(ordered.map((piece) => weekdayOf(piece.day)))].sort(
      (left, right) => left - right,
    ),
    start: ordered[0]?.start ?? "00:00",
    end: ordered[0]?.end ?? "00:00",
    firstDate: dates[0] ?? "",
    lastDate: dates.at(-1) ?? "",
    dates,
    seconds: ordered.reduce((sum, piece) => sum + piece.to - piece.from, 0),
  };
}
