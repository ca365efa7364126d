import type { Tx } from "../db.ts";

/** A stated head count of a line of seats. */
export type HeadCountRow = {
  id: string;
  lineId: string;
  /** "2026-10-15" */
  effectiveOn: string;
  count: number;
  side: "buyer" | "provider";
  statedByName: string;
  statedAt: Date;
  /** False where a later word about the same day took its place. */
  inForce: boolean;
};

/** Every head count of an engagement that the viewer's transaction may see, by line and day. */
export function headCounts(tx: Tx, engagementId: string): Promise<HeadCountRow[]> {
  return tx.$queryRaw<HeadCountRow[]>`
    select h.id, h.line_id as "lineId", h.effective_on::text as "effectiveOn", h.count, h.side,
      h.stated_by_name as "statedByName", h.stated_at as "statedAt",
      h.id = max(h.id::text) over (partition by h.line_id, h.effective_on)::uuid as "inForce"
    from head_count h where h.engagement_id = ${engagementId}::uuid
    order by h.line_id, h.effective_on, h.id`;
}
