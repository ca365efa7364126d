import type { TermsEdit } from "../../../domain/contracts/terms-edit.input.ts";
import { WEEKDAYS } from "../../../domain/shared/business-calendar.ts";
import { holidayLines } from "../../../domain/shared/holiday-lines.ts";

type Values = Readonly<Record<string, string>>;
type Site = NonNullable<TermsEdit["sites"]>[number];

/** How many sites the form's texts name. */
export function siteCount(values: Values): number {
  return indexes(values).filter((index) => (values[`sites.${index}.name`] ?? "").trim() !== "").length;
}

export function siteValues(sites: readonly Site[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [index, site] of sites.entries()) {
    const at = `sites.${index}`;
    values[`${at}.id`] = site.id;
    values[`${at}.name`] = site.name;
    values[`${at}.zone`] = site.zone;
    if (site.aroundTheClock) values[`${at}.aroundTheClock`] = "yes";
    for (const { day, spans } of site.hours)
      values[`${at}.hours.${day}`] = spans.map(({ from, to }) => `${from}-${to}`).join(", ");
    values[`${at}.holidays`] = site.holidays.join("\n");
  }
  return values;
}

/** The sites of the form; one without a name is none. */
export function sitesFrom(values: Values): Site[] {
  return indexes(values).flatMap((index) => {
    const text = (name: string) => (values[`sites.${index}.${name}`] ?? "").trim();
    if (text("name") === "") return [];
    return [
      {
        id: text("id"),
        name: text("name"),
        zone: text("zone"),
        aroundTheClock: text("aroundTheClock") === "yes",
        hours: WEEKDAYS.map((day) => ({ day, spans: spansFrom(text(`hours.${day}`)) })),
        holidays: holidayLines(text("holidays")),
      },
    ];
  });
}

/** "9:00-12:00, 13:00-17:00" as spans; what cannot be read stays as written, and the rule names it. */
function spansFrom(text: string): { from: string; to: string }[] {
  return text
    .split(/[,;]/)
    .map((span) => span.trim())
    .filter((span) => span !== "" && span.toLowerCase() !== "closed")
    .map((span) => {
      const [from = "", to = ""] = span.split(/\s*[-–]\s*/);
      return { from: withZero(from), to: withZero(to) };
    });
}

function withZero(time: string): string {
  return /^\d:\d\d$/.test(time) ? `0${time}` : time;
}

function indexes(values: Values): number[] {
  const found = Object.keys(values).flatMap((name) => /^sites\.(\d+)\./.exec(name)?.[1] ?? []);
  return [...new Set(found.map(Number))].sort((left, right) => left - right);
}
