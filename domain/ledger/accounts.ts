/**
 * The chart of accounts this product posts to. `side` is where an account's balance normally stands: an
 * asset or an expense on the debit (positive), what is owed or earned on the credit (negative).
 * `clearing` accounts carry what one side has said and the other not yet; they return to zero.
 */
export const ACCOUNTS = {
  receivable: { name: "Receivable from the buyer", side: "debit", clearing: false },
  provider_pending: { name: "Provider's share, not yet earned", side: "credit", clearing: true },
  provider_payable: { name: "Owed to the provider", side: "credit", clearing: false },
  provider_held: { name: "Contested parts of payouts", side: "credit", clearing: false },
  provider_reserve: { name: "Reserve of the provider", side: "credit", clearing: false },
  fee_pending: { name: "Commission, not yet earned", side: "credit", clearing: true },
  fee_income: { name: "Commission earned", side: "credit", clearing: false },
  tax_payable: { name: "Tax owed", side: "credit", clearing: false },
  clearing_charge: { name: "Payments on their way into the Stripe balance", side: "debit", clearing: true },
  clearing_transfer: {
    name: "Transfers on their way out of the Stripe balance",
    side: "credit",
    clearing: true,
  },
  stripe_balance: { name: "Balance with Stripe", side: "debit", clearing: false },
  stripe_fees: { name: "Fees paid to Stripe", side: "debit", clearing: false },
  carried_balance: { name: "Carried over to the buyer's next invoice", side: "debit", clearing: false },
  buyer_credit: { name: "Credit of the buyer for the next invoice", side: "credit", clearing: false },
  refund_payable: { name: "Refunds owed to the buyer", side: "credit", clearing: false },
  provider_receivable: { name: "Receivable from the provider", side: "debit", clearing: false },
  provider_disputed: { name: "Provider's share under dispute", side: "credit", clearing: false },
  dispute_held: { name: "Withdrawn by banks for disputes", side: "debit", clearing: false },
  dispute_fees: { name: "Fees for disputes", side: "debit", clearing: false },
  bad_debt: { name: "Bad debt: lost to disputes or written off", side: "debit", clearing: false },
  bank: { name: "Bank account", side: "debit", clearing: false },
  clearing_bank: { name: "On the way between Stripe and the bank", side: "debit", clearing: true },
  stripe_reserve: { name: "Held back by Stripe", side: "debit", clearing: false },
  suspense: { name: "Suspense: movements that nobody has explained", side: "debit", clearing: false },
  client_money: { name: "Clients' money, owed to them", side: "credit", clearing: false },
  fa_payroll: { name: "Segregated account for payroll", side: "debit", clearing: false },
  payroll_clearing: { name: "Wages on their way", side: "credit", clearing: true },
  wages_unpaid: { name: "Wages that came back, owed to people", side: "credit", clearing: false },
  receivable_returned_debit: { name: "Client funds taken back after use", side: "debit", clearing: false },
  fx_position: { name: "Open position between currencies", side: "debit", clearing: false },
  fx_gain_loss: { name: "Gains and losses from exchange rates", side: "debit", clearing: false },
} as const;

export type AccountCode = keyof typeof ACCOUNTS;

/**
 * An account of the books: its code and, where it belongs to somebody, whose it is and for which
 * engagement.
 */
export type AccountRef = {
  readonly code: AccountCode;
  readonly organizationId: string | null;
  readonly engagementId: string | null;
};

/** An account of the marketplace itself. */
export function house(code: AccountCode): AccountRef {
  return { code, organizationId: null, engagementId: null };
}

export function isAccountCode(code: string): code is AccountCode {
  return Object.hasOwn(ACCOUNTS, code);
}

/** How many days a clearing account may stay open before somebody has to look. */
export const CLEARS_WITHIN_DAYS: Partial<Record<AccountCode, number>> = {
  clearing_charge: 1,
  clearing_transfer: 1,
  // Banks take days, and weekends lie between.
  clearing_bank: 7,
  payroll_clearing: 7,
};

/** The name of an account as people read it; a code that the chart lacks stands for itself. */
export function accountName(code: string): string {
  return isAccountCode(code) ? ACCOUNTS[code].name : code;
}
