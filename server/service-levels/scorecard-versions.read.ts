import type { Viewer } from "../../domain/identity/viewer.ts";
import type { ScorecardLevel, ScorecardVersion } from "../../domain/service-levels/scorecard.ts";
import { toInstant } from "../clock.ts";
import type { Tx } from "../db.ts";
import { isId, partiesAre } from "../party-scope.ts";

export type ScorecardVersionRow = ScorecardVersion & {
  id: string;
  note: string;
  createdBy: string;
  /** RFC 3339 */
  createdAt: string;
};

type Row = Omit<ScorecardVersionRow, "createdAt" | "levels"> & {
  engagementId: string;
  levels: ScorecardLevel[];
  createdAt: Date;
};

/** Every version of the engagements' scorecards, by engagement, the first version first. */
export async function scorecardVersions(
  tx: Tx,
  p: { viewer: Viewer; engagementIds: readonly string[] },
): Promise<Map<string, ScorecardVersionRow[]>> {
  const ids = p.engagementIds.filter(isId);
  const found = new Map<string, ScorecardVersionRow[]>();
  if (ids.length === 0) return found;
  const rows = await tx.$queryRaw<Row[]>`
    select c.id, c.engagement_id as "engagementId", c.number, c.from_month as "fromMonth", c.levels, c.note,
      c.created_by_name as "createdBy", c.created_at as "createdAt"
    from scorecard_version c
    where c.engagement_id = any (${ids}::uuid[]) and ${partiesAre(p.viewer, "c")}
    order by c.engagement_id, c.number`;
  for (const { engagementId, createdAt, ...row } of rows) {
    const version = { ...row, createdAt: toInstant(createdAt).toString() };
    found.set(engagementId, [...(found.get(engagementId) ?? []), version]);
  }
  return found;
}
