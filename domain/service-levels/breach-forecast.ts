import type { BusinessCalendar } from "../shared/business-calendar.ts";
import type { EpochSeconds } from "../shared/instant.ts";
import { compileCalendar } from "./compiled-calendar.ts";
import type { BreachForecast } from "./due-warnings.ts";

/** Below this many gaps a median says nothing about a desk. */
export const SMALLEST_SAMPLE = 10;
const LONGEST_SECONDS = 2 * 366 * 86_400;

/**
 * When an item will be done: (items ahead + 1) × the median handling time, laid on the calendar from now.
 * Handling time is business time from one item done to the next, so it holds for one person as for twenty.
 * Null where fewer than ten gaps are known.
 */
export function breachForecast(p: {
  calendar: BusinessCalendar | null;
  /** When items were done lately, in any order. */
  done: readonly EpochSeconds[];
  ahead: number;
  now: EpochSeconds;
}): BreachForecast | null {
  const calendar = compileCalendar(p.calendar);
  const done = [...p.done].sort((left, right) => left - right);
  const gaps = done.slice(1).map((at, n) => calendar.measure(done[n] ?? at, at));
  if (gaps.length < SMALLEST_SAMPLE) return null;
  const handlingSeconds = medianOf(gaps);
  const doneAt = calendar.addBusinessSeconds(
    p.now,
    (p.ahead + 1) * handlingSeconds,
    p.now + LONGEST_SECONDS,
  );
  return {
    ahead: p.ahead,
    handlingSeconds,
    sample: gaps.length,
    doneAt: doneAt ?? p.now + LONGEST_SECONDS,
  };
}

/** The middle value; of an even number the lower of the two, so that it is a whole second that happened. */
function medianOf(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor((values.length - 1) / 2)] ?? 0;
}
