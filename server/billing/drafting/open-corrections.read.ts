import type { OpenAdjustment } from "../../../domain/billing/adjustment.ts";
import type { Tx } from "../../db.ts";

/**
 * What accepted corrections of each engagement have left open after statements and the credit notes that we
 * made for them, the oldest first. The caller holds the
 * engagements' statement locks, so that nothing is settled twice.
 */
export async function openCorrections(
  tx: Tx,
  engagementIds: readonly string[],
): Promise<(engagementId: string) => OpenAdjustment[]> {
  const rows = await tx.$queryRaw<(OpenAdjustment & { engagementId: string })[]>`
    select * from (
      select a.engagement_id as "engagementId", a.id, a.correction_id as "correctionId", a.period,
        (a.net_minor
          - coalesce((select sum(s.net_minor) from statement_adjustment s where s.adjustment_id = a.id), 0)
          + coalesce((select sum(c.net_minor) from credit_note c where c.correction_id = a.correction_id
            and c.asked_by_id is null and c.state <> 'withdrawn'), 0))::bigint as "netMinor"
      from adjustment a where a.engagement_id = any(${engagementIds}::uuid[])) o
    where "netMinor" <> 0 order by id`;
  const byEngagement = Map.groupBy(rows, (row) => row.engagementId);
  return (engagementId) =>
    (byEngagement.get(engagementId) ?? []).map(({ engagementId: _, ...open }) => open);
}
