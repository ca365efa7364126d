import type { Temporal } from "temporal-polyfill";
import { businessCalendarSchema, type NamedCalendar } from "../../domain/shared/business-calendar.ts";
import { holidaysFrom } from "../../domain/shared/holiday-lines.ts";
import type { Tx } from "../db.ts";
import { isId } from "../party-scope.ts";
import { placeOf, publicHolidays } from "../ports/holidays/public-holidays.ts";

const hoursSchema = businessCalendarSchema.shape.weekly.nullable();

/** What a provider's team covers under one listing; hours of null are around the clock, every day. */
export type CoveredHours = { hours: NamedCalendar | null };

/**
 * The hours that a listing's team works, with the public holidays it keeps in the year of `now` and the two
 * after. Null where the viewer sees no such listing or its hours cannot be read.
 */
export async function coveredHours(
  tx: Tx,
  p: { listingId: string | null; now: Temporal.Instant },
): Promise<CoveredHours | null> {
  if (p.listingId === null || !isId(p.listingId)) return null;
  const row = await tx.listing.findFirst({
    where: { id: p.listingId },
    select: { hours: true, zone: true, holidaysOf: true },
  });
  const hours = row ? hoursSchema.safeParse(row.hours) : null;
  if (!row || !hours?.success) return null;
  if (hours.data === null) return { hours: null };
  const { year } = p.now.toZonedDateTimeISO("UTC");
  const kept =
    row.holidaysOf === ""
      ? null
      : await publicHolidays({ ...placeOf(row.holidaysOf), first: year, last: year + 2 });
  return { hours: { zone: row.zone, weekly: hours.data, ...(kept ? holidaysFrom(kept) : {}) } };
}
