import { payoutScheduleInput } from "../../domain/billing/payout-schedule.input.ts";
import { InvalidInput, parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { nameableProviders } from "../contracts/commission-rules.read.ts";
import { placeOf, publicHolidays } from "../ports/holidays/public-holidays.ts";

/**
 * Sets when a provider is paid in a currency, and its reserve. The latest counts; payouts that wait are
 * looked at again under it, parts that are held keep their dates. Permission payout:schedule; throws
 * InvalidInput.
 */
export const setPayoutSchedule = command({
  name: "payout_schedule.set",
  permission: "payout:schedule",
  run: async (deed: Deed, input: unknown): Promise<{ scheduleId: string; providerId: string }> => {
    const { tx, viewer, now } = deed;
    const { providerId, ...schedule } = parseInput(payoutScheduleInput, input);
    if (!(await nameableProviders(tx)).some((one) => one.id === providerId))
      throw new InvalidInput([{ field: "providerId", message: "There is no such provider." }]);
    await refuseUnknownPlace(schedule.holidayPlace);
    const made = await tx.payoutSchedule.create({
      data: {
        ...{ ...schedule, organizationId: providerId },
        ...{ setById: viewer.userId, setByName: viewer.name, setAt: toDate(now) },
      },
      select: { id: true },
    });
    await deed.enqueue(
      "payouts.releasable",
      { organizationId: providerId },
      `payouts.releasable:${providerId}`,
    );
    const { minimumMinor, reserveCapMinor, ...plain } = schedule;
    deed.about("payout_schedule", made.id, {
      ...plain,
      minimumMinor: String(minimumMinor),
      reserveCapMinor: reserveCapMinor === null ? null : String(reserveCapMinor),
    });
    return { scheduleId: made.id, providerId };
  },
});

async function refuseUnknownPlace(place: string | null): Promise<void> {
  if (place === null || (await publicHolidays({ ...placeOf(place), first: 2026, last: 2026 }))) return;
  throw new InvalidInput([
    { field: "holidayPlace", message: "We know no public holidays of that place; write DE or DE-BY." },
  ]);
}
