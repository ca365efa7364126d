import { z } from "zod";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { WarningStep } from "../../domain/service-levels/warning-step.ts";
import { toInstant } from "../clock.ts";
import { Prisma, type Tx } from "../db.ts";
import { isId } from "../party-scope.ts";

/** A warning as one person is told it. Times are RFC 3339 in UTC. */
export type WarningRow = {
  id: string;
  step: WarningStep;
  workItemId: string;
  reference: string;
  title: string;
  engagementId: string;
  engagementTitle: string;
  zone: string;
  levelName: string;
  priority: string | null;
  targetSeconds: number;
  reachedAt: string;
  breachAt: string;
  forecast: { ahead: number; handlingSeconds: number; sample: number; doneAt: string } | null;
  shownAt: string;
  readAt: string | null;
  /** Whether the work has ended since. */
  over: boolean;
};

type Raw = Omit<WarningRow, "reachedAt" | "breachAt" | "shownAt" | "readAt"> & {
  reachedAt: Date;
  breachAt: Date;
  shownAt: Date;
  readAt: Date | null;
};

const mine = (viewer: Viewer, now: string) => Prisma.sql`n.user_id = ${viewer.userId}::uuid
  and n.party_id = ${viewer.organizationId}::uuid and n.show_at <= ${now}::timestamptz`;

/** The viewer's own warnings, newest first; those that wait for the viewer's hours are not there yet. */
export async function warningRows(
  tx: Tx,
  p: {
    viewer: Viewer;
    now: string;
    unread: boolean;
    limit: number;
    after?: string | undefined;
    before?: string | undefined;
    inverted: boolean;
    id?: string;
  },
): Promise<WarningRow[]> {
  const order = p.inverted ? Prisma.sql`n.show_at asc, n.id asc` : Prisma.sql`n.show_at desc, n.id desc`;
  const rows = await tx.$queryRaw<Raw[]>`
    select n.id, s.step, w.id as "workItemId", w.reference, w.title, e.id as "engagementId",
      e.title as "engagementTitle", e.zone, coalesce((select l->>'name'
        from jsonb_array_elements(v.terms->'serviceLevels') l where l->>'id' = s.level_id limit 1), s.level_id)
        as "levelName", s.priority, s.target_seconds as "targetSeconds", s.reached_at as "reachedAt",
      s.breach_at as "breachAt", s.forecast, n.show_at as "shownAt", n.read_at as "readAt",
      coalesce(w.resolved_at, w.closed_at) is not null as "over"
    from warning_notice n join sla_warning s on s.id = n.warning_id join work_item w on w.id = s.work_item_id
    join engagement e on e.id = s.engagement_id join sow_version v on v.id = e.sow_version_id
    where ${mine(p.viewer, p.now)} ${p.unread ? Prisma.sql`and n.read_at is null` : Prisma.empty}
      ${p.id ? Prisma.sql`and n.id = ${p.id}::uuid` : Prisma.empty}
      ${cursorCondition(p.after, "<")} ${cursorCondition(p.before, ">")}
    order by ${order} limit ${p.limit}`;
  return rows.map((row) => ({
    ...row,
    reachedAt: toInstant(row.reachedAt).toString(),
    breachAt: toInstant(row.breachAt).toString(),
    shownAt: toInstant(row.shownAt).toString(),
    readAt: row.readAt ? toInstant(row.readAt).toString() : null,
  }));
}

/** Where counting stops: beyond it a reader needs no exact figure. */
export const MOST_UNREAD = 100;

/** How many warnings the viewer has not read, up to a hundred. */
export async function unreadWarnings(tx: Tx, p: { viewer: Viewer; now: string }): Promise<number> {
  const [row] = await tx.$queryRaw<{ n: number }[]>`
    select count(*)::int as n from (select 1 from warning_notice n where ${mine(p.viewer, p.now)}
      and n.read_at is null limit ${MOST_UNREAD}) counted`;
  return row?.n ?? 0;
}

export function warningCursor(row: Pick<WarningRow, "shownAt" | "id">): string {
  return Buffer.from(`${row.shownAt}|${row.id}`).toString("base64url");
}

const instantSchema = z.iso.datetime();

/** A cursor that nobody made is treated as none: the reader sees the first page. */
function cursorCondition(cursor: string | undefined, sign: "<" | ">"): Prisma.Sql {
  const [at = "", id = ""] = cursor ? Buffer.from(cursor, "base64url").toString().split("|") : [];
  if (!isId(id) || !instantSchema.safeParse(at).success) return Prisma.empty;
  return Prisma.sql`and (n.show_at, n.id) ${Prisma.raw(sign)} (${at}::timestamptz, ${id}::uuid)`;
}
