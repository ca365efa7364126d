import { isAroundTheClock, type NamedCalendar } from "../shared/business-calendar.ts";
import { dateWords, dayMonth } from "../shared/date-words.ts";
import { type NamedDate, namedDates } from "../shared/holiday-lines.ts";
import type { Clause } from "./contract-document.ts";
import { hoursText, weekTable } from "./contract-tables.ts";
import type { Terms } from "./terms.ts";

/** The hours of the contract in words, and those of its sites where it has any. */
export function hoursClauses(terms: Terms): Clause[] {
  const zone = `Months begin and end in the time zone ${terms.zone}.`;
  const own = calendarClause(
    { id: "hours", heading: "Hours", before: zone },
    terms.calendar,
    "Clocks run in the hours below",
  );
  const sites = (terms.sites ?? []).map((site) =>
    calendarClause(
      {
        id: `hours-${site.id}`,
        heading: `Hours of ${site.name}`,
        before: `${site.name} is in ${site.zone}.`,
      },
      site.calendar,
      "Clocks that count this site's hours run in the hours below",
    ),
  );
  return [own, ...sites];
}

function calendarClause(
  head: { id: string; heading: string; before: string },
  calendar: NamedCalendar | null,
  sentence: string,
): Clause {
  const { id, heading, before } = head;
  if (calendar === null || isAroundTheClock(calendar))
    return { id, heading, paragraphs: [before, "The hours are around the clock."], table: null };
  return {
    id,
    heading,
    paragraphs: [
      `${before} ${sentence}, in ${calendar.zone}.`,
      ...holidaySentences(namedDates(calendar)),
      ...overrideSentences(calendar),
    ],
    table: weekTable(calendar),
  };
}

/** One sentence a year: "Closed in 2026 on 1 January (New Year's Day), 25 December (Christmas Day)." */
export function holidaySentences(dates: readonly NamedDate[]): string[] {
  if (dates.length === 0) return ["No holidays are agreed."];
  const years = [...new Set(dates.map((one) => one.date.slice(0, 4)))].sort();
  return years.map((year) => {
    const own = dates.filter((one) => one.date.startsWith(year));
    const words = own.map(({ date, name }) =>
      name === "" ? dayMonth(date) : `${dayMonth(date)} (${name})`,
    );
    return `Closed in ${year} on ${words.join(", ")}.`;
  });
}

function overrideSentences(calendar: NamedCalendar): string[] {
  const dates = Object.entries(calendar.overrides ?? {}).sort(([left], [right]) => (left < right ? -1 : 1));
  if (dates.length === 0) return [];
  const words = dates.map(([date, spans]) => `${dateWords(date)}: ${hoursText(spans)}`);
  return [`Other hours on single dates, holiday or not: ${words.join("; ")}.`];
}
