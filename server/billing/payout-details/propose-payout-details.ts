import {
  ProposalWaits,
  proposePayoutDetailsInput,
  SameDetails,
} from "../../../domain/billing/payout-details.ts";
import type { Viewer } from "../../../domain/identity/viewer.ts";
import { maskedEnd } from "../../../domain/shared/masked.ts";
import { NotAllowed, parseInput } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { newIds, sealedFields } from "../../sealed-fields.ts";

/**
 * Proposes the bank account that the viewer's organisation is paid to in one currency. Nothing changes before
 * somebody else has confirmed it; both are told by mail. Permission payout:set_up, a person in a session with
 * a proof. Throws NotAllowed, InvalidInput, ProposalWaits, SameDetails.
 */
export const proposePayoutDetails = command({
  name: "payout_details.propose",
  permission: "payout:set_up",
  requiresStepUp: true,
  run: async (deed: Deed, asked: unknown): Promise<{ detailsId: string }> => {
    const { tx, viewer, now } = deed;
    refuseUnlessPerson(viewer);
    const { currency, holder, account, bic } = parseInput(proposePayoutDetailsInput, asked);
    const { organizationId } = viewer;
    await lockDetails(tx, organizationId);
    const fields = await sealedFields(tx);
    const inForce = await tx.payoutDetails.findFirst({
      where: { organizationId, currency, state: "confirmed" },
    });
    const known = inForce && (await fields.open("payout_details.account", inForce.id, inForce.account));
    if (inForce && known === account && inForce.holder === holder && inForce.bic === bic)
      throw new SameDetails();
    const waiting = await tx.payoutDetails.count({
      where: { organizationId, currency, state: "proposed" },
    });
    if (waiting > 0) throw new ProposalWaits(currency);
    const [id = ""] = await newIds(tx, 1);
    await tx.payoutDetails.create({
      data: {
        ...{ id, organizationId, currency, holder, bic, state: "proposed" },
        account: await fields.sealFor("payout_details.account", { id, owner: organizationId }, account),
        ...{ proposedById: viewer.userId, proposedByName: viewer.name, proposedAt: toDate(now) },
      },
    });
    deed.about("payout_details", id, { currency, account: maskedEnd(account), holder });
    await deed.enqueue("payout_details.changed", { detailsId: id, organizationId }, `payout_details:${id}`);
    return { detailsId: id };
  },
});

/** One change of an organisation's payout details at a time. */
export async function lockDetails(tx: Deed["tx"], organizationId: string): Promise<void> {
  await tx.$queryRaw`
    select pg_advisory_xact_lock(hashtextextended(${`payout_details:${organizationId}`}, 0))::text`;
}

/** A key has nobody who could prove that it is them. */
export function refuseUnlessPerson(viewer: Viewer): void {
  if (viewer.organizationKind !== "provider" || viewer.via !== "session")
    throw new NotAllowed("Only a person of the provider's, in a session, says where its payouts go.");
}
