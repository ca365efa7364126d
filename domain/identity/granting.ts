import { DomainError } from "../shared/domain-error.ts";
import { NotAllowed } from "../shared/refusals.ts";
import { isHead, may, type Permission, permissionsOfRole } from "./permissions.ts";
import type { OrganizationKind, Role, Viewer } from "./viewer.ts";

/** A role as it is given to somebody: one of the kind's own, or one that the organisation made. */
export type GivenRole = {
  role: Role;
  customRoleId: string | null;
  name: string;
  permissions: readonly Permission[];
};

/** What every role that an organisation makes carries, so that its holder reaches their own pages. */
export const ALWAYS = ["catalogue:read", "organization:read"] as const satisfies readonly Permission[];

/**
 * Whether the viewer may give, change or take a role that carries these permissions: nobody gives what they
 * do not hold themselves, and nobody governs somebody who may do more than they. The head gives all.
 */
export function mayGrant(viewer: Viewer, permissions: readonly Permission[]): boolean {
  if (!may(viewer, "member:manage")) return false;
  if (!viewer.customRole && isHead(viewer.organizationKind, viewer.role)) return true;
  return permissions.every((permission) => may(viewer, permission));
}

/** Throws NotAllowed where the viewer may not give or take a role like this one. */
export function demandGrant(viewer: Viewer, permissions: readonly Permission[]): void {
  if (!mayGrant(viewer, permissions))
    throw new NotAllowed("This role may do more than yours, so you can neither give nor take it.");
}

/** An organisation without a head could never be governed again. */
export class LastHead extends DomainError {
  constructor(kind: OrganizationKind) {
    const head = kind === "marketplace" ? "administrator" : "owner";
    super({
      code: "last_head",
      message: `This is the organisation's last ${head}. Make somebody else ${head} first.`,
    });
  }
}

/** Throws LastHead where one head fewer would leave none; `heads` counts those there are now. */
export function refuseWithoutHead(p: { kind: OrganizationKind; loses: Role; heads: number }): void {
  if (isHead(p.kind, p.loses) && p.heads <= 1) throw new LastHead(p.kind);
}

/** The role of a member as others weigh it. */
export function permissionsOfMember(p: {
  kind: OrganizationKind;
  role: Role;
  custom: readonly Permission[] | null;
}): readonly Permission[] {
  return p.custom ?? permissionsOfRole(p.kind, p.role);
}
