import { demandGrant } from "../../../domain/identity/granting.ts";
import {
  AlreadyThere,
  expiryOf,
  inviteSchema,
  MOST_INVITATIONS_A_DAY,
  TooManyInvitations,
} from "../../../domain/identity/invitation.ts";
import { parseInput } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { givenRole } from "./given-role.ts";

/**
 * Invites an address to the viewer's organisation in a role. The worker makes the link and mails it; nobody
 * here ever sees it. Permission member:manage, and no role that carries more than the viewer's. Throws
 * InvalidInput, NotAllowed, AlreadyThere, TooManyInvitations.
 */
export const inviteMember = command({
  name: "invitation.send",
  permission: "member:manage",
  requiresStepUp: true,
  run: async (deed: Deed, given: { email: string; role: string }): Promise<{ id: string }> => {
    const { email, role } = parseInput(inviteSchema, given);
    const { viewer, tx, now } = deed;
    const gives = await givenRole(tx, viewer, role);
    demandGrant(viewer, gives.permissions);
    await refuseTooMany(deed);
    await refuseWhoIsThere(deed, email);
    const sentAt = toDate(now);
    const { id } = await tx.invitation.create({
      data: {
        organizationId: viewer.organizationId,
        email,
        role: gives.role,
        customRoleId: gives.customRoleId,
        roleName: gives.name,
        invitedById: viewer.userId,
        invitedByName: viewer.name,
        createdAt: sentAt,
        sentAt,
        expiresAt: toDate(expiryOf(now)),
      },
      select: { id: true },
    });
    deed.about("invitation", id, { role: gives.name });
    await enqueueInvitation(deed, id, 1);
    return { id };
  },
});

/** Adds the job that makes the link of this sending and mails it. */
export function enqueueInvitation(deed: Deed, invitationId: string, sending: number): Promise<void> {
  const { organizationId } = deed.viewer;
  return deed.enqueue(
    "invitation.mail",
    { invitationId, organizationId, sending },
    `invite:${invitationId}`,
  );
}

/** Throws TooManyInvitations: an organisation is no way of sending mail to the world. */
export async function refuseTooMany(deed: Deed): Promise<void> {
  const [row] = await deed.tx.$queryRaw<{ n: number }[]>`
    select coalesce(sum(sendings), 0)::int as n from invitation
    where organization_id = ${deed.viewer.organizationId}::uuid
      and sent_at > ${toDate(deed.now.subtract({ hours: 24 }))}::timestamptz`;
  if ((row?.n ?? 0) >= MOST_INVITATIONS_A_DAY) throw new TooManyInvitations();
}

async function refuseWhoIsThere(deed: Deed, email: string): Promise<void> {
  const { tx, viewer, now } = deed;
  const own = viewer.organizationId;
  const [member] = await tx.$queryRaw<unknown[]>`
    select 1 from membership m join person p on p.id = m.user_id
    where m.organization_id = ${own}::uuid and p.email = ${email} and m.ended_at is null`;
  if (member) throw new AlreadyThere("member");
  // One that has run out makes room for the next.
  await tx.invitation.updateMany({
    where: { ...open(own), email, expiresAt: { lte: toDate(now) } },
    data: { revokedAt: toDate(now), revokedByName: "Engine Room" },
  });
  if (await tx.invitation.findFirst({ where: { ...open(own), email }, select: { id: true } }))
    throw new AlreadyThere("invited");
}

const open = (organizationId: string) => ({ organizationId, acceptedAt: null, revokedAt: null });
