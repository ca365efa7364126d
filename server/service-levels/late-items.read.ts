import type { WaitingOn } from "../../domain/delivery/import-events.ts";
import type { WorkEventType } from "../../domain/delivery/work-item-state.ts";
import type { MonthItem } from "../../domain/service-levels/month-item.ts";
import { toInstant } from "../clock.ts";
import type { Tx } from "../db.ts";
import type { ContractedEngagement } from "../delivery/contracted-engagement.ts";
import { itemsOf } from "./contract-items.ts";

type LateRow = {
  id: string;
  workItemId: string | null;
  itemReference: string;
  source: string;
  type: WorkEventType;
  at: Date;
  body: {
    priority?: string | null;
    itemType?: string | null;
    fields?: Record<string, unknown> | null;
    waitingOn?: WaitingOn | null;
    tags?: string[] | null;
    site?: string | null;
  };
};

/**
 * The work of a frozen month with the events that came after it was frozen, and with what was accepted up to
 * that month and nothing later. Work that only late events know of stands under the id of its first one.
 */
export async function lateItems(
  tx: Tx,
  p: { engagement: ContractedEngagement; month: string },
): Promise<MonthItem[]> {
  const items = await itemsOf(tx, p.engagement, [p.month]);
  const late = await lateRows(tx, p.engagement.id);
  const known = new Map(items.map((item) => [item.id, withoutLater(item, p.month)]));
  const unknown = new Map<string, MonthItem>();
  for (const row of late) {
    const event = eventOf(row);
    const item = row.workItemId ? known.get(row.workItemId) : undefined;
    if (item) known.set(item.id, { ...item, events: inOrder([...item.events, event]) });
    else if (row.workItemId === null) {
      const key = `${row.source} ${row.itemReference}`;
      const made = unknown.get(key) ?? newItem(row);
      unknown.set(key, { ...made, events: inOrder([...made.events, event]) });
    }
  }
  return [...known.values(), ...unknown.values()];
}

async function lateRows(tx: Tx, engagementId: string): Promise<LateRow[]> {
  const [there] = await tx.$queryRaw<{ there: boolean }[]>`
    select to_regclass('public.late_work_event') is not null as there`;
  if (!there?.there) return [];
  return tx.$queryRaw<LateRow[]>`
    select l.id, w.id as "workItemId", l.item_reference as "itemReference", l.source, l.type, l.at, l.body
    from late_work_event l left join work_item w on w.engagement_id = l.engagement_id
      and w.source = l.source and w.reference = l.item_reference
    where l.engagement_id = ${engagementId}::uuid order by l.at, l.id`;
}

function newItem(row: LateRow): MonthItem {
  return {
    id: row.id,
    type: row.body.itemType ?? "",
    priority: row.body.priority ?? null,
    deskMadeSla: null,
    fields: row.body.fields ?? {},
    events: [],
  };
}

function eventOf({ type, at, body }: LateRow): MonthItem["events"][number] {
  const { priority, waitingOn, tags, site } = body;
  return {
    at: toInstant(at).toString(),
    type,
    ...(waitingOn ? { waitingOn } : {}),
    ...(priority ? { priority } : {}),
    ...(tags ? { tags } : {}),
    ...(site ? { site } : {}),
  };
}

function inOrder(events: MonthItem["events"]): MonthItem["events"] {
  return events
    .map((event, index) => ({ event, index, at: Date.parse(event.at) }))
    .sort((left, right) => left.at - right.at || left.index - right.index)
    .map(({ event }) => event);
}

function withoutLater(item: MonthItem, month: string): MonthItem {
  const { adjustments, ...rest } = item;
  const kept = (adjustments ?? []).filter((one) => one.period <= month);
  return kept.length === 0 ? rest : { ...rest, adjustments: kept };
}
