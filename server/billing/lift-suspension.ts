import { z } from "zod";
import { AlreadyLifted } from "../../domain/billing/collecting-errors.ts";
import { isStaff } from "../../domain/identity/viewer.ts";
import { NotAllowed, NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { HOLDS_WORK_BACK } from "./suspensions.read.ts";
import { tellOfLifting } from "./tell-lifted.job.ts";

const input = z.object({
  suspensionId: z.uuid({ error: "There is no such suspension." }),
  reason: z.string().trim().min(10, "Say in a sentence why new work is taken again.").max(1000),
});

/**
 * An administrator takes a buyer's new work again in spite of its debts, with a reason. The debts stay what
 * they are: each that held the work back is excused for good, and only another one suspends again.
 * Permission suspension:lift, staff only; throws NotFound, NotAllowed, InvalidInput, and AlreadyLifted where
 * it has ended.
 */
export const liftSuspensionByHand = command({
  name: "work_suspension.lift",
  permission: "suspension:lift",
  run: async (deed: Deed, p: z.input<typeof input>): Promise<{ suspensionId: string }> => {
    const { suspensionId, reason } = parseInput(input, p);
    const { tx, viewer } = deed;
    if (!isStaff(viewer)) throw new NotAllowed();
    // The suspension's row is locked first everywhere: an invoice that is paid meanwhile finds it ended.
    const [held] = await tx.$queryRaw<{ organizationId: string; liftedAt: Date | null }[]>`
      select organization_id as "organizationId", lifted_at as "liftedAt" from work_suspension
      where id = ${suspensionId}::uuid for update`;
    if (!held) throw new NotFound("suspension");
    if (held.liftedAt) throw new AlreadyLifted();
    const { organizationId } = held;
    const now = toDate(deed.now);
    const excused = await tx.$queryRaw<{ invoiceId: string }[]>`
      update dunning_case c set excused_at = ${now}::timestamptz
      where c.organization_id = ${organizationId}::uuid and ${HOLDS_WORK_BACK}
      returning c.invoice_id as "invoiceId"`;
    await tx.$executeRaw`
      update work_suspension set lifted_at = ${now}::timestamptz, lifted_by_id = ${viewer.userId}::uuid,
        lifted_by_name = ${viewer.name}, lifted_because = ${reason}
      where id = ${suspensionId}::uuid`;
    await tellOfLifting(deed, { suspensionId, organizationId });
    const invoices = excused.map((one) => one.invoiceId);
    deed.about("work_suspension", suspensionId, { organizationId, reason, invoices });
    return { suspensionId };
  },
});
