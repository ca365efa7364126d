import { Temporal } from "temporal-polyfill";

/** "2016-02" → "February 2016" */
export function monthName(month: string, locale = "en-US"): string {
  const noon = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 15 }).toZonedDateTime("UTC");
  return new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" }).format(
    noon.epochMilliseconds,
  );
}

/** The neighbour of a month among those of the contract, or undefined at its ends. */
export function neighbour(
  months: readonly { month: string }[],
  month: string,
  step: -1 | 1,
): string | undefined {
  return months[months.findIndex((one) => one.month === month) + step]?.month;
}
