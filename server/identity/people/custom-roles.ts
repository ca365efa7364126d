import {
  type CustomRoleInput,
  composeRole,
  MOST_CUSTOM_ROLES,
  RoleHeld,
  TooManyRoles,
} from "../../../domain/identity/custom-role.ts";
import { InvalidInput, NotFound } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { isId } from "../../party-scope.ts";

/**
 * Makes a role out of permissions of the organisation's kind, or changes one with all who hold it, from their
 * next request on. Permission role:manage; throws InvalidInput, NotFound, TooManyRoles.
 */
export const saveCustomRole = command({
  name: "role.save",
  permission: "role:manage",
  requiresStepUp: true,
  run: async (deed: Deed, input: CustomRoleInput & { id: string | null }): Promise<{ id: string }> => {
    const { tx, viewer, now } = deed;
    const { organizationId } = viewer;
    const role = composeRole(viewer, { name: input.name, permissions: input.permissions });
    const before = input.id === null ? null : await heldRole(deed, input.id);
    await refuseTakenName(deed, { name: role.name, but: input.id });
    if (before) {
      await tx.customRole.update({ where: { id: before.id }, data: { ...role, updatedAt: toDate(now) } });
      deed.about("role", before.id, {
        before: before.permissions,
        after: role.permissions,
        name: role.name,
      });
      return { id: before.id };
    }
    const there = await tx.customRole.count({ where: { organizationId, removedAt: null } });
    if (there >= MOST_CUSTOM_ROLES) throw new TooManyRoles();
    const times = { createdAt: toDate(now), updatedAt: toDate(now) };
    const { id } = await tx.customRole.create({
      data: { organizationId, ...role, createdByName: viewer.name, ...times },
      select: { id: true },
    });
    deed.about("role", id, { after: role.permissions, name: role.name });
    return { id };
  },
});

/** Removes a role that nobody holds or is invited to. Permission role:manage; throws NotFound, RoleHeld. */
export const removeCustomRole = command({
  name: "role.remove",
  permission: "role:manage",
  run: async (deed: Deed, { id }: { id: string }): Promise<{ id: string }> => {
    const { tx } = deed;
    const role = await heldRole(deed, id);
    const where = { organizationId: deed.viewer.organizationId, customRoleId: role.id };
    const holders = await tx.membership.count({ where: { ...where, endedAt: null } });
    const invited = await tx.invitation.count({ where: { ...where, acceptedAt: null, revokedAt: null } });
    if (holders + invited > 0) throw new RoleHeld(holders + invited);
    await tx.customRole.update({ where: { id: role.id }, data: { removedAt: toDate(deed.now) } });
    deed.about("role", role.id, { name: role.name });
    return { id: role.id };
  },
});

/** A role of the organisation's own, held until the transaction ends: nobody is given it meanwhile. */
async function heldRole(deed: Deed, id: string) {
  const [role] = isId(id)
    ? await deed.tx.$queryRaw<{ id: string; name: string; permissions: string[] }[]>`
      select id, name, permissions from custom_role where id = ${id}::uuid and removed_at is null
        and organization_id = ${deed.viewer.organizationId}::uuid for update`
    : [];
  if (!role) throw new NotFound("role");
  return role;
}

async function refuseTakenName(deed: Deed, p: { name: string; but: string | null }): Promise<void> {
  const [taken] = await deed.tx.$queryRaw<{ id: string }[]>`
    select id from custom_role where organization_id = ${deed.viewer.organizationId}::uuid
      and lower(name) = lower(${p.name}) and removed_at is null`;
  if (taken && taken.id !== p.but)
    throw new InvalidInput([{ field: "name", message: "There is a role of this name already." }]);
}
