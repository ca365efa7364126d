import type { AuditLink, ChainHead } from "../../domain/identity/audit-chain.ts";
import { Prisma, type Tx } from "../db.ts";

/** A page of an organisation's chain after a number, in its order, as it was hashed. */
export function auditLinks(
  tx: Tx,
  p: { organizationId: string; after: bigint; take: number },
): Promise<AuditLink[]> {
  return tx.$queryRaw<AuditLink[]>`
    select seq, format, (extract(epoch from at) * 1000)::bigint as "atMs", actor_name as "actorName", action,
      subject_type as "subjectType", subject_id as "subjectId", request_id as "requestId",
      data::text as data, origin::text as origin, salt::text as salt, personal_digest as "personalDigest",
      prev_hash as "prevHash", hash
    from audit_event where organization_id = ${p.organizationId}::uuid and seq > ${p.after}
    order by audit_event.seq limit ${p.take}`;
}

/** What the database says each chain ends on, by organisation. For the worker. */
export async function chainHeads(tx: Tx): Promise<Map<string, ChainHead>> {
  const rows = await tx.$queryRaw<(ChainHead & { organizationId: string })[]>(
    Prisma.sql`select organization_id::text as "organizationId", seq, hash from app.audit_heads()`,
  );
  return new Map(rows.map(({ organizationId, seq, hash }) => [organizationId, { seq, hash }]));
}
