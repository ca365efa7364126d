import { monthWords } from "../shared/date-words.ts";

/** "2026-11" is "November 2026", as documents write it. */
export function monthName(period: string): string {
  return monthWords(period);
}
