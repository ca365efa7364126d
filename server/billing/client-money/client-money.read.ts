import { PAYS_PEOPLE, type RunState } from "../../../domain/billing/client-money/payroll-run.ts";
import type { ResendState } from "../../../domain/billing/client-money/wage-resend.ts";
import type { Viewer } from "../../../domain/identity/viewer.ts";
import { maskedEnd } from "../../../domain/shared/masked.ts";
import { Prisma, type Tx } from "../../db.ts";
import { isId, partiesAre } from "../../party-scope.ts";
import { type SealedFields, sealedFields } from "../../sealed-fields.ts";
import { keyset, type PageOf } from "../keyset.ts";

/** A client's money in one engagement, in minor units; every figure follows from funds and runs. */
export type ClientMoneyRow = {
  engagementId: string;
  organizationId: string;
  providerId: string;
  title: string;
  buyerName: string;
  providerName: string;
  currency: string;
  clearedMinor: bigint;
  expectedMinor: bigint;
  takenBackMinor: bigint;
  /** What of it was spent already: the client owes it. */
  lostMinor: bigint;
  releasedMinor: bigint;
  paidMinor: bigint;
  unpaidMinor: bigint;
};

const SUMS = Prisma.sql`
  (select coalesce(sum(amount_minor) filter (where cleared_at is not null), 0)::bigint as cleared,
     coalesce(sum(amount_minor) filter (where state in ('requested', 'announced')), 0)::bigint as expected,
     coalesce(sum(amount_minor) filter (where state = 'returned'), 0)::bigint as taken,
     coalesce(sum(lost_minor), 0)::bigint as lost
   from client_funding where engagement_id = e.id)`;
const RUNS = Prisma.sql`
  (select coalesce(sum(total_minor) filter (where released_at is not null), 0)::bigint as released,
     coalesce(sum(paid_minor), 0)::bigint as paid, coalesce(sum(returned_minor), 0)::bigint as unpaid
   from payroll_run where engagement_id = e.id)`;

/** The engagements whose service pays people, by the buyer's name. */
export function listClientMoney(
  tx: Tx,
  viewer: Viewer,
  engagementId: string | null = null,
): Promise<ClientMoneyRow[]> {
  const one = engagementId === null ? Prisma.sql`true` : Prisma.sql`e.id = ${engagementId}::uuid`;
  return tx.$queryRaw<ClientMoneyRow[]>`
    select e.id as "engagementId", e.organization_id as "organizationId", e.provider_id as "providerId",
      e.title, b.name as "buyerName", v.name as "providerName", e.currency,
      f.cleared as "clearedMinor", f.expected as "expectedMinor", f.taken as "takenBackMinor",
      f.lost as "lostMinor",
      r.released as "releasedMinor", r.paid as "paidMinor", r.unpaid as "unpaidMinor"
    from engagement e join organization b on b.id = e.organization_id
      join organization v on v.id = e.provider_id
      cross join lateral ${SUMS} f cross join lateral ${RUNS} r
    where e.module_code = any (${[...PAYS_PEOPLE]}) and ${partiesAre(viewer, "e")} and ${one}
    order by b.name, e.id limit 100`;
}

export type FundingRow = {
  id: string;
  currency: string;
  amountMinor: bigint;
  state: string;
  reference: string | null;
  requestedBy: string;
  requestedAt: Date;
  clearedAt: Date | null;
  returnedAt: Date | null;
};

/** The latest funds of an engagement. */
export function listFundings(tx: Tx, viewer: Viewer, engagementId: string): Promise<FundingRow[]> {
  return tx.$queryRaw<FundingRow[]>`
    select c.id, c.currency, c.amount_minor as "amountMinor", c.state, c.reference,
      c.requested_by_name as "requestedBy", c.requested_at as "requestedAt", c.cleared_at as "clearedAt",
      c.returned_at as "returnedAt"
    from client_funding c where c.engagement_id = ${engagementId}::uuid and ${partiesAre(viewer, "c")}
    order by c.id desc limit 50`;
}

export type RunRow = {
  id: string;
  organizationId: string;
  providerId: string;
  engagementId: string;
  engagementTitle: string;
  title: string;
  currency: string;
  totalMinor: bigint;
  paidMinor: bigint;
  returnedMinor: bigint;
  payeeCount: number;
  state: RunState;
  preparedBy: string;
  preparedAt: Date;
  answeredBy: string | null;
  answeredAt: Date | null;
  reason: string | null;
  releasedAt: Date | null;
};

const RUN = Prisma.sql`
  select r.id, r.organization_id as "organizationId", r.provider_id as "providerId",
    r.engagement_id as "engagementId", e.title as "engagementTitle", r.title, r.currency,
    r.total_minor as "totalMinor", r.paid_minor as "paidMinor", r.returned_minor as "returnedMinor",
    r.payee_count as "payeeCount", r.state, r.prepared_by_name as "preparedBy",
    r.prepared_at as "preparedAt", r.answered_by_name as "answeredBy", r.answered_at as "answeredAt",
    r.reason, r.released_at as "releasedAt"
  from payroll_run r join engagement e on e.id = r.engagement_id`;

/** The runs of an engagement, the latest first; none of a foreign or missing one. */
export function listRuns(
  tx: Tx,
  viewer: Viewer,
  page: PageOf & { engagementId: string },
): Promise<RunRow[]> {
  if (!isId(page.engagementId)) return Promise.resolve([]);
  const keys = keyset({
    by: Prisma.sql`r.id`,
    from: Prisma.sql`payroll_run r`,
    id: Prisma.sql`r.id`,
    scope: partiesAre(viewer, "r"),
    page,
  });
  return tx.$queryRaw<RunRow[]>`${RUN}
    where r.engagement_id = ${page.engagementId}::uuid and ${partiesAre(viewer, "r")} and ${keys.where}
    ${keys.order}`;
}

/** One run; null for a missing and for a foreign id alike. */
export async function findRun(tx: Tx, viewer: Viewer, id: string): Promise<RunRow | null> {
  if (!isId(id)) return null;
  const [row] = await tx.$queryRaw<
    RunRow[]
  >`${RUN} where r.id = ${id}::uuid and ${partiesAre(viewer, "r")}`;
  return row ?? null;
}

export type WageRow = {
  id: string;
  organizationId: string;
  providerId: string;
  payee: string;
  /** Its end alone; the whole of it is told by reveal-account.ts. */
  account: string;
  currency: string;
  amountMinor: bigint;
  state: string;
  reason: string | null;
};

/** The wages of a run for the two parties; the database shows the marketplace's staff none. */
export async function listWages(tx: Tx, runId: string): Promise<WageRow[]> {
  const rows = await tx.$queryRaw<WageRow[]>`
    select p.id, p.organization_id as "organizationId", p.provider_id as "providerId", p.payee, p.account,
      p.currency, p.amount_minor as "amountMinor", p.state, p.reason
    from payroll_payment p where p.run_id = ${runId}::uuid order by p.payee, p.id`;
  return masked("payroll_payment.account", rows, await sealedFields(tx));
}

function masked<Row extends { id: string; account: string }>(
  column: "payroll_payment.account" | "wage_resend.account",
  rows: readonly Row[],
  { openKept }: SealedFields,
): Promise<Row[]> {
  return Promise.all(
    rows.map(async (row) => ({ ...row, account: maskedEnd(await openKept(column, row.id, row.account)) })),
  );
}

export type ResendRow = {
  id: string;
  /** Its end alone. */
  account: string;
  state: ResendState;
  proposedById: string;
  proposedByName: string;
  proposedAt: Date;
  answeredByName: string | null;
  reason: string | null;
};

/** How a wage that came back was sent again, the latest try last; for the two parties. */
export async function listResends(tx: Tx, paymentId: string): Promise<ResendRow[]> {
  const rows = await tx.$queryRaw<ResendRow[]>`
    select id, account, state, proposed_by_id as "proposedById", proposed_by_name as "proposedByName",
      proposed_at as "proposedAt", answered_by_name as "answeredByName", reason
    from wage_resend where payment_id = ${paymentId}::uuid order by id limit 50`;
  return masked("wage_resend.account", rows, await sealedFields(tx));
}
