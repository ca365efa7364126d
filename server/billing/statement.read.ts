import type { StatementState } from "../../domain/billing/states.ts";
import type { Terms } from "../../domain/contracts/terms.ts";
import { may } from "../../domain/identity/permissions.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { StatementBundle } from "../../domain/service-levels/statement-bundle.ts";
import { Prisma, type Tx } from "../db.ts";
import { isId, partiesAre } from "../party-scope.ts";
import { keyset, type PageOf } from "./keyset.ts";

export type StatementRow = {
  id: string;
  organizationId: string;
  providerId: string;
  engagementId: string;
  buyerName: string;
  providerName: string;
  title: string;
  moduleCode: string;
  zone: string;
  period: string;
  /** 0 for the month's own; n for the nth after the contract's last month. */
  closing: number;
  state: StatementState;
  currency: string;
  feeMinor: bigint;
  creditMinor: bigint;
  chargesMinor: bigint;
  adjustmentMinor: bigint;
  collarMinor: bigint;
  carriedMinor: bigint;
  netMinor: bigint;
  commissionMinor: bigint;
  providerMinor: bigint;
  providerBearsMinor: bigint;
  platformBearsMinor: bigint;
  bundleHash: string;
  buyerApprovedAt: Date | null;
  providerApprovedAt: Date | null;
  invoiceId: string | null;
  invoiceNumber: string | null;
  invoiceState: string | null;
  waitsForViewer: boolean;
  createdAt: Date;
};

const FROM = Prisma.sql`statement s`;

/** The statement as the viewer may see it; null for a missing and for a foreign id alike. */
export async function findStatement(tx: Tx, viewer: Viewer, id: string): Promise<StatementRow | null> {
  if (!isId(id)) return null;
  const rows = await rowsWhere(tx, viewer, { where: Prisma.sql`s.id = ${id}::uuid`, order: Prisma.empty });
  return rows[0] ?? null;
}

/**
 * Statements that wait for the viewer's side first, then the newest months. Of one engagement where it
 * is given.
 */
export function listStatements(
  tx: Tx,
  viewer: Viewer,
  page: PageOf & { engagementId?: string | undefined },
): Promise<StatementRow[]> {
  const { engagementId } = page;
  if (engagementId !== undefined && !isId(engagementId)) return Promise.resolve([]);
  const by = Prisma.sql`(${waits(viewer)})::int, s.period, s.closing, s.id`;
  const keys = keyset({ by, from: FROM, id: Prisma.sql`s.id`, scope: partiesAre(viewer, "s"), page });
  const of = engagementId ? Prisma.sql`s.engagement_id = ${engagementId}::uuid` : Prisma.sql`true`;
  return rowsWhere(tx, viewer, { where: Prisma.sql`${of} and ${keys.where}`, order: keys.order });
}

function rowsWhere(
  tx: Tx,
  viewer: Viewer,
  p: { where: Prisma.Sql; order: Prisma.Sql },
): Promise<StatementRow[]> {
  return tx.$queryRaw<StatementRow[]>`
    select s.id, s.organization_id as "organizationId", s.provider_id as "providerId",
           s.engagement_id as "engagementId", b.name as "buyerName", v.name as "providerName", e.title,
           e.module_code as "moduleCode", e.zone, s.period, s.closing, s.state, s.currency, s.fee_minor as "feeMinor",
           s.credit_minor as "creditMinor", s.charges_minor as "chargesMinor",
           s.adjustment_minor as "adjustmentMinor",
           s.collar_minor as "collarMinor", s.carried_minor as "carriedMinor", s.net_minor as "netMinor",
             s.commission_minor as "commissionMinor",
           s.provider_minor as "providerMinor", s.provider_bears_minor as "providerBearsMinor",
           s.platform_bears_minor as "platformBearsMinor", s.bundle_hash as "bundleHash",
           s.buyer_approved_at as "buyerApprovedAt", s.provider_approved_at as "providerApprovedAt",
           i.id as "invoiceId", i.number as "invoiceNumber", i.state as "invoiceState",
           ${waits(viewer)} as "waitsForViewer", s.created_at as "createdAt"
    from ${FROM} join engagement e on e.id = s.engagement_id
    join organization b on b.id = s.organization_id join organization v on v.id = s.provider_id
    left join invoice i on i.statement_id = s.id
    where ${partiesAre(viewer, "s")} and ${p.where} ${p.order}`;
}

function waits(viewer: Viewer): Prisma.Sql {
  if (!may(viewer, "statement:approve")) return Prisma.sql`false`;
  const { organizationId } = viewer;
  return Prisma.sql`(s.state = 'awaiting_approval' and (
    (s.organization_id = ${organizationId}::uuid and s.buyer_approved_at is null)
    or (s.provider_id = ${organizationId}::uuid and s.provider_approved_at is null)))`;
}

/** What a statement is printed from: its bundle, the frozen figures and the signed terms. */
export type StatementPaper = {
  bundle: StatementBundle;
  levels: unknown;
  terms: Terms;
  contractVersion: number;
  ruleVersion: string;
  calendarVersion: number;
  itemCount: number;
  eventCount: number;
  frozenAt: Date;
  buyerApprover: string | null;
  providerApprover: string | null;
};

export async function statementPaper(tx: Tx, statement: { id: string }): Promise<StatementPaper> {
  const [paper] = await tx.$queryRaw<StatementPaper[]>`
    select s.bundle, c.levels, t.terms, t.number as "contractVersion", c.rule_version as "ruleVersion",
           c.calendar_version as "calendarVersion", c.item_count as "itemCount",
             c.event_count as "eventCount",
           c.frozen_at as "frozenAt", b.name as "buyerApprover", p.name as "providerApprover"
    from statement s join period_close c on c.id = s.period_close_id
    join engagement e on e.id = s.engagement_id join sow_version t on t.id = e.sow_version_id
    left join person b on b.id = s.buyer_approved_by_id left join person p on p.id = s.provider_approved_by_id
    where s.id = ${statement.id}::uuid`;
  if (!paper) throw new Error(`The statement ${statement.id} has lost its month.`);
  return paper;
}

/** A correction of an earlier month that the statement settles, as a whole or in part. Minor units. */
export type AdjustingLine = {
  correctionId: string;
  period: string;
  netMinor: bigint;
  wholeMinor: bigint;
};

/** The adjusting lines of a statement, the oldest correction first. */
export function adjustingLines(tx: Tx, statement: { id: string }): Promise<AdjustingLine[]> {
  return tx.$queryRaw<AdjustingLine[]>`
    select a.correction_id as "correctionId", a.period, s.net_minor as "netMinor", a.net_minor as "wholeMinor"
    from statement_adjustment s join adjustment a on a.id = s.adjustment_id
    where s.statement_id = ${statement.id}::uuid order by a.id`;
}
