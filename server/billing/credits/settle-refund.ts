import { Temporal } from "temporal-polyfill";
import { type RefundState, refundMachine } from "../../../domain/billing/money-back-states.ts";
import { systemViewer } from "../../../domain/identity/system-viewer.ts";
import { refundBooked, refundFailureBooked } from "../../../domain/ledger/credit-recipes.ts";
import { money } from "../../../domain/shared/money.ts";
import { NotFound } from "../../../domain/shared/refusals.ts";
import { can, next } from "../../../domain/shared/state-machine.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { postFact } from "../../ledger/post-entry.ts";
import type { StripeBalanceTransaction } from "../../ports/stripe/balance.ts";
import type { StripeRefund } from "../../ports/stripe/credit-notes.ts";
import type { MirrorDeps } from "../mirror-invoice.ts";

type Facts = {
  refund: StripeRefund;
  out: StripeBalanceTransaction | null;
  back: StripeBalanceTransaction | null;
};

/**
 * Looks how a refund stands with Stripe and books what moved: each movement is one entry of its own, so that
 * a total that Stripe adds up is never taken for an increment, and a refund that came back is owed again.
 */
export async function checkRefund(
  deps: Omit<MirrorDeps, "publicUrl">,
  p: { stripeRefundId: string; organizationId: string },
): Promise<void> {
  const refund = await deps.stripe.retrieveRefund(p.stripeRefundId);
  const movement = (id: string | null) => (id ? deps.stripe.findBalanceTransaction(id) : null);
  const [out, back] = [await movement(refund.transactionId), await movement(refund.failureTransactionId)];
  const viewer = systemViewer(p.organizationId, `refund:${p.stripeRefundId}`);
  const { state } = await settleRefund({ db: deps.db, clock: deps.clock, viewer }, { refund, out, back });
  if (state === "failed")
    deps.logger.error({ refund: refund.id, failure: refund.failure, alarm: true }, "a refund came back");
}

/**
 * For the worker; permission statement:approve. Throws NotFound before our own commit: the job comes back.
 */
const settleRefund = command({
  name: "refund.settle",
  permission: "statement:approve",
  run: async (deed: Deed, { refund, out, back }: Facts): Promise<{ state: RefundState }> => {
    const { tx } = deed;
    const [row] = await tx.$queryRaw<Row[]>`
      select r.id, r.state, r.currency, r.amount_minor as "amountMinor", r.organization_id as "buyerId",
             r.provider_id as "providerId", c.engagement_id as "engagementId", 
             coalesce(c.number, '') as number
      from refund r join credit_note c on c.id = r.credit_note_id
      where r.stripe_refund_id = ${refund.id} for update of r`;
    if (!row) throw new NotFound("refund");
    const moved = (txn: StripeBalanceTransaction) => ({
      ...row,
      transactionId: txn.id,
      amount: money(row.amountMinor, row.currency),
      moved: txn,
      at: Temporal.Instant.fromEpochMilliseconds(txn.createdEpochSeconds * 1000),
    });
    if (out) await postFact(tx, refundBooked(moved(out)));
    if (back) await postFact(tx, refundFailureBooked(moved(back)));
    const event = eventOf(refund.status);
    const state =
      event && can(refundMachine, row.state, event) ? next(refundMachine, row.state, event) : row.state;
    deed.about("refund", row.id, { state, stripeRefund: refund.id });
    if (state !== row.state)
      await tx.refund.update({
        where: { id: row.id },
        data: { state, failure: refund.failure, settledAt: toDate(deed.now) },
      });
    return { state };
  },
});

type Row = {
  id: string;
  state: RefundState;
  currency: string;
  amountMinor: bigint;
  buyerId: string;
  providerId: string;
  engagementId: string;
  number: string;
};

function eventOf(status: string): "succeed" | "fail" | null {
  if (status === "succeeded") return "succeed";
  return status === "failed" || status === "canceled" ? "fail" : null;
}
