import type { Temporal } from "temporal-polyfill";
import { permissionsOfMember } from "../../../domain/identity/granting.ts";
import { invitationState } from "../../../domain/identity/invitation.ts";
import type { Permission } from "../../../domain/identity/permissions.ts";
import { ROLE_NAMES, type Role, type Viewer } from "../../../domain/identity/viewer.ts";
import { toInstant } from "../../clock.ts";
import { Prisma, type Tx } from "../../db.ts";
import { isId } from "../../party-scope.ts";

export type PersonRow = {
  id: string;
  userId: string;
  name: string;
  email: string;
  role: Role;
  roleName: string;
  /** The role as a form gives it back: the kind's own by its word, one that was made by its id. */
  roleValue: string;
  permissions: readonly Permission[];
  since: Date;
  lastActiveAt: Date | null;
  endedAt: Date | null;
  endedByName: string | null;
};

type Raw = Omit<PersonRow, "roleName" | "roleValue" | "permissions"> & {
  customRoleId: string | null;
  customName: string | null;
  customPermissions: Permission[] | null;
};

export type PeopleFilter = { ended: boolean; search: string };

/** Members of the viewer's organisation by name, the present or those who have left. */
export async function peopleRows(
  tx: Tx,
  p: {
    viewer: Viewer;
    filter: PeopleFilter;
    limit: number;
    after?: string | undefined;
    before?: string | undefined;
    inverted: boolean;
  },
): Promise<PersonRow[]> {
  const own = p.viewer.organizationId;
  const order = p.inverted ? Prisma.sql`desc` : Prisma.sql`asc`;
  const parts = [Prisma.sql`m.organization_id = ${own}::uuid`];
  parts.push(p.filter.ended ? Prisma.sql`m.ended_at is not null` : Prisma.sql`m.ended_at is null`);
  const search = p.filter.search.trim().slice(0, 100);
  if (search)
    parts.push(
      Prisma.sql`strpos(lower(p.name || ' ' || p.email), lower(${search.replaceAll("\0", "")})) > 0`,
    );
  const place = (id: string) => Prisma.sql`(select lower(cp.name), c.id from membership c
    join person cp on cp.id = c.user_id where c.id = ${id}::uuid and c.organization_id = ${own}::uuid)`;
  if (p.after && isId(p.after)) parts.push(Prisma.sql`(lower(p.name), m.id) > ${place(p.after)}`);
  if (p.before && isId(p.before)) parts.push(Prisma.sql`(lower(p.name), m.id) < ${place(p.before)}`);
  const rows = await tx.$queryRaw<Raw[]>`${PEOPLE} where ${Prisma.join(parts, " and ")}
    order by lower(p.name) ${order}, m.id ${order} limit ${p.limit}`;
  return rows.map((row) => shown(row, p.viewer));
}

/** One member of the viewer's organisation, present or not; null where there is none. */
export async function findPerson(tx: Tx, viewer: Viewer, id: string): Promise<PersonRow | null> {
  if (!isId(id)) return null;
  const [row] = await tx.$queryRaw<Raw[]>`${PEOPLE} where m.id = ${id}::uuid
    and m.organization_id = ${viewer.organizationId}::uuid`;
  return row ? shown(row, viewer) : null;
}

/** How many people are there, and how many have left. */
export async function countPeople(tx: Tx, viewer: Viewer): Promise<{ present: number; ended: number }> {
  const [row] = await tx.$queryRaw<{ present: number; ended: number }[]>`
    select count(*) filter (where ended_at is null)::int as present,
      count(*) filter (where ended_at is not null)::int as ended
    from membership where organization_id = ${viewer.organizationId}::uuid`;
  return row ?? { present: 0, ended: 0 };
}

const PEOPLE = Prisma.sql`
  select m.id, m.user_id as "userId", p.name, p.email, m.role, m.created_at as since,
    m.last_active_at as "lastActiveAt", m.ended_at as "endedAt", m.ended_by_name as "endedByName",
    m.custom_role_id as "customRoleId", c.name as "customName", c.permissions as "customPermissions"
  from membership m join person p on p.id = m.user_id left join custom_role c on c.id = m.custom_role_id`;

function shown({ customRoleId, customName, customPermissions, ...row }: Raw, viewer: Viewer): PersonRow {
  const kind = viewer.organizationKind;
  return {
    ...row,
    roleName: customName ?? ROLE_NAMES[row.role],
    roleValue: customRoleId ?? row.role,
    permissions: permissionsOfMember({ kind, role: row.role, custom: customPermissions }),
  };
}

export type InvitationRow = {
  id: string;
  email: string;
  roleName: string;
  invitedByName: string;
  sentAt: Date;
  expiresAt: Date;
  sendings: number;
  state: "open" | "expired";
};

/** Invitations that nobody has answered and nobody has revoked, the latest first. */
export async function openInvitations(
  tx: Tx,
  p: { viewer: Viewer; now: Temporal.Instant; id?: string },
): Promise<InvitationRow[]> {
  if (p.id !== undefined && !isId(p.id)) return [];
  const rows = await tx.invitation.findMany({
    where: {
      organizationId: p.viewer.organizationId,
      acceptedAt: null,
      revokedAt: null,
      ...(p.id ? { id: p.id } : {}),
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: 200,
  });
  return rows.map((row) => {
    const times = { acceptedAt: null, revokedAt: null, expiresAt: toInstant(row.expiresAt) };
    return { ...row, state: invitationState(times, p.now) === "open" ? "open" : "expired" };
  });
}

export type OfferRow = {
  id: string;
  fromName: string;
  toName: string;
  toUserId: string;
  roleAfter: string;
  expiresAt: Date;
};

/** The offer of the head's place that waits for its answer; null where there is none. */
export async function openOffer(
  tx: Tx,
  p: { viewer: Viewer; now: Temporal.Instant },
): Promise<OfferRow | null> {
  const { organizationId } = p.viewer;
  return tx.ownershipOffer.findFirst({
    where: { organizationId, state: "open", expiresAt: { gt: new Date(p.now.epochMilliseconds) } },
    select: { id: true, fromName: true, toName: true, toUserId: true, roleAfter: true, expiresAt: true },
  });
}
