import { type ApiParts, workOf } from "./api.ts";
import { book } from "./resources/balance-transactions.ts";
import { chargeById } from "./resources/charges.ts";
import {
  type Dispute,
  type DisputeStatus,
  disputeById,
  newDispute,
  presentDispute,
} from "./resources/disputes.ts";
import type { Refund } from "./resources/refunds.ts";
import type { Work } from "./work.ts";

type Parts = Pick<ApiParts, "store" | "clock" | "publicUrl" | "hasWebhook">;

export interface DisputeGiven {
  charge: string;
  /** Minor units; the whole charge unless told. */
  amount?: number;
  reason?: string;
  /** `warning_needs_response` is an inquiry, which moves no money; `lost` at once is a bank's final word. */
  status?: DisputeStatus;
  /** Days to answer in; null where nobody is asked. */
  dueInDays?: number | null;
}

/** What banks do to payments, on order: for trials of disputes and of refunds that come back. */
export interface MoneyBackControls {
  /** The refunds that follow wait for the bank instead of succeeding at once. */
  refundsWait(wait: boolean): void;
  /** The bank's word on a refund: it arrived, or it came back (also after it had arrived). */
  settleRefund(given: { refund: string; as: "succeeded" | "failed"; failure?: string }): void;
  /** A bank disputes a charge: the amount and a fee of 15.00 leave the balance, but for an inquiry. */
  dispute(given: DisputeGiven): { id: string };
  /** The bank decides, or the state moves on by itself. Won money comes back; the fee stays. */
  decide(given: { dispute: string; as: DisputeStatus }): void;
  /** From now on nothing can be taken back from a connected account. */
  drain(account: string): void;
  /** Every refund so far, oldest first. */
  refunds(): Refund[];
}

/** What a bank charges for a dispute, in minor units. */
const disputeFee = 1500;

export function moneyBackControls(parts: Parts): MoneyBackControls {
  const working = <T>(deed: (work: Work) => T): T =>
    parts.store.transact(() => deed(workOf({ parts, requestId: null, key: null, emittedTypes: [] })));
  const setting = (id: string, value: string) =>
    parts.store.transact(() => parts.store.put("setting", { id, value }));
  return {
    refundsWait: (wait) => setting("refunds_wait", wait ? "yes" : "no"),
    settleRefund: (given) => working((work) => settleRefund(work, given)),
    dispute: (given) => working((work) => openDispute(work, given)),
    decide: (given) => working((work) => decide(work, given)),
    drain: (account) => setting(`drained:${account}`, "yes"),
    refunds: () => parts.store.all("refund"),
  };
}

function settleRefund(work: Work, given: { refund: string; as: "succeeded" | "failed"; failure?: string }) {
  const refund = work.store.get("refund", given.refund);
  if (refund === undefined || refund.status === "failed")
    throw new Error(`There is no refund ${given.refund} to settle.`);
  if (given.as === "succeeded") {
    const arrived = { ...refund, status: "succeeded" };
    work.store.put("refund", arrived);
    work.emit("refund.updated", arrived);
    return;
  }
  const charge = chargeById(work, refund.charge);
  const booked = book({
    work,
    amount: refund.amount,
    fee: 0,
    type: "refund_failure",
    reportingCategory: "refund_failure",
    currency: refund.currency,
    source: refund.id,
    description: `Failed refund of ${charge.id}`,
    availableOn: work.now,
  });
  const failed = {
    ...refund,
    status: "failed",
    failure_reason: given.failure ?? "declined",
    failure_balance_transaction: booked.id,
  };
  const amount_refunded = charge.amount_refunded - refund.amount;
  work.store.put("refund", failed);
  work.store.put("charge", { ...charge, amount_refunded, refunded: false });
  work.emit("refund.updated", failed);
  work.emit("refund.failed", failed);
}

function openDispute(work: Work, given: DisputeGiven): { id: string } {
  const charge = chargeById(work, given.charge);
  const status = given.status ?? "needs_response";
  const days = given.dueInDays === undefined ? 9 : given.dueInDays;
  const dispute = newDispute({
    charge,
    amount: given.amount ?? charge.amount,
    reason: given.reason ?? "product_not_received",
    status,
    dueBy: days === null ? null : work.now + days * 86_400,
    now: work.now,
  });
  work.store.put("dispute", dispute);
  work.store.put("charge", { ...charge, disputed: true });
  const takesMoney = !status.startsWith("warning") && status !== "prevented";
  const opened = takesMoney ? moved(work, dispute, { amount: -dispute.amount, fee: disputeFee }) : dispute;
  work.emit("charge.dispute.created", presentDispute(work, opened));
  if (takesMoney) work.emit("charge.dispute.funds_withdrawn", presentDispute(work, opened));
  if (status === "lost") work.emit("charge.dispute.closed", presentDispute(work, opened));
  return { id: dispute.id };
}

function decide(work: Work, given: { dispute: string; as: DisputeStatus }): void {
  const dispute: Dispute = { ...disputeById(work, given.dispute), status: given.as };
  work.store.put("dispute", dispute);
  const held = heldBy(work, dispute);
  const returned = given.as === "won" || given.as === "prevented";
  // An inquiry that grows into a dispute takes the money then.
  const taken = given.as === "needs_response" && held === 0;
  const after =
    returned && held > 0
      ? moved(work, dispute, { amount: dispute.amount, fee: 0 })
      : taken
        ? moved(work, dispute, { amount: -dispute.amount, fee: disputeFee })
        : dispute;
  const shown = presentDispute(work, after);
  if (returned && held > 0) work.emit("charge.dispute.funds_reinstated", shown);
  if (taken) work.emit("charge.dispute.funds_withdrawn", shown);
  const closes = ["won", "lost", "prevented", "warning_closed"].includes(given.as);
  work.emit(closes ? "charge.dispute.closed" : "charge.dispute.updated", shown);
}

function heldBy(work: Work, dispute: Dispute): number {
  return dispute.balance_transactions.reduce(
    (sum, id) => sum - (work.store.get("balanceTransaction", id)?.amount ?? 0),
    0,
  );
}

function moved(work: Work, dispute: Dispute, movement: { amount: number; fee: number }): Dispute {
  const booked = book({
    work,
    ...movement,
    type: "adjustment",
    reportingCategory: movement.amount < 0 ? "dispute" : "dispute_reversal",
    currency: dispute.currency,
    source: dispute.id,
    description: `Chargeback of ${dispute.charge}`,
    availableOn: work.now,
  });
  const after = { ...dispute, balance_transactions: [...dispute.balance_transactions, booked.id] };
  work.store.put("dispute", after);
  return after;
}
