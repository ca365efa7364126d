import type { BusinessCalendar } from "../../../domain/shared/business-calendar.ts";
import { WEEKDAYS, type Weekday } from "../../../domain/shared/business-calendar.ts";

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
export function calendarFrom(form: FormData, kept: BusinessCalendar | null): BusinessCalendar | null {
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
  const holidays = text("holidays")
    .split(/[\s,;]+/)
    .filter((date) => date !== "");
  return {
    zone: text("zone"),
    weekly,
    ...(holidays.length > 0 ? { holidays } : {}),
    ...(kept?.overrides ? { overrides: kept.overrides } : {}),
  };
}

function spanFrom(text: string): [string, string] {
  const [start = "", end = ""] = text.split(/\s*[-–]\s*/);
  return [withZero(start), withZero(end)];
}

function withZero(time: string): string {
  return /^\d:\d\d$/.test(time) ? `0${time}` : time;
}
