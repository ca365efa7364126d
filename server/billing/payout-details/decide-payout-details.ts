import {
  decidePayoutDetailsInput,
  type PayoutDetailsEvent,
  type PayoutDetailsState,
  ProposerGone,
  payoutDetailsMachine,
} from "../../../domain/billing/payout-details.ts";
import { refuseSamePerson } from "../../../domain/identity/segregation.ts";
import { NotAllowed, NotFound, parseInput } from "../../../domain/shared/refusals.ts";
import { next } from "../../../domain/shared/state-machine.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { isId } from "../../party-scope.ts";
import { lockDetails, refuseUnlessPerson } from "./propose-payout-details.ts";

type Asked = { detailsId: string; confirm: boolean; reason?: string | undefined };

/**
 * Another person confirms the proposed account, which takes the place of the one before from that moment
 * on; or rejects it with a reason, and the one before stays. Permission payout:set_up, a person in a
 * session with a proof, and never the one who proposed it. Throws NotFound, NotAllowed, InvalidInput,
 * SamePerson, ProposerGone, TransitionRefused.
 */
export const decidePayoutDetails = command({
  name: "payout_details.decide",
  permission: "payout:set_up",
  requiresStepUp: true,
  run: async (deed: Deed, asked: Asked): Promise<{ detailsId: string }> => {
    const { detailsId, confirm, reason } = parseInput(decidePayoutDetailsInput, asked);
    const { tx, viewer, now } = deed;
    const proposed = await locked(deed, detailsId);
    refuseSamePerson("payout_details", { first: proposed.proposedById, second: viewer.userId });
    if (confirm) await refuseOfTheGone(deed, proposed.proposedById);
    const state = next(payoutDetailsMachine, proposed.state, confirm ? "confirm" : "reject");
    const { organizationId, currency } = proposed;
    if (confirm)
      await tx.payoutDetails.updateMany({
        where: { organizationId, currency, state: "confirmed" },
        data: { state: "replaced", replacedAt: toDate(now) },
      });
    await decide(deed, { detailsId, state, reason: confirm ? null : (reason ?? null) });
    deed.about("payout_details", detailsId, { currency, confirm, ...(confirm ? {} : { reason }) });
    return { detailsId };
  },
});

/** Whoever proposed an account takes it back. Throws NotFound, NotAllowed, TransitionRefused. */
export const withdrawPayoutDetails = command({
  name: "payout_details.withdraw",
  permission: "payout:set_up",
  run: async (deed: Deed, { detailsId }: { detailsId: string }): Promise<{ detailsId: string }> => {
    const proposed = await locked(deed, detailsId);
    if (proposed.proposedById !== deed.viewer.userId)
      throw new NotAllowed("Only who proposed it takes it back; anybody else rejects it.");
    const state = next(payoutDetailsMachine, proposed.state, "withdraw" satisfies PayoutDetailsEvent);
    await decide(deed, { detailsId, state, reason: null });
    deed.about("payout_details", detailsId, { currency: proposed.currency });
    return { detailsId };
  },
});

type Proposed = {
  organizationId: string;
  currency: string;
  state: PayoutDetailsState;
  proposedById: string;
};

async function locked({ tx, viewer }: Deed, id: string): Promise<Proposed> {
  refuseUnlessPerson(viewer);
  if (!isId(id)) throw new NotFound("payout details");
  await lockDetails(tx, viewer.organizationId);
  const { organizationId } = viewer;
  const row = await tx.payoutDetails.findFirst({ where: { id, organizationId } });
  if (!row) throw new NotFound("payout details");
  return { ...row, state: row.state as PayoutDetailsState };
}

/** What somebody left behind, or was removed for, is not confirmed. */
async function refuseOfTheGone({ tx, viewer }: Deed, userId: string): Promise<void> {
  const { organizationId } = viewer;
  const there = await tx.membership.count({ where: { organizationId, userId, endedAt: null } });
  if (there === 0) throw new ProposerGone();
}

async function decide(
  deed: Deed,
  p: { detailsId: string; state: PayoutDetailsState; reason: string | null },
): Promise<void> {
  const { viewer, now } = deed;
  const who = { decidedById: viewer.userId, decidedByName: viewer.name, decidedAt: toDate(now) };
  const { detailsId: id, state, reason } = p;
  await deed.tx.payoutDetails.update({ where: { id }, data: { state, reason, ...who } });
  const { organizationId } = viewer;
  await deed.enqueue(
    "payout_details.changed",
    { detailsId: id, organizationId },
    `payout_details:${id}:${state}`,
  );
}
