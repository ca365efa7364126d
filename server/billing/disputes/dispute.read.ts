import type { DisputeOutcome } from "../../../domain/billing/charge-dispute.ts";
import type { Viewer } from "../../../domain/identity/viewer.ts";
import { Prisma, type Tx } from "../../db.ts";
import { isId, partiesAre } from "../../party-scope.ts";
import { keyset, type PageOf } from "../keyset.ts";
import type { EvidenceFileRef } from "./upload-files.ts";

export type ChargeDisputeRow = {
  id: string;
  organizationId: string;
  providerId: string;
  buyerName: string;
  providerName: string;
  engagementId: string;
  engagementTitle: string;
  zone: string;
  invoiceId: string;
  invoiceNumber: string;
  status: string;
  reason: string;
  contestable: boolean;
  currency: string;
  amountMinor: bigint;
  feeMinor: bigint;
  feeCurrency: string | null;
  /** What left the Stripe balance beside the fee, where it settles in another currency. */
  settledCurrency: string | null;
  settledMinor: bigint | null;
  heldMinor: bigint;
  providerMinor: bigint;
  commissionMinor: bigint;
  takenFrom: string | null;
  notReversed: string | null;
  dueBy: Date | null;
  submissionCount: number;
  borneBy: "shares" | "marketplace";
  outcome: DisputeOutcome | null;
  paysTwice: boolean;
  openedAt: Date;
  closedAt: Date | null;
};

export type DisputeMoveRow = {
  id: string;
  kind: string;
  state: string;
  currency: string;
  amountMinor: bigint;
  because: string | null;
  doneAt: Date | null;
};

export type DisputeEvidenceRow = {
  id: string;
  fields: Record<string, string>;
  files: EvidenceFileRef[];
  submits: boolean;
  state: string;
  refusedBecause: string | null;
  byName: string;
  at: Date;
};

const FROM = Prisma.sql`charge_dispute d`;

/** A dispute as the viewer may see it; null for a missing and for a foreign id alike. */
export async function findDispute(tx: Tx, viewer: Viewer, id: string): Promise<ChargeDisputeRow | null> {
  if (!isId(id)) return null;
  const rows = await rowsWhere(tx, viewer, { where: Prisma.sql`d.id = ${id}::uuid`, order: Prisma.empty });
  return rows[0] ?? null;
}

/** Disputes, open ones first, then the newest. */
export function listDisputes(tx: Tx, viewer: Viewer, page: PageOf): Promise<ChargeDisputeRow[]> {
  const by = Prisma.sql`(d.outcome is null)::int, d.opened_at, d.id`;
  return rowsWhere(
    tx,
    viewer,
    keyset({ by, from: FROM, id: Prisma.sql`d.id`, scope: partiesAre(viewer, "d"), page }),
  );
}

/** The disputes of an invoice's payment, oldest first. */
export function disputesOf(tx: Tx, viewer: Viewer, invoiceId: string): Promise<ChargeDisputeRow[]> {
  const where = Prisma.sql`d.invoice_id = ${invoiceId}::uuid`;
  return rowsWhere(tx, viewer, { where, order: Prisma.sql`order by d.opened_at, d.id` });
}

function rowsWhere(
  tx: Tx,
  viewer: Viewer,
  p: { where: Prisma.Sql; order: Prisma.Sql },
): Promise<ChargeDisputeRow[]> {
  return tx.$queryRaw<ChargeDisputeRow[]>`
    select d.id, d.organization_id as "organizationId", d.provider_id as "providerId", b.name as "buyerName",
           v.name as "providerName", e.id as "engagementId", e.title as "engagementTitle", e.zone,
           i.id as "invoiceId", i.number as "invoiceNumber", d.status, d.reason, d.contestable, d.currency,
           d.amount_minor as "amountMinor", d.fee_minor as "feeMinor", d.fee_currency as "feeCurrency",
           d.settled_currency as "settledCurrency", d.settled_minor as "settledMinor",
           d.held_minor as "heldMinor", d.provider_minor as "providerMinor",
           d.commission_minor as "commissionMinor",
           d.taken_from as "takenFrom", d.not_reversed as "notReversed", d.due_by as "dueBy",
           d.submission_count as "submissionCount", d.borne_by as "borneBy", d.outcome,
           d.pays_twice as "paysTwice", d.opened_at as "openedAt", d.closed_at as "closedAt"
    from ${FROM} join invoice i on i.id = d.invoice_id join engagement e on e.id = d.engagement_id
    join organization b on b.id = d.organization_id join organization v on v.id = d.provider_id
    where ${partiesAre(viewer, "d")} and ${p.where} ${p.order}`;
}

/** What was taken back from the provider's account for a dispute, and sent again, in order. */
export function disputeMoves(tx: Tx, disputeId: string): Promise<DisputeMoveRow[]> {
  return tx.$queryRaw<DisputeMoveRow[]>`
    select id, kind, state, currency, amount_minor as "amountMinor", because, done_at as "doneAt"
    from transfer_move where dispute_id = ${disputeId}::uuid order by created_at, id`;
}

/** What the bank was answered with, newest first. For staff. */
export function disputeEvidence(tx: Tx, disputeId: string): Promise<DisputeEvidenceRow[]> {
  return tx.$queryRaw<DisputeEvidenceRow[]>`
    select id, fields, files, submits, state, refused_because as "refusedBecause", by_name as "byName", at
    from dispute_evidence where dispute_id = ${disputeId}::uuid order by at desc, id desc limit 50`;
}
