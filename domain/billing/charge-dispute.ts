import { cumulativePart } from "./credit-note.ts";

/**
 * Where money stands that a bank takes back. Minor units of what an invoice comes to after its credit notes.
 */
export type DisputedInvoice = {
  totalMinor: bigint;
  providerMinor: bigint;
  commissionMinor: bigint;
  taxMinor: bigint;
  /** What earlier disputes of the same payment still hold or have taken. */
  before: { amountMinor: bigint; providerMinor: bigint; taxMinor: bigint };
  /** What the currency can be charged in, in minor units; left out, one. */
  stepMinor?: bigint;
};

export type DisputeParts = { providerMinor: bigint; commissionMinor: bigint; taxMinor: bigint };

/**
 * Whose share of an invoice a disputed amount is, by the cumulative method, so that disputes of parts never
 * come to more than the shares and one of the whole is the shares exactly. What is disputed beyond the
 * invoice (a refund and a dispute both pay the buyer) is nobody's share.
 */
export function disputeParts(invoice: DisputedInvoice, amountMinor: bigint): DisputeParts {
  const { totalMinor, before, stepMinor } = invoice;
  const within = (minor: bigint) => (minor < totalMinor ? minor : totalMinor);
  const cumulativeMinor = within(before.amountMinor + amountMinor);
  const part = (wholeMinor: bigint, beforeMinor: bigint) =>
    cumulativePart({ wholeMinor, baseMinor: totalMinor, cumulativeMinor, beforeMinor, stepMinor });
  const providerMinor = part(invoice.providerMinor, before.providerMinor);
  const taxMinor = part(invoice.taxMinor, before.taxMinor);
  const rest = cumulativeMinor - within(before.amountMinor) - providerMinor - taxMinor;
  return { providerMinor, taxMinor, commissionMinor: rest > 0n ? rest : 0n };
}

export type DisputeOutcome = "won" | "lost" | "prevented" | "closed";

/**
 * How a dispute has ended, by Stripe's word and by the money that the bank still holds: what counts is the
 * money. An appeal keeps a lost one lost until it is won. Null while it is open.
 */
export function disputeOutcome(p: {
  status: string;
  heldMinor: bigint;
  before: DisputeOutcome | null;
}): DisputeOutcome | null {
  switch (p.status) {
    case "lost":
      return "lost";
    case "won":
      return p.heldMinor === 0n ? "won" : null;
    case "prevented":
      return p.heldMinor === 0n ? "prevented" : "lost";
    case "warning_closed":
      return "closed";
    case "appeal_needs_response":
    case "appeal_under_review":
      return p.before;
    default:
      return null;
  }
}

const ANSWERABLE = ["needs_response", "warning_needs_response", "appeal_needs_response"];

/** Whether the bank takes an answer in this state. */
export function takesEvidence(status: string): boolean {
  return ANSWERABLE.includes(status);
}

/** Returned bank debits: the bank's word is final (docs.stripe.com/payments/ach-direct-debit). */
const FINAL_REASONS = ["insufficient_funds", "incorrect_account_details", "bank_cannot_process"];

export function isContestable(p: { reason: string; hasDeadline: boolean }): boolean {
  return p.hasDeadline && !FINAL_REASONS.includes(p.reason);
}
