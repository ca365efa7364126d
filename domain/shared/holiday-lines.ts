/** One holiday as a form or a file names it; the name may be empty. */
export type NamedDate = { date: string; name: string };

/**
 * The lines of a form as dates and names: "2026-12-25 Christmas Day", one a line; dates alone may share a
 * line, parted by commas or spaces. What does not begin with a date stays as written, and the rule names it.
 */
export function holidayLines(text: string): string[] {
  return text
    .split(/[\n;]+/)
    .flatMap((line) => line.split(/[,\s]+(?=\d{4}-\d\d-\d\d)/))
    .map((line) => line.trim().replace(/,$/, ""))
    .filter((line) => line !== "");
}

/** "2026-12-25 Christmas Day" in its two parts. */
export function namedDateOf(line: string): NamedDate {
  const [, date = line.trim(), name = ""] = /^(\d{4}-\d\d-\d\d)(?:\s+(.*))?$/.exec(line.trim()) ?? [];
  return { date, name: name.trim().slice(0, 120) };
}

/** The two parts as a line. */
export function holidayLine({ date, name }: NamedDate): string {
  return name === "" ? date : `${date} ${name}`;
}

/** Dates in order without doubles, and their names where any has one. The last name given to a date holds. */
export function holidaysFrom(all: readonly NamedDate[]): {
  holidays: string[];
  holidayNames?: Record<string, string>;
} {
  const holidays = [...new Set(all.map((one) => one.date))].sort();
  const named = new Map(all.filter((one) => one.name !== "").map((one) => [one.date, one.name]));
  const holidayNames = Object.fromEntries([...named].sort(([left], [right]) => (left < right ? -1 : 1)));
  return { holidays, ...(named.size > 0 ? { holidayNames } : {}) };
}

/** The holidays of a calendar with the names they have. */
export function namedDates(calendar: {
  holidays?: readonly string[] | undefined;
  holidayNames?: Readonly<Record<string, string>> | undefined;
}): NamedDate[] {
  return (calendar.holidays ?? []).map((date) => ({ date, name: calendar.holidayNames?.[date] ?? "" }));
}
