import { strongest } from "../../../domain/identity/directory/resources.ts";
import type { GivenRole } from "../../../domain/identity/granting.ts";
import { isHead } from "../../../domain/identity/permissions.ts";
import { InvalidInput, NotAllowed } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import type { Deed } from "../../command.ts";
import { endLongerSessions } from "../people/change-role.ts";
import { givenRole, lockedMember } from "../people/given-role.ts";

type Role = { role: string | null; customRoleId: string | null };

/** The role of whom the directory brings, where no group says more. Throws NotAllowed where it has gone. */
export async function defaultRole(deed: Deed): Promise<GivenRole> {
  const { tx, viewer, now } = deed;
  const token = await tx.directoryToken.findFirst({
    where: { organizationId: viewer.organizationId, revokedAt: null, expiresAt: { gt: toDate(now) } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { defaultRole: true, customRoleId: true },
  });
  const role =
    token && (await present(deed, { role: token.defaultRole, customRoleId: token.customRoleId }));
  if (!role)
    throw new NotAllowed("The directory's own role is not there any more. Make a new token with another.");
  return role;
}

/**
 * Brings members to the role that their groups give them: the one that may do most; the directory's own
 * where no group of theirs gives one. The head of the organisation is nobody's to change by a group, and
 * who has left stays out.
 */
export async function applyGroups(deed: Deed, membershipIds: readonly string[]): Promise<void> {
  const { tx, viewer } = deed;
  if (membershipIds.length === 0) return;
  const there = await tx.membership.findMany({
    where: { id: { in: [...membershipIds] }, organizationId: viewer.organizationId, endedAt: null },
    select: { id: true, role: true },
  });
  for (const { id, role } of there) {
    if (isHead(viewer.organizationKind, role as "owner")) continue;
    const mapped = await tx.directoryGroup.findMany({
      where: { members: { some: { membershipId: id } }, role: { not: null } },
      select: { role: true, customRoleId: true },
    });
    const roles = (await Promise.all(mapped.map((one) => present(deed, one)))).filter(
      (one) => one !== null,
    );
    await give(deed, id, strongest(roles) ?? (await defaultRole(deed)));
  }
}

async function give({ tx, viewer }: Deed, id: string, gives: GivenRole): Promise<void> {
  const member = await lockedMember(tx, viewer, id);
  const { role, customRoleId } = gives;
  await tx.membership.update({ where: { id }, data: { role, customRoleId } });
  await endLongerSessions(tx, viewer, { member, gives });
}

/** A role as it is now; null for one of the organisation's own that was removed. */
async function present({ tx, viewer }: Deed, { role, customRoleId }: Role): Promise<GivenRole | null> {
  return givenRole(tx, viewer, customRoleId ?? role ?? "").catch((error) => {
    if (error instanceof InvalidInput) return null;
    throw error;
  });
}
