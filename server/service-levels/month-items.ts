import type { WaitingOn } from "../../domain/delivery/import-events.ts";
import type { WorkEventType } from "../../domain/delivery/work-item-state.ts";
import type { MonthItem } from "../../domain/service-levels/month-item.ts";
import { eventsOnTape } from "../../domain/service-levels/tape-events.ts";
import { textAt } from "../../domain/service-levels/tape-text.ts";
import type { WorkItemClockEvent } from "../../domain/service-levels/verdict-bundle-for.ts";
import { monthPeriod } from "../../domain/shared/period.ts";
import { RowReader } from "../copy-out.ts";
import { Prisma, type Tx } from "../db.ts";
import { copyRows } from "../org-transaction.ts";
import { adjustmentsOf } from "./adjustments.read.ts";

type EventData = { priority?: string; tags?: string[]; site?: string; since?: string };

type EventRow = { at: string; type: WorkEventType; w: WaitingOn | null; d: EventData | null };

type ItemRow = {
  id: string;
  engagement_id: string;
  type: string;
  priority: string | null;
  desk_made_sla: boolean | null;
  fields: Record<string, unknown>;
  events: readonly WorkItemClockEvent[];
};

type Row = Omit<ItemRow, "events"> & { events: EventRow[] | null };

export type LoadedItem = MonthItem & { engagementId: string };
/** An item, and the place in the list of spans of the one that it is read for. */
export type SpannedItem = { item: LoadedItem; place: number };

/** From which instant to which (RFC 3339) the work of an engagement is wanted. */
export type WorkSpan = { engagementId: string; from: string; to: string };

/**
 * The work that can matter to months from an instant to another: opened before the end and not over
 * before the beginning, with what was accepted about it; in two statements, however many engagements. Read
 * from the events themselves, as whoever freezes a month does. The caller has seen to it that the viewer may
 * read them.
 */
export async function monthItems(tx: Tx, spans: readonly WorkSpan[]): Promise<LoadedItem[]> {
  if (spans.length === 0) return [];
  const rows = await tx.$queryRaw<Row[]>`
    select ${COLUMNS} ${workOf(spans, WITH_EVENTS)} order by w.opened_at, w.id`;
  return loaded(
    tx,
    rows.map(({ events, ...row }) => ({ ...row, events: (events ?? []).map(clockEvent) })),
    spans.map((one) => one.engagementId),
  );
}

/**
 * The same from the tapes of the items, in a fifth of the time: for whoever looks at months. An item whose
 * events have no room on a tape is read from them. Each span has its own, whatever others of its contract
 * have.
 */
export async function tapedItems(tx: Tx, spans: readonly WorkSpan[]): Promise<SpannedItem[]> {
  if (spans.length === 0) return [];
  const rows: ItemRow[] = [];
  const places: number[] = [];
  const odd: ItemRow[] = [];
  const row = new RowReader();
  await copyRows(tx, tapesOf(spans), (view, at) => {
    row.begin(view, at);
    row.next();
    places.push(view.getInt32(row.at));
    const text = () => (row.next() ? textAt(view, row.at, row.length) : null);
    const item: ItemRow = {
      id: text() ?? "",
      engagement_id: text() ?? "",
      type: text() ?? "",
      priority: text(),
      desk_made_sla: row.next() ? view.getUint8(row.at) === 1 : null,
      fields: fieldsOf(text()),
      events: [],
    };
    if (row.next()) item.events = eventsOnTape(view, row.at, row.at + row.length);
    else odd.push(item);
    rows.push(item);
  });
  const events = await eventsOfItems(tx, odd);
  for (const one of odd) one.events = events.get(one.id) ?? [];
  const ids = new Set(spans.map((one) => one.engagementId));
  const items = await loaded(tx, rows, [...ids]);
  return items.map((item, index) => ({ item, place: places[index] ?? 0 }));
}

const NO_FIELDS = {};

function fieldsOf(text: string | null): Record<string, unknown> {
  return text === null || text === "{}" ? NO_FIELDS : JSON.parse(text);
}

function tapesOf(spans: readonly WorkSpan[]): Prisma.Sql {
  return Prisma.sql`select r.place::int - 1, w.id::text, w.engagement_id::text, w.type, w.priority, w.desk_made_sla,
    w.fields::text, coalesce(w.tape, event_tape(w.id)) ${workOf(spans)} order by w.opened_at, w.id`;
}

const listed = (texts: readonly string[]) => `{${texts.join(",")}}`;

/** Written so that `copyRows` takes it too. */
function workOf(spans: readonly WorkSpan[], joined = Prisma.empty): Prisma.Sql {
  return Prisma.sql`
    from unnest(${listed(spans.map((one) => one.engagementId))}::uuid[],
      ${listed(spans.map((one) => one.from))}::timestamptz[],
      ${listed(spans.map((one) => one.to))}::timestamptz[])
      with ordinality as r (engagement_id, begins, ends, place)
    join work_item w on w.engagement_id = r.engagement_id ${joined}
    -- An outage counts from its failure, though its ticket was opened in the next month.
    where (w.opened_at < r.ends or (w.type = 'outage' and w.opened_at < r.ends + interval '31 days'
        and w.fields->>'failedAt' < to_char(r.ends at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))
      and coalesce(greatest(w.resolved_at, w.closed_at) >= r.begins, true)`;
}

async function eventsOfItems(tx: Tx, items: readonly { id: string }[]) {
  const found = new Map<string, WorkItemClockEvent[]>();
  if (items.length === 0) return found;
  const rows = await tx.$queryRaw<Pick<Row, "id" | "events">[]>`
    select w.id, v.events from work_item w ${WITH_EVENTS}
    where w.id = any (${items.map((one) => one.id)}::uuid[])`;
  for (const { id, events } of rows) found.set(id, (events ?? []).map(clockEvent));
  return found;
}

/** The work of an engagement that is not over, however much of it is. */
export async function unfinishedItems(tx: Tx, engagementId: string): Promise<LoadedItem[]> {
  const rows = await tx.$queryRaw<Row[]>`
    select ${COLUMNS} from work_item w ${WITH_EVENTS}
    where w.engagement_id = ${engagementId}::uuid and w.resolved_at is null and w.closed_at is null
    order by w.opened_at, w.id`;
  if (rows.length === 0) return [];
  const items = rows.map(({ events, ...row }) => ({ ...row, events: (events ?? []).map(clockEvent) }));
  return loaded(tx, items, [engagementId]);
}

const COLUMNS = Prisma.sql`w.id, w.engagement_id, w.type, w.priority, w.desk_made_sla, w.fields, v.events`;
const WITH_EVENTS = Prisma.sql`join lateral (
  select jsonb_agg(jsonb_build_object('at', to_char(e.at at time zone 'UTC',
    'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'type', e.type, 'w', e.held_by, 'd', nullif(e.data, '{}'::jsonb)) order by e.at, e.position) as events
  from work_item_event e where e.work_item_id = w.id) v on true`;

async function loaded(
  tx: Tx,
  rows: readonly ItemRow[],
  engagementIds: readonly string[],
): Promise<LoadedItem[]> {
  const adjustments = await adjustmentsOf(tx, engagementIds);
  return rows.map((row) => ({
    ...(adjustments.has(row.id) ? { adjustments: adjustments.get(row.id) ?? [] } : {}),
    id: row.id,
    engagementId: row.engagement_id,
    type: row.type,
    priority: row.priority,
    deskMadeSla: row.desk_made_sla,
    fields: row.fields,
    events: row.events,
  }));
}

function clockEvent({ at, type, w, d }: EventRow): WorkItemClockEvent {
  return {
    at: at.replace(".000Z", "Z"),
    type,
    ...(w ? { waitingOn: w } : {}),
    ...(d?.priority ? { priority: d.priority } : {}),
    ...(d?.tags ? { tags: d.tags } : {}),
    ...(d?.site === undefined ? {} : { site: d.site }),
    ...(d?.since ? { since: d.since } : {}),
  };
}

/**
 * Those of the months (YYYY-MM in the zone) in which anything was recorded about work that can matter to
 * them, ascending. A month in which work began or ended is known by its first item; only the others look
 * through what was open then.
 */
export async function monthsWithWork(
  tx: Tx,
  p: { engagementId: string; zone: string; months: readonly string[] },
): Promise<string[]> {
  const periods = p.months.map((month) => monthPeriod({ month, zone: p.zone }));
  const own = Prisma.sql`w.engagement_id = ${p.engagementId}::uuid`;
  const event = Prisma.sql`exists (select from work_item_event e where e.work_item_id = w.id
    and e.at >= m.begins and e.at < m.ends)`;
  const rows = await tx.$queryRaw<{ month: string }[]>`
    select m.month from unnest(${[...p.months]}::text[],
      ${periods.map((one) => one.from.toString())}::timestamptz[],
      ${periods.map((one) => one.to.toString())}::timestamptz[]) as m (month, begins, ends)
    where case
      when exists (select from work_item w where ${own} and w.opened_at >= m.begins and w.opened_at < m.ends
        and ${event}) then true
      when exists (select from work_item w where ${own} and w.resolved_at >= m.begins
        and w.resolved_at < m.ends and ${event}) then true
      else exists (select from work_item w where ${own} and w.opened_at < m.ends
        and coalesce(greatest(w.resolved_at, w.closed_at) >= m.begins, true) and ${event}) end
    order by 1`;
  return rows.map((row) => row.month);
}
