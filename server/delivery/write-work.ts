import type { Tx } from "../db.ts";
import { listText } from "../list-text.ts";
import { refreshWorkItems } from "./refresh-work-items.ts";
import { type EventCell, eventLists, itemLists, type WorkLists } from "./work-lists.ts";

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
 *
 * @param p.work the tickets, laid out by `workLists`.
 * @param p.meanwhile what this process does while PostgreSQL writes.
 */
export async function writeWork(
  tx: Tx,
  p: Place & { work: WorkLists; meanwhile?: () => Promise<void> },
): Promise<WrittenWork> {
  if (p.work.items.length === 0) return { itemsNew: 0, eventsNew: 0 };
  const [made] = await Promise.all([insertNew(tx, p), p.meanwhile?.()]);
  const eventsMade = p.work.events.filter((one) => made.has(one.reference)).length;
  const eventsKnown = made.size === p.work.items.length ? 0 : await goOn(tx, p, made);
  return { itemsNew: made.size, eventsNew: eventsMade + eventsKnown };
}

/** Writes the tickets that are not known with all their events; answers their numbers. */
async function insertNew(tx: Tx, p: Place & { work: WorkLists }): Promise<Set<string>> {
  const { id: engagementId, organizationId, providerId } = p.engagement;
  const { items, events } = p.work.lists;
  // Planned for these lists: a plan for any would join a thousand tickets to their events one by one.
  const rows = await tx.$queryRaw<{ reference: string }[]>`
    with made as (
      insert into work_item (organization_id, provider_id, engagement_id, source, reference, type, title,
        priority, state, waiting_on, opened_at, resolved_at, closed_at, desk_made_sla, fields, tape)
      select ${organizationId}::uuid, ${providerId}::uuid, ${engagementId}::uuid, ${p.source}, n.reference,
        n.type, n.title, n.priority, n.state, n.waiting_on, n.opened_at, n.resolved_at, n.closed_at,
        n.desk_made_sla, n.fields::jsonb, decode(n.tape, 'hex')
      from unnest(${items.references}::text[], ${items.types}::text[], ${items.titles}::text[],
        ${items.priorities}::text[], ${items.states}::text[], ${items.waitingOn}::text[],
        ${items.openedAt}::timestamptz[], ${items.resolvedAt}::timestamptz[],
        ${items.closedAt}::timestamptz[], ${items.deskMadeSla}::boolean[], ${items.fields}::text[],
        ${items.tapes}::text[]) as n(reference, type, title, priority, state, waiting_on, opened_at,
        resolved_at, closed_at, desk_made_sla, fields, tape)
      on conflict (engagement_id, source, reference) do nothing
      returning id, reference),
    written as (
      insert into work_item_event (organization_id, provider_id, work_item_id, source_key, position, type, at,
        actor, held_by, data)
      select ${organizationId}::uuid, ${providerId}::uuid, m.id, n.source_key, n.position, n.type, n.at,
        ${p.actor}, n.held_by,
        case when n.priority is null then '{}' else jsonb_build_object('priority', n.priority) end
      from unnest(${events.references}::text[], ${events.keys}::text[], ${events.positions}::int[],
        ${events.types}::text[], ${events.ats}::timestamptz[], ${events.heldBy}::text[],
        ${events.priorities}::text[])
        as n(reference, source_key, position, type, at, held_by, priority)
      join made m on m.reference = n.reference)
    select reference from made`;
  return new Set(rows.map((row) => row.reference));
}

/** Goes on with the tickets that are known: what is new of them. Answers how many events that was. */
async function goOn(tx: Tx, p: Place & { work: WorkLists }, made: ReadonlySet<string>): Promise<number> {
  const ids = await updateKnown(
    tx,
    p,
    p.work.items.filter((item) => !made.has(item.reference)),
  );
  const events = p.work.events.filter((one) => ids.has(one.reference));
  const eventsNew = await insertEvents(tx, p, events, ids);
  if (eventsNew > 0) await refreshWorkItems(tx, [...ids.values()]);
  return eventsNew;
}

/**
 * A later export may know a better title or the desk's own verdict; what has not changed is left alone.
 * Answers the ids of the tickets by number.
 */
async function updateKnown(tx: Tx, p: Place, items: WorkLists["items"]): Promise<Map<string, string>> {
  const { id: engagementId } = p.engagement;
  const { references, titles, deskMadeSla, fields } = itemLists(items);
  const rows = await tx.$queryRaw<{ id: string; reference: string }[]>`
    select w.id, r.reference from unnest(${references}::text[]) as r(reference)
    join lateral (select k.id from work_item k where k.engagement_id = ${engagementId}::uuid
      and k.source = ${p.source} and k.reference = r.reference limit 1) w on true`;
  const ids = new Map(rows.map((row) => [row.reference, row.id]));
  await tx.$executeRaw`
    update work_item w set title = n.title, desk_made_sla = n.desk_made_sla,
      fields = w.fields || n.fields::jsonb
    from unnest(${listText(items, (item) => ids.get(item.reference) ?? null)}::uuid[], ${titles}::text[],
      ${deskMadeSla}::boolean[], ${fields}::text[]) as n(id, title, desk_made_sla, fields)
    where w.id = n.id and (w.title, w.desk_made_sla, w.fields) is distinct from
      (n.title, n.desk_made_sla, w.fields || n.fields::jsonb)`;
  return ids;
}

/** Writes the events of known tickets that are new; answers how many. */
async function insertEvents(
  tx: Tx,
  p: Place,
  events: readonly EventCell[],
  ids: ReadonlyMap<string, string>,
): Promise<number> {
  const { organizationId, providerId } = p.engagement;
  const { keys, positions, types, ats, heldBy, priorities } = eventLists(events);
  return tx.$executeRaw`
    insert into work_item_event (organization_id, provider_id, work_item_id, source_key, position, type, at,
      actor, held_by, data)
    select ${organizationId}::uuid, ${providerId}::uuid, n.work_item_id, n.source_key, n.position, n.type,
      n.at, ${p.actor}, n.held_by,
      case when n.priority is null then '{}' else jsonb_build_object('priority', n.priority) end
    from unnest(${listText(events, (one) => ids.get(one.reference) ?? null)}::uuid[], ${keys}::text[],
      ${positions}::int[], ${types}::text[], ${ats}::timestamptz[], ${heldBy}::text[],
      ${priorities}::text[]) as n(work_item_id, source_key, position, type, at, held_by, priority)
    on conflict (work_item_id, source_key) do nothing`;
}
