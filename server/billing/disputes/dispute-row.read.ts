import type { DisputeOutcome } from "../../../domain/billing/charge-dispute.ts";
import { NotFound } from "../../../domain/shared/refusals.ts";
import type { Tx } from "../../db.ts";

export type DisputeRow = {
  id: string;
  stripeDisputeId: string;
  organizationId: string;
  providerId: string;
  engagementId: string;
  invoiceId: string;
  invoiceNumber: string;
  status: string;
  currency: string;
  heldMinor: bigint;
  providerMinor: bigint;
  commissionMinor: bigint;
  takenFrom: "provider_payable" | "reversal" | "provider_receivable" | null;
  borneBy: "shares" | "marketplace";
  outcome: DisputeOutcome | null;
  paysTwice: boolean;
};

/** A dispute, held against others until the transaction ends. Throws NotFound. */
export async function lockedDispute(tx: Tx, id: string): Promise<DisputeRow> {
  const [row] = await tx.$queryRaw<DisputeRow[]>`
    select d.id, d.stripe_dispute_id as "stripeDisputeId", d.organization_id as "organizationId",
           d.provider_id as "providerId", d.engagement_id as "engagementId", d.invoice_id as "invoiceId",
           i.number as "invoiceNumber", d.status, d.currency, d.held_minor as "heldMinor",
           d.provider_minor as "providerMinor", d.commission_minor as "commissionMinor",
           d.taken_from as "takenFrom", d.borne_by as "borneBy", d.outcome, d.pays_twice as "paysTwice"
    from charge_dispute d join invoice i on i.id = d.invoice_id where d.id = ${id}::uuid for update of d`;
  if (!row) throw new NotFound("dispute");
  return row;
}
