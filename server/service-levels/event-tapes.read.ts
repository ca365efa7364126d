import type { TapeItem } from "../../domain/service-levels/tape-month.ts";
import { textAt } from "../../domain/service-levels/tape-text.ts";
import { RowReader, type TakeRow } from "../copy-out.ts";
import { Prisma, type Tx } from "../db.ts";
import { copyRows } from "../org-transaction.ts";
import { RowGroups } from "../row-groups.ts";

/**
 * Reads the work that can matter to months from an instant to another as tapes: the same items as monthItems
 * reads, in no order. `take` gets the place of the item's engagement in `engagementIds` and one object that
 * is used again for the next item; null where an item has no tape because an event does not fit one. The
 * caller has seen to it that the viewer may read the engagements.
 */
export async function readTapes(
  tx: Tx,
  p: { engagementIds: readonly string[]; from: string; to: string; withFields?: boolean },
  take: (place: number, item: TapeItem | null) => void,
): Promise<void> {
  if (p.engagementIds.length === 0) return;
  const ids = `{${p.engagementIds.join(",")}}`;
  const row = new RowReader();
  const item: TapeItem = {
    ...{ view: row.view, at: 0, end: 0, type: "", priority: null, deskMadeSla: null, fields: NO_FIELDS },
  };
  const fields = Prisma.raw(p.withFields ? ASKED_FIELDS : "null");
  // Grouped, the planner knows that an id comes once, and hashes the ids and not the work.
  const work = Prisma.sql`
    select e.place, w.type, w.priority, w.desk_made_sla, ${fields}, coalesce(w.tape, event_tape(w.id))
    from work_item w join (
      select id, min(place)::int as place
      from unnest(${ids}::uuid[]) with ordinality u (id, place) group by id
    ) e on e.id = w.engagement_id
    where w.opened_at < ${p.to}::timestamptz
      and coalesce(greatest(w.resolved_at, w.closed_at) >= ${p.from}::timestamptz, true)`;
  const read: TakeRow = (view, at) => {
    row.begin(view, at);
    row.next();
    const place = view.getInt32(row.at) - 1;
    row.next();
    item.type = textAt(view, row.at, row.length);
    item.priority = row.next() ? textAt(view, row.at, row.length) : null;
    item.deskMadeSla = row.next() ? view.getUint8(row.at) === 1 : null;
    item.fields = row.next() ? JSON.parse(textAt(view, row.at, row.length)) : NO_FIELDS;
    if (!row.next()) return take(place, null);
    item.view = view;
    item.at = row.at;
    item.end = row.at + row.length;
    take(place, item);
  };
  const groups = Math.ceil(p.engagementIds.length / TOGETHER);
  if (groups === 1) return copyRows(tx, work, read);
  const apart = new RowGroups(groups, read);
  await copyRows(tx, work, (view, at, end) => {
    apart.add(Math.floor((view.getInt32(at + 4) - 1) / TOGETHER), view, at, end);
  });
  apart.end();
}

const NO_FIELDS = {};
/** What clocks with rules and hours of sites ask of an item's own fields, where it says any of it. */
const ASKED_FIELDS = `case when w.fields ?| array['tags', 'site'] then
  jsonb_build_object('tags', w.fields->'tags', 'site', w.fields->'site')::text end`;

/** What so many contracts count with fits the processor's cache. */
const TOGETHER = 64;

/** Engagements with an accepted contest: their items carry more than events. */
export async function withAcceptedContest(tx: Tx, engagementIds: readonly string[]): Promise<Set<string>> {
  if (engagementIds.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select distinct engagement_id as id from contest
    where engagement_id = any (${Prisma.sql`${[...engagementIds]}::uuid[]`}) and state = 'accepted'`;
  return new Set(rows.map((row) => row.id));
}
