/**
 * Money on its way from a provider's Stripe balance to its bank. Stripe says "paid" when it expects the
 * bank to have it, and "failed" up to days later when the bank sent it back
 * (https://docs.stripe.com/payouts#payout-failures): what failed is never paid again, a new payout is made.
 */
export type BankPayoutState = "pending" | "in_transit" | "paid" | "failed" | "canceled";

const RANK: Record<BankPayoutState, number> = {
  pending: 0,
  in_transit: 1,
  paid: 2,
  failed: 3,
  canceled: 3,
};

/** Stripe's word as a state of ours; one that we do not know tells nothing more than that it is under way. */
export function bankPayoutState(word: string): BankPayoutState {
  return Object.hasOwn(RANK, word) ? (word as BankPayoutState) : "pending";
}

/** The later of what is known and what is told: answers may come late and in any order. */
export function laterBankState(known: BankPayoutState | null, told: BankPayoutState): BankPayoutState {
  return known === null || RANK[told] > RANK[known] ? told : known;
}

export type BankFailure = { why: string; wayOut: string };

const NEW_BANK = "Give Stripe another bank account; the money goes out again with the next payout.";
const WHY: Record<string, string> = {
  account_closed: "The bank account is closed.",
  account_frozen: "The bank account is frozen.",
  bank_account_restricted: "The bank account may not receive this kind of payment.",
  bank_ownership_changed: "The bank account now belongs to another bank.",
  debit_not_authorized: "The bank account does not allow Stripe's debits.",
  incorrect_account_holder_name: "The name of the account's holder is not the one the bank has.",
  incorrect_account_holder_address: "The address of the account's holder is not the one the bank has.",
  incorrect_account_holder_tax_id: "The tax number of the account's holder is not the one the bank has.",
  invalid_account_number: "The bank account's number is wrong.",
  invalid_account_number_length: "The bank account's number is too long or too short.",
  invalid_currency: "The bank account does not take this currency.",
  no_account: "The bank found no account of that number.",
  declined: "The bank refused it.",
};
const NOT_THE_BANKS = ["could_not_process", "insufficient_funds", "unsupported_card"];

/**
 * Why a bank sent a payout back, and what the provider can do; Stripe's own sentence for a code that we do
 * not know.
 */
export function bankFailure(p: { code: string | null; message: string | null }): BankFailure {
  const why = WHY[p.code ?? ""] ?? p.message ?? "The bank gave no reason.";
  if (NOT_THE_BANKS.includes(p.code ?? ""))
    return { why, wayOut: "Stripe tries again by itself with the next payout." };
  return { why, wayOut: NEW_BANK };
}
