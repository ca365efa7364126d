import { type BusinessCalendar, spanMinutes, WEEKDAYS } from "../shared/business-calendar.ts";
import {
  type EpochDay,
  type EpochSeconds,
  epochDay,
  parseEpochDay,
  SECONDS_PER_DAY,
  weekdayOf,
  yearOf,
} from "../shared/instant.ts";
import { toInstant, zoneOffsets } from "../shared/zone-offsets.ts";

/** Measures business time. All instants are whole seconds since the epoch. */
export type CompiledCalendar = {
  /** Business seconds in [from, to); 0 where to is not after from. */
  measure(from: EpochSeconds, to: EpochSeconds): number;
  /**
   * Business seconds before the instant, counted from a moment that is the calendar's own: the difference of
   * two is what lies between them, so that a clock that stops and runs again looks up each instant once.
   */
  openBefore(at: EpochSeconds): number;
  /**
   * The earliest instant at which `seconds` of business time have passed since `from`: the end of a span
   * rather than the start of the next. `from` itself for 0 seconds; null where it lies after `limit`.
   */
  addBusinessSeconds(from: EpochSeconds, seconds: number, limit: EpochSeconds): EpochSeconds | null;
  /** Whether the instant lies in business hours. */
  isOpen(at: EpochSeconds): boolean;
  /** The open stretches within [from, to), ascending and apart. */
  openIn(from: EpochSeconds, to: EpochSeconds): { from: EpochSeconds; to: EpochSeconds }[];
};

/** Spans in ascending order without overlap, and the business seconds that lie before each of them. */
type Table = {
  firstYear: number;
  lastYear: number;
  starts: Float64Array;
  ends: Float64Array;
  before: Float64Array;
  /** Instants from which and until before which the table holds. */
  from: EpochSeconds;
  to: EpochSeconds;
  /** How many spans start before each UTC day of the table. */
  startedBeforeDay: Int32Array;
};

type Minutes = { start: number; end: number };

const AROUND_THE_CLOCK: CompiledCalendar = {
  measure: (from, to) => Math.max(0, to - from),
  openBefore: (at) => at,
  addBusinessSeconds: (from, seconds, limit) => (from + seconds > limit ? null : from + seconds),
  isOpen: () => true,
  openIn: (from, to) => (to > from ? [{ from, to }] : []),
};

const byObject = new WeakMap<BusinessCalendar, CompiledCalendar>();
const byContent = new Map<string, CompiledCalendar>();
const CONTENT_LIMIT = 256;

/**
 * Compiles a calendar into span arrays with prefix sums, one UTC year at a time as it is asked for; `null`
 * is around the clock. Calendars of equal content share one compilation, so ask freely. The calendar must
 * not be changed afterwards.
 */
export function compileCalendar(calendar: BusinessCalendar | null): CompiledCalendar {
  if (calendar === null) return AROUND_THE_CLOCK;
  const known = byObject.get(calendar);
  if (known) return known;
  const content = JSON.stringify(calendar);
  const compiled = byContent.get(content) ?? lazily(calendar);
  if (byContent.size >= CONTENT_LIMIT) byContent.clear();
  byContent.set(content, compiled);
  byObject.set(calendar, compiled);
  return compiled;
}

function lazily(calendar: BusinessCalendar): CompiledCalendar {
  const days = dayRules(calendar);
  let table: Table | null = null;
  /** What the table counts before the moment from which openBefore counts. */
  let shift = 0;
  function covering(from: EpochSeconds, to: EpochSeconds): Table {
    if (table && table.from <= from && to < table.to) return table;
    const first = yearOf(from);
    const last = yearOf(to);
    const began = table?.from;
    table = buildTable(calendar.zone, days, {
      first: Math.min(first, table?.firstYear ?? first),
      last: Math.max(last, table?.lastYear ?? last),
    });
    if (began !== undefined) shift += secondsBefore(table, began);
    return table;
  }
  return {
    measure(from, to) {
      if (to <= from) return 0;
      const covered = covering(from, to);
      return secondsBefore(covered, to) - secondsBefore(covered, from);
    },
    openBefore(at) {
      const covered = table && table.from <= at && at < table.to ? table : covering(at, at);
      return secondsBefore(covered, at) - shift;
    },
    addBusinessSeconds(from, seconds, limit) {
      if (seconds <= 0) return from > limit ? null : from;
      const lastYear = yearOf(limit);
      for (let year = yearOf(from); year <= lastYear; year++) {
        const covered = covering(from, yearEnd(year));
        const found = instantOf(covered, secondsBefore(covered, from) + seconds);
        if (found !== null) return found > limit ? null : found;
      }
      return null;
    },
    isOpen(at) {
      const covered = covering(at, at);
      const index = spansStartedBy(covered, at) - 1;
      return index >= 0 && at < (covered.ends[index] ?? 0);
    },
    openIn(from, to) {
      return to > from ? stretchesIn(covering(from, to), from, to) : [];
    },
  };
}

function stretchesIn(table: Table, from: EpochSeconds, to: EpochSeconds) {
  const found: { from: EpochSeconds; to: EpochSeconds }[] = [];
  for (let index = Math.max(0, spansStartedBy(table, from) - 1); index < table.starts.length; index++) {
    const start = table.starts[index] ?? 0;
    if (start >= to) break;
    const stretch = { from: Math.max(start, from), to: Math.min(table.ends[index] ?? 0, to) };
    if (stretch.to > stretch.from) found.push(stretch);
  }
  return found;
}

function secondsBefore(table: Table, at: EpochSeconds): number {
  const index = spansStartedBy(table, at) - 1;
  if (index < 0) return 0;
  return (table.before[index] ?? 0) + Math.min(at, table.ends[index] ?? 0) - (table.starts[index] ?? 0);
}

/** How many spans start at or before the instant: those before its day, and a few more of the day. */
function spansStartedBy({ starts, startedBeforeDay, from }: Table, at: EpochSeconds): number {
  let count = startedBeforeDay[Math.floor((at - from) / SECONDS_PER_DAY)] ?? 0;
  while (count < starts.length && (starts[count] ?? 0) <= at) count += 1;
  return count;
}

/**
 * The instant at which `seconds` have passed since the table began, or null where the table ends before.
 */
function instantOf({ starts, ends, before }: Table, seconds: number): EpochSeconds | null {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const through = (before[middle] ?? 0) + (ends[middle] ?? 0) - (starts[middle] ?? 0);
    if (through >= seconds) high = middle;
    else low = middle + 1;
  }
  if (low === starts.length) return null;
  return (starts[low] ?? 0) + seconds - (before[low] ?? 0);
}

function buildTable(zone: string, days: DayRules, years: { first: number; last: number }): Table {
  const offsets = zoneOffsets(zone, { first: years.first - 1, last: years.last + 1 });
  const from = epochDay(years.first, 1, 1);
  const to = epochDay(years.last + 1, 1, 1);
  const raw: { start: number; end: number }[] = [];
  // Spans of two days before and after reach into the years: overnight shifts, and offsets of up to a day.
  for (let day = from - 2; day < to + 2; day++) {
    for (const { start, end } of days(day)) {
      const span = {
        start: Math.max(toInstant(offsets, day * SECONDS_PER_DAY + start * 60), from * SECONDS_PER_DAY),
        end: Math.min(toInstant(offsets, day * SECONDS_PER_DAY + end * 60), to * SECONDS_PER_DAY),
      };
      if (span.end > span.start) raw.push(span);
    }
  }
  const range = { from: from * SECONDS_PER_DAY, to: to * SECONDS_PER_DAY };
  const spans = union(raw);
  return {
    firstYear: years.first,
    lastYear: years.last,
    ...range,
    ...spans,
    startedBeforeDay: startsByDay(spans.starts, range),
  };
}

function startsByDay(
  starts: Float64Array,
  { from, to }: { from: EpochSeconds; to: EpochSeconds },
): Int32Array {
  const counts = new Int32Array((to - from) / SECONDS_PER_DAY);
  let started = 0;
  for (let day = 0; day < counts.length; day++) {
    while (started < starts.length && (starts[started] ?? 0) < from + day * SECONDS_PER_DAY) started += 1;
    counts[day] = started;
  }
  return counts;
}

function union(raw: Minutes[]): Pick<Table, "starts" | "ends" | "before"> {
  raw.sort((left, right) => left.start - right.start);
  const merged: Minutes[] = [];
  let last: Minutes | undefined;
  for (const span of raw) {
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else {
      last = span;
      merged.push(span);
    }
  }
  const before = new Float64Array(merged.length);
  let total = 0;
  for (const [index, span] of merged.entries()) {
    before[index] = total;
    total += span.end - span.start;
  }
  return {
    starts: Float64Array.from(merged, (span) => span.start),
    ends: Float64Array.from(merged, (span) => span.end),
    before,
  };
}

type DayRules = (day: EpochDay) => readonly Minutes[];

function dayRules(calendar: BusinessCalendar): DayRules {
  const weekly = WEEKDAYS.map((name) => (calendar.weekly[name] ?? []).map(spanMinutes));
  const special = new Map<EpochDay, readonly Minutes[]>();
  for (const holiday of calendar.holidays ?? []) special.set(dayNumber(holiday), []);
  for (const [date, spans] of Object.entries(calendar.overrides ?? {}))
    special.set(dayNumber(date), spans.map(spanMinutes));
  return (day) => special.get(day) ?? weekly[weekdayOf(day)] ?? [];
}

function dayNumber(date: string): EpochDay {
  const day = parseEpochDay(date);
  if (day === null) throw new RangeError(`"${date}" is not a date.`);
  return day;
}

function yearEnd(year: number): EpochSeconds {
  return epochDay(year + 1, 1, 1) * SECONDS_PER_DAY - 1;
}
