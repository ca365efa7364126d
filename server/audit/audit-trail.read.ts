import type { Viewer } from "../../domain/identity/viewer.ts";
import type { Tx } from "../db.ts";

export type AuditRow = {
  id: string;
  seq: string;
  at: Date;
  actorName: string;
  action: string;
  subjectType: string;
  subjectId: string;
  data: unknown;
  hash: string;
};

/** What the check of the whole chain found: every row's hash, its link to the row before, and the head. */
export type ChainCheck = { rows: number; firstBroken: string | null; headMatches: boolean };

/** The latest rows of the viewer's organisation. */
export function latestAuditRows(tx: Tx, p: { viewer: Viewer; take: number }): Promise<AuditRow[]> {
  return tx.$queryRaw<AuditRow[]>`
    select id, seq::text, at, actor_name as "actorName", action, subject_type as "subjectType",
      subject_id as "subjectId", data, hash
    from audit_event where organization_id = ${p.viewer.organizationId}::uuid order by audit_event.seq
      desc limit ${p.take}`;
}

/**
 * Rebuilds every hash of the organisation's chain from its row and compares; a removed row shows as a
 * broken link.
 */
export async function checkAuditChain(tx: Tx, viewer: Viewer): Promise<ChainCheck> {
  const organizationId = viewer.organizationId;
  const [found] = await tx.$queryRaw<ChainCheck[]>`
    with link as (
      select seq, hash, prev_hash,
        app.audit_hash(prev_hash, seq, at, actor_name, action, subject_type, subject_id, request_id,
          data) as rebuilt,
        lag(hash, 1, repeat('0', 64)) over (order by seq) as before, row_number() over (order by seq) as place
      from audit_event where organization_id = ${organizationId}::uuid
    )
    select count(*)::int as rows,
      (min(seq) filter (where hash <> rebuilt or prev_hash <> before or seq <> place))::text as "firstBroken",
      coalesce((select h.seq = max(link.seq) and h.hash = (array_agg(link.hash order by link.seq desc))[1]
        from audit_head h where h.organization_id = ${organizationId}::uuid), count(*) = 0) as "headMatches"
    from link`;
  return found ?? { rows: 0, firstBroken: null, headMatches: true };
}
