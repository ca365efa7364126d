import type { GivenRole } from "../../../domain/identity/granting.ts";
import { permissionsOfMember } from "../../../domain/identity/granting.ts";
import {
  composable,
  type Permission,
  permissionsOfRole,
  rolesOf,
} from "../../../domain/identity/permissions.ts";
import { ROLE_NAMES, type Role, type Viewer } from "../../../domain/identity/viewer.ts";
import { InvalidInput, NotFound } from "../../../domain/shared/refusals.ts";
import type { Tx } from "../../db.ts";
import { isId } from "../../party-scope.ts";

/**
 * The role that a name stands for in the viewer's organisation: one of its kind's, or the id of one that it
 * made. Throws InvalidInput for anything else; the role of another organisation is anything else.
 */
export async function givenRole(tx: Tx, viewer: Viewer, role: string): Promise<GivenRole> {
  const kind = viewer.organizationKind;
  const own = rolesOf(kind).find((one) => one === role);
  if (own)
    return {
      role: own,
      customRoleId: null,
      name: ROLE_NAMES[own],
      permissions: permissionsOfRole(kind, own),
    };
  const where = { id: role, organizationId: viewer.organizationId, removedAt: null };
  const made = isId(role) ? await tx.customRole.findFirst({ where }) : null;
  if (!made)
    throw new InvalidInput([{ field: "role", message: "Choose one of the organisation's roles." }]);
  const permissions = composable(kind).filter((one) => made.permissions.includes(one));
  return { role: "member", customRoleId: made.id, name: made.name, permissions };
}

export type PresentMember = {
  membershipId: string;
  userId: string;
  name: string;
  email: string;
  role: Role;
  roleName: string;
  /** The name of the organisation's own role, where theirs is one. */
  customRole: string | null;
  permissions: readonly Permission[];
};

/**
 * A present member of the viewer's organisation, held until the transaction ends. Throws NotFound: a member
 * of another organisation, and one who has left, are not there.
 */
export async function lockedMember(tx: Tx, viewer: Viewer, membershipId: string): Promise<PresentMember> {
  const rows = isId(membershipId)
    ? await tx.$queryRaw<(Omit<PresentMember, "roleName" | "customRole" | "permissions"> & Custom)[]>`
      select m.id as "membershipId", m.user_id as "userId", p.name, p.email, m.role, c.name as "customName",
        c.permissions as "customPermissions"
      from membership m join person p on p.id = m.user_id left join custom_role c on c.id = m.custom_role_id
      where m.id = ${membershipId}::uuid and m.organization_id = ${viewer.organizationId}::uuid
        and m.ended_at is null for update of m`
    : [];
  const [row] = rows;
  if (!row) throw new NotFound("member");
  const { customName, customPermissions: custom, ...member } = row;
  return {
    ...member,
    roleName: customName ?? ROLE_NAMES[row.role],
    customRole: customName,
    permissions: permissionsOfMember({ kind: viewer.organizationKind, role: row.role, custom }),
  };
}

type Custom = { customName: string | null; customPermissions: Permission[] | null };

/** How many heads the organisation has, each held until the transaction ends: two cannot leave at once. */
export async function lockedHeads(tx: Tx, viewer: Viewer): Promise<number> {
  const head = viewer.organizationKind === "marketplace" ? "admin" : "owner";
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select m.id from membership m join person p on p.id = m.user_id
    where m.organization_id = ${viewer.organizationId}::uuid and m.role = ${head} and m.ended_at is null
      and p.disabled_at is null order by m.id for update of m`;
  return rows.length;
}
