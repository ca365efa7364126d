import type { Viewer } from "../../domain/identity/viewer.ts";
import type { FigureBundle } from "../../domain/service-levels/figure-bundle.ts";
import type { LevelFigure } from "../../domain/service-levels/month-figure.ts";
import type { VerdictBundle } from "../../domain/service-levels/verdict-bundle.ts";
import { toInstant } from "../clock.ts";
import type { Tx } from "../db.ts";
import { isId, partiesAre } from "../party-scope.ts";

/** A frozen month. */
export type PeriodCloseRow = {
  id: string;
  engagementId: string;
  period: string;
  ruleVersion: string;
  calendarVersion: number;
  itemCount: number;
  eventCount: number;
  levels: LevelFigure[];
  prevHash: string;
  hash: string;
  frozenAt: string;
  frozenBy: string | null;
};

/** The frozen months of the engagements, by engagement, oldest first. */
export async function periodCloses(
  tx: Tx,
  p: { viewer: Viewer; engagementIds: readonly string[] },
): Promise<Map<string, PeriodCloseRow[]>> {
  const found = new Map<string, PeriodCloseRow[]>();
  const ids = p.engagementIds.filter(isId);
  if (ids.length === 0) return found;
  const rows = await tx.$queryRaw<(Omit<PeriodCloseRow, "frozenAt"> & { frozenAt: Date })[]>`
    select p.id, p.engagement_id as "engagementId", p.period, p.rule_version as "ruleVersion",
      p.calendar_version as "calendarVersion", p.item_count as "itemCount", p.event_count as
        "eventCount",
      -- The rows behind a figure can be many; they are read a page at a time.
      (select coalesce(jsonb_agg(f - 'counted' || '{"counted": null}' order by n), '[]')
        from jsonb_array_elements(p.levels) with ordinality as l (f, n)) as levels,
      p.prev_hash as "prevHash", p.hash, p.frozen_at as "frozenAt", u.name as "frozenBy"
    from period_close p left join person u on u.id = p.frozen_by_id
    where p.engagement_id = any (${ids}::uuid[]) and ${partiesAre(p.viewer, "p")}
    order by p.engagement_id, p.period`;
  for (const row of rows) {
    const close = { ...row, frozenAt: toInstant(row.frozenAt).toString() };
    found.set(row.engagementId, [...(found.get(row.engagementId) ?? []), close]);
  }
  return found;
}

export type FrozenVerdict = {
  id: string;
  workItemId: string;
  levelId: string;
  verdict: string;
  netSeconds: number;
  grossSeconds: number;
  targetSeconds: number;
  breachAt: string | null;
  bundle: VerdictBundle;
  bundleHash: string;
  period: string;
  hash: string;
};

/** The frozen verdicts of a month, or of a work item in every month: misses first, then the longest. */
export async function frozenVerdicts(
  tx: Tx,
  p: { viewer: Viewer } & (
    | { engagementId: string; month: string; levelId?: string }
    | { workItemId: string }
  ),
): Promise<FrozenVerdict[]> {
  const byItem = "workItemId" in p;
  const id = byItem ? p.workItemId : p.engagementId;
  if (!isId(id)) return [];
  const rows = await tx.$queryRaw<(Omit<FrozenVerdict, "breachAt"> & { breachAt: Date | null })[]>`
    select v.id, v.work_item_id as "workItemId", v.level_id as "levelId", v.verdict, v.net_seconds as
      "netSeconds",
      v.gross_seconds as "grossSeconds", v.target_seconds as "targetSeconds", v.breach_at as "breachAt",
        v.bundle,
      v.bundle_hash as "bundleHash", p.period, p.hash
    from verdict v join period_close p on p.id = v.period_close_id
    where ${partiesAre(p.viewer, "v")}
      and (${byItem ? id : null}::uuid is null or v.work_item_id = ${byItem ? id : null}::uuid)
      and (${byItem ? null : id}::uuid is null or p.engagement_id = ${byItem ? null : id}::uuid)
      and (${byItem ? null : p.month}::text is null or p.period = ${byItem ? null : p.month})
      and (${byItem ? null : (p.levelId ?? null)}::text is null or v.level_id =
        ${byItem ? null : (p.levelId ?? null)})
    order by p.period, v.verdict = 'breached' desc, v.net_seconds desc, v.id`;
  return rows.map((row) => ({
    ...row,
    breachAt: row.breachAt ? toInstant(row.breachAt).toString() : null,
  }));
}

/** The figure of a level without clocks as it was frozen, with the bundle that rebuilds it. */
export type FrozenFigureRow = {
  id: string;
  levelId: string;
  kind: string;
  status: string;
  bundle: FigureBundle;
  bundleHash: string;
  period: string;
  hash: string;
};

/** The frozen figures of a month, by level; empty where the month was frozen before there were bundles. */
export async function frozenFiguresOf(
  tx: Tx,
  p: { viewer: Viewer; periodCloseId: string },
): Promise<FrozenFigureRow[]> {
  return tx.$queryRaw<FrozenFigureRow[]>`
    select v.id, v.level_id as "levelId", v.kind, v.status, v.bundle, v.bundle_hash as "bundleHash",
      p.period, p.hash
    from frozen_figure v join period_close p on p.id = v.period_close_id
    where v.period_close_id = ${p.periodCloseId}::uuid and ${partiesAre(p.viewer, "v")} order by v.level_id`;
}
