import type { DisputedInvoice } from "../../../domain/billing/charge-dispute.ts";
import { chargeStepMinor } from "../../../domain/shared/currency.ts";
import { NotFound } from "../../../domain/shared/refusals.ts";
import type { Tx } from "../../db.ts";

export type InvoiceUnderDispute = DisputedInvoice & {
  number: string;
  organizationId: string;
  providerId: string;
  engagementId: string;
  /** What the buyer's charge was over. */
  chargedMinor: bigint;
  /** What of it went, or is on its way, back to the buyer otherwise: refunds and other disputes. */
  backToBuyerMinor: bigint;
  /** Whether the share is still here, was planned and may be leaving, or has left by a transfer. */
  payoutStands: "here" | "planned" | "out";
};

type Row = Omit<InvoiceUnderDispute, "before" | "taxMinor" | "stepMinor"> & {
  currency: string;
  netMinor: bigint;
  amountBefore: bigint;
  providerBefore: bigint;
  taxBefore: bigint;
};

/** An invoice after its credit notes, with what other disputes have of it. Throws NotFound. */
export async function disputedInvoice(
  tx: Tx,
  p: { invoiceId: string; exceptStripeId: string },
): Promise<InvoiceUnderDispute> {
  const [row] = await tx.$queryRaw<Row[]>`
    select i.number, i.currency, i.organization_id as "organizationId", i.provider_id as "providerId",
           s.engagement_id as "engagementId", i.total_minor - n.total as "totalMinor",
           s.net_minor - n.net as "netMinor", s.provider_minor - n.provider as "providerMinor",
           s.commission_minor - n.commission as "commissionMinor",
           i.total_minor - i.applied_minor - n.pre as "chargedMinor",
           (coalesce((select sum(r.amount_minor) from refund r where r.invoice_id = i.id
             and r.state in ('pending', 'succeeded')), 0) + d.amount)::bigint as "backToBuyerMinor",
           d.amount as "amountBefore", d.provider as "providerBefore", d.tax as "taxBefore",
           coalesce((select case
               when p.state = 'sent' and p.stripe_transfer_id is not null then 'out'
               when p.state in ('sent', 'unknown') or p.transfer_minor is not null then 'planned'
               else 'here' end
             from payout p where p.invoice_id = i.id), 'here') as "payoutStands"
    from invoice i join statement s on s.id = i.statement_id
    cross join lateral (
      select coalesce(sum(c.total_minor), 0)::bigint as total, coalesce(sum(c.net_minor), 0)::bigint as net,
             coalesce(sum(c.provider_minor), 0)::bigint as provider,
             coalesce(sum(c.commission_minor), 0)::bigint as commission,
             coalesce(sum(c.pre_payment_minor), 0)::bigint as pre
      from credit_note c where c.invoice_id = i.id and c.state not in ('asked', 'withdrawn')) n
    cross join lateral (
      select coalesce(sum(o.held_minor), 0)::bigint as amount,
             coalesce(sum(o.provider_minor), 0)::bigint as provider,
             coalesce(sum(o.tax_minor), 0)::bigint as tax
      from charge_dispute o where o.invoice_id = i.id and o.stripe_dispute_id <> ${p.exceptStripeId}
        and o.held_minor > 0) d
    where i.id = ${p.invoiceId}::uuid`;
  if (!row) throw new NotFound("invoice");
  const { amountBefore, providerBefore, taxBefore, netMinor, currency, ...invoice } = row;
  return {
    ...invoice,
    taxMinor: row.totalMinor - netMinor,
    stepMinor: chargeStepMinor(currency),
    before: { amountMinor: amountBefore, providerMinor: providerBefore, taxMinor: taxBefore },
  };
}
