import { z } from "zod";
import type { WaitingOn } from "../../domain/delivery/import-events.ts";
import type { WorkItemState } from "../../domain/delivery/work-item-state.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { toInstant } from "../clock.ts";
import { Prisma, type Tx } from "../db.ts";
import { isId, partiesAre } from "../party-scope.ts";

export type WorkItemRow = {
  id: string;
  engagementId: string;
  source: string;
  reference: string;
  type: string;
  title: string;
  priority: string | null;
  state: WorkItemState;
  waitingOn: WaitingOn | null;
  /** Times are RFC 3339 in UTC. */
  openedAt: string;
  resolvedAt: string | null;
  closedAt: string | null;
  dueAt: string | null;
  deskMadeSla: boolean | null;
  fields: Record<string, unknown>;
  site: string | null;
  tags: string[];
};

export type WorkFilter = {
  engagementId: string;
  states?: readonly string[] | null;
  priorities?: readonly string[] | null;
  overdue?: boolean | null;
  search?: string | null;
};

type Raw = Omit<WorkItemRow, "openedAt" | "resolvedAt" | "closedAt" | "dueAt"> & {
  openedAt: Date;
  resolvedAt: Date | null;
  closedAt: Date | null;
  dueAt: Date | null;
};

const COLUMNS = Prisma.sql`w.id, w.engagement_id as "engagementId", w.source, w.reference, w.type,
  w.title, w.priority,
  w.state, w.waiting_on as "waitingOn", w.opened_at as "openedAt", w.resolved_at as "resolvedAt",
  w.closed_at as "closedAt", w.due_at as "dueAt", w.desk_made_sla as "deskMadeSla", w.fields, w.site,
  w.tags`;

/** A page of an engagement's work, newest first, after or before a cursor made by `workCursor`. */
export async function workItems(
  tx: Tx,
  p: {
    viewer: Viewer;
    filter: WorkFilter;
    now: string;
    limit: number;
    after?: string | undefined;
    before?: string | undefined;
    inverted: boolean;
  },
): Promise<WorkItemRow[]> {
  if (!isId(p.filter.engagementId)) return [];
  const order = p.inverted
    ? Prisma.sql`w.opened_at asc, w.id asc`
    : Prisma.sql`w.opened_at desc, w.id desc`;
  const rows = await tx.$queryRaw<Raw[]>`
    select ${COLUMNS} from work_item w where ${conditions(p.viewer, p.filter, p.now)}
      ${cursorCondition(p.after, "<")} ${cursorCondition(p.before, ">")}
    order by ${order} limit ${p.limit}`;
  return rows.map(shown);
}

export type WorkCount = { state: string; priority: string | null; overdue: boolean; n: number };

/** How much work there is by state, priority and lateness, whatever the filter: for the filter's figures. */
export async function workCounts(
  tx: Tx,
  p: { viewer: Viewer; engagementId: string; now: string },
): Promise<WorkCount[]> {
  if (!isId(p.engagementId)) return [];
  return tx.$queryRaw<WorkCount[]>`
    select w.state, w.priority, coalesce(w.due_at < ${p.now}::timestamptz, false) as overdue,
      count(*)::int as n
    from work_item w where w.engagement_id = ${p.engagementId}::uuid and ${partiesAre(p.viewer, "w")}
    group by 1, 2, 3`;
}

/** Work items by id, in the viewer's sight, in no order. */
export async function workItemsById(
  tx: Tx,
  p: { viewer: Viewer; ids: readonly string[] },
): Promise<WorkItemRow[]> {
  const ids = p.ids.filter(isId);
  if (ids.length === 0) return [];
  const rows = await tx.$queryRaw<Raw[]>`
    select ${COLUMNS} from work_item w where w.id = any (${ids}::uuid[]) and ${partiesAre(p.viewer, "w")}`;
  return rows.map(shown);
}

/** Most items that share a reference and are worth a choice. */
const MOST_ALIKE = 10;

/** The items of a reference in all engagements in the viewer's sight, newest first, ten at most. */
export async function workItemsByReference(
  tx: Tx,
  p: { viewer: Viewer; reference: string },
): Promise<WorkItemRow[]> {
  const rows = await tx.$queryRaw<Raw[]>`
    select ${COLUMNS} from work_item w
    where w.engagement_id in (select e.id from engagement e where ${partiesAre(p.viewer, "e")})
      and w.reference = ${p.reference.trim()} and ${partiesAre(p.viewer, "w")}
    order by w.opened_at desc, w.id desc limit ${MOST_ALIKE}`;
  return rows.map(shown);
}

export function workCursor(row: Pick<WorkItemRow, "openedAt" | "id">): string {
  return Buffer.from(`${row.openedAt}|${row.id}`).toString("base64url");
}

function conditions(viewer: Viewer, filter: WorkFilter, now: string): Prisma.Sql {
  const parts = [Prisma.sql`w.engagement_id = ${filter.engagementId}::uuid`, partiesAre(viewer, "w")];
  if (filter.states?.length) parts.push(Prisma.sql`w.state = any (${[...filter.states]}::text[])`);
  if (filter.priorities?.length)
    parts.push(Prisma.sql`w.priority = any (${[...filter.priorities]}::text[])`);
  if (filter.overdue) parts.push(Prisma.sql`w.due_at < ${now}::timestamptz`);
  if (filter.search) {
    const like = `%${filter.search.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    parts.push(Prisma.sql`(w.title ilike ${like} or w.reference ilike ${like})`);
  }
  return Prisma.join(parts, " and ");
}

const instantSchema = z.iso.datetime();

/** A cursor that nobody made is treated as none: the reader sees the first page. */
function cursorCondition(cursor: string | undefined, sign: "<" | ">"): Prisma.Sql {
  const [at = "", id = ""] = cursor ? Buffer.from(cursor, "base64url").toString().split("|") : [];
  if (!isId(id) || !instantSchema.safeParse(at).success) return Prisma.empty;
  return Prisma.sql`and (w.opened_at, w.id) ${Prisma.raw(sign)} (${at}::timestamptz, ${id}::uuid)`;
}

function shown(row: Raw): WorkItemRow {
  const text = (date: Date | null) => (date ? toInstant(date).toString() : null);
  return {
    ...row,
    openedAt: toInstant(row.openedAt).toString(),
    resolvedAt: text(row.resolvedAt),
    closedAt: text(row.closedAt),
    dueAt: text(row.dueAt),
  };
}
