import { writeTape } from "../../domain/delivery/event-tape.ts";
import type { WorkEventRow } from "../../domain/delivery/work-event-row.ts";
import type { ItemChange } from "../../domain/delivery/work-event-settle.ts";
import { inOrder, inTrailOrder } from "../../domain/delivery/work-item-fold.ts";
import type { Prisma } from "../db.ts";
import { bareListText, hexText, listText } from "../list-text.ts";
import { prepared } from "../raw-sql.ts";
import type { ContractedEngagement } from "./contracted-engagement.ts";
import type { EventData } from "./recorded-work-events.read.ts";

type Place = { engagement: ContractedEngagement; source: string; actor: string };

/** Writes items that were not known, as their events make them. */
export function newItems(
  p: Place & { changes: readonly ItemChange[]; idOf: (reference: string) => string },
): Prisma.Sql {
  const { id, organizationId, providerId } = p.engagement;
  const of = columnsOf(p.changes);
  const own = bareColumnsOf(p.changes);
  return prepared`
    insert into work_item (id, organization_id, provider_id, engagement_id, source, reference, type, title,
      priority, state, waiting_on, opened_at, resolved_at, closed_at, site, tags, fields, tape)
    select n.id, ${organizationId}::uuid, ${providerId}::uuid, ${id}::uuid, ${p.source}, n.reference, n.type,
      n.title, n.priority, n.state, n.waiting_on, n.opened_at, n.resolved_at, n.closed_at, n.site,
      coalesce(n.tags::text[], '{}'), coalesce(n.fields::jsonb, '{}'), decode(n.tape, 'hex')
    from unnest(${own((one) => p.idOf(one.reference))}::uuid[], ${of((one) => one.reference)}::text[],
      ${of(({ facts }) => facts.type)}::text[],
      ${of(({ facts }) => facts.title)}::text[], ${of(({ facts }) => facts.priority)}::text[],
      ${own(({ facts }) => facts.state)}::text[], ${own(({ facts }) => facts.waitingOn)}::text[],
      ${own(({ facts }) => facts.openedAt)}::timestamptz[],
      ${own(({ facts }) => facts.resolvedAt)}::timestamptz[],
      ${own(({ facts }) => facts.closedAt)}::timestamptz[], ${of(({ facts }) => facts.site)}::text[],
      ${of(tagsText)}::text[], ${of(fieldsText)}::text[], ${own(tapeOf)}::text[])
      as n(id, reference, type, title, priority, state, waiting_on, opened_at, resolved_at, closed_at, site,
        tags, fields, tape)`;
}

/** Brings the columns and the tapes of known items in line with their events, after new ones were written. */
export function changedItems(changes: readonly ItemChange[]): Prisma.Sql {
  const of = columnsOf(changes);
  return prepared`
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
    where w.id = n.id`;
}

/** Writes the events that are new. */
export function newEvents(
  p: Place & {
    changes: readonly ItemChange[];
    /** By the place of the row in the call. */
    digests: readonly (string | null)[];
    idOf: (reference: string) => string;
  },
): Prisma.Sql {
  const { events, items, digests } = placed(p);
  const { id, organizationId, providerId } = p.engagement;
  const of = columnsOf(events);
  const own = bareColumnsOf(events);
  const itself = (text: string) => text;
  return prepared`
    insert into work_item_event (organization_id, provider_id, engagement_id, source, work_item_id,
      source_key, position, type, at, actor, held_by, reason, data, body_hash)
    select ${organizationId}::uuid, ${providerId}::uuid, ${id}::uuid, ${p.source}, n.work_item_id,
      n.source_key, n.position, n.type, n.at, coalesce(n.actor, ${p.actor}), n.held_by,
      coalesce(n.reason, ''), coalesce(n.data::jsonb, '{}'), n.body_hash
    from unnest(${bareListText(items, itself)}::uuid[], ${of((event) => event.id)}::text[],
      ${own((event) => event.position)}::int[], ${own((event) => event.type)}::text[],
      ${own((event) => event.at)}::timestamptz[], ${of((event) => event.actor)}::text[],
      ${own((event) => event.waitingOn)}::text[], ${of((event) => event.reason || null)}::text[],
      ${of(dataText)}::text[], ${bareListText(digests, itself)}::text[])
      as n(work_item_id, source_key, position, type, at, actor, held_by, reason, data, body_hash)`;
}

const columnsOf =
  <Row>(rows: readonly Row[]) =>
  (cell: (row: Row) => string | number | null) =>
    listText(rows, cell);

const bareColumnsOf =
  <Row>(rows: readonly Row[]) =>
  (cell: (row: Row) => string | number | null) =>
    bareListText(rows, cell);

/** The new events, and beside them the item of each and the digest of what it says. */
function placed(p: Parameters<typeof newEvents>[0]) {
  const events: WorkEventRow[] = [];
  const items: string[] = [];
  const digests: string[] = [];
  for (const change of p.changes) {
    const item = p.idOf(change.reference);
    for (const [index, event] of change.events.entries()) {
      events.push(event);
      items.push(item);
      digests.push(p.digests[change.rows[index] ?? -1] ?? "");
    }
  }
  return { events, items, digests };
}

/** What the event says beside its columns; what it does not say is left out. Null where that is nothing. */
function dataText(event: WorkEventRow): string | null {
  const { priority, itemType, title, site, tags, fields, data } = event;
  if ((priority ?? itemType ?? title ?? site ?? tags ?? fields ?? data) === null) return null;
  const kept: EventData = {};
  if (priority !== null) kept.priority = priority;
  if (itemType !== null) kept.itemType = itemType;
  if (title !== null) kept.title = title;
  if (site !== null) kept.site = site;
  if (tags !== null) kept.tags = [...tags];
  if (fields !== null) kept.fields = fields;
  if (data !== null) kept.data = data;
  return JSON.stringify(kept);
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
