import type { EffectMonth } from "../../domain/service-levels/breach-effect.ts";
import type { LevelFigure } from "../../domain/service-levels/level-figure.ts";
import type { Tx } from "../db.ts";

type Row = { period: string } & Pick<
  LevelFigure,
  "measured" | "n" | "hits" | "interval" | "excused" | "unit"
>;

/** The frozen months of one level, oldest first, each with its last accepted correction. */
export async function levelMonths(
  tx: Tx,
  p: { engagementId: string; levelId: string },
): Promise<EffectMonth[]> {
  const rows = await tx.$queryRaw<Row[]>`
    select p.period, f->>'measured' as measured, (f->>'n')::int as n, (f->>'hits')::int as hits,
      nullif(f->'interval', 'null'::jsonb) as interval, (f->>'excused')::boolean as excused, f->>'unit' as unit
    from period_close p
    left join lateral (select c.levels from correction c where c.period_close_id = p.id and c.state = 'accepted'
      order by c.number desc limit 1) c on true
    cross join lateral jsonb_array_elements(coalesce(c.levels, p.levels)) f
    where p.engagement_id = ${p.engagementId}::uuid and f->>'levelId' = ${p.levelId}
    order by p.period`;
  return rows.map(({ period, measured, n, hits, interval, excused, unit }) => ({
    month: period,
    measured,
    n,
    hits,
    isShare: interval !== null && unit === "%",
    excused,
  }));
}
