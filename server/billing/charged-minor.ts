import { Prisma } from "../db.ts";

/**
 * What of an invoice `i` the buyer's charge still holds, as SQL: the total less what the balance and credit
 * notes took before and refunds since. A transfer out of the charge cannot be more; 0 where there is no
 * charge.
 */
export const CHARGED_MINOR = Prisma.sql`(case when i.stripe_charge_id is null then 0
  else (i.total_minor - i.applied_minor
    - (select coalesce(sum(c.pre_payment_minor), 0) from credit_note c
       where c.invoice_id = i.id and c.state <> 'withdrawn')
    - (select coalesce(sum(r.amount_minor), 0) from refund r
       where r.invoice_id = i.id and r.state in ('pending', 'succeeded')))::bigint end)`;
