import type { MissingAttestation } from "../vetting/attestation-gate.ts";

export type PayoutFacts = {
  /** Null where the provider has not set up payouts. */
  transfersStatus: string | null;
  /** Stripe closed the account that there was. */
  isClosed?: boolean;
  /** What Stripe still asks of the provider, in plain words. */
  requirements: readonly string[];
  missing: readonly MissingAttestation[];
  /** Whether a charge stands behind the payment; a carried-over amount has none. */
  hasCharge: boolean;
};

/** Every reason for which a payout has to wait, as sentences for the provider; empty where it can go. */
export function payoutBlockers(facts: PayoutFacts): string[] {
  const reasons = facts.missing.map(attestationReason);
  if (facts.transfersStatus === null)
    reasons.push("Payouts are not set up yet: open an account for transfers first.");
  else if (facts.isClosed)
    reasons.push("The account for transfers was closed and gets nothing more: open a new one.");
  else if (facts.transfersStatus !== "active") reasons.push(accountReason(facts.requirements));
  if (!facts.hasCharge)
    reasons.push("The amount was too small to be charged and is carried over to the buyer's next invoice.");
  return reasons;
}

function accountReason(requirements: readonly string[]): string {
  const wanted = requirements.length > 0 ? ` It still asks for: ${requirements.join(", ")}.` : "";
  return `Stripe does not let the account receive transfers yet.${wanted}`;
}

function attestationReason({ name, reason, date }: MissingAttestation): string {
  switch (reason) {
    case "lapsed":
      return `${name} lapsed on ${date}. It must be renewed before money goes out.`;
    case "not_yet_valid":
      return `${name} holds only from ${date}.`;
    case "declared_only":
      return `${name} is only declared; its evidence must be seen before money goes out.`;
    case "missing":
      return `${name} is required by the contract and was never shown.`;
    default:
      return reason satisfies never;
  }
}
