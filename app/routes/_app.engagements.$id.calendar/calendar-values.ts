import type { NamedCalendar as BusinessCalendar } from "../../../domain/shared/business-calendar.ts";
import { WEEKDAYS, type Weekday } from "../../../domain/shared/business-calendar.ts";

import { holidayLines, holidaysFrom, namedDateOf } from "../../../domain/shared/holiday-lines.ts";

export const DAY_NAMES: Record<Weekday, string> = {
  mon: "Monday",
  tue: "Tuesday",
  wed: "Wednesday",
  thu: "Thursday",
  fri: "Friday",
  sat: "Saturday",
  sun: "Sunday",
};

/** "09:00-12:00, 13:00-17:00": how the form writes a day. */
export function dayText(calendar: BusinessCalendar | null, day: Weekday): string {
  return (calendar?.weekly[day] ?? []).map(([start, end]) => `${start}-${end}`).join(", ");
}

/** The form's answers as a calendar; what is no time stays as written, and the rule names it. */
export function calendarFrom(form: FormData): BusinessCalendar | null {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  if (text("aroundTheClock") === "on") return null;
  const weekly: Record<string, [string, string][]> = {};
  for (const day of WEEKDAYS) {
    const spans = text(day)
      .split(/[,;]/)
      .map((span) => span.trim())
      .filter((span) => span !== "");
    if (spans.length > 0) weekly[day] = spans.map(spanFrom);
  }
  const holidays = holidayLines(text("holidays")).map(namedDateOf);
  const overrides = overridesFrom(text("overrides"));
  return {
    zone: text("zone"),
    weekly,
    ...(holidays.length > 0 ? holidaysFrom(holidays) : {}),
    ...(Object.keys(overrides).length > 0 ? { overrides } : {}),
  };
}

/** "2026-12-24 09:00-12:00" a line, "2026-12-31 closed": the hours of single dates. */
export function overridesText(calendar: BusinessCalendar | null): string {
  return Object.entries(calendar?.overrides ?? {})
    .map(
      ([date, spans]) => `${date} ${spans.map(([start, end]) => `${start}-${end}`).join(", ") || "closed"}`,
    )
    .join("\n");
}

function overridesFrom(text: string): Record<string, [string, string][]> {
  const lines = text.split("\n").map((line) => line.trim());
  return Object.fromEntries(
    lines
      .filter((line) => line !== "")
      .map((line) => {
        const [, date = line, hours = ""] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
        const spans = hours.split(/[,;]/).map((span) => span.trim());
        return [date, spans.filter((span) => span !== "" && span !== "closed").map(spanFrom)];
      }),
  );
}

function spanFrom(text: string): [string, string] {
  const [start = "", end = ""] = text.split(/\s*[-–]\s*/);
  return [withZero(start), withZero(end)];
}

function withZero(time: string): string {
  return /^\d:\d\d$/.test(time) ? `0${time}` : time;
}
