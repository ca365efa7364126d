import type { Temporal } from "temporal-polyfill";
import type { PayoutSchedule } from "../../domain/billing/payout-schedule.ts";
import { isStaff, type Viewer } from "../../domain/identity/viewer.ts";
import type { Tx } from "../db.ts";
import { isId, ownersAre } from "../party-scope.ts";
import { placeOf, publicHolidays } from "../ports/holidays/public-holidays.ts";

export type PayoutScheduleRow = Omit<PayoutSchedule, "holidays"> & {
  id: string;
  providerId: string;
  providerName: string;
  currency: string;
  holidayPlace: string | null;
  note: string;
  setByName: string;
  setAt: Date;
};

/** Every provider's schedules in force, or those of one; a provider reads its own, staff those in reach. */
export async function payoutSchedules(
  tx: Tx,
  viewer: Viewer,
  p: { providerId: string | null },
): Promise<PayoutScheduleRow[]> {
  const asked = isStaff(viewer) ? p.providerId : viewer.organizationId;
  if (asked !== null && !isId(asked)) return [];
  return tx.$queryRaw<PayoutScheduleRow[]>`
    select distinct on (o.name, s.organization_id, s.currency) s.id, s.organization_id as "providerId",
      o.name as "providerName", s.currency, s.hold_days as "holdDays", s.rhythm, s.run_day as "runDay",
      s.minimum_minor as "minimumMinor", s.zone, s.holiday_place as "holidayPlace",
      s.reserve_bps as "reserveBps", s.reserve_cap_minor as "reserveCapMinor",
      s.reserve_days as "reserveDays", s.note, s.set_by_name as "setByName", s.set_at as "setAt"
    from payout_schedule s join organization o on o.id = s.organization_id
    where ${ownersAre(viewer, "s")} and (${asked}::uuid is null or s.organization_id = ${asked}::uuid)
    order by o.name, s.organization_id, s.currency, s.id desc limit 500`;
}

/**
 * The schedule that payouts of a provider in a currency follow, with the holidays of the years around `now`;
 * null where it is paid at once.
 */
export async function scheduleInForce(
  tx: Tx,
  p: { viewer: Viewer; currency: string; now: Temporal.Instant },
): Promise<PayoutSchedule | null> {
  const { organizationId: providerId } = p.viewer;
  const rows = await payoutSchedules(tx, p.viewer, { providerId });
  const row = rows.find((one) => one.currency === p.currency);
  if (!row) return null;
  const { year } = p.now.toZonedDateTimeISO(row.zone);
  const holidays = row.holidayPlace
    ? await publicHolidays({ ...placeOf(row.holidayPlace), first: year - 1, last: year + 1 })
    : [];
  return { ...row, holidays: (holidays ?? []).map((one) => one.date) };
}
