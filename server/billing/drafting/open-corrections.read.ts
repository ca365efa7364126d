import type { OpenAdjustment } from "../../../domain/billing/adjustment.ts";
import type { Tx } from "../../db.ts";

/**
 * What accepted corrections of each engagement have left open, the oldest first. The caller holds the
 * engagements' statement locks, so that nothing is settled twice.
 */
export async function openCorrections(
  tx: Tx,
  engagementIds: readonly string[],
): Promise<(engagementId: string) => OpenAdjustment[]> {
  const rows = await tx.$queryRaw<(OpenAdjustment & { engagementId: string })[]>`
    select a.engagement_id as "engagementId", a.id, a.correction_id as "correctionId", a.period,
      (a.net_minor - coalesce(sum(s.net_minor), 0))::bigint as "netMinor"
    from adjustment a left join statement_adjustment s on s.adjustment_id = a.id
    where a.engagement_id = any(${engagementIds}::uuid[])
    group by a.id having a.net_minor <> coalesce(sum(s.net_minor), 0) order by a.id`;
  const byEngagement = Map.groupBy(rows, (row) => row.engagementId);
  return (engagementId) =>
    (byEngagement.get(engagementId) ?? []).map(({ engagementId: _, ...open }) => open);
}
