import { tapeText, writeTape } from "../../domain/delivery/event-tape.ts";
import type { ImportedEvent } from "../../domain/delivery/import-events.ts";
import type { ImportedWorkItem } from "../../domain/delivery/import-ticket.ts";
import { readWorkItem } from "../../domain/delivery/work-item-state.ts";
import { parseInstantNanoseconds } from "../../domain/shared/instant.ts";
import type { Tx } from "../db.ts";
import { refreshWorkItems } from "./refresh-work-items.ts";

export type WrittenWork = { itemsNew: number; eventsNew: number };

type Place = {
  engagement: { id: string; organizationId: string; providerId: string };
  actor: string;
  /** Whose numbers the items are found again by: service_desk or bank. */
  source: string;
};

/**
 * Writes tickets and their events in a few statements, whatever their number: new tickets as their events
 * leave them, once. Found again by the desk's number and the event's key, so that writing the same tickets
 * a second time changes nothing.
 */
export async function writeWork(
  tx: Tx,
  p: Place & { items: readonly ImportedWorkItem[] },
): Promise<WrittenWork> {
  if (p.items.length === 0) return { itemsNew: 0, eventsNew: 0 };
  const items = p.items.map(itemRow);
  const made = await insertNew(tx, p, items);
  const known = p.items.filter((item) => !made.has(item.number));
  const ids = new Map([...made, ...(await updateKnown(tx, p, known.map(itemRow)))]);
  const eventsNew = await insertEvents(tx, p, ids);
  if (eventsNew > 0)
    await refreshWorkItems(
      tx,
      known.map((item) => ids.get(item.number) ?? ""),
    );
  return { itemsNew: made.size, eventsNew };
}

/** Writes the tickets that are not known; answers their ids by number. */
async function insertNew(
  tx: Tx,
  p: Place,
  items: readonly ReturnType<typeof itemRow>[],
): Promise<Map<string, string>> {
  const { id: engagementId, organizationId, providerId } = p.engagement;
  const rows = await tx.$queryRaw<{ id: string; reference: string }[]>`
    insert into work_item (organization_id, provider_id, engagement_id, source, reference, type, title,
      priority, state, waiting_on, opened_at, resolved_at, closed_at, desk_made_sla, fields, tape)
    select ${organizationId}::uuid, ${providerId}::uuid, ${engagementId}::uuid, ${p.source}, n.*
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as n(reference text, type text, title text,
      priority text, state text, waiting_on text, opened_at timestamptz, resolved_at timestamptz,
      closed_at timestamptz, desk_made_sla boolean, fields jsonb, tape bytea)
    on conflict (engagement_id, source, reference) do nothing
    returning id, reference`;
  return new Map(rows.map((row) => [row.reference, row.id]));
}

/**
 * A later export may know a better title or the desk's own verdict; what has not changed is left alone.
 * Answers the ids of the tickets by number.
 */
async function updateKnown(
  tx: Tx,
  p: Place,
  items: readonly ReturnType<typeof itemRow>[],
): Promise<Map<string, string>> {
  if (items.length === 0) return new Map();
  const { id: engagementId } = p.engagement;
  await tx.$executeRaw`
    update work_item w set title = n.title, desk_made_sla = n.desk_made_sla, fields = w.fields || n.fields
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as n(reference text, title text,
      desk_made_sla boolean, fields jsonb)
    where w.engagement_id = ${engagementId}::uuid and w.source = ${p.source} and w.reference = n.reference
      and (w.title, w.desk_made_sla, w.fields) is distinct from (n.title, n.desk_made_sla, w.fields ||
        n.fields)`;
  const references = items.map((item) => item.reference);
  const rows = await tx.$queryRaw<{ id: string; reference: string }[]>`
    select id, reference from work_item where engagement_id = ${engagementId}::uuid
      and source = ${p.source} and reference = any (${references}::text[])`;
  return new Map(rows.map((row) => [row.reference, row.id]));
}

/** Writes the events that are new; answers how many. */
async function insertEvents(
  tx: Tx,
  p: Place & { items: readonly ImportedWorkItem[] },
  ids: ReadonlyMap<string, string>,
): Promise<number> {
  const events = p.items.flatMap((item) =>
    item.events.map((event, position) => ({ event, position, id: ids.get(item.number) ?? "" })),
  );
  const { organizationId, providerId } = p.engagement;
  return tx.$executeRaw`
    insert into work_item_event (organization_id, provider_id, work_item_id, source_key, position, type, at,
      actor, held_by, data)
    select ${organizationId}::uuid, ${providerId}::uuid, n.work_item_id, n.source_key, n.position, n.type,
      n.at, ${p.actor}, n.held_by,
      case when n.priority is null then '{}' else jsonb_build_object('priority', n.priority) end
    from unnest(${events.map((one) => one.id)}::uuid[], ${events.map((one) => one.event.sourceKey)}::text[],
      ${events.map((one) => one.position)}::int[], ${events.map((one) => one.event.type)}::text[],
      ${events.map((one) => one.event.at)}::timestamptz[], ${events.map((one) => heldBy(one.event))}::text[],
      ${events.map((one) => one.event.priority || null)}::text[])
      as n(work_item_id, source_key, position, type, at, held_by, priority)
    on conflict (work_item_id, source_key) do nothing`;
}

/** A ticket as a row, as its events leave it: what refreshWorkItems makes of them afterwards. */
function itemRow(item: ImportedWorkItem) {
  const trail = trailOf(item);
  const { state, waitingOn, priority, resolvedAt, closedAt } = readWorkItem(trail);
  return {
    reference: item.number,
    type: item.type,
    title: item.title,
    priority: priority ?? item.priority,
    state,
    waiting_on: waitingOn,
    opened_at: item.openedAt,
    resolved_at: resolvedAt,
    closed_at: closedAt,
    desk_made_sla: item.deskMadeSla,
    fields: fieldsOf(item),
    tape: trail.length === 0 ? null : tapeText(writeTape(trail)),
  };
}

/** The events as they will be stored, each key once, in order of time. */
function trailOf(item: ImportedWorkItem) {
  const byKey = new Map<string, ImportedEvent & { position: number; atMs: number }>();
  for (const [position, event] of item.events.entries())
    if (!byKey.has(event.sourceKey))
      byKey.set(event.sourceKey, { ...event, position, atMs: millisecondsOf(event.at) });
  return [...byKey.values()]
    .sort((left, right) => left.atMs - right.atMs || left.position - right.position)
    .map((event) => ({ ...event, waitingOn: heldBy(event) }));
}

function millisecondsOf(at: string): number {
  return Number((parseInstantNanoseconds(at) ?? 0n) / 1_000_000n);
}

function heldBy(event: ImportedEvent) {
  return event.type === "pause" ? (event.waitingOn ?? "buyer") : null;
}

function fieldsOf(item: ImportedWorkItem) {
  const fields = {
    category: item.category,
    requester: item.requester,
    assignmentGroup: item.assignmentGroup,
    assignee: item.assignee,
    reopenCount: item.reopenCount,
  };
  return {
    ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)),
    ...item.fields,
  };
}
