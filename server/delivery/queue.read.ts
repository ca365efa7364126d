import { z } from "zod";
import { type QueueGroup, type QueueSpan, queueGroupsOf } from "../../domain/delivery/queue-group.ts";
import type { WorkItemState } from "../../domain/delivery/work-item-state.ts";
import { isStaff, type Viewer } from "../../domain/identity/viewer.ts";
import { instantText } from "../clock.ts";
import { Prisma, type Tx } from "../db.ts";
import { isId, providersOwn } from "../party-scope.ts";
import { preparedWhole } from "../raw-sql.ts";

/** One open item of the queue. Times are RFC 3339 in UTC. */
export type QueueRow = {
  id: string;
  reference: string;
  title: string;
  priority: string | null;
  state: WorkItemState;
  /** Who holds the clock: provider, buyer or third_party. */
  holder: string;
  dueAt: string | null;
  group: QueueGroup;
  engagementId: string;
  engagementTitle: string;
  buyer: string;
  provider: string;
};

export type QueueFilter = {
  group?: string | null;
  engagementId?: string | null;
  priorities?: readonly string[] | null;
  holder?: string | null;
};

type Asked = { viewer: Viewer; filter: QueueFilter; spans: readonly QueueSpan[] };

/** The states of open work, written as the partial indexes write them, so that these are used. */
const OPEN = Prisma.sql`w.state in ('open', 'in_progress', 'waiting')`;

/**
 * Open work of every engagement that the viewer delivers (staff: of all), by when it falls due, what stands
 * still last. Walks the index of open items from the cursor on.
 */
export async function queueRows(
  tx: Tx,
  p: Asked & {
    limit: number;
    after?: string | undefined;
    before?: string | undefined;
    inverted: boolean;
  },
): Promise<QueueRow[]> {
  const order = p.inverted
    ? Prisma.sql`w.due_at desc nulls first, w.id desc`
    : Prisma.sql`w.due_at asc nulls last, w.id asc`;
  const statement = Prisma.sql`
    select w.id, w.reference, w.title, w.priority, w.state, w.due_at as "dueAt",
      case when w.state = 'waiting' then coalesce(w.waiting_on, 'buyer') else 'provider' end as holder,
      e.id as "engagementId", e.title as "engagementTitle", b.name as buyer, s.name as provider
    from (select w.id, w.reference, w.title, w.priority, w.state, w.due_at, w.waiting_on, w.engagement_id
      from work_item w where ${conditions(p)} ${cursorCondition(p.after, "after")}
      ${cursorCondition(p.before, "before")} order by ${order} limit ${p.limit}) w
    join engagement e on e.id = w.engagement_id join organization b on b.id = e.organization_id
    join organization s on s.id = e.provider_id
    order by ${order}`;
  // What the queue opens with. Planning it takes longer than running it, and there are two of its texts.
  const { group, engagementId, priorities, holder } = p.filter;
  const narrowed = [p.after, p.before, group, engagementId, priorities, holder].some((one) => one ?? false);
  const usual = !p.inverted && !narrowed;
  const rows = await tx.$queryRaw<(Omit<QueueRow, "dueAt" | "group"> & { dueAt: Date | null })[]>(
    usual ? preparedWhole(statement) : statement,
  );
  const groupOf = queueGroupsOf(p.spans);
  return rows.map((row) => {
    const dueAt = row.dueAt ? instantText(row.dueAt) : null;
    return { ...row, dueAt, group: groupOf(dueAt) };
  });
}

/** Where counting stops: beyond it a reader needs no exact figure, and the cost stays the same. */
export const MOST_COUNTED = 1_000;

export type QueueCount = { group: QueueGroup; n: number };

/** How much open work each group holds under the filters, up to a thousand each. */
export async function queueCounts(tx: Tx, p: Asked): Promise<QueueCount[]> {
  const parts = p.spans.map(
    ({
      group,
    }) => Prisma.sql`select ${group} as "group", (select count(*)::int from (select 1 from work_item w
      where ${conditions({ ...p, filter: { ...p.filter, group } })} limit ${MOST_COUNTED}) counted) as n`,
  );
  return tx.$queryRaw<QueueCount[]>`${Prisma.join(parts, " union all ")}`;
}

/** The engagements that the queue can be narrowed to, by title. */
export function queueEngagements(
  tx: Tx,
  viewer: Viewer,
): Promise<{ id: string; title: string; buyer: string }[]> {
  return tx.$queryRaw`
    select e.id, e.title, b.name as buyer from engagement e join organization b on b.id = e.organization_id
    where ${providersOwn(viewer, "e")} and e.state <> 'ended' order by e.title, b.name, e.id limit 200`;
}

export function queueCursor(row: Pick<QueueRow, "dueAt" | "id">): string {
  return Buffer.from(`${row.dueAt ?? ""}|${row.id}`).toString("base64url");
}

function conditions({ viewer, filter, spans }: Asked): Prisma.Sql {
  const parts = [OPEN];
  const span = spans.find((one) => one.group === filter.group && one.group !== "paused");
  if (span) parts.push(within(span, viewer));
  else parts.push(providersOwn(viewer, "w"));
  if (filter.group === "paused") parts.push(Prisma.sql`w.due_at is null`);
  if (filter.engagementId)
    parts.push(
      isId(filter.engagementId)
        ? Prisma.sql`w.engagement_id = ${filter.engagementId}::uuid`
        : Prisma.sql`false`,
    );
  if (filter.priorities?.length)
    parts.push(Prisma.sql`w.priority = any (${[...filter.priorities]}::text[])`);
  if (filter.holder === "provider") parts.push(Prisma.sql`w.state <> 'waiting'`);
  else if (filter.holder)
    parts.push(Prisma.sql`w.state = 'waiting' and coalesce(w.waiting_on, 'buyer') = ${filter.holder}`);
  return Prisma.join(parts, " and ");
}

/**
 * What falls due in a span, of the provider's own work. Their id is compared together with the moment, so
 * that the index of their own work is walked from the one moment to the other: apart, the planner thinks the
 * index of everybody's work as good, and walks past all that is others'.
 */
function within(span: QueueSpan, viewer: Viewer): Prisma.Sql {
  const [after, until] = [span.after ?? "-infinity", span.until ?? "infinity"];
  if (isStaff(viewer))
    return Prisma.sql`${providersOwn(viewer, "w")} and w.due_at > ${after}::timestamptz
      and w.due_at <= ${until}::timestamptz`;
  const own = viewer.organizationId;
  return Prisma.sql`(w.provider_id, w.due_at) > (${own}::uuid, ${after}::timestamptz)
    and (w.provider_id, w.due_at) <= (${own}::uuid, ${until}::timestamptz)`;
}

const instantSchema = z.iso.datetime();

/** A cursor that nobody made is treated as none. What stands still comes after everything that is due. */
function cursorCondition(cursor: string | undefined, side: "after" | "before"): Prisma.Sql {
  const [at = "", id = ""] = cursor ? Buffer.from(cursor, "base64url").toString().split("|") : [];
  if (!isId(id) || (at !== "" && !instantSchema.safeParse(at).success)) return Prisma.empty;
  if (at === "")
    return side === "after"
      ? Prisma.sql`and w.due_at is null and w.id > ${id}::uuid`
      : Prisma.sql`and (w.due_at is not null or w.id < ${id}::uuid)`;
  const key = Prisma.sql`(w.due_at, w.id)`;
  const value = Prisma.sql`(${at}::timestamptz, ${id}::uuid)`;
  return side === "after"
    ? Prisma.sql`and (${key} > ${value} or w.due_at is null)`
    : Prisma.sql`and ${key} < ${value}`;
}
