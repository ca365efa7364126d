import { DomainError } from "../shared/domain-error.ts";
import type { NamedDate } from "../shared/holiday-lines.ts";

/** An event of a holiday file that became no holiday, by its place in the file, and why. */
export type RefusedEvent = { row: number; title: string; reason: string };

export type HolidayFile = { dates: NamedDate[]; refused: RefusedEvent[] };

/** More is no list of holidays. */
export const MOST_FILE_BYTES = 1_048_576;
export const MOST_FILE_EVENTS = 2000;

/** The file as a whole cannot be used; nothing of it was taken. */
export class HolidayFileRefused extends DomainError {
  constructor(code: "not_a_calendar" | "too_large" | "too_many_events" | "no_holidays", message: string) {
    super({ code: `holiday_file_${code}`, message, field: "file" });
  }
}

/** How far ahead a file's recurring events are written out: the year of the first day and the two after. */
export function holidayYears(firstDay: string): { from: string; to: string } {
  return { from: firstDay, to: `${Number(firstDay.slice(0, 4)) + 2}-12-31` };
}
