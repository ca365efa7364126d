import { Temporal } from "temporal-polyfill";
import { isRefusal, type RowRefusal, type WorkEventRow } from "../../domain/delivery/work-event-row.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { monthOf } from "../../domain/shared/period.ts";
import { toDate } from "../clock.ts";
import { Prisma, type Tx } from "../db.ts";
import { isId, partiesAre } from "../party-scope.ts";
import type { ContractedEngagement } from "./contracted-engagement.ts";

/**
 * Keeps events that came after their month was frozen, each once; answers the ids of those that are new.
 * They change no item: a correction is made of them.
 */
export async function keepLateEvents(
  tx: Tx,
  p: {
    engagement: ContractedEngagement;
    source: string;
    actor: string;
    now: Temporal.Instant;
    late: readonly { read: WorkEventRow | RowRefusal | undefined; body: unknown }[];
  },
): Promise<string[]> {
  const { id, organizationId, providerId, zone } = p.engagement;
  const rows = p.late.flatMap(({ read, body }) =>
    !read || isRefusal(read)
      ? []
      : [
          {
            event_id: read.id,
            item_reference: read.item,
            type: read.type,
            at: read.at,
            period: monthOf(Temporal.Instant.fromEpochMilliseconds(read.atMs), zone),
            body,
          },
        ],
  );
  if (rows.length === 0) return [];
  const kept = await tx.$queryRaw<{ id: string }[]>`
    insert into late_work_event (organization_id, provider_id, engagement_id, source, event_id,
      item_reference, type, at, period, body, received_by, received_at)
    select ${organizationId}::uuid, ${providerId}::uuid, ${id}::uuid, ${p.source}, n.event_id,
      n.item_reference, n.type, n.at, n.period, n.body, ${p.actor}, ${toDate(p.now)}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(event_id text, item_reference text,
      type text, at timestamptz, period text, body jsonb)
    on conflict (engagement_id, source, event_id) do nothing returning id`;
  return kept.map((row) => row.id);
}

export type LateEventRow = {
  id: string;
  engagementId: string;
  source: string;
  eventId: string;
  itemReference: string;
  type: string;
  at: Date;
  period: string;
  body: unknown;
  receivedBy: string;
  receivedAt: Date;
};

/** A page of an engagement's late events, newest first; `after` is the id of the last one seen. */
export async function lateWorkEvents(
  tx: Tx,
  p: {
    viewer: Viewer;
    engagementId: string;
    after?: string | undefined;
    before?: string | undefined;
    limit: number;
    inverted: boolean;
  },
): Promise<LateEventRow[]> {
  if (!isId(p.engagementId)) return [];
  const cut = (id: string | undefined, sign: "<" | ">") =>
    id && isId(id) ? Prisma.sql`and l.id ${Prisma.raw(sign)} ${id}::uuid` : Prisma.empty;
  return tx.$queryRaw<LateEventRow[]>`
    select l.id, l.engagement_id as "engagementId", l.source, l.event_id as "eventId",
      l.item_reference as "itemReference", l.type, l.at, l.period, l.body, l.received_by as "receivedBy",
      l.received_at as "receivedAt"
    from late_work_event l where l.engagement_id = ${p.engagementId}::uuid and ${partiesAre(p.viewer, "l")}
      ${cut(p.after, "<")} ${cut(p.before, ">")}
    order by l.id ${Prisma.raw(p.inverted ? "asc" : "desc")} limit ${p.limit}`;
}
