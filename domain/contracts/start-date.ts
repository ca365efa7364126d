import { Temporal } from "temporal-polyfill";
import { localDate } from "../shared/zoned.ts";

/**
 * Whether the contract starts before today in its own zone: work that was done already counts from then.
 */
export function isRetroactive(input: { startsOn: string; zone: string; now: Temporal.Instant }): boolean {
  const today = localDate(input.now, input.zone);
  return Temporal.PlainDate.compare(Temporal.PlainDate.from(input.startsOn), today) < 0;
}

/** The first day of the next month: the usual start, since months are billed whole. */
export function usualStart(now: Temporal.Instant, zone: string): string {
  const today = localDate(now, zone);
  return today.with({ day: 1 }).add({ months: 1 }).toString();
}
