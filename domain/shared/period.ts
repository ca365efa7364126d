import { Temporal } from "temporal-polyfill";
import { DomainError } from "./domain-error.ts";
import { localDate, startOfLocalDay } from "./zoned.ts";

/** A calendar month in a zone, as the half-open interval [from, to) of instants. */
export type Period = {
  /** "2026-03" */
  readonly month: string;
  /** IANA zone: "America/New_York". */
  readonly zone: string;
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
};

/** The text is not a month or the zone is unknown. */
export class PeriodRefused extends DomainError {
  constructor(field: "month" | "zone", value: string) {
    super({
      code: field === "month" ? "month_invalid" : "zone_unknown",
      message:
        field === "month"
          ? `"${value}" is not a month; write it like 2026-03.`
          : `"${value}" is not a time zone we know; write it like Europe/Berlin.`,
      field,
      details: { value },
    });
  }
}

/**
 * The month as instants. A month begins at the first instant of its first local day, which is not midnight
 * where the clocks jump over it. Throws PeriodRefused.
 */
export function monthPeriod(input: { month: string; zone: string }): Period {
  const key = `${input.month} ${input.zone}`;
  const known = periods.get(key);
  if (known) return known;
  const first = parseMonth(input.month).toPlainDate({ day: 1 });
  const period: Period = {
    month: input.month,
    zone: input.zone,
    from: inZone(input.zone, () => startOfLocalDay(first, input.zone)),
    to: inZone(input.zone, () => startOfLocalDay(first.add({ months: 1 }), input.zone)),
  };
  if (periods.size >= MOST_PERIODS) periods.clear();
  periods.set(key, period);
  return period;
}

/** A dashboard asks for the same few months of the same few zones again and again. */
const periods = new Map<string, Period>();
const MOST_PERIODS = 2000;

/** The month that an instant falls in, in the zone. */
export function monthOf(instant: Temporal.Instant, zone: string): string {
  return inZone(zone, () => localDate(instant, zone))
    .toPlainYearMonth()
    .toString();
}

/** "2026-12" → "2027-01" */
export function nextMonth(month: string): string {
  return monthAway(month, 1);
}

/** "2026-01" → "2025-12" */
export function previousMonth(month: string): string {
  return monthAway(month, -1);
}

/** A billing run asks for thousands of months: counting them takes a tenth of the calendar's time. */
function monthAway(month: string, by: 1 | -1): string {
  if (!/^[1-9]\d{3}-(0[1-9]|1[0-2])$/.test(month)) return parseMonth(month).add({ months: by }).toString();
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + by;
  const ofYear = String((count % 12) + 1).padStart(2, "0");
  return `${String(Math.floor(count / 12)).padStart(4, "0")}-${ofYear}`;
}

/** Every month from the first to the last, both included; empty when last lies before first. */
export function monthsBetween(input: { first: string; last: string }): string[] {
  const months: string[] = [];
  for (let month = parseMonth(input.first).toString(); month <= input.last; month = nextMonth(month))
    months.push(month);
  return months;
}

/** Whether the instant lies in [from, to). */
export function contains(period: Period, instant: Temporal.Instant): boolean {
  return (
    Temporal.Instant.compare(period.from, instant) <= 0 && Temporal.Instant.compare(instant, period.to) < 0
  );
}

function parseMonth(month: string): Temporal.PlainYearMonth {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) throw new PeriodRefused("month", month);
  return Temporal.PlainYearMonth.from(month);
}

function inZone<Found>(zone: string, find: () => Found): Found {
  try {
    return find();
  } catch (cause) {
    if (cause instanceof RangeError) throw new PeriodRefused("zone", zone);
    throw cause;
  }
}
