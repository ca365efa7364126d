import { toDate } from "../clock.ts";
import type { Deed } from "../command.ts";
import { liftSuspension } from "../identity/work-suspension.ts";
import { HOLDS_WORK_BACK } from "./suspensions.read.ts";
import { tellOfLifting } from "./tell-lifted.job.ts";

/**
 * The invoice is paid, or nothing is due on it any more: its attempt ends, its dunning ends, and where it
 * was the last that held the buyer's new work back, that is free again and the buyer is told. In the
 * caller's transaction, under the invoice's lock. `paidWith` is Stripe's id of the method that paid; an
 * attempt by another one came to nothing.
 */
export async function endCollecting(
  deed: Pick<Deed, "tx" | "now" | "enqueue">,
  p: {
    invoiceId: string;
    organizationId: string;
    because: "paid" | "credited" | "written_off";
    paidWith?: string | null;
  },
): Promise<void> {
  const { tx } = deed;
  const { invoiceId, organizationId, because } = p;
  const now = toDate(deed.now);
  const paidWith = p.paidWith ?? null;
  await tx.$executeRaw`
    update payment_attempt a set ended_at = ${now}::timestamptz, state = case
      when ${because} = 'paid' and (a.payment_method_id is null or exists (select from payment_method m
        where m.id = a.payment_method_id and m.stripe_payment_method_id = ${paidWith})) then 'succeeded'
      else 'canceled' end
    where a.invoice_id = ${invoiceId}::uuid and (a.state = 'open'
      -- What is with the bank may still arrive after a credit note; only Stripe's answer ends it.
      or (a.state = 'processing' and ${because} <> 'credited'))`;
  // The suspension's row is locked first everywhere, so that of two last invoices the second sees the first.
  await tx.$queryRaw`select id from work_suspension
    where organization_id = ${organizationId}::uuid and lifted_at is null for update`;
  await tx.$executeRaw`
    update dunning_case set closed_at = ${now}::timestamptz, closed_because = ${because}, next_on = null
    where invoice_id = ${invoiceId}::uuid
      and (closed_at is null or (closed_because = 'written_off' and ${because} = 'paid'))`;
  const [left] = await tx.$queryRaw<{ count: bigint }[]>`
    select count(*) from dunning_case c
    where c.organization_id = ${organizationId}::uuid and ${HOLDS_WORK_BACK}`;
  if (left?.count !== 0n) return;
  const suspensionId = await liftSuspension(tx, { organizationId, now: deed.now });
  if (suspensionId) await tellOfLifting(deed, { suspensionId, organizationId });
}
