import { systemViewer } from "../../../domain/identity/system-viewer.ts";
import { toInstant } from "../../clock.ts";
import { ownerOfCharge } from "../credits/owner-of-charge.read.ts";
import type { MirrorDeps } from "../mirror-invoice.ts";
import { closeDispute } from "./close-dispute.ts";
import { keepDispute } from "./keep-dispute.ts";
import { moveTransfers } from "./move-transfer.ts";

type Deps = Omit<MirrorDeps, "publicUrl">;

/** The payment is not in our books yet: the job comes back. */
export class PaymentNotKeptYet extends Error {}

/** How long a dispute of a payment that we do not know waits for it, before it is an alarm. */
const WAIT_MINUTES = 60;

export const ABOUT_DISPUTE = [
  "charge.dispute.created",
  "charge.dispute.updated",
  "charge.dispute.closed",
  "charge.dispute.funds_withdrawn",
  "charge.dispute.funds_reinstated",
];

/**
 * Acts on a dispute as Stripe has it now; the event is only a hint, so any may come twice, late or reordered.
 */
export async function aboutDispute(
  deps: Deps,
  { stripeDisputeId, receivedAt }: { stripeDisputeId: string; receivedAt: Date },
): Promise<void> {
  const dispute = await deps.stripe.retrieveDispute(stripeDisputeId);
  const owner = await ownerOfCharge(deps.db, dispute.chargeId);
  if (!owner) {
    const waits = deps.clock.now().since(toInstant(receivedAt)).total("minutes") < WAIT_MINUTES;
    if (waits) throw new PaymentNotKeptYet(`The charge ${dispute.chargeId} is no payment of ours yet.`);
    deps.logger.error(
      { dispute: dispute.id, alarm: true },
      "a dispute of a payment that nobody here knows",
    );
    return;
  }
  const { organizationId, providerId, invoiceId } = owner;
  const viewer = systemViewer(organizationId, `charge_dispute:${stripeDisputeId}`);
  const caller = { db: deps.db, clock: deps.clock, viewer };
  const { id } = await keepDispute(caller, { dispute, invoiceId });
  const row = await deps.db.withOrg(viewer, (tx) => tx.chargeDispute.findUniqueOrThrow({ where: { id } }));
  if (row.paysTwice && row.outcome === null)
    deps.logger.error(
      { disputeId: id, alarm: true },
      "refund and dispute together pay the buyer more than was paid",
    );
  await moveTransfers(deps, { disputeId: id, providerId });
  await closeDispute(caller, { disputeId: id, dispute });
  await moveTransfers(deps, { disputeId: id, providerId });
}
