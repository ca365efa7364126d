import { tapeText, writeTape } from "../../domain/delivery/event-tape.ts";
import type { WorkEventRow } from "../../domain/delivery/work-event-row.ts";
import type { ItemChange } from "../../domain/delivery/work-event-settle.ts";
import { inTrailOrder } from "../../domain/delivery/work-item-fold.ts";
import type { Tx } from "../db.ts";
import type { ContractedEngagement } from "./contracted-engagement.ts";
import type { EventData } from "./recorded-work-events.read.ts";

type Place = { engagement: ContractedEngagement; source: string; actor: string };

/** Writes items that were not known, as their events make them; answers their ids by reference. */
export async function insertItems(
  tx: Tx,
  p: Place & { changes: readonly ItemChange[] },
): Promise<Map<string, string>> {
  if (p.changes.length === 0) return new Map();
  const { id, organizationId, providerId } = p.engagement;
  const rows = await tx.$queryRaw<{ id: string; reference: string }[]>`
    insert into work_item (organization_id, provider_id, engagement_id, source, reference, type, title,
      priority, state, waiting_on, opened_at, resolved_at, closed_at, site, tags, fields, tape)
    select ${organizationId}::uuid, ${providerId}::uuid, ${id}::uuid, ${p.source}, n.reference, n.type,
      n.title, n.priority, n.state, n.waiting_on, n.opened_at, n.resolved_at, n.closed_at, n.site, n.tags,
      n.fields, n.tape
    from jsonb_to_recordset(${JSON.stringify(p.changes.map(itemRow))}::jsonb) as n(reference text, type text,
      title text, priority text, state text, waiting_on text, opened_at timestamptz, resolved_at timestamptz,
      closed_at timestamptz, site text, tags text[], fields jsonb, tape bytea)
    returning id, reference`;
  return new Map(rows.map((row) => [row.reference, row.id]));
}

/** Brings the columns and the tapes of known items in line with their events, after new ones were written. */
export async function updateItems(tx: Tx, changes: readonly ItemChange[]): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map((change) => ({ id: change.known?.id, ...itemRow(change) }));
  await tx.$executeRaw`
    update work_item w set type = n.type, title = n.title, priority = n.priority, state = n.state,
      waiting_on = n.waiting_on, opened_at = n.opened_at, resolved_at = n.resolved_at,
      closed_at = n.closed_at, site = n.site, tags = n.tags, fields = n.fields, tape = n.tape
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(id uuid, type text, title text,
      priority text, state text, waiting_on text, opened_at timestamptz, resolved_at timestamptz,
      closed_at timestamptz, site text, tags text[], fields jsonb, tape bytea)
    where w.id = n.id`;
}

/** Writes the events that are new. */
export async function insertEvents(
  tx: Tx,
  p: Place & {
    changes: readonly ItemChange[];
    /** By the place of the row in the call. */
    digests: readonly (string | null)[];
    idOf: (reference: string) => string;
  },
): Promise<void> {
  const columns = columnsOf(p);
  if (columns.keys.length === 0) return;
  const { id, organizationId, providerId } = p.engagement;
  await tx.$executeRaw`
    insert into work_item_event (organization_id, provider_id, engagement_id, source, work_item_id,
      source_key, position, type, at, actor, held_by, reason, data, body_hash)
    select ${organizationId}::uuid, ${providerId}::uuid, ${id}::uuid, ${p.source}, n.work_item_id,
      n.source_key, n.position, n.type, n.at, coalesce(n.actor, ${p.actor}), n.held_by, n.reason,
      n.data::jsonb, n.body_hash
    from unnest(${columns.items}::uuid[], ${columns.keys}::text[], ${columns.positions}::int[],
      ${columns.types}::text[], ${columns.ats}::timestamptz[], ${columns.actors}::text[],
      ${columns.held}::text[], ${columns.reasons}::text[], ${columns.data}::text[],
      ${columns.digests}::text[])
      as n(work_item_id, source_key, position, type, at, actor, held_by, reason, data, body_hash)`;
}

function columnsOf(p: Parameters<typeof insertEvents>[1]) {
  const columns = {
    items: [] as string[],
    keys: [] as string[],
    positions: [] as number[],
    types: [] as string[],
    ats: [] as string[],
    actors: [] as (string | null)[],
    held: [] as (string | null)[],
    reasons: [] as string[],
    data: [] as string[],
    digests: [] as string[],
  };
  for (const change of p.changes) {
    const item = p.idOf(change.reference);
    for (const [index, event] of change.events.entries()) {
      columns.items.push(item);
      columns.keys.push(event.id);
      columns.positions.push(event.position);
      columns.types.push(event.type);
      columns.ats.push(event.at);
      columns.actors.push(event.actor);
      columns.held.push(event.waitingOn);
      columns.reasons.push(event.reason);
      columns.data.push(dataText(event));
      columns.digests.push(p.digests[change.rows[index] ?? -1] ?? "");
    }
  }
  return columns;
}

/** What the event says beside its columns; what it does not say is left out. */
function dataText(event: WorkEventRow): string {
  const { priority, itemType, title, site, tags, fields, data } = event;
  const kept: EventData = {
    ...(priority === null ? {} : { priority }),
    ...(itemType === null ? {} : { itemType }),
    ...(title === null ? {} : { title }),
    ...(site === null ? {} : { site }),
    ...(tags === null ? {} : { tags: [...tags] }),
    ...(fields === null ? {} : { fields }),
    ...(data === null ? {} : { data }),
  };
  return JSON.stringify(kept);
}

function itemRow({ reference, facts, known, events }: ItemChange) {
  const trail = [...(known?.events ?? []), ...events].sort(inTrailOrder);
  const { waitingOn, openedAt, resolvedAt, closedAt, ...plain } = facts;
  const times = { opened_at: openedAt, resolved_at: resolvedAt, closed_at: closedAt };
  return { reference, ...plain, waiting_on: waitingOn, ...times, tape: tapeText(writeTape(trail)) };
}
