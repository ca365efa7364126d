import type { PayoutState } from "../../domain/billing/states.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { Prisma, type Tx } from "../db.ts";
import { isId, providersOwn } from "../party-scope.ts";
import { keyset, type PageOf } from "./keyset.ts";

/** A payout with the steps it came about by: statement, invoice, fee, credits, commission, transfer. */
export type PayoutRow = {
  id: string;
  providerId: string;
  providerName: string;
  buyerName: string;
  engagementId: string;
  engagementTitle: string;
  zone: string;
  state: PayoutState;
  heldBecause: string | null;
  currency: string;
  amountMinor: bigint;
  createdAt: Date;
  sentAt: Date | null;
  stripeTransferId: string | null;
  statementId: string;
  period: string;
  feeMinor: bigint;
  creditMinor: bigint;
  netMinor: bigint;
  commissionMinor: bigint;
  invoiceId: string;
  invoiceNumber: string;
  paidAt: Date | null;
  /** "2026-12-01" */
  releaseOn: string | null;
  transferMinor: bigint | null;
  sentCurrency: string | null;
  sentMinor: bigint | null;
  /** What went out so far: the transfer, and the parts that were released since. */
  outMinor: bigint;
  /** Contested amounts and the reserve, as far as they are held now. */
  heldMinor: bigint;
};

const FROM = Prisma.sql`payout p`;

/** The payout as the viewer may see it: the provider's own, for staff within reach; null otherwise. */
export async function findPayout(tx: Tx, viewer: Viewer, id: string): Promise<PayoutRow | null> {
  if (!isId(id)) return null;
  const rows = await rowsWhere(tx, viewer, { where: Prisma.sql`p.id = ${id}::uuid`, order: Prisma.empty });
  return rows[0] ?? null;
}

/** Payouts that are not sent first, then the newest. */
export function listPayouts(tx: Tx, viewer: Viewer, page: PageOf): Promise<PayoutRow[]> {
  const by = Prisma.sql`(p.state <> 'sent')::int, p.created_at, p.id`;
  return rowsWhere(
    tx,
    viewer,
    keyset({ by, from: FROM, id: Prisma.sql`p.id`, scope: providersOwn(viewer, "p"), page }),
  );
}

function rowsWhere(
  tx: Tx,
  viewer: Viewer,
  p: { where: Prisma.Sql; order: Prisma.Sql },
): Promise<PayoutRow[]> {
  // What a provider is paid is not the buyer's to read, although row-level security lets both see the row.
  const mine = providersOwn(viewer, "p");
  return tx.$queryRaw<PayoutRow[]>`
    select p.id, p.provider_id as "providerId", v.name as "providerName", b.name as "buyerName",
           e.id as "engagementId", e.title as "engagementTitle", e.zone, p.state,
             p.held_because as "heldBecause",
           p.currency, p.amount_minor as "amountMinor", p.created_at as "createdAt", p.sent_at as "sentAt",
           p.stripe_transfer_id as "stripeTransferId", s.id as "statementId", s.period,
             s.fee_minor as "feeMinor",
           s.credit_minor as "creditMinor", s.net_minor as "netMinor",
             s.commission_minor as "commissionMinor",
           i.id as "invoiceId", i.number as "invoiceNumber", i.paid_at as "paidAt",
           p.release_on::text as "releaseOn", p.transfer_minor as "transferMinor",
           p.sent_currency as "sentCurrency", p.sent_minor as "sentMinor",
           case when p.state = 'sent' then (coalesce(p.transfer_minor, p.amount_minor) + q.released)::bigint
             else 0::bigint end as "outMinor", q.held as "heldMinor"
    from ${FROM} join invoice i on i.id = p.invoice_id join statement s on s.id = i.statement_id
    join engagement e on e.id = s.engagement_id join organization v on v.id = p.provider_id
    join organization b on b.id = p.organization_id
    cross join lateral (
      select coalesce(sum(amount_minor - taken_minor) filter (where state = 'released'), 0)::bigint as released,
             coalesce(sum(amount_minor - taken_minor)
               filter (where state in ('held', 'sending', 'unknown')), 0)::bigint as held
      from payout_part where payout_id = p.id and kind <> 'netted') q
    where ${mine} and ${p.where} ${p.order}`;
}
