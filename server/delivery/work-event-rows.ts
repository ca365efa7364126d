import { writeTape } from "../../domain/delivery/event-tape.ts";
import type { WorkEventRow } from "../../domain/delivery/work-event-row.ts";
import type { ItemChange } from "../../domain/delivery/work-event-settle.ts";
import { inOrder, inTrailOrder } from "../../domain/delivery/work-item-fold.ts";
import type { Tx } from "../db.ts";
import { hexText, listText } from "../list-text.ts";
import { prepared } from "../raw-sql.ts";
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
  const of = columnsOf(p.changes);
  const rows = await tx.$queryRaw<{ id: string; reference: string }[]>(prepared`
    insert into work_item (organization_id, provider_id, engagement_id, source, reference, type, title,
      priority, state, waiting_on, opened_at, resolved_at, closed_at, site, tags, fields, tape)
    select ${organizationId}::uuid, ${providerId}::uuid, ${id}::uuid, ${p.source}, n.reference, n.type,
      n.title, n.priority, n.state, n.waiting_on, n.opened_at, n.resolved_at, n.closed_at, n.site,
      coalesce(n.tags::text[], '{}'), coalesce(n.fields::jsonb, '{}'), decode(n.tape, 'hex')
    from unnest(${of((one) => one.reference)}::text[], ${of(({ facts }) => facts.type)}::text[],
      ${of(({ facts }) => facts.title)}::text[], ${of(({ facts }) => facts.priority)}::text[],
      ${of(({ facts }) => facts.state)}::text[], ${of(({ facts }) => facts.waitingOn)}::text[],
      ${of(({ facts }) => facts.openedAt)}::timestamptz[],
      ${of(({ facts }) => facts.resolvedAt)}::timestamptz[],
      ${of(({ facts }) => facts.closedAt)}::timestamptz[], ${of(({ facts }) => facts.site)}::text[],
      ${of(tagsText)}::text[], ${of(fieldsText)}::text[], ${of(tapeOf)}::text[])
      as n(reference, type, title, priority, state, waiting_on, opened_at, resolved_at, closed_at, site, tags,
        fields, tape)
    returning id, reference`);
  return new Map(rows.map((row) => [row.reference, row.id]));
}

/** Brings the columns and the tapes of known items in line with their events, after new ones were written. */
export async function updateItems(tx: Tx, changes: readonly ItemChange[]): Promise<void> {
  if (changes.length === 0) return;
  const of = columnsOf(changes);
  await tx.$executeRaw(prepared`
    update work_item w set type = n.type, title = n.title, priority = n.priority, state = n.state,
      waiting_on = n.waiting_on, opened_at = n.opened_at, resolved_at = n.resolved_at,
      closed_at = n.closed_at, site = n.site, tags = coalesce(n.tags::text[], '{}'),
      fields = coalesce(n.fields::jsonb, '{}'), tape = decode(n.tape, 'hex')
    from unnest(${of((one) => one.known?.id ?? null)}::uuid[], ${of(({ facts }) => facts.type)}::text[],
      ${of(({ facts }) => facts.title)}::text[], ${of(({ facts }) => facts.priority)}::text[],
      ${of(({ facts }) => facts.state)}::text[], ${of(({ facts }) => facts.waitingOn)}::text[],
      ${of(({ facts }) => facts.openedAt)}::timestamptz[],
      ${of(({ facts }) => facts.resolvedAt)}::timestamptz[],
      ${of(({ facts }) => facts.closedAt)}::timestamptz[], ${of(({ facts }) => facts.site)}::text[],
      ${of(tagsText)}::text[], ${of(fieldsText)}::text[], ${of(tapeOf)}::text[])
      as n(id, type, title, priority, state, waiting_on, opened_at, resolved_at, closed_at, site, tags,
        fields, tape)
    where w.id = n.id`);
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
  const events = placed(p);
  if (events.length === 0) return;
  const { id, organizationId, providerId } = p.engagement;
  const of = columnsOf(events);
  await tx.$executeRaw(prepared`
    insert into work_item_event (organization_id, provider_id, engagement_id, source, work_item_id,
      source_key, position, type, at, actor, held_by, reason, data, body_hash)
    select ${organizationId}::uuid, ${providerId}::uuid, ${id}::uuid, ${p.source}, n.work_item_id,
      n.source_key, n.position, n.type, n.at, coalesce(n.actor, ${p.actor}), n.held_by,
      coalesce(n.reason, ''), coalesce(n.data::jsonb, '{}'), n.body_hash
    from unnest(${of((one) => one.item)}::uuid[], ${of(({ event }) => event.id)}::text[],
      ${of(({ event }) => event.position)}::int[], ${of(({ event }) => event.type)}::text[],
      ${of(({ event }) => event.at)}::timestamptz[], ${of(({ event }) => event.actor)}::text[],
      ${of(({ event }) => event.waitingOn)}::text[], ${of(({ event }) => event.reason || null)}::text[],
      ${of(({ event }) => dataText(event))}::text[], ${of((one) => one.digest)}::text[])
      as n(work_item_id, source_key, position, type, at, actor, held_by, reason, data, body_hash)`);
}

const columnsOf =
  <Row>(rows: readonly Row[]) =>
  (cell: (row: Row) => string | number | null) =>
    listText(rows, cell);

/** Each new event with its item and the digest of what it says. */
function placed(p: Parameters<typeof insertEvents>[1]) {
  return p.changes.flatMap(({ reference, events, rows }) => {
    const item = p.idOf(reference);
    return events.map((event, index) => ({ item, event, digest: p.digests[rows[index] ?? -1] ?? "" }));
  });
}

/** What the event says beside its columns; what it does not say is left out. Null where that is nothing. */
function dataText(event: WorkEventRow): string | null {
  const { priority, itemType, title, site, tags, fields, data } = event;
  const kept: EventData = {};
  if (priority !== null) kept.priority = priority;
  if (itemType !== null) kept.itemType = itemType;
  if (title !== null) kept.title = title;
  if (site !== null) kept.site = site;
  if (tags !== null) kept.tags = [...tags];
  if (fields !== null) kept.fields = fields;
  if (data !== null) kept.data = data;
  const text = JSON.stringify(kept);
  return text === "{}" ? null : text;
}

function tagsText({ facts }: ItemChange): string | null {
  return facts.tags.length === 0 ? null : listText(facts.tags, (tag) => tag);
}

function fieldsText({ facts }: ItemChange): string | null {
  const text = JSON.stringify(facts.fields);
  return text === "{}" ? null : text;
}

function tapeOf({ known, events }: ItemChange): string | null {
  const trail = known ? [...known.events, ...events] : events;
  return hexText(writeTape(inOrder(trail, inTrailOrder)));
}
