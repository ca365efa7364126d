import type { WaitingOn } from "../../domain/delivery/import-events.ts";
import type { KnownItem } from "../../domain/delivery/work-event-settle.ts";
import type { TrailEvent } from "../../domain/delivery/work-item-fold.ts";
import type { WorkEventType, WorkItemState } from "../../domain/delivery/work-item-state.ts";
import { toInstant } from "../clock.ts";
import type { Tx } from "../db.ts";
import { prepared } from "../raw-sql.ts";

type At = { engagementId: string; source: string };

/** What the events of these ids said when they were recorded, as digests by event id. */
export async function recordedDigests(
  tx: Tx,
  p: At & { eventIds: readonly string[] },
): Promise<Map<string, string | null>> {
  if (p.eventIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; digest: string | null }[]>(prepared`
    select source_key as id, body_hash as digest from work_item_event
    where engagement_id = ${p.engagementId}::uuid and source = ${p.source}
      and source_key = any (${[...p.eventIds]}::text[])`);
  return new Map(rows.map((row) => [row.id, row.digest]));
}

type ItemRow = {
  id: string;
  reference: string;
  type: string;
  title: string;
  priority: string | null;
  site: string | null;
  tags: string[];
  fields: Record<string, unknown>;
  state: string;
  waiting_on: string | null;
  opened_at: Date;
  resolved_at: Date | null;
  closed_at: Date | null;
};

/**
 * The items of these references with all their events, locked against events by hand. Each is looked up by
 * its key: over a list of references PostgreSQL has read every item of the engagement instead.
 */
export async function knownItems(
  tx: Tx,
  p: At & { references: readonly string[] },
): Promise<Map<string, KnownItem>> {
  if (p.references.length === 0) return new Map();
  const items = await tx.$queryRaw<ItemRow[]>(prepared`
    select id, reference, type, title, priority, site, tags, fields, state, waiting_on, opened_at,
      resolved_at, closed_at
    from work_item where id = any (array(
      select (select k.id from work_item k where k.engagement_id = ${p.engagementId}::uuid
        and k.source = ${p.source} and k.reference = r.reference)
      from unnest(${[...p.references]}::text[]) as r(reference)))
    order by id for update`);
  if (items.length === 0) return new Map();
  const trails = await trailsOf(
    tx,
    items.map((item) => item.id),
  );
  return new Map(
    items.map((item) => [item.reference, { ...known(item), events: trails.get(item.id) ?? [] }]),
  );
}

type EventRow = {
  item: string;
  type: string;
  at: Date;
  position: number;
  held_by: string | null;
  data: EventData;
};

/** What an event's column `data` keeps beside what is free. */
export type EventData = {
  priority?: string;
  itemType?: string;
  title?: string;
  site?: string;
  tags?: string[];
  since?: string;
  fields?: Record<string, unknown>;
  data?: Record<string, unknown>;
};

async function trailsOf(tx: Tx, ids: readonly string[]): Promise<Map<string, TrailEvent[]>> {
  const rows = await tx.$queryRaw<EventRow[]>(prepared`
    select work_item_id as item, type, at, position, held_by, data from work_item_event
    where work_item_id = any (${[...ids]}::uuid[])`);
  const trails = new Map<string, TrailEvent[]>();
  for (const row of rows) {
    const event: TrailEvent = {
      type: row.type as WorkEventType,
      at: toInstant(row.at).toString(),
      atMs: row.at.getTime(),
      position: row.position,
      waitingOn: row.type === "pause" ? (row.held_by as WaitingOn | null) : null,
      priority: row.data.priority ?? null,
      itemType: row.data.itemType ?? null,
      title: row.data.title ?? null,
      site: row.data.site ?? null,
      tags: row.data.tags ?? null,
      ...(row.data.since ? { since: row.data.since } : {}),
      fields: row.data.fields ?? null,
    };
    const trail = trails.get(row.item);
    if (trail) trail.push(event);
    else trails.set(row.item, [event]);
  }
  return trails;
}

function known(row: ItemRow): Omit<KnownItem, "events"> {
  const written = (date: Date | null) => (date ? toInstant(date).toString() : null);
  const { id, type, title, priority, site, tags, fields } = row;
  const facts = { type, title, priority, site, tags, fields };
  return {
    id,
    facts: {
      ...facts,
      state: row.state as WorkItemState,
      waitingOn: row.waiting_on as WaitingOn | null,
      openedAt: toInstant(row.opened_at).toString(),
      resolvedAt: written(row.resolved_at),
      closedAt: written(row.closed_at),
    },
  };
}
