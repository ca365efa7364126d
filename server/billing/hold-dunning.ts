import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { NotInCollection } from "../../domain/billing/collecting-errors.ts";
import { isStaff } from "../../domain/identity/viewer.ts";
import { InvalidInput, NotAllowed, parseInput } from "../../domain/shared/refusals.ts";
import { localDate } from "../../domain/shared/zoned.ts";
import { fromPlainDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { isId } from "../party-scope.ts";

const input = z.object({
  invoiceId: z.string(),
  until: z.iso.date("Write a date, such as 2026-12-24."),
  because: z.string().trim().min(3, "Say what was agreed.").max(500),
});

/** How long staff may agree to wait without setting another day. */
const LONGEST_DAYS = 60;

/**
 * Staff agree with the buyer to wait: no step is taken up to and on that day of the buyer's calendar.
 * Permission dunning:hold; throws NotAllowed, NotInCollection, InvalidInput for a day in the past or too
 * far off.
 */
export const holdDunning = command({
  name: "dunning.hold",
  permission: "dunning:hold",
  run: async (deed: Deed, p: z.input<typeof input>): Promise<{ invoiceId: string }> => {
    const { invoiceId, until, because } = parseInput(input, p);
    const { tx, viewer, now } = deed;
    if (!isStaff(viewer)) throw new NotAllowed();
    const kept = isId(invoiceId) ? await tx.dunningCase.findUnique({ where: { invoiceId } }) : null;
    if (!kept || kept.closedAt) throw new NotInCollection();
    const buyer = await tx.organization.findUniqueOrThrow({ where: { id: kept.organizationId } });
    const today = localDate(now, buyer.zone);
    const day = Temporal.PlainDate.from(until);
    const days = today.until(day, { largestUnit: "days" }).days;
    if (days < 1 || days > LONGEST_DAYS)
      throw new InvalidInput([
        { field: "until", message: `Choose a day after today and within ${LONGEST_DAYS} days.` },
      ]);
    await tx.$executeRaw`update dunning_case set held_until = ${fromPlainDate(day)}::date,
      held_because = ${because}, held_by_name = ${viewer.name} where id = ${kept.id}::uuid`;
    deed.about("invoice", invoiceId, { until, because });
    return { invoiceId };
  },
});
