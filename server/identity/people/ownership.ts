import { refuseWithoutHead } from "../../../domain/identity/granting.ts";
import { expiryOf } from "../../../domain/identity/invitation.ts";
import { isHead } from "../../../domain/identity/permissions.ts";
import { DomainError } from "../../../domain/shared/domain-error.ts";
import { NotFound } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { isId } from "../../party-scope.ts";
import { refuseSpareKey } from "../sso/connection.ts";
import { givenRole, lockedHeads, lockedMember } from "./given-role.ts";

class OfferStands extends DomainError {
  constructor(message: string) {
    super({ code: "offer_stands", message });
  }
}

/**
 * Offers the viewer's own place at the head to a member; `roleAfter` is what the viewer is once it is
 * accepted, the head's own role where they stay beside. Works for seven days, one at a time. Permission
 * ownership:transfer; throws NotFound, InvalidInput and a refusal where it makes no sense.
 */
export const offerOwnership = command({
  name: "ownership.offer",
  permission: "ownership:transfer",
  requiresStepUp: true,
  run: async (deed: Deed, input: { membershipId: string; roleAfter: string }) => {
    const { tx, viewer, now } = deed;
    const { organizationId } = viewer;
    const member = await lockedMember(tx, viewer, input.membershipId);
    if (isHead(viewer.organizationKind, member.role))
      throw new OfferStands("This person is at the head already.");
    const after = await givenRole(tx, viewer, input.roleAfter);
    await tx.ownershipOffer.updateMany({
      where: { organizationId, state: "open", expiresAt: { lte: toDate(now) } },
      data: { state: "withdrawn", decidedAt: toDate(now) },
    });
    if (await tx.ownershipOffer.findFirst({ where: { organizationId, state: "open" } }))
      throw new OfferStands("An offer waits for its answer. Withdraw it before you make another.");
    const { id } = await tx.ownershipOffer.create({
      data: {
        organizationId,
        fromUserId: viewer.userId,
        fromName: viewer.name,
        toUserId: member.userId,
        toName: member.name,
        roleAfter: after.customRoleId ?? after.role,
        state: "open",
        createdAt: toDate(now),
        expiresAt: toDate(expiryOf(now)),
      },
      select: { id: true },
    });
    deed.about("ownership_offer", id, { to: member.name, roleAfter: after.name });
    return { id };
  },
});

/** Takes an offer back. Permission ownership:transfer; throws NotFound. */
export const withdrawOwnership = command({
  name: "ownership.withdraw",
  permission: "ownership:transfer",
  run: async (deed: Deed, { id }: { id: string }) => {
    await openOffer(deed, id);
    await decide(deed, id, "withdrawn");
    return { id };
  },
});

/**
 * The member answers an offer made to them. Accepting gives them the head's role and whoever offered the
 * role that the offer names, in one transaction. Throws NotFound for an offer to anybody else, and for one
 * that has ended or whose maker is at the head no longer.
 */
export const answerOwnership = command({
  name: "ownership.answer",
  permission: "organization:read",
  requiresStepUp: true,
  run: async (deed: Deed, { id, accept }: { id: string; accept: boolean }) => {
    const { tx, viewer } = deed;
    const heads = await lockedHeads(tx, viewer);
    const offer = await openOffer(deed, id);
    if (offer.toUserId !== viewer.userId) throw new NotFound("offer");
    await decide(deed, id, accept ? "accepted" : "declined");
    if (accept) await handOver(deed, offer, heads);
    return { id };
  },
});

type Offer = { fromUserId: string; toUserId: string; toName: string; roleAfter: string };

async function handOver(deed: Deed, offer: Offer, heads: number): Promise<void> {
  const { tx, viewer } = deed;
  const { organizationId, organizationKind: kind } = viewer;
  const head = kind === "marketplace" ? "admin" : "owner";
  const place = (userId: string) => ({ organizationId_userId: { organizationId, userId } });
  const from = await tx.membership.findUnique({ where: place(offer.fromUserId) });
  if (!from || from.endedAt || !isHead(kind, from.role as typeof head)) throw new NotFound("offer");
  await tx.membership.update({
    where: place(viewer.userId),
    data: { role: head, customRoleId: null },
  });
  const after = await givenRole(tx, viewer, offer.roleAfter);
  if (!isHead(kind, after.role)) {
    refuseWithoutHead({ kind, loses: head, heads: heads + 1 });
    await refuseSpareKey(tx, viewer, offer.fromUserId);
  }
  await tx.membership.update({
    where: place(offer.fromUserId),
    data: { role: after.role, customRoleId: after.customRoleId },
  });
}

async function openOffer(deed: Deed, id: string): Promise<Offer> {
  const [offer] = isId(id)
    ? await deed.tx.$queryRaw<Offer[]>`
      select from_user_id as "fromUserId", to_user_id as "toUserId", to_name as "toName",
        role_after as "roleAfter"
      from ownership_offer where id = ${id}::uuid and state = 'open'
        and organization_id = ${deed.viewer.organizationId}::uuid
        and expires_at > ${toDate(deed.now)}::timestamptz for update`
    : [];
  if (!offer) throw new NotFound("offer");
  return offer;
}

async function decide(deed: Deed, id: string, state: "accepted" | "declined" | "withdrawn"): Promise<void> {
  const offer = await deed.tx.ownershipOffer.update({
    where: { id },
    data: { state, decidedAt: toDate(deed.now) },
    select: { toName: true, fromName: true },
  });
  deed.about("ownership_offer", id, { state, from: offer.fromName, to: offer.toName });
}
