import type { CompiledCalendar } from "./compiled-calendar.ts";
import { TapeClock } from "./tape-clock.ts";
import type { ReopenPolicy } from "./verdict-bundle.ts";

/** Milliseconds since 1970: a month [from, to), read at its end, or now where it has not ended. */
export type TapeMonth = { fromMs: number; toMs: number; asOfMs: number };

/** The same as columns, made once for all contracts whose months begin and end together. */
class MonthColumns {
  readonly fromMs: Float64Array;
  readonly toMs: Float64Array;
  readonly asOfMs: Float64Array;

  constructor(months: readonly TapeMonth[]) {
    this.fromMs = Float64Array.from(months, (month) => month.fromMs);
    this.toMs = Float64Array.from(months, (month) => month.toMs);
    this.asOfMs = Float64Array.from(months, (month) => month.asOfMs);
  }
}

// A contract touches little memory of its own while its work comes mixed with that of a thousand others.
const columns = new WeakMap<readonly TapeMonth[], MonthColumns>();
const clocks = new WeakMap<CompiledCalendar, Partial<Record<ReopenPolicy, TapeClock>>>();

/** The columns of a list of months: the same for the same list. */
export function columnsOf(months: readonly TapeMonth[]): MonthColumns {
  const found = columns.get(months) ?? new MonthColumns(months);
  columns.set(months, found);
  return found;
}

/** A clock forgets the item before it, so contracts with the same hours share one. */
export function clockOf(p: { reopenPolicy: ReopenPolicy; calendar: CompiledCalendar }): TapeClock {
  const known = clocks.get(p.calendar) ?? {};
  clocks.set(p.calendar, known);
  known[p.reopenPolicy] ??= new TapeClock(p);
  return known[p.reopenPolicy] as TapeClock;
}
