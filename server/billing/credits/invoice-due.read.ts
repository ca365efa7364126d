import type { Tx } from "../../db.ts";

/** What became of an invoice's total, in minor units. */
export type InvoiceDue = {
  appliedMinor: bigint;
  creditedBeforeMinor: bigint;
  creditedMinor: bigint;
  dueMinor: bigint;
  /** Refunds that came back and were not replaced: the buyer is owed them still. */
  refundOwedMinor: bigint;
};

/** Total − balance − credit notes before payment is what is due; nothing is, once it is paid. */
export async function invoiceDue(tx: Tx, invoiceId: string): Promise<InvoiceDue> {
  const [row] = await tx.$queryRaw<InvoiceDue[]>`
    select i.applied_minor as "appliedMinor", n.pre as "creditedBeforeMinor", n.total as "creditedMinor",
           case when i.state = 'paid' then 0 else i.total_minor - i.applied_minor - n.pre end as "dueMinor",
           (select coalesce(sum(r.amount_minor), 0)::bigint from refund r
             where r.invoice_id = i.id and r.state = 'failed') as "refundOwedMinor"
    from invoice i
    cross join lateral (
      select coalesce(sum(c.pre_payment_minor), 0)::bigint as pre,
             coalesce(sum(c.total_minor) filter (where c.state <> 'asked'), 0)::bigint as total
      from credit_note c where c.invoice_id = i.id and c.state <> 'withdrawn') n
    where i.id = ${invoiceId}::uuid`;
  const none = 0n;
  return (
    row ?? {
      ...{ appliedMinor: none, creditedBeforeMinor: none, creditedMinor: none },
      ...{ dueMinor: none, refundOwedMinor: none },
    }
  );
}
