import { noSuch, refused } from "../errors.ts";
import { newId } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import { inCreated, listPage } from "../list.ts";
import { mergedMetadata, missing, oneOf, onlyParams, positiveAmount, textParam } from "../params.ts";
import type { ApiRequest, Work } from "../work.ts";
import { book } from "./balance-transactions.ts";
import { type Charge, chargeById } from "./charges.ts";
import { paymentIntentById } from "./payment-intents.ts";

export type Refund = ReturnType<typeof newRefund>;

export function createRefund(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, ["charge", "payment_intent", "amount", "reason", "metadata"]);
  const reason = oneOf(params, {
    name: "reason",
    words: ["duplicate", "fraudulent", "requested_by_customer"],
  });
  return refundCharge({
    charge: chargeNamed({ params, work }),
    amount: positiveAmount(params, "amount"),
    reason: reason ?? null,
    metadata: mergedMetadata(params),
    work,
  });
}

export function retrieveRefund(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, []);
  const id = request.ids.id ?? "";
  const refund = work.store.get("refund", id);
  if (refund === undefined) throw noSuch({ noun: "refund", id });
  return refund;
}

export function listRefunds(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, ["charge", "payment_intent", "created", "limit", "starting_after", "ending_before"]);
  const charge = textParam(params, "charge");
  const rows = work.store
    .all("refund")
    .filter((row) => charge === undefined || row.charge === charge)
    .filter(inCreated(params));
  return listPage({ rows, params, url: "/v1/refunds" });
}

/** Gives back part of a charge, or all that is left of it. The card's fee is not given back. */
export function refundCharge({ charge, amount, reason, metadata, work }: RefundSource): Refund {
  if (charge.disputed && isUnderDispute(work, charge.id))
    throw refused({
      code: "charge_disputed",
      message: `Charge ${charge.id} has been charged back; cannot issue a refund.`,
    });
  const left = charge.amount_captured - charge.amount_refunded;
  if (left === 0) {
    throw refused({
      code: "charge_already_refunded",
      message: `Charge ${charge.id} has already been refunded.`,
    });
  }
  const part = amount ?? left;
  if (part > left) {
    throw refused({
      param: "amount",
      message: `Refund amount (${part}) is greater than unrefunded amount (${left}).`,
    });
  }
  const refund = newRefund({ charge, amount: part, reason, metadata, now: work.now });
  const booked = book({
    work,
    amount: -part,
    fee: 0,
    type: "refund",
    reportingCategory: "refund",
    currency: charge.currency,
    source: refund.id,
    description: `Refund of ${charge.id}`,
    availableOn: work.now,
  });
  const waits = work.store.get("setting", "refunds_wait")?.value === "yes";
  const status = waits ? "pending" : "succeeded";
  const made = { ...refund, status, balance_transaction: booked.id };
  const after = { ...charge, amount_refunded: charge.amount_refunded + part, refunded: part === left };
  work.store.put("refund", made);
  work.store.put("charge", after);
  work.emit("refund.created", made);
  work.emit("charge.refunded", after);
  return made;
}

/** A charge with a dispute that was not won, closed or prevented. */
function isUnderDispute(work: Work, charge: string): boolean {
  return work.store
    .all("dispute")
    .some((row) => row.charge === charge && !["won", "warning_closed", "prevented"].includes(row.status));
}

interface RefundSource {
  charge: Charge;
  amount: number | undefined;
  reason: string | null;
  metadata: Record<string, string>;
  work: Work;
}

function chargeNamed({ params, work }: { params: JsonObject; work: Work }): Charge {
  const chargeId = textParam(params, "charge");
  if (chargeId !== undefined) return chargeById(work, chargeId, "charge");
  const intentId = textParam(params, "payment_intent");
  if (intentId === undefined) throw missing("charge");
  const { latest_charge: latest } = paymentIntentById(work, intentId, "payment_intent");
  if (latest === null)
    throw refused({ message: `The PaymentIntent ${intentId} has no successful charge to refund.` });
  return chargeById(work, latest);
}

function newRefund(given: {
  charge: Charge;
  amount: number;
  reason: string | null;
  metadata: Record<string, string>;
  now: number;
}) {
  return {
    id: newId("re"),
    object: "refund",
    amount: given.amount,
    balance_transaction: null as string | null,
    charge: given.charge.id,
    created: given.now,
    currency: given.charge.currency,
    customer: given.charge.customer,
    customer_account: null,
    failure_balance_transaction: undefined as string | undefined,
    failure_reason: undefined as string | undefined,
    destination_details: {
      card: { reference_status: "pending", reference_type: "acquirer_reference_number", type: "refund" },
      type: "card",
    },
    metadata: given.metadata,
    payment_intent: given.charge.payment_intent,
    payment_method: given.charge.payment_method,
    reason: given.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: "succeeded",
    transfer_reversal: null,
  };
}
