import type { TapeGroup } from "../../domain/service-levels/tape-month.ts";
import { Prisma, type Tx } from "../db.ts";

type Row = {
  engagement_id: string;
  type: string;
  priority: string | null;
  desk_made_sla: boolean | null;
  odd: boolean;
  tapes: Uint8Array | null;
};

/**
 * The work that can matter to months from an instant to another, by engagement, as tapes; null where an item
 * has none because an event does not fit one, or where a contest was accepted, which changes an item. The
 * same items as monthItems reads, in no order. The caller has seen to it that the viewer may read the
 * engagements.
 */
export async function eventTapes(
  tx: Tx,
  p: { engagementIds: readonly string[]; from: string; to: string },
): Promise<Map<string, TapeGroup[] | null>> {
  const found = new Map<string, TapeGroup[] | null>();
  if (p.engagementIds.length === 0) return found;
  for (const id of await withContests(tx, p.engagementIds)) found.set(id, null);
  const ids = p.engagementIds.filter((id) => !found.has(id));
  if (ids.length === 0) return found;
  const rows = await tx.$queryRaw<Row[]>`
    select engagement_id, type, priority, desk_made_sla, bool_or(tape is null) as odd,
      string_agg(int4send(octet_length(tape)) || tape, ''::bytea) as tapes
    from (select w.engagement_id, w.type, w.priority, w.desk_made_sla,
        coalesce(w.tape, event_tape(w.id)) as tape
      from work_item w
      where w.engagement_id = any (${Prisma.sql`${ids}::uuid[]`})
        and w.opened_at < ${p.to}::timestamptz
        and coalesce(greatest(w.resolved_at, w.closed_at) >= ${p.from}::timestamptz, true)) n
    group by 1, 2, 3, 4`;
  for (const row of rows) {
    const known = found.get(row.engagement_id);
    if (row.odd || known === null) found.set(row.engagement_id, null);
    else {
      const { type, priority, desk_made_sla: deskMadeSla } = row;
      const group = { type, priority, deskMadeSla, tapes: row.tapes ?? new Uint8Array() };
      if (known) known.push(group);
      else found.set(row.engagement_id, [group]);
    }
  }
  return found;
}

/** Engagements with an accepted contest: their items carry more than events. */
async function withContests(tx: Tx, engagementIds: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select distinct engagement_id as id from contest
    where engagement_id = any (${Prisma.sql`${[...engagementIds]}::uuid[]`}) and state = 'accepted'`;
  return rows.map((row) => row.id);
}
