import type { Viewer } from "../../domain/identity/viewer.ts";
import { idCursor } from "../../domain/shared/id-cursor.ts";
import { Prisma, type Tx } from "../db.ts";

export type AuditRow = {
  id: string;
  seq: string;
  at: Date;
  actorName: string;
  action: string;
  subjectType: string;
  subjectId: string;
  requestId: string;
  data: unknown;
  /** In which role, by which session or key, and from where; empty in rows from before this was kept. */
  origin: { role?: string; via?: string; credential?: string; address?: string };
  hash: string;
};

/** What the check of the whole chain found: every row's hash, its link to the row before, and the head. */
export type ChainCheck = { rows: number; firstBroken: string | null; headMatches: boolean };

/** Which rows are wanted; what is null or empty asks for all. Days are whole days of UTC, both inclusive. */
export type AuditFilter = {
  /** A part of the actor's name, whatever the case. */
  actor: string | null;
  /** The beginning of an action, such as `statement.`. */
  action: string | null;
  subjectId: string | null;
  via: string | null;
  /** The id of a session or an API key: what was done by it, and to it. */
  credential: string | null;
  requestId: string | null;
  /** The beginning of a network address. */
  address: string | null;
  from: string | null;
  to: string | null;
};

export type AuditPage = {
  after?: string | undefined;
  before?: string | undefined;
  take: number;
  inverted: boolean;
};

function matches(viewer: Viewer, filter: AuditFilter): Prisma.Sql {
  const { actor, action, subjectId, via, credential, requestId, address, from, to } = filter;
  const conditions = [
    Prisma.sql`e.organization_id = ${viewer.organizationId}::uuid`,
    ...(actor ? [Prisma.sql`e.actor_name ilike ${`%${escaped(actor)}%`}`] : []),
    ...(action ? [Prisma.sql`e.action like ${`${escaped(action)}%`}`] : []),
    ...(subjectId ? [Prisma.sql`e.subject_id = ${subjectId}`] : []),
    ...(via ? [Prisma.sql`e.origin ->> 'via' = ${via}`] : []),
    ...(credential
      ? [Prisma.sql`(e.origin ->> 'credential' = ${credential} or e.subject_id = ${credential})`]
      : []),
    ...(requestId ? [Prisma.sql`e.request_id = ${requestId}`] : []),
    ...(address ? [Prisma.sql`e.origin ->> 'address' like ${`${escaped(address)}%`}`] : []),
    ...(from ? [Prisma.sql`e.at >= ${from}::date::timestamp at time zone 'UTC'`] : []),
    ...(to ? [Prisma.sql`e.at < (${to}::date + 1)::timestamp at time zone 'UTC'`] : []),
  ];
  return Prisma.join(conditions, " and ");
}

const escaped = (text: string) => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);

/** The rows of the viewer's organisation that the filter leaves, newest first. Throws InvalidInput. */
export function auditRows(
  tx: Tx,
  p: { viewer: Viewer; filter: AuditFilter; page: AuditPage },
): Promise<AuditRow[]> {
  const { viewer, page } = p;
  const place = (cursor: string) => Prisma.sql`(select c.seq from audit_event c
    where c.id = ${idCursor(cursor)}::uuid and c.organization_id = ${viewer.organizationId}::uuid)`;
  const after = page.after ? Prisma.sql`e.seq < ${place(page.after)}` : Prisma.sql`true`;
  const before = page.before ? Prisma.sql`e.seq > ${place(page.before)}` : Prisma.sql`true`;
  const direction = page.inverted ? Prisma.sql`asc` : Prisma.sql`desc`;
  return tx.$queryRaw<AuditRow[]>`
    select e.id, e.seq::text, e.at, e.actor_name as "actorName", e.action, e.subject_type as "subjectType",
      e.subject_id as "subjectId", e.request_id as "requestId", e.data, e.origin, e.hash
    from audit_event e where ${matches(viewer, p.filter)} and ${after} and ${before}
    order by e.seq ${direction} limit ${page.take}`;
}

/**
 * Rebuilds every hash of the organisation's chain from its row and compares; a removed row shows as a
 * broken link. A row whose person was erased stands on its digest.
 */
export async function checkAuditChain(tx: Tx, viewer: Viewer): Promise<ChainCheck> {
  const organizationId = viewer.organizationId;
  const [found] = await tx.$queryRaw<ChainCheck[]>`
    with link as (
      select seq, hash, prev_hash, personal_digest,
        case format when 1 then app.audit_hash(prev_hash, seq, at, actor_name, action, subject_type,
            subject_id, request_id, data)
          else app.audit_link_hash(prev_hash, seq, at, action, subject_type, subject_id, request_id,
            personal_digest) end as rebuilt,
        case when salt is null then personal_digest
          else app.audit_personal_digest(salt, actor_name, origin, data) end as personal,
        lag(hash, 1, repeat('0', 64)) over (order by seq) as before, row_number() over (order by seq) as place
      from audit_event where organization_id = ${organizationId}::uuid
    )
    select count(*)::int as rows,
      (min(seq) filter (where hash <> rebuilt or prev_hash <> before or seq <> place
        or personal is distinct from personal_digest))::text as "firstBroken",
      coalesce((select h.seq = max(link.seq) and h.hash = (array_agg(link.hash order by link.seq desc))[1]
        from audit_head h where h.organization_id = ${organizationId}::uuid), count(*) = 0) as "headMatches"
    from link`;
  return found ?? { rows: 0, firstBroken: null, headMatches: true };
}
