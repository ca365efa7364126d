import type Stripe from "stripe";
import type { Money } from "../../../domain/shared/money.ts";
import { fromStripeAmount } from "./amount.ts";
import { settled } from "./errors.ts";

/** Money on its way from a provider's own Stripe balance to its bank. */
export interface BankPayout {
  id: string;
  /** Stripe's word: pending, in_transit, paid, failed or canceled. One that is paid may fail later. */
  status: string;
  amount: Money;
  createdEpochSeconds: number;
  arrivesEpochSeconds: number;
  /** Stripe's code and sentence where the bank refused it. */
  failureCode: string | null;
  failureMessage: string | null;
}

/** The latest that are looked at again where a webhook may have been lost. */
const LATEST = 50;

export function bankPayoutFunctions(stripe: Stripe) {
  /** A payout of a connected account as it is now. */
  async function retrieveBankPayout(given: { accountId: string; payoutId: string }): Promise<BankPayout> {
    const { accountId: stripeAccount, payoutId } = given;
    return from(await settled(() => stripe.payouts.retrieve(payoutId, {}, { stripeAccount })));
  }

  /** The latest payouts of a connected account, newest first. */
  async function listBankPayouts(accountId: string): Promise<BankPayout[]> {
    const params = { limit: LATEST };
    const page = await settled(() => stripe.payouts.list(params, { stripeAccount: accountId }));
    return page.data.map(from);
  }

  return { retrieveBankPayout, listBankPayouts };
}

function from(row: Stripe.Payout): BankPayout {
  return {
    id: row.id,
    status: row.status,
    amount: fromStripeAmount(row),
    createdEpochSeconds: row.created,
    arrivesEpochSeconds: row.arrival_date,
    failureCode: row.failure_code,
    failureMessage: row.failure_message,
  };
}
