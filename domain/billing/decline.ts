/** `soft`: the same method may work another day; `hard`: it will not, and is never charged for it again. */
export type DeclineKind = "soft" | "hard";

/**
 * The declines after which the same method may be tried again, by Stripe's decline_code of a card or the code
 * of a debit (docs.stripe.com/declines/codes; docs.stripe.com/payments/ach-direct-debit, "Failed payments").
 */
const SOFT: ReadonlySet<string> = new Set([
  "approve_with_id",
  "call_issuer",
  "card_velocity_exceeded",
  "do_not_honor",
  "do_not_try_again_today",
  "generic_decline",
  "insufficient_funds",
  "issuer_not_available",
  "no_action_taken",
  "not_permitted",
  "processing_error",
  "reenter_transaction",
  "service_not_allowed",
  "try_again_later",
  "withdrawal_count_limit_exceeded",
]);

/** A decline that nobody has told us of is hard: charging on might break a network's rules. */
export function declineKind(code: string): DeclineKind {
  return SOFT.has(code) ? "soft" : "hard";
}

const WORDS: Record<string, string> = {
  insufficient_funds: "There was not enough money in the account.",
  generic_decline: "The bank declined without a reason.",
  do_not_honor: "The bank declined without a reason.",
  expired_card: "The card has expired.",
  lost_card: "The card was reported as lost.",
  stolen_card: "The card was reported as stolen.",
  account_closed: "The bank account is closed.",
  no_account: "The bank knows no such account.",
  debit_not_authorized: "The bank's customer says that the debit was not authorised.",
  authentication_required: "The bank wants its customer to confirm the payment in person.",
  payment_intent_mandate_invalid: "The mandate for debits does not hold any more.",
  processing_error: "The bank could not process the payment.",
};

/** Why a payment failed, in a sentence for its buyer. */
export function declineWords(code: string, message: string | null): string {
  const ours = Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
  return ours ?? (message || "The bank declined.");
}
