import { demandGrant, type GivenRole, refuseWithoutHead } from "../../../domain/identity/granting.ts";
import { isHead } from "../../../domain/identity/permissions.ts";
import type { Viewer } from "../../../domain/identity/viewer.ts";
import { DomainError } from "../../../domain/shared/domain-error.ts";
import { command, type Deed } from "../../command.ts";
import { lifetimeOf } from "../session-lifetime.ts";
import { refuseSpareKey } from "../sso/connection.ts";
import { givenRole, lockedHeads, lockedMember, type PresentMember } from "./given-role.ts";

/** An owner's place is taken by whoever gets it, not put upon them. */
class HeadIsOffered extends DomainError {
  constructor() {
    super({
      code: "head_is_offered",
      message: "An owner's role is handed over: offer it, and the other person accepts.",
      field: "role",
    });
  }
}

/**
 * Gives a member another role, in force at their next request. Permission member:manage; neither the role
 * that they have nor the one that they get may carry more than the viewer's. Throws NotFound, InvalidInput,
 * NotAllowed, LastHead, and a refusal for the role of a buyer's or provider's owner, which is offered.
 */
export const changeRole = command({
  name: "membership.change_role",
  permission: "member:manage",
  requiresStepUp: true,
  run: async (deed: Deed, input: { membershipId: string; role: string }) => {
    const { tx, viewer } = deed;
    const heads = await lockedHeads(tx, viewer);
    const member = await lockedMember(tx, viewer, input.membershipId);
    const gives = await givenRole(tx, viewer, input.role);
    demandGrant(viewer, member.permissions);
    demandGrant(viewer, gives.permissions);
    const kind = viewer.organizationKind;
    const becomesHead = isHead(kind, gives.role);
    if (becomesHead && !isHead(kind, member.role) && kind !== "marketplace") throw new HeadIsOffered();
    if (!becomesHead) {
      refuseWithoutHead({ kind, loses: member.role, heads });
      await refuseSpareKey(tx, viewer, member.userId);
    }
    await tx.membership.update({
      where: { id: member.membershipId },
      data: { role: gives.role, customRoleId: gives.customRoleId },
    });
    await endLongerSessions(tx, viewer, { member, gives });
    deed.about("membership", member.membershipId, {
      person: member.name,
      before: member.roleName,
      after: gives.name,
    });
    return { membershipId: member.membershipId };
  },
});

/** A session keeps the limits that it began with; a role with stricter ones asks for a new sign-in. */
export async function endLongerSessions(
  tx: Deed["tx"],
  viewer: Viewer,
  { member, gives }: { member: PresentMember; gives: GivenRole },
): Promise<void> {
  const before = lifetimeOf([member]);
  const after = lifetimeOf([{ role: gives.role, customRole: gives.customRoleId }]);
  if (after.idleMinutes >= before.idleMinutes || member.userId === viewer.userId) return;
  await tx.session.deleteMany({ where: { organizationId: viewer.organizationId, userId: member.userId } });
}
