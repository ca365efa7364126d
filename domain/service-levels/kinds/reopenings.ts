import { Temporal } from "temporal-polyfill";
import { type BusinessCalendar, plainCalendar } from "../../shared/business-calendar.ts";
import { workingDaysTo } from "../../shared/working-day.ts";
import { localDate } from "../../shared/zoned.ts";
import type { MonthInput } from "../level-figure.ts";
import { isBefore, type MonthItem } from "../month-item.ts";
import { reopeningsHaveTime } from "../rule-version.ts";

type Read = Pick<MonthInput, "items" | "level" | "period" | "asOf"> & Partial<Pick<MonthInput, "rules">>;

/** The last stop, or the closing where there was none, that nothing came after. */
export function finishedAt(events: MonthItem["events"]): string | null {
  let finished: string | null = null;
  for (const { at, type } of events) {
    if (type === "stop" || (type === "close" && finished === null)) finished = at;
    if (type === "reopen" || type === "reset" || type === "cancel") finished = null;
  }
  return finished;
}

/**
 * After how many business days of the contract's calendar work that was finished was reopened, the least of
 * all its reopenings; null where there was none. Rules from before reopenings had a time say 0 of any.
 */
export function reopenings(input: Read): (events: MonthItem["events"]) => number | null {
  let known: { calendar: BusinessCalendar | null } | undefined;
  return (events) => {
    if (!reopeningsHaveTime(input.rules ?? {})) return events.some(isReopening) ? 0 : null;
    let least: number | null = null;
    for (const [index, event] of events.entries()) {
      const finished = isReopening(event) ? finishedAt(events.slice(0, index)) : null;
      if (finished === null) continue;
      known ??= { calendar: contractCalendar(input) };
      const { calendar } = known;
      const zone = calendar?.zone ?? input.period.zone ?? "UTC";
      const [from, date] = [finished, event.at].map((at) => localDate(Temporal.Instant.from(at), zone));
      const days = from && date ? workingDaysTo(date, { from, calendar }) : 0;
      least = Math.min(least ?? days, days);
    }
    return least;
  };
}

function isReopening({ type }: MonthItem["events"][number]): boolean {
  return type === "reopen";
}

/** The contract's own calendar over the work that is read, each date by the version in force on it. */
export function contractCalendar(input: Read): BusinessCalendar | null {
  const { items, level, rules, asOf } = input;
  if (!rules?.calendarOf) return rules?.calendar ? plainCalendar(rules.calendar) : null;
  let from = asOf;
  for (const { type, events } of items)
    if (level.workItemTypes.includes(type) && events[0] && isBefore(events[0].at, from))
      from = events[0].at;
  return rules.calendarOf({ level: {}, fields: {}, from, until: asOf });
}
