import { type Money, negate } from "../../../domain/shared/money.ts";
import type { StripeBalanceTransaction } from "../../ports/stripe/balance.ts";
import type { StripeDispute } from "../../ports/stripe/disputes.ts";

/**
 * What of the payment a dispute's movement takes (below 0) or gives back, in the payment's currency. Stripe
 * takes a dispute's whole amount and gives all of it back, each at the rate of its day where it settles in
 * another one.
 */
export function ofPayment(dispute: StripeDispute, { amount }: StripeBalanceTransaction): Money {
  if (amount.currency === dispute.amount.currency) return amount;
  return amount.amountMinor < 0n ? negate(dispute.amount) : dispute.amount;
}
