import type { Viewer } from "../../domain/identity/viewer.ts";
import type { BreachFigure, BreachPolicy, BreachState } from "../../domain/service-levels/breach.ts";
import type { Effect } from "../../domain/service-levels/breach-effect.ts";
import type { Severity } from "../../domain/service-levels/breach-severity.ts";
import { toInstant, toPlainDate } from "../clock.ts";
import { Prisma, type Tx } from "../db.ts";
import { isId, partiesAre } from "../party-scope.ts";

/** A breach with the names a reader knows it by. Instants RFC 3339, days YYYY-MM-DD. */
export type BreachRow = {
  id: string;
  organizationId: string;
  providerId: string;
  engagementId: string;
  engagementTitle: string;
  buyerName: string;
  providerName: string;
  zone: string;
  period: string;
  levelId: string;
  levelName: string;
  status: "missed" | "failed";
  figure: BreachFigure;
  source: "computed" | "frozen" | "corrected";
  missedItemIds: string[];
  severity: Severity;
  state: BreachState;
  policy: BreachPolicy;
  openedAt: string;
  dueAt: string | null;
  planNumber: number;
  actionDueOn: string | null;
  promisedMonth: string | null;
  promisedFigure: string | null;
  effect: Effect | null;
  escalatedFor: string[];
  assignedToId: string | null;
  assignedToName: string | null;
  closedAt: string | null;
};

type Moments = "openedAt" | "dueAt" | "closedAt" | "actionDueOn";
type Raw = Omit<BreachRow, Moments> & { openedAt: Date } & Record<
    Exclude<Moments, "openedAt">,
    Date | null
  >;

const SELECT = Prisma.sql`
  select d.id, d.organization_id as "organizationId", d.provider_id as "providerId",
    d.engagement_id as "engagementId", e.title as "engagementTitle", b.name as "buyerName",
    v.name as "providerName", e.zone, d.period, d.level_id as "levelId", d.level_name as "levelName", d.status,
    d.figure, d.source, d.missed_item_ids as "missedItemIds", d.severity, d.state, d.policy,
    d.opened_at as "openedAt", d.due_at as "dueAt", d.plan_number as "planNumber",
    d.action_due_on as "actionDueOn", d.promised_month as "promisedMonth",
    d.promised_figure as "promisedFigure", d.effect, d.escalated_for as "escalatedFor",
    d.assigned_to_id as "assignedToId", d.assigned_to_name as "assignedToName", d.closed_at as "closedAt"
  from breach d join engagement e on e.id = d.engagement_id
  join organization b on b.id = d.organization_id join organization v on v.id = d.provider_id`;

/** One breach in the viewer's sight; null for a foreign and for a missing id alike. */
export async function findBreach(tx: Tx, p: { viewer: Viewer; id: string }): Promise<BreachRow | null> {
  if (!isId(p.id)) return null;
  const [row] = await tx.$queryRaw<Raw[]>`
    ${SELECT} where d.id = ${p.id}::uuid and ${partiesAre(p.viewer, "d")}`;
  return row ? shown(row) : null;
}

/** All breaches of an engagement, for the rules that look at several; oldest month first. */
export async function breachesOf(
  tx: Tx,
  p: { viewer: Viewer; engagementId: string },
): Promise<BreachRow[]> {
  const rows = await tx.$queryRaw<Raw[]>`
    ${SELECT} where d.engagement_id = ${p.engagementId}::uuid and ${partiesAre(p.viewer, "d")}
    order by d.period, d.level_id`;
  return rows.map(shown);
}

export type BreachFilter = {
  engagementId?: string | undefined;
  levelId?: string | undefined;
  states?: readonly string[] | undefined;
  severity?: number | undefined;
  escalated?: boolean | undefined;
  closed?: boolean | undefined;
  /** Only what is assigned to the viewer. */
  mine?: boolean | undefined;
};

/** A page of breaches: those at work first, the worst of them first, then by what is due. */
export async function listBreaches(
  tx: Tx,
  p: {
    viewer: Viewer;
    filter: BreachFilter;
    limit: number;
    after?: string | undefined;
    before?: string | undefined;
    inverted: boolean;
  },
): Promise<BreachRow[]> {
  if (p.filter.engagementId && !isId(p.filter.engagementId)) return [];
  const direction = p.inverted ? Prisma.sql`desc` : Prisma.sql`asc`;
  const rows = await tx.$queryRaw<Raw[]>`
    ${SELECT} where ${partiesAre(p.viewer, "d")} and ${conditions(p.filter, p.viewer)}
      and ${beyond(p.after, ">")} and ${beyond(p.before, "<")}
    order by ${PLACE} ${direction} limit ${p.limit}`;
  return rows.map(shown);
}

/** A text that sorts open before closed, the worse before the milder and the sooner due before the later. */
const PLACE = Prisma.sql`((case when d.closed_at is null then '0' else '1' end) || (9 - d.severity)::text
  || lpad(coalesce((extract(epoch from d.due_at) * 1000)::bigint, 9999999999999)::text, 13, '0')
  || lpad((9999999999999 - (extract(epoch from d.opened_at) * 1000)::bigint)::text, 13, '0') || d.id::text)
  collate "C"`;

function beyond(cursor: string | undefined, sign: "<" | ">"): Prisma.Sql {
  if (!cursor || !isId(cursor)) return Prisma.sql`true`;
  return Prisma.sql`${PLACE} ${Prisma.raw(sign)} (select ${PLACE} from breach d where d.id = ${cursor}::uuid)`;
}

function conditions(filter: BreachFilter, viewer: Viewer): Prisma.Sql {
  const parts = [Prisma.sql`true`];
  if (filter.engagementId) parts.push(Prisma.sql`d.engagement_id = ${filter.engagementId}::uuid`);
  if (filter.levelId) parts.push(Prisma.sql`d.level_id = ${filter.levelId}`);
  if (filter.states?.length) parts.push(Prisma.sql`d.state = any (${[...filter.states]}::text[])`);
  if (filter.severity) parts.push(Prisma.sql`d.severity = ${filter.severity}`);
  if (filter.escalated) parts.push(Prisma.sql`cardinality(d.escalated_for) > 0`);
  if (filter.mine) parts.push(Prisma.sql`d.assigned_to_id = ${viewer.userId}::uuid`);
  if (filter.closed !== undefined)
    parts.push(filter.closed ? Prisma.sql`d.closed_at is not null` : Prisma.sql`d.closed_at is null`);
  return Prisma.join(parts, " and ");
}

function shown(row: Raw): BreachRow {
  const text = (date: Date | null) => date && toInstant(date).toString();
  return {
    ...row,
    openedAt: toInstant(row.openedAt).toString(),
    dueAt: text(row.dueAt),
    closedAt: text(row.closedAt),
    actionDueOn: row.actionDueOn && toPlainDate(row.actionDueOn).toString(),
  };
}
