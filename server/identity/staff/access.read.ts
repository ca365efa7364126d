import type { Temporal } from "temporal-polyfill";
import type { Viewer } from "../../../domain/identity/viewer.ts";
import { toDate } from "../../clock.ts";
import { Prisma, type Tx } from "../../db.ts";

export type AssignmentRow = {
  id: string;
  organizationId: string | null;
  organization: string | null;
  userName: string;
  assignedByName: string;
  createdAt: Date;
};

export type AccessRow = {
  id: string;
  userId: string;
  organization: string;
  userName: string;
  reason: string;
  documents: boolean;
  hours: number;
  askedAt: Date;
  openedAt: Date | null;
  expiresAt: Date | null;
  approvedByName: string | null;
  endedAt: Date | null;
  state: "waiting" | "open" | "ended";
};

/** Who of the marketplace looks after an organisation, or after all of them; for staff everybody's. */
export function staffAssignments(tx: Tx, viewer: Viewer): Promise<AssignmentRow[]> {
  return tx.$queryRaw<AssignmentRow[]>`
    select a.id, a.organization_id as "organizationId", o.name as organization, a.user_name as "userName",
      a.assigned_by_name as "assignedByName", a.created_at as "createdAt"
    from staff_assignment a left join organization o on o.id = a.organization_id
    where a.ended_at is null and ${own(viewer, "a")} order by a.user_name, o.name, a.id limit 500`;
}

/** Accesses with their reasons, those that wait and are open first; for a party those to itself. */
export async function staffAccesses(
  tx: Tx,
  p: { viewer: Viewer; now: Temporal.Instant },
): Promise<AccessRow[]> {
  const now = toDate(p.now);
  return tx.$queryRaw<AccessRow[]>`
    select x.id, x.user_id as "userId", o.name as organization, x.user_name as "userName", x.reason,
      x.documents, x.hours, x.asked_at as "askedAt", x.opened_at as "openedAt", x.expires_at as "expiresAt",
      x.approved_by_name as "approvedByName", x.ended_at as "endedAt", state.word as state
    from staff_access x join organization o on o.id = x.organization_id
    cross join lateral (select case
      when x.ended_at is not null or x.expires_at <= ${now}::timestamptz then 'ended'
      when x.opened_at is null then 'waiting' else 'open' end as word) state
    where ${own(p.viewer, "x")} order by state.word = 'ended', x.asked_at desc, x.id limit 100`;
}

export type TenantRow = { organizationId: string; name: string; kind: string };

/** The buyers and providers that an access or an assignment can name. */
export function tenants(tx: Tx): Promise<TenantRow[]> {
  return tx.$queryRaw<TenantRow[]>`
    select id as "organizationId", name, kind from organization where kind <> 'marketplace'
    order by lower(name), id limit 1000`;
}

function own(viewer: Viewer, alias: "a" | "x"): Prisma.Sql {
  if (viewer.organizationKind === "marketplace") return Prisma.sql`true`;
  const table = Prisma.raw(alias);
  const all = alias === "a" ? Prisma.sql` or a.organization_id is null` : Prisma.empty;
  return Prisma.sql`(${table}.organization_id = ${viewer.organizationId}::uuid${all})`;
}
