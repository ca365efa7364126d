import type Stripe from "stripe";
import type { Money } from "../../../domain/shared/money.ts";
import { fromStripeAmount } from "./amount.ts";
import { movement, type StripeBalanceTransaction } from "./balance.ts";
import { settled } from "./errors.ts";
import { idOf } from "./invoices.ts";

export interface StripeDispute {
  id: string;
  /** Stripe's word, such as needs_response, won or prevented; new ones appear over time. */
  status: string;
  reason: string;
  amount: Money;
  chargeId: string;
  /** What the bank took and gave back, each with its fee. */
  movements: StripeBalanceTransaction[];
  dueByEpochSeconds: number | null;
  submissionCount: number;
  createdEpochSeconds: number;
}

export function disputeFunctions(stripe: Stripe) {
  async function retrieveDispute(id: string): Promise<StripeDispute> {
    return disputed(await settled(() => stripe.disputes.retrieve(id)));
  }

  /** Every dispute of a charge. */
  async function disputesOfCharge(chargeId: string): Promise<StripeDispute[]> {
    const found: StripeDispute[] = [];
    await settled(async () => {
      for await (const row of stripe.disputes.list({ charge: chargeId, limit: 100 }))
        found.push(disputed(row));
    });
    return found;
  }

  /** Gives a file to go with evidence; answers Stripe's id of it. */
  async function uploadEvidenceFile(given: {
    name: string;
    mediaType: string;
    bytes: Uint8Array;
    idempotencyKey: string;
  }): Promise<{ id: string }> {
    const { name, mediaType: type, bytes: data, idempotencyKey } = given;
    const params = { purpose: "dispute_evidence" as const, file: { data, name, type } };
    const { id } = await settled(() => stripe.files.create(params, { idempotencyKey }));
    return { id };
  }

  /** Gives evidence; with `submit` the bank gets it and it cannot be changed any more. */
  async function giveEvidence(given: {
    disputeId: string;
    evidenceId: string;
    /** Texts, and ids of files, by Stripe's names. */
    fields: Record<string, string>;
    submit: boolean;
    idempotencyKey: string;
  }): Promise<StripeDispute> {
    const { disputeId, fields, submit, idempotencyKey } = given;
    const params = { evidence: fields, submit, metadata: { evidence_id: given.evidenceId } };
    return disputed(await settled(() => stripe.disputes.update(disputeId, params, { idempotencyKey })));
  }

  /** The evidence that Stripe took last; null where it has none of ours. */
  async function lastEvidenceOf(disputeId: string): Promise<string | null> {
    const dispute = await settled(() => stripe.disputes.retrieve(disputeId));
    return dispute.metadata.evidence_id ?? null;
  }

  return { retrieveDispute, disputesOfCharge, uploadEvidenceFile, giveEvidence, lastEvidenceOf };
}

function disputed(row: Stripe.Dispute): StripeDispute {
  return {
    id: row.id,
    status: row.status,
    reason: row.reason,
    amount: fromStripeAmount(row),
    chargeId: idOf(row.charge),
    movements: row.balance_transactions.map(movement),
    dueByEpochSeconds: row.evidence_details.due_by,
    submissionCount: row.evidence_details.submission_count,
    createdEpochSeconds: row.created,
  };
}
