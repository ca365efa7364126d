import { systemViewer } from "../../../domain/identity/system-viewer.ts";
import type { MirrorDeps } from "../mirror-invoice.ts";
import { ownerOfCharge } from "./owner-of-charge.read.ts";
import { checkRefund } from "./settle-refund.ts";

/** A refund of ours is on its way to our books: the job comes back. */
export class RefundNotKeptYet extends Error {}

export const ABOUT_REFUND = ["refund.created", "refund.updated", "refund.failed", "charge.refunded"];

/**
 * Looks at every refund of the charge that the event is about, each by itself: what the event says was
 * refunded altogether is never booked. A refund that nobody here made is an alarm, and the books wait for a
 * person.
 */
export async function aboutRefund(
  deps: Omit<MirrorDeps, "publicUrl">,
  object: { id?: unknown; object?: unknown; charge?: unknown },
): Promise<void> {
  const chargeId = object.object === "refund" ? object.charge : object.id;
  if (typeof chargeId !== "string") return;
  const owner = await ownerOfCharge(deps.db, chargeId);
  if (!owner) return;
  const { organizationId, invoiceId } = owner;
  const refunds = await deps.stripe.refundsOfCharge(chargeId);
  const viewer = systemViewer(organizationId, `refunds:${chargeId}`);
  const known = await deps.db.withOrg(viewer, (tx) =>
    tx.refund.findMany({ where: { invoiceId }, select: { stripeRefundId: true } }),
  );
  const onItsWay = await deps.db.withOrg(viewer, (tx) =>
    tx.creditNote.count({ where: { invoiceId, state: "issued", refundMinor: { gt: 0n } } }),
  );
  for (const { id, metadata } of refunds) {
    if (known.some((row) => row.stripeRefundId === id))
      await checkRefund(deps, { stripeRefundId: id, organizationId });
    else if (onItsWay > 0 || metadata.refund_id !== undefined)
      throw new RefundNotKeptYet(`The refund ${id} is not in our books yet.`);
    else deps.logger.error({ refund: id, alarm: true }, "a refund that nobody here made");
  }
}
