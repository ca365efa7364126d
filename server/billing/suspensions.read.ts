import type { Viewer } from "../../domain/identity/viewer.ts";
import { Prisma, type Tx } from "../db.ts";
import { isId, ownersAre } from "../party-scope.ts";
import { keyset, type PageOf } from "./keyset.ts";

/**
 * Of `dunning_case c`: the debt holds the buyer's new work back. It does from the suspension on, also once it
 * is written off, because writing off pays nothing; it does not where an administrator has excused it.
 */
export const HOLDS_WORK_BACK = Prisma.sql`c.excused_at is null
  and ((c.state = 'suspended' and c.closed_at is null) or c.closed_because = 'written_off')`;

/** A buyer whose new work waits or waited, for the marketplace's staff. */
export type SuspensionRow = {
  id: string;
  organizationId: string;
  buyerName: string;
  because: string;
  since: Date;
  liftedAt: Date | null;
  /** Null where it ended with the debt. */
  liftedByName: string | null;
  liftedBecause: string | null;
};

/** Suspensions: those that hold first, then the latest. For staff. */
export function listSuspensions(tx: Tx, viewer: Viewer, page: PageOf): Promise<SuspensionRow[]> {
  const by = Prisma.sql`(s.lifted_at is null)::int, s.since, s.id`;
  return suspensionsWhere(
    tx,
    viewer,
    keyset({
      by,
      from: Prisma.sql`work_suspension s`,
      id: Prisma.sql`s.id`,
      scope: ownersAre(viewer, "s"),
      page,
    }),
  );
}

/** A suspension; null where there is none, or it is out of sight. */
export async function findSuspension(tx: Tx, viewer: Viewer, id: string): Promise<SuspensionRow | null> {
  if (!isId(id)) return null;
  const [row] = await suspensionsWhere(tx, viewer, {
    where: Prisma.sql`s.id = ${id}::uuid`,
    order: Prisma.empty,
  });
  return row ?? null;
}

function suspensionsWhere(
  tx: Tx,
  viewer: Viewer,
  p: { where: Prisma.Sql; order: Prisma.Sql },
): Promise<SuspensionRow[]> {
  return tx.$queryRaw<SuspensionRow[]>`
    select s.id, s.organization_id as "organizationId", o.name as "buyerName", s.because, s.since,
      s.lifted_at as "liftedAt", s.lifted_by_name as "liftedByName", s.lifted_because as "liftedBecause"
    from work_suspension s join organization o on o.id = s.organization_id
    where ${ownersAre(viewer, "s")} and ${p.where} ${p.order}`;
}

export type HoldingInvoice = {
  invoiceId: string;
  number: string;
  currency: string;
  totalMinor: bigint;
  isWrittenOff: boolean;
};

/** The invoices that hold a buyer's new work back at this moment, the longest due first. */
export function holdingInvoices(tx: Tx, organizationId: string): Promise<HoldingInvoice[]> {
  return tx.$queryRaw<HoldingInvoice[]>`
    select i.id as "invoiceId", i.number, i.currency, i.total_minor as "totalMinor",
      i.state = 'written_off' as "isWrittenOff"
    from dunning_case c join invoice i on i.id = c.invoice_id
    where c.organization_id = ${organizationId}::uuid and ${HOLDS_WORK_BACK}
    order by i.due_on, i.id limit 20`;
}
