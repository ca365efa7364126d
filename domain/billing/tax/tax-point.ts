import { Temporal } from "temporal-polyfill";

/** The day whose rate holds for a month's services: its last, whenever it is invoiced ("2026-10"). */
export function taxPointOf(period: string): Temporal.PlainDate {
  const month = Temporal.PlainYearMonth.from(period);
  return month.toPlainDate({ day: month.daysInMonth });
}
