import type { TestCard } from "./test-cards.ts";

/**
 * A bank account that the set-up page accepts, and what its debits do; numbers from Stripe's testing
 * pages.
 */
export interface TestBank {
  type: "us_bank_account" | "sepa_debit";
  number: string;
  /** Why every debit comes back; null where they go through. */
  failure: Failure | null;
}

export interface Failure {
  code: string;
  message: string;
}

export const failures = {
  insufficient_funds: {
    code: "insufficient_funds",
    message: "The customer's account has insufficient funds to cover this payment.",
  },
  account_closed: { code: "account_closed", message: "The customer's bank account has been closed." },
  no_account: { code: "no_account", message: "The customer's bank account could not be located." },
  debit_not_authorized: {
    code: "debit_not_authorized",
    message: "The customer has notified their bank that this payment was unauthorized.",
  },
} as const satisfies Record<string, Failure>;

// docs.stripe.com/payments/ach-direct-debit/accept-a-payment and …/sepa-debit/accept-a-payment, "Test".
const banks: TestBank[] = [
  { type: "us_bank_account", number: "000123456789", failure: null },
  { type: "us_bank_account", number: "000111111113", failure: failures.account_closed },
  { type: "us_bank_account", number: "000111111116", failure: failures.no_account },
  { type: "us_bank_account", number: "000222222227", failure: failures.insufficient_funds },
  { type: "us_bank_account", number: "000333333335", failure: failures.debit_not_authorized },
  { type: "sepa_debit", number: "DE89370400440532013000", failure: null },
  { type: "sepa_debit", number: "DE62370400440532013001", failure: failures.account_closed },
  { type: "sepa_debit", number: "DE65370400440002222227", failure: failures.insufficient_funds },
];

export function bankNumbered(type: TestBank["type"], number: string): TestBank | undefined {
  const plain = number.replaceAll(/[\s-]/g, "").toUpperCase();
  return banks.find((bank) => bank.type === type && bank.number === plain);
}

/** What is behind a saved payment method: its card or its account, and what its next payments do. */
export interface Instrument {
  /** The payment method's id. */
  id: string;
  card: TestCard | null;
  bank: TestBank | null;
  mandate: string | null;
}

/** A debit is answered after this long: ACH up to four business days, SEPA up to fourteen; here four days. */
export const secondsUntilDebited = 4 * 86_400;
