import type { AccountCode } from "./accounts.ts";

/**
 * Who books a movement of the Stripe balance. `product`: what caused it (a payment, a transfer, a refund, a
 * dispute) books it, and reconciliation only looks whether that was done. `reconciliation`: nothing of ours
 * causes it, so the daily run books it against the account. `unexpected`: Stripe knows the type and this
 * product uses nothing that makes it; it goes to suspense and a person looks.
 */
export type Treatment =
  | { by: "product" }
  | { by: "reconciliation"; account: AccountCode }
  | { by: "unexpected" };

const product: Treatment = { by: "product" };
const unexpected: Treatment = { by: "unexpected" };
const against = (account: AccountCode): Treatment => ({ by: "reconciliation", account });

/**
 * Every type of Stripe's `BalanceTransaction.Type` in the pinned version of the SDK; a test reads the union
 * from the SDK and fails where a type is missing here.
 */
export const TRANSACTION_TYPES: Readonly<Record<string, Treatment>> = {
  adjustment: product,
  charge: product,
  payment: product,
  payment_failure_refund: product,
  payment_refund: product,
  payment_reversal: product,
  refund: product,
  refund_failure: product,
  transfer: product,
  transfer_cancel: product,
  transfer_failure: product,
  transfer_refund: product,

  fee_credit_funding: against("stripe_fees"),
  stripe_fee: against("stripe_fees"),
  stripe_fx_fee: against("stripe_fees"),
  tax_fee: against("stripe_fees"),

  payout: against("clearing_bank"),
  payout_cancel: against("clearing_bank"),
  payout_failure: against("clearing_bank"),
  topup: against("clearing_bank"),
  topup_reversal: against("clearing_bank"),

  payment_network_reserve_hold: against("stripe_reserve"),
  payment_network_reserve_release: against("stripe_reserve"),
  payout_minimum_balance_hold: against("stripe_reserve"),
  payout_minimum_balance_release: against("stripe_reserve"),
  reserve_hold: against("stripe_reserve"),
  reserve_release: against("stripe_reserve"),
  reserve_transaction: against("stripe_reserve"),
  reserved_funds: against("stripe_reserve"),

  advance: unexpected,
  advance_funding: unexpected,
  anticipation_repayment: unexpected,
  application_fee: unexpected,
  application_fee_refund: unexpected,
  climate_order_purchase: unexpected,
  climate_order_refund: unexpected,
  connect_collection_transfer: unexpected,
  contribution: unexpected,
  inbound_transfer: unexpected,
  inbound_transfer_reversal: unexpected,
  issuing_authorization_hold: unexpected,
  issuing_authorization_release: unexpected,
  issuing_dispute: unexpected,
  issuing_dispute_provisional_credit: unexpected,
  issuing_dispute_provisional_credit_reversal: unexpected,
  issuing_transaction: unexpected,
  obligation_outbound: unexpected,
  obligation_reversal_inbound: unexpected,
  payment_unreconciled: unexpected,
  stripe_balance_payment_debit: unexpected,
  stripe_balance_payment_debit_reversal: unexpected,
  tax_fund: unexpected,
};

/** How a type is treated; null for one that came after this version of the SDK. */
export function treatmentOf(type: string): Treatment | null {
  return Object.hasOwn(TRANSACTION_TYPES, type) ? (TRANSACTION_TYPES[type] ?? null) : null;
}
