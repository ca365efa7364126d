import type { Tx } from "../db.ts";

export type Credits = { prePaymentMinor: bigint; providerMinor: bigint; commissionMinor: bigint };

/** What credit notes took before the payment: off what was due, and off what was not yet earned. */
export async function creditedBefore(tx: Tx, invoiceId: string): Promise<Credits> {
  const [row] = await tx.$queryRaw<Credits[]>`
    select coalesce(sum(pre_payment_minor), 0)::bigint as "prePaymentMinor",
           coalesce(sum(provider_minor) filter (where taken_from = 'provider_pending'), 0)::bigint
             as "providerMinor",
           coalesce(sum(commission_minor) filter (where taken_from = 'provider_pending'), 0)::bigint
             as "commissionMinor"
    from credit_note where invoice_id = ${invoiceId}::uuid and state <> 'withdrawn'`;
  return row ?? { prePaymentMinor: 0n, providerMinor: 0n, commissionMinor: 0n };
}

/** What an unpaid invoice still asks for, in minor units: its total less what credit notes took off. */
export async function outstandingMinor(
  tx: Tx,
  invoice: { id: string; totalMinor: bigint },
): Promise<bigint> {
  return invoice.totalMinor - (await creditedBefore(tx, invoice.id)).prePaymentMinor;
}
