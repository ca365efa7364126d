import type { BusinessCalendar } from "../shared/business-calendar.ts";
import { type EpochSeconds, formatInstant } from "../shared/instant.ts";
import { compileCalendar } from "./compiled-calendar.ts";

/**
 * The open stretches of a calendar in [from, to), in order, as a picture's axis needs them; null where there
 * are more than `most`, and the picture then shows the whole time.
 */
export function openWindows(p: {
  calendar: BusinessCalendar | null;
  from: EpochSeconds;
  to: EpochSeconds;
  most: number;
}): { start: string; end: string }[] | null {
  const calendar = compileCalendar(p.calendar);
  const windows: { start: string; end: string }[] = [];
  let at = p.from;
  while (at < p.to) {
    const opened = calendar.addBusinessSeconds(at, 1, p.to);
    if (opened === null) break;
    const start = opened - 1;
    const end = endOf(start);
    windows.push({ start: formatInstant(start), end: formatInstant(end) });
    if (windows.length > p.most) return null;
    at = end;
  }
  return windows;

  /** Doubles the stride while all of it is open, then halves it: the calendar has no list of its spans. */
  function endOf(start: EpochSeconds): EpochSeconds {
    let stride = 3600;
    while (start + stride < p.to && isAllOpen(start, start + stride)) stride *= 2;
    let low = start + 1;
    let high = Math.min(p.to, start + stride);
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (isAllOpen(start, middle)) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  function isAllOpen(from: EpochSeconds, to: EpochSeconds): boolean {
    return calendar.measure(from, to) === to - from;
  }
}
