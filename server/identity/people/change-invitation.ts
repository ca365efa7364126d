import { demandGrant } from "../../../domain/identity/granting.ts";
import { expiryOf } from "../../../domain/identity/invitation.ts";
import { NotFound } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { isId } from "../../party-scope.ts";
import { givenRole } from "./given-role.ts";
import { enqueueInvitation, refuseTooMany } from "./invite-member.ts";

type Input = { id: string };

/**
 * Sends an invitation again, with a new link; the link before it ends. One that has run out lives again.
 * Permission member:manage; throws NotFound, NotAllowed, TooManyInvitations.
 */
export const resendInvitation = command({
  name: "invitation.resend",
  permission: "member:manage",
  run: async (deed: Deed, { id }: Input): Promise<Input> => {
    const invitation = await unanswered(deed, id);
    // Whoever sends it again gives the role anew.
    const gives = await givenRole(deed.tx, deed.viewer, invitation.customRoleId ?? invitation.role);
    demandGrant(deed.viewer, gives.permissions);
    await refuseTooMany(deed);
    const sending = invitation.sendings + 1;
    await deed.tx.invitation.update({
      where: { id },
      data: {
        sendings: sending,
        secretHash: null,
        sentAt: toDate(deed.now),
        expiresAt: toDate(expiryOf(deed.now)),
        invitedById: deed.viewer.userId,
        invitedByName: deed.viewer.name,
      },
    });
    deed.about("invitation", id, { sending });
    await enqueueInvitation(deed, id, sending);
    return { id };
  },
});

/** Ends an invitation: its link answers as one that never was. Permission member:manage; throws NotFound. */
export const revokeInvitation = command({
  name: "invitation.revoke",
  permission: "member:manage",
  run: async (deed: Deed, { id }: Input): Promise<Input> => {
    await unanswered(deed, id);
    await deed.tx.invitation.update({
      where: { id },
      data: { revokedAt: toDate(deed.now), revokedByName: deed.viewer.name, secretHash: null },
    });
    deed.about("invitation", id);
    return { id };
  },
});

/** An invitation of the organisation that nobody has answered, held until the transaction ends. */
async function unanswered(deed: Deed, id: string) {
  type Row = { sendings: number; role: string; customRoleId: string | null };
  const [row] = isId(id)
    ? await deed.tx.$queryRaw<Row[]>`
      select sendings, role, custom_role_id as "customRoleId" from invitation
      where id = ${id}::uuid and organization_id = ${deed.viewer.organizationId}::uuid
        and accepted_at is null and revoked_at is null for update`
    : [];
  if (!row) throw new NotFound("invitation");
  return row;
}
