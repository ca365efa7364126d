import type { Viewer } from "../../domain/identity/viewer.ts";
import { toInstant } from "../clock.ts";
import { Prisma, type Tx } from "../db.ts";
import { partiesAre } from "../party-scope.ts";

/** One row behind a figure, before its work item is read. */
export type FrozenLine = {
  workItemId: string;
  verdict: string;
  /** What rows of one verdict are ordered by, largest first: seconds, or the row's own value. */
  order: number;
  /** The item's own part of the figure, in the level's unit; null where it is a verdict. */
  value: string | null;
  netSeconds: number | null;
  targetSeconds: number | null;
  breachAt: string | null;
  bundleHash: string | null;
};

/**
 * A page of a frozen level's rows, misses first and the largest before others: its verdicts, or the items
 * that its figure counted. Keyset by (miss, order, id), so that the hundredth page costs what the first does.
 */
export async function frozenLines(
  tx: Tx,
  p: {
    viewer: Viewer;
    periodCloseId: string;
    levelId: string;
    first: number;
    after: Pick<FrozenLine, "verdict" | "order" | "workItemId"> | null;
  },
): Promise<FrozenLine[]> {
  const { after } = p;
  const beyond = after
    ? Prisma.sql`and (l.rank, -l."order", l."workItemId") >
        (${after.verdict === "breached" ? 0 : 1}, ${-after.order}::numeric, ${after.workItemId})`
    : Prisma.empty;
  const rows = await tx.$queryRaw<(Omit<FrozenLine, "breachAt" | "order"> & Raw)[]>`
    with l as (
      select v.work_item_id::text as "workItemId", v.verdict, (v.verdict <> 'breached')::int as rank,
        v.net_seconds::numeric as "order", null::text as value, v.net_seconds as "netSeconds",
        v.target_seconds as "targetSeconds", v.breach_at as "breachAt", v.bundle_hash as "bundleHash"
      from verdict v where v.period_close_id = ${p.periodCloseId}::uuid and v.level_id = ${p.levelId}
        and ${partiesAre(p.viewer, "v")}
      union all
      select c->>'workItemId', case when (c->>'miss')::boolean then 'breached' else 'met' end,
        (not (c->>'miss')::boolean)::int, coalesce((c->>'value')::numeric, 0), c->>'value', null, null,
        null, null
      from period_close p, jsonb_array_elements(p.levels) f,
        jsonb_array_elements(case when jsonb_typeof(f->'counted') = 'array' then f->'counted' end) c
      where p.id = ${p.periodCloseId}::uuid and f->>'levelId' = ${p.levelId} and ${partiesAre(p.viewer, "p")})
    select l.* from l where true ${beyond}
    order by l.rank, -l."order", l."workItemId" limit ${p.first}`;
  return rows.map(({ rank: _rank, order, breachAt, ...row }) => ({
    ...row,
    order: Number(order),
    breachAt: breachAt ? toInstant(breachAt).toString() : null,
  }));
}

type Raw = { rank: number; order: unknown; breachAt: Date | null };
