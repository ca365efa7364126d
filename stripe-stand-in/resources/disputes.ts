import { invalidParameter, noSuch, refused } from "../errors.ts";
import { newId } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import { inCreated, listPage } from "../list.ts";
import { flagParam, mergedMetadata, objectParam, onlyParams, textParam } from "../params.ts";
import type { ApiRequest, Work } from "../work.ts";
import { type BalanceTransaction, presented } from "./balance-transactions.ts";
import type { Charge } from "./charges.ts";

export type DisputeStatus =
  | "appeal_needs_response"
  | "appeal_under_review"
  | "lost"
  | "needs_response"
  | "prevented"
  | "under_review"
  | "warning_closed"
  | "warning_needs_response"
  | "warning_under_review"
  | "won";

export type Dispute = ReturnType<typeof newDispute>;

const evidenceFields = [
  "access_activity_log",
  "billing_address",
  "cancellation_policy",
  "cancellation_policy_disclosure",
  "cancellation_rebuttal",
  "customer_communication",
  "customer_email_address",
  "customer_name",
  "customer_purchase_ip",
  "customer_signature",
  "duplicate_charge_documentation",
  "duplicate_charge_explanation",
  "duplicate_charge_id",
  "product_description",
  "receipt",
  "refund_policy",
  "refund_policy_disclosure",
  "refund_refusal_explanation",
  "service_date",
  "service_documentation",
  "shipping_address",
  "shipping_carrier",
  "shipping_date",
  "shipping_documentation",
  "shipping_tracking_number",
  "uncategorized_file",
  "uncategorized_text",
] as const;

/** The fields whose value is a file that was uploaded as evidence. */
const fileFields = [
  "cancellation_policy",
  "customer_communication",
  "customer_signature",
  "duplicate_charge_documentation",
  "receipt",
  "refund_policy",
  "service_documentation",
  "shipping_documentation",
  "uncategorized_file",
] as const;

/** What answering moves a dispute to; a dispute in any other state takes no evidence. */
const answered: Partial<Record<DisputeStatus, DisputeStatus>> = {
  needs_response: "under_review",
  warning_needs_response: "warning_under_review",
  appeal_needs_response: "appeal_under_review",
};

export function retrieveDispute(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, []);
  return presentDispute(work, disputeById(work, request.ids.id ?? ""));
}

export function listDisputes(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, ["charge", "payment_intent", "created", "limit", "starting_after", "ending_before"]);
  const charge = textParam(params, "charge");
  const rows = work.store
    .all("dispute")
    .filter((row) => charge === undefined || row.charge === charge)
    .filter(inCreated(params))
    .map((row) => presentDispute(work, row));
  return listPage({ rows, params, url: "/v1/disputes" });
}

/** Takes evidence; with `submit` it goes to the bank and cannot be changed any more. */
export function updateDispute(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, ["evidence", "metadata", "submit"]);
  const dispute = disputeById(work, request.ids.id ?? "");
  const evidence = objectParam(params, "evidence") ?? {};
  onlyParams(evidence, evidenceFields);
  for (const field of fileFields) refuseUnknownFile(work, evidence, field);
  const next = answered[dispute.status];
  const isLate = dispute.evidence_details.due_by !== null && dispute.evidence_details.due_by < work.now;
  if (Object.keys(evidence).length > 0 && (next === undefined || isLate))
    throw refused({
      code: "dispute_evidence_locked",
      message: "This dispute no longer takes evidence.",
    });
  const submits = flagParam(params, "submit") ?? Object.keys(evidence).length > 0;
  const changed: Dispute = {
    ...dispute,
    evidence: { ...dispute.evidence, ...(evidence as Record<string, string>) },
    metadata: mergedMetadata(params, { existing: dispute.metadata }),
    status: submits && next !== undefined ? next : dispute.status,
    evidence_details: {
      ...dispute.evidence_details,
      has_evidence: dispute.evidence_details.has_evidence || Object.keys(evidence).length > 0,
      submission_count: dispute.evidence_details.submission_count + (submits ? 1 : 0),
    },
  };
  work.store.put("dispute", changed);
  work.emit("charge.dispute.updated", presentDispute(work, changed));
  return presentDispute(work, changed);
}

function refuseUnknownFile(work: Work, evidence: JsonObject, field: string): void {
  const id = evidence[field];
  if (id === undefined || id === "") return;
  if (work.store.get("file", String(id)) !== undefined) return;
  throw invalidParameter({ param: `evidence[${field}]`, message: `No such file upload: '${String(id)}'` });
}

export function disputeById(work: Work, id: string): Dispute {
  const dispute = work.store.get("dispute", id);
  if (dispute === undefined) throw noSuch({ noun: "dispute", id });
  return dispute;
}

/** The dispute with its movements of the balance as they stand now. */
export function presentDispute(work: Work, dispute: Dispute): JsonObject & { id: string; created: number } {
  const transactions = dispute.balance_transactions.flatMap((id) => {
    const transaction: BalanceTransaction | undefined = work.store.get("balanceTransaction", id);
    return transaction === undefined ? [] : [presented({ transaction, now: work.now })];
  });
  return { ...dispute, balance_transactions: transactions };
}

export function newDispute(given: {
  charge: Charge;
  amount: number;
  reason: string;
  status: DisputeStatus;
  dueBy: number | null;
  now: number;
}) {
  const blank = Object.fromEntries(evidenceFields.map((field) => [field, null])) as Record<
    string,
    string | null
  >;
  return {
    id: newId("du"),
    object: "dispute",
    amount: given.amount,
    balance_transactions: [] as string[],
    charge: given.charge.id,
    created: given.now,
    currency: given.charge.currency,
    enhanced_eligibility_types: [],
    evidence: { ...blank, enhanced_evidence: {} } as Record<string, string | null | JsonObject>,
    evidence_details: {
      due_by: given.dueBy,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: "manual",
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {} as Record<string, string>,
    network_reason_code: "10.4",
    payment_intent: given.charge.payment_intent,
    reason: given.reason,
    status: given.status,
  };
}
