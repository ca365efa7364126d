import type { ImportedWorkItem } from "../../domain/delivery/import-ticket.ts";
import type { Tx } from "../db.ts";
import { refreshWorkItems } from "./refresh-work-items.ts";

export type WrittenWork = { itemsNew: number; eventsNew: number };

/**
 * Writes tickets and their events in three statements, whatever their number. Found again by the desk's
 * number
 * and the event's key, so that writing the same tickets a second time changes nothing.
 */
export async function writeWork(
  tx: Tx,
  p: {
    engagement: { id: string; organizationId: string; providerId: string };
    items: readonly ImportedWorkItem[];
    actor: string;
    /** Whose numbers the items are found again by: service_desk or bank. */
    source: string;
  },
): Promise<WrittenWork> {
  if (p.items.length === 0) return { itemsNew: 0, eventsNew: 0 };
  const { id: engagementId, organizationId, providerId } = p.engagement;
  const items = p.items.map(itemRow);
  const itemsNew = await tx.$executeRaw`
    insert into work_item (organization_id, provider_id, engagement_id, source, reference, type, title,
      priority,
      state, opened_at, desk_made_sla, fields)
    select ${organizationId}::uuid, ${providerId}::uuid, ${engagementId}::uuid, ${p.source},
      n.reference, n.type,
      n.title, n.priority, 'open', n.opened_at, n.desk_made_sla, n.fields
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as n(reference text, type text, title text,
      priority text, opened_at timestamptz, desk_made_sla boolean, fields jsonb)
    on conflict (engagement_id, source, reference) do nothing`;
  if (itemsNew < items.length) await updateKnown(tx, { engagementId, source: p.source }, items);
  const references = p.items.map((item) => item.number);
  const known = await tx.$queryRaw<{ id: string; reference: string }[]>`
    select id, reference from work_item where engagement_id = ${engagementId}::uuid and source =
      ${p.source}
      and reference = any (${references}::text[])`;
  const ids = new Map(known.map((row) => [row.reference, row.id]));
  const events = p.items.flatMap((item) => eventRows(item, ids.get(item.number) ?? ""));
  const eventsNew = await tx.$executeRaw`
    insert into work_item_event (organization_id, provider_id, work_item_id, source_key, position, type,
      at, actor,
      held_by, data)
    select ${organizationId}::uuid, ${providerId}::uuid, n.work_item_id, n.source_key, n.position,
      n.type, n.at,
      ${p.actor}, n.held_by, n.data
    from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as n(work_item_id uuid, source_key text,
      position int, type text, at timestamptz, held_by text, data jsonb)
    on conflict (work_item_id, source_key) do nothing`;
  if (eventsNew > 0)
    await refreshWorkItems(
      tx,
      known.map((row) => row.id),
    );
  return { itemsNew, eventsNew };
}

/** A later export may know a better title or the desk's own verdict; what has not changed is left alone. */
async function updateKnown(
  tx: Tx,
  p: { engagementId: string; source: string },
  items: readonly unknown[],
): Promise<void> {
  await tx.$executeRaw`
    update work_item w set title = n.title, desk_made_sla = n.desk_made_sla, fields = w.fields || n.fields
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as n(reference text, title text,
      desk_made_sla boolean, fields jsonb)
    where w.engagement_id = ${p.engagementId}::uuid and w.source = ${p.source} and w.reference = n.reference
      and (w.title, w.desk_made_sla, w.fields) is distinct from (n.title, n.desk_made_sla, w.fields ||
        n.fields)`;
}

function itemRow(item: ImportedWorkItem) {
  const fields = {
    category: item.category,
    requester: item.requester,
    assignmentGroup: item.assignmentGroup,
    assignee: item.assignee,
    reopenCount: item.reopenCount,
  };
  return {
    reference: item.number,
    type: item.type,
    title: item.title,
    priority: item.priority,
    opened_at: item.openedAt,
    desk_made_sla: item.deskMadeSla,
    fields: {
      ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)),
      ...item.fields,
    },
  };
}

function eventRows(item: ImportedWorkItem, workItemId: string) {
  return item.events.map((event, position) => ({
    work_item_id: workItemId,
    source_key: event.sourceKey,
    position,
    type: event.type,
    at: event.at,
    held_by: event.type === "pause" ? (event.waitingOn ?? "buyer") : null,
    data: event.priority ? { priority: event.priority } : {},
  }));
}
