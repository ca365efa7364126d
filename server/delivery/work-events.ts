import type { WaitingOn } from "../../domain/delivery/import-events.ts";
import type { WorkEvent, WorkEventType } from "../../domain/delivery/work-item-state.ts";
import { toInstant } from "../clock.ts";
import { Prisma, type Tx } from "../db.ts";

/** An event as stored. */
export type StoredEvent = WorkEvent & {
  id: string;
  workItemId: string;
  position: number;
  actor: string;
  reason: string;
  /** What it says of the item's own fields from then on. */
  fields: Readonly<Record<string, unknown>> | null;
};

type Row = {
  id: string;
  work_item_id: string;
  position: number;
  type: string;
  at: Date;
  actor: string;
  held_by: string | null;
  reason: string;
  data: {
    priority?: string;
    tags?: string[];
    site?: string;
    since?: string;
    automated?: true;
    fields?: Record<string, unknown>;
  };
};

/** The events of the items in order of time, by item. Items without events are left out. */
export async function eventsOf(
  tx: Tx,
  workItemIds: readonly string[],
): Promise<Map<string, StoredEvent[]>> {
  const byItem = new Map<string, StoredEvent[]>();
  if (workItemIds.length === 0) return byItem;
  const rows = await tx.$queryRaw<Row[]>`
    select id, work_item_id, position, type, at, actor, held_by, reason, data
    from work_item_event where work_item_id = any (${Prisma.sql`${workItemIds}::uuid[]`})
    order by work_item_id, at, position`;
  for (const row of rows) {
    const known = byItem.get(row.work_item_id);
    if (known) known.push(stored(row));
    else byItem.set(row.work_item_id, [stored(row)]);
  }
  return byItem;
}

/** How systems that send events name what acts on its own. */
const AUTOMATION = /^(automation|bot|system)\b/i;

function stored(row: Row): StoredEvent {
  return {
    id: row.id,
    workItemId: row.work_item_id,
    position: row.position,
    type: row.type as WorkEventType,
    at: toInstant(row.at).toString(),
    actor: row.actor,
    reason: row.reason,
    waitingOn: row.type === "pause" ? (row.held_by as WaitingOn | null) : null,
    priority: row.data.priority ?? null,
    tags: row.data.tags ?? null,
    fields: row.data.fields ?? null,
    site: row.data.site ?? null,
    since: row.data.since ?? null,
    automated: row.data.automated === true || AUTOMATION.test(row.actor),
  };
}
