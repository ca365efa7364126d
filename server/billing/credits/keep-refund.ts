import { toDate } from "../../clock.ts";
import type { Deed } from "../../command.ts";
import { stateRefundFx } from "../exchange/state-fx-lines.ts";

type NewRefund = {
  organizationId: string;
  providerId: string;
  invoiceId: string;
  creditNoteId: string;
  currency: string;
  amountMinor: bigint;
  /** Null for one that has still to be asked for. */
  stripeRefundId?: string;
};

/** Keeps a refund that is on its way, stated in the currency of the buyer's books. Answers its id. */
export async function keepRefund(deed: Deed, refund: NewRefund): Promise<string> {
  const { id } = await deed.tx.refund.create({
    data: { ...refund, state: "pending", createdAt: toDate(deed.now) },
    select: { id: true },
  });
  await stateRefundFx(deed, { ...refund, refundId: id });
  return id;
}
