import { randomBytes } from "node:crypto";
import {
  type DirectoryTokenInput,
  directoryTokenSchema,
} from "../../../domain/identity/directory/settings.ts";
import { demandGrant } from "../../../domain/identity/granting.ts";
import { isHead } from "../../../domain/identity/permissions.ts";
import { InvalidInput, NotFound, parseInput } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import { type Caller, command, type Deed } from "../../command.ts";
import { isId } from "../../party-scope.ts";
import { hashApiKey } from "../api-keys.ts";
import { givenRole } from "../people/given-role.ts";
import { demandPerson } from "../sso/connection.ts";
import { directoryGroup } from "./groups.read.ts";
import { applyGroups } from "./roles.ts";

/**
 * Makes a token for the organisation's directory. It is shown once: only its SHA-256 is kept. Permission
 * sso:manage; throws InvalidInput and NotAllowed.
 */
export async function createDirectoryToken(
  caller: Caller,
  input: DirectoryTokenInput,
): Promise<{ id: string; secret: string | null }> {
  const secret = `erd_${randomBytes(32).toString("base64url")}`;
  let made = false;
  const create = command({
    name: "directory_token.create",
    permission: "sso:manage",
    requiresStepUp: true,
    run: async (deed: Deed, given: DirectoryTokenInput) => {
      const { tx, viewer, now } = deed;
      demandPerson(viewer);
      const { name, days, defaultRole } = parseInput(directoryTokenSchema, given);
      const role = await grantable(deed, { field: "defaultRole", role: defaultRole });
      const { id } = await tx.directoryToken.create({
        data: {
          ...{ organizationId: viewer.organizationId, name, prefix: secret.slice(0, 10) },
          ...{ secretHash: hashApiKey(secret), defaultRole: role.role, customRoleId: role.customRoleId },
          ...{
            createdByName: viewer.name,
            createdAt: toDate(now),
            expiresAt: toDate(now.add({ hours: days * 24 })),
          },
        },
        select: { id: true },
      });
      deed.about("directory_token", id, { name, days, defaultRole: role.name });
      made = true;
      return { id };
    },
  });
  const { id } = await create(caller, input);
  return { id, secret: made ? secret : null };
}

/** Ends a token at once. Throws NotFound, for another organisation's too. */
export const revokeDirectoryToken = command({
  name: "directory_token.revoke",
  permission: "sso:manage",
  run: async (deed: Deed, { id }: { id: string }): Promise<{ id: string }> => {
    const { tx, viewer, now } = deed;
    demandPerson(viewer);
    const own = { id, organizationId: viewer.organizationId };
    const token = isId(id) ? await tx.directoryToken.findFirst({ where: own }) : null;
    if (!token) throw new NotFound("token");
    await tx.directoryToken.updateMany({
      where: { ...own, revokedAt: null },
      data: { revokedAt: toDate(now) },
    });
    deed.about("directory_token", id, { name: token.name });
    return { id };
  },
});

/**
 * Says which role a group of the directory gives, or none; whoever is in it gets it at once. Nobody comes
 * to the head by a group, and the viewer must be able to give the role. Throws NotFound, InvalidInput,
 * NotAllowed.
 */
export const mapDirectoryGroup = command({
  name: "directory_group.map",
  permission: "sso:manage",
  requiresStepUp: true,
  run: async (deed: Deed, { id, role }: { id: string; role: string | null }): Promise<{ id: string }> => {
    const { tx, viewer } = deed;
    demandPerson(viewer);
    const group = await directoryGroup(tx, viewer, id);
    if (!group) throw new NotFound("group");
    const gives = role ? await grantable(deed, { field: "role", role }) : null;
    const data = { role: gives?.role ?? null, customRoleId: gives?.customRoleId ?? null };
    await tx.directoryGroup.update({ where: { id }, data });
    if (group.role || gives)
      await applyGroups(
        deed,
        group.members.map((one) => one.value),
      );
    deed.about("directory_group", id, { name: group.displayName, role: gives?.name ?? null });
    return { id };
  },
});

async function grantable({ tx, viewer }: Deed, p: { field: string; role: string }) {
  const { field } = p;
  const gives = await givenRole(tx, viewer, p.role).catch((error) => {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput([{ field, message: "Choose one of the organisation's roles." }]);
  });
  if (isHead(viewer.organizationKind, gives.role))
    throw new InvalidInput([
      { field, message: "Nobody comes to the head of an organisation by its directory." },
    ]);
  demandGrant(viewer, gives.permissions);
  return gives;
}
