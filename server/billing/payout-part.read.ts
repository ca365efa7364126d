import type { Viewer } from "../../domain/identity/viewer.ts";
import { Prisma, type Tx } from "../db.ts";
import { providersOwn } from "../party-scope.ts";

export type PayoutPartRow = {
  id: string;
  payoutId: string;
  kind: "contested" | "reserve" | "netted";
  state: string;
  currency: string;
  amountMinor: bigint;
  takenMinor: bigint;
  reason: string;
  objectionId: string | null;
  statementId: string;
  engagementTitle: string;
  providerName: string;
  period: string;
  /** "2026-12-01" */
  releasesOn: string | null;
  heldAt: Date | null;
  endedAt: Date | null;
  endedBecause: string | null;
  stripeTransferId: string | null;
};

/** Every part of a payout that the viewer may see, in the order they came up; dropped plans are left out. */
export function partsOfPayout(tx: Tx, viewer: Viewer, payoutId: string): Promise<PayoutPartRow[]> {
  return rowsWhere(tx, viewer, Prisma.sql`q.payout_id = ${payoutId}::uuid and q.state <> 'dropped'`);
}

/** What is held of the viewer's payouts now, of all providers for staff; oldest first, at most 200. */
export function heldParts(tx: Tx, viewer: Viewer): Promise<PayoutPartRow[]> {
  return rowsWhere(
    tx,
    viewer,
    Prisma.sql`q.state in ('held', 'sending', 'unknown') and q.kind <> 'netted'`,
  );
}

function rowsWhere(tx: Tx, viewer: Viewer, where: Prisma.Sql): Promise<PayoutPartRow[]> {
  return tx.$queryRaw<PayoutPartRow[]>`
    select q.id, q.payout_id as "payoutId", q.kind, q.state, q.currency, q.amount_minor as "amountMinor",
           q.taken_minor as "takenMinor", q.reason, q.objection_id as "objectionId",
           i.statement_id as "statementId", e.title as "engagementTitle", v.name as "providerName",
           s.period, q.releases_on::text as "releasesOn", q.held_at as "heldAt", q.ended_at as "endedAt",
           q.ended_because as "endedBecause", q.stripe_transfer_id as "stripeTransferId"
    from payout_part q join payout p on p.id = q.payout_id join invoice i on i.id = p.invoice_id
    join statement s on s.id = i.statement_id join engagement e on e.id = q.engagement_id
    join organization v on v.id = q.provider_id
    where ${providersOwn(viewer, "q")} and ${where} order by q.id limit 200`;
}

export type PayoutStepRow = { id: string; step: string; says: string; at: Date };

/** The dated steps of a payout, first to last. */
export function stepsOfPayout(tx: Tx, viewer: Viewer, payoutId: string): Promise<PayoutStepRow[]> {
  return tx.$queryRaw<PayoutStepRow[]>`
    select p.id, p.step, p.says, p.at from payout_step p
    where p.payout_id = ${payoutId}::uuid and ${providersOwn(viewer, "p")} order by id limit 500`;
}
