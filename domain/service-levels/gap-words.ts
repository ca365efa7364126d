import { dateWords, shortDay, weekdayWord, zoneCity } from "../shared/date-words.ts";
import type { RecurringGap } from "./coverage-gaps.ts";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/**
 * A gap as one line: "Mon–Fri 17:00–18:00 Berlin from 29 Mar to 25 Oct 2027", a single one
 * "Fri 25 December 2026 09:00–17:00 Berlin (Christmas Day)".
 */
export function gapWords(
  gap: RecurringGap,
  zone: string,
  names: Readonly<Record<string, string>> = {},
): string {
  const times = gap.start === "00:00" && gap.end === "24:00" ? "all day" : `${gap.start}–${gap.end}`;
  const city = zoneCity(zone);
  const { firstDate, lastDate, dates } = gap;
  if (dates.length === 1) {
    const name = names[firstDate];
    const day = `${weekdayWord(firstDate)} ${dateWords(firstDate)}`;
    return `${day} ${times} ${city}${name ? ` (${name})` : ""}`;
  }
  const sameYear = firstDate.slice(0, 4) === lastDate.slice(0, 4);
  const first = sameYear ? shortDay(firstDate) : `${shortDay(firstDate)} ${firstDate.slice(0, 4)}`;
  const last = `${shortDay(lastDate)} ${lastDate.slice(0, 4)}`;
  return `${weekdaysWords(gap.weekdays)} ${times} ${city} from ${first} to ${last}`;
}

/** [0, 1, 2, 3, 4] is "Mon–Fri", [0, 2] "Mon, Wed", all seven "Every day". */
export function weekdaysWords(weekdays: readonly number[]): string {
  if (weekdays.length === 7) return "Every day";
  const runs: number[][] = [];
  for (const day of weekdays) {
    const run = runs.at(-1);
    if (run && run.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  return runs
    .map((run) => {
      const [first, last] = [DAYS[run[0] ?? 0], DAYS[run.at(-1) ?? 0]];
      if (run.length === 1) return first;
      return run.length === 2 ? `${first}, ${last}` : `${first}–${last}`;
    })
    .join(", ");
}

/** 5400 seconds are "1.5 h"; more than a hundred hours are told without a fraction. */
export function hoursWords(seconds: number): string {
  const tenths = Math.round(seconds / 360);
  const whole = Math.trunc(tenths / 10);
  if (tenths % 10 === 0 || whole >= 100) return `${Math.round(seconds / 3600).toLocaleString("en-US")} h`;
  return `${whole}.${tenths % 10} h`;
}
