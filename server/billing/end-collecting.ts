import type { Temporal } from "temporal-polyfill";
import { toDate } from "../clock.ts";
import type { Tx } from "../db.ts";
import { liftSuspension } from "../identity/work-suspension.ts";

/**
 * The invoice is paid, or nothing is due on it any more: its attempt ends, its dunning ends, and where it
 * was the last that held the buyer's new work back, that is free again. In the caller's transaction, under
 * the invoice's lock. `paidWith` is Stripe's id of the method that paid; an attempt by another one came to
 * nothing.
 */
export async function endCollecting(
  tx: Tx,
  p: {
    invoiceId: string;
    organizationId: string;
    because: "paid" | "credited" | "written_off";
    paidWith?: string | null;
    now: Temporal.Instant;
  },
): Promise<void> {
  const { invoiceId, organizationId, because } = p;
  const now = toDate(p.now);
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
    select count(*) from dunning_case
    where organization_id = ${organizationId}::uuid and ((state = 'suspended' and closed_at is null)
      -- A debt that was written off was not paid: the buyer's new work stays suspended.
      or closed_because = 'written_off')`;
  if (left?.count === 0n) await liftSuspension(tx, { organizationId, now: p.now });
}
