import { mayGrant } from "../../../domain/identity/granting.ts";
import {
  composable,
  type Permission,
  permissionsOfRole,
  rolesOf,
} from "../../../domain/identity/permissions.ts";
import { ROLE_NAMES, type Viewer } from "../../../domain/identity/viewer.ts";
import type { Tx } from "../../db.ts";

export type RoleRow = {
  /** The word of a role of the kind's, the id of one that the organisation made. */
  value: string;
  name: string;
  custom: boolean;
  permissions: readonly Permission[];
  holders: number;
  mayGrant: boolean;
};

/** Every role of the viewer's organisation: its kind's, then those that it made, by name. */
export async function organizationRoles(tx: Tx, viewer: Viewer): Promise<RoleRow[]> {
  const { organizationId, organizationKind: kind } = viewer;
  const made = await tx.customRole.findMany({
    where: { organizationId, removedAt: null },
    orderBy: { name: "asc" },
    take: 100,
  });
  const counted = await tx.membership.groupBy({
    by: ["role", "customRoleId"],
    where: { organizationId, endedAt: null },
    _count: { _all: true },
  });
  const holders = new Map(counted.map((one) => [one.customRoleId ?? one.role, one._count._all]));
  const own = rolesOf(kind).map((role) => ({
    value: role as string,
    name: ROLE_NAMES[role],
    custom: false,
    permissions: permissionsOfRole(kind, role),
  }));
  const theirs = made.map((role) => ({
    value: role.id,
    name: role.name,
    custom: true,
    permissions: composable(kind).filter((one) => role.permissions.includes(one)),
  }));
  return [...own, ...theirs].map((role) => ({
    ...role,
    holders: holders.get(role.value) ?? 0,
    mayGrant: mayGrant(viewer, role.permissions),
  }));
}
