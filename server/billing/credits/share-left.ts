import { toDate } from "../../clock.ts";
import type { Deed } from "../../command.ts";
import type { Tx } from "../../db.ts";

export type ShareChange = {
  organizationId: string;
  providerId: string;
  engagementId: string;
  invoiceId: string;
  cause: "credit_note" | "withdrawn_note" | "dispute" | "dispute_over" | "retransfer";
  causeId: string;
  currency: string;
  /** Above 0 where it is taken from what the provider is owed, below 0 where it is given back. */
  amountMinor: bigint;
};

/**
 * Notes a change of what an invoice leaves its provider, once per cause, in the transaction that books it; a
 * payout that has not gone out shows what is left.
 */
export async function noteShareChange({ tx, now }: Deed, change: ShareChange): Promise<void> {
  if (change.amountMinor === 0n) return;
  await tx.shareChange.create({ data: { ...change, at: toDate(now) }, select: { id: true } });
  const left = await shareLeft(tx, change.invoiceId);
  if (left > 0n)
    await tx.payout.updateMany({
      where: {
        ...{ invoiceId: change.invoiceId, transferMinor: null },
        state: { in: ["held", "scheduled", "pending", "failed"] },
      },
      data: { amountMinor: left },
    });
}

/** What an invoice leaves its provider for the payout: the share less what was taken from it. Minor units. */
export async function shareLeft(tx: Tx, invoiceId: string): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ left: bigint }[]>`
    select (s.provider_minor - coalesce((select sum(c.amount_minor) from share_change c
      where c.invoice_id = i.id), 0))::bigint as left
    from invoice i join statement s on s.id = i.statement_id where i.id = ${invoiceId}::uuid`;
  return row?.left ?? 0n;
}

/**
 * What credit notes and disputes have taken from an invoice's share, apart from second transfers. Minor
 * units.
 */
export async function shareTaken(tx: Tx, invoiceId: string): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ taken: bigint }[]>`
    select coalesce(sum(amount_minor), 0)::bigint as taken from share_change
    where invoice_id = ${invoiceId}::uuid and cause <> 'retransfer'`;
  return row?.taken ?? 0n;
}
