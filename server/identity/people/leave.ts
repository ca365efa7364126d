import { demandGrant, refuseWithoutHead } from "../../../domain/identity/granting.ts";
import { ROLE_NAMES } from "../../../domain/identity/viewer.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { refuseSpareKey } from "../sso/connection.ts";
import { lockedHeads, lockedMember, type PresentMember } from "./given-role.ts";

type Input = { membershipId: string };

/**
 * Ends a member's place: their next request is refused, their open pages end, their keys stop and their
 * sessions in this organisation are gone. Permission member:manage, and nobody whose role carries more than
 * the viewer's. Throws NotFound, NotAllowed, LastHead.
 */
export const removeMember = command({
  name: "membership.end",
  permission: "member:manage",
  run: async (deed: Deed, { membershipId }: Input): Promise<Input> => {
    const heads = await lockedHeads(deed.tx, deed.viewer);
    const member = await lockedMember(deed.tx, deed.viewer, membershipId);
    demandGrant(deed.viewer, member.permissions);
    await end(deed, member, heads);
    return { membershipId };
  },
});

/** Ends the viewer's own place in the organisation they act for. Throws LastHead. */
export const leaveOrganization = command({
  name: "membership.leave",
  permission: "organization:read",
  run: async (deed: Deed, _input: null): Promise<Input> => {
    const { tx, viewer } = deed;
    const heads = await lockedHeads(tx, viewer);
    const own = await tx.membership.findUniqueOrThrow({
      where: { organizationId_userId: { organizationId: viewer.organizationId, userId: viewer.userId } },
      select: { id: true },
    });
    await end(deed, await lockedMember(tx, viewer, own.id), heads);
    return { membershipId: own.id };
  },
});

/**
 * The end itself, for whoever may ask for it: `heads` are those that there are, locked. Throws LastHead, and
 * SsoRefused for who keeps the spare key. Says in the audit row who it was.
 */
export async function end(deed: Deed, member: PresentMember, heads: number): Promise<void> {
  const { tx, viewer, now } = deed;
  const { organizationId } = viewer;
  refuseWithoutHead({ kind: viewer.organizationKind, loses: member.role, heads });
  await refuseSpareKey(tx, viewer, member.userId);
  const at = toDate(now);
  await tx.membership.update({
    where: { id: member.membershipId },
    data: { endedAt: at, endedByName: viewer.name },
  });
  const theirs = { organizationId, userId: member.userId };
  await tx.apiKey.updateMany({ where: { ...theirs, revokedAt: null }, data: { revokedAt: at } });
  await tx.session.deleteMany({ where: theirs });
  await tx.ssoIdentity.deleteMany({ where: theirs });
  // What waits for them, or from them, waits for nobody.
  await tx.ownershipOffer.updateMany({
    where: {
      organizationId,
      state: "open",
      OR: [{ toUserId: member.userId }, { fromUserId: member.userId }],
    },
    data: { state: "withdrawn", decidedAt: at },
  });
  deed.about("membership", member.membershipId, {
    person: member.name,
    role: member.roleName === ROLE_NAMES[member.role] ? member.role : member.roleName,
  });
}
