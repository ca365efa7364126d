import { z } from "zod";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { toInstant } from "../clock.ts";
import { Prisma, type Tx } from "../db.ts";
import { isId } from "../party-scope.ts";

/**
 * A warning, a step of a breach, a reached termination trigger or a notice of the end, as one person is
 * told it. Times are RFC 3339 in UTC.
 */
export type WarningRow = {
  id: string;
  /** Of a clock a WarningStep; of a breach what happened to it; "termination" of a reached trigger; "notice". */
  step: string;
  /** Of a clock; null where it is about a breach. */
  workItemId: string | null;
  reference: string | null;
  /** The work's title; of a breach the level, of a trigger its condition, of a notice the last day. */
  title: string;
  /** Of a breach; null where it is about a clock. */
  breachId: string | null;
  month: string | null;
  note: string | null;
  engagementId: string;
  engagementTitle: string;
  zone: string;
  levelName: string;
  priority: string | null;
  targetSeconds: number | null;
  reachedAt: string;
  breachAt: string | null;
  forecast: { ahead: number; handlingSeconds: number; sample: number; doneAt: string } | null;
  shownAt: string;
  readAt: string | null;
  /** Whether the work has ended since. */
  over: boolean;
};

type Raw = Omit<WarningRow, "reachedAt" | "breachAt" | "shownAt" | "readAt"> & {
  reachedAt: Date;
  breachAt: Date | null;
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
    select n.id, coalesce(s.step, t.action, case when g.id is null then 'termination' else 'notice' end) as step,
      w.id as "workItemId", w.reference,
      coalesce(w.title, d.level_name, x.condition, 'Ends on ' || to_char(g.last_day, 'FMDD FMMonth YYYY')) as title,
      d.id as "breachId", coalesce(d.period, x.period) as month,
      coalesce(t.reason, x.because, concat_ws(': ', 'The ' || g.party || ' gave notice', g.condition)) as note,
      e.id as "engagementId",
      e.title as "engagementTitle", e.zone, coalesce(d.level_name, (select l->>'name'
        from jsonb_array_elements(v.terms->'serviceLevels') l where l->>'id' = s.level_id limit 1), s.level_id,
        x.condition, e.title) as "levelName", s.priority, s.target_seconds as "targetSeconds",
      coalesce(s.reached_at, t.at, x.reached_at, g.given_at) as "reachedAt",
      s.breach_at as "breachAt", s.forecast, n.show_at as "shownAt", n.read_at as "readAt",
      coalesce(w.resolved_at, w.closed_at, d.closed_at) is not null as "over"
    from warning_notice n
    left join sla_warning s on s.id = n.warning_id left join work_item w on w.id = s.work_item_id
    left join breach_step t on t.id = n.breach_step_id left join breach d on d.id = t.breach_id
    left join termination_reached x on x.id = n.termination_id
    left join termination_notice g on g.id = n.ending_id
    join engagement e on e.id = coalesce(s.engagement_id, d.engagement_id, x.engagement_id, g.engagement_id)
    join sow_version v on v.id = e.sow_version_id
    where ${mine(p.viewer, p.now)} ${p.unread ? Prisma.sql`and n.read_at is null` : Prisma.empty}
      ${p.id ? Prisma.sql`and n.id = ${p.id}::uuid` : Prisma.empty}
      ${cursorCondition(p.after, "<")} ${cursorCondition(p.before, ">")}
    order by ${order} limit ${p.limit}`;
  return rows.map((row) => ({
    ...row,
    reachedAt: toInstant(row.reachedAt).toString(),
    breachAt: row.breachAt && toInstant(row.breachAt).toString(),
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
