import type { Viewer } from "../../domain/identity/viewer.ts";
import { Prisma, type Tx } from "../db.ts";
import { isId, partiesAre } from "../party-scope.ts";
import type { RowResult } from "./record-work-events.ts";

export type ConnectionRow = {
  id: string;
  engagementId: string;
  name: string;
  source: string;
  disabledAt: Date | null;
  lastDeliveryAt: Date | null;
  createdByName: string;
  createdAt: Date;
  deliveries: number;
  accepted: number;
  refused: number;
  /** When the secret before the last rotation ends; null where one secret works alone. */
  overlapUntil: Date | null;
};

export type DeliveryRow = {
  id: string;
  connectionId: string;
  engagementId: string;
  state: string;
  failure: string | null;
  accepted: number;
  duplicates: number;
  refused: number;
  runs: number;
  receivedAt: Date;
  processedAt: Date | null;
};

const CONNECTION = Prisma.sql`select c.id, c.engagement_id as "engagementId", c.name, c.source,
  c.disabled_at as "disabledAt", c.last_delivery_at as "lastDeliveryAt", c.created_by_name as "createdByName",
  c.created_at as "createdAt", d.deliveries, d.accepted, d.refused, s.until as "overlapUntil"
  from inbound_connection c
  left join lateral (select count(*)::int as deliveries, coalesce(sum(accepted), 0)::int as accepted,
    coalesce(sum(refused), 0)::int as refused from inbound_delivery where connection_id = c.id) d on true
  left join lateral (select max(expires_at) as until from inbound_secret where connection_id = c.id) s on true`;

/** The connections of an engagement, by name. */
export async function inboundConnections(
  tx: Tx,
  p: { viewer: Viewer; engagementId: string },
): Promise<ConnectionRow[]> {
  if (!isId(p.engagementId)) return [];
  return tx.$queryRaw<ConnectionRow[]>`
    ${CONNECTION} where c.engagement_id = ${p.engagementId}::uuid and ${partiesAre(p.viewer, "c")}
    order by c.name limit 200`;
}

/** One connection; null for a missing and for a foreign id alike. */
export async function inboundConnection(
  tx: Tx,
  p: { viewer: Viewer; id: string },
): Promise<ConnectionRow | null> {
  if (!isId(p.id)) return null;
  const rows = await tx.$queryRaw<ConnectionRow[]>`
    ${CONNECTION} where c.id = ${p.id}::uuid and ${partiesAre(p.viewer, "c")}`;
  return rows[0] ?? null;
}

const DELIVERY = Prisma.sql`select d.id, d.connection_id as "connectionId", c.engagement_id as "engagementId",
  d.state, d.failure, d.accepted, d.duplicates, d.refused, d.runs, d.received_at as "receivedAt",
  d.processed_at as "processedAt" from inbound_delivery d join inbound_connection c on c.id = d.connection_id`;

/** A page of a connection's deliveries, newest first; `after` is the id of the last one seen. */
export async function inboundDeliveries(
  tx: Tx,
  p: {
    viewer: Viewer;
    connectionId: string;
    after?: string | undefined;
    before?: string | undefined;
    limit: number;
    inverted: boolean;
  },
): Promise<DeliveryRow[]> {
  if (!isId(p.connectionId)) return [];
  const cut = (id: string | undefined, sign: "<" | ">") =>
    id && isId(id) ? Prisma.sql`and d.id ${Prisma.raw(sign)} ${id}::uuid` : Prisma.empty;
  return tx.$queryRaw<DeliveryRow[]>`
    ${DELIVERY} where d.connection_id = ${p.connectionId}::uuid and ${partiesAre(p.viewer, "d")}
      ${cut(p.after, "<")} ${cut(p.before, ">")}
    order by d.id ${Prisma.raw(p.inverted ? "asc" : "desc")} limit ${p.limit}`;
}

/** One delivery; null for a missing and for a foreign id alike. */
export async function inboundDelivery(
  tx: Tx,
  p: { viewer: Viewer; id: string },
): Promise<DeliveryRow | null> {
  if (!isId(p.id)) return null;
  const rows = await tx.$queryRaw<DeliveryRow[]>`
    ${DELIVERY} where d.id = ${p.id}::uuid and ${partiesAre(p.viewer, "d")}`;
  return rows[0] ?? null;
}

/** A delivery's body, cut at the given length, and its rows in order, those that were refused first. */
export async function deliveryContent(
  tx: Tx,
  p: { viewer: Viewer; id: string; characters: number; rows: number },
): Promise<{ body: string; bodyCharacters: number; rows: (RowResult & { row: number })[] }> {
  const [found] = await tx.$queryRaw<
    { body: string; length: number; rows: (RowResult & { row: number })[] | null }[]
  >`
    select left(d.body, ${p.characters}::int) as body, length(d.body) as length,
      (select jsonb_agg(x.one || jsonb_build_object('row', x.place - 1) order by x.refused desc, x.place) from (
        select one, place, one->>'status' = 'refused' as refused
        from jsonb_array_elements(d.results) with ordinality as e(one, place)
        order by refused desc, place limit ${p.rows}::int) x) as rows
    from inbound_delivery d where d.id = ${p.id}::uuid and ${partiesAre(p.viewer, "d")}`;
  return { body: found?.body ?? "", bodyCharacters: found?.length ?? 0, rows: found?.rows ?? [] };
}
