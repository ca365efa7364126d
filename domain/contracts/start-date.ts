import { Temporal } from "temporal-polyfill";

/**
 * Whether the contract starts before today in its own zone: work that was done already counts from then.
 */
export function isRetroactive(input: { startsOn: string; zone: string; now: Temporal.Instant }): boolean {
  const today = input.now.toZonedDateTimeISO(input.zone).toPlainDate();
  return Temporal.PlainDate.compare(Temporal.PlainDate.from(input.startsOn), today) < 0;
}

/** The first day of the next month: the usual start, since months are billed whole. */
export function usualStart(now: Temporal.Instant, zone: string): string {
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  return today.with({ day: 1 }).add({ months: 1 }).toString();
}
