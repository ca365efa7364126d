import type Stripe from "stripe";
import type { Money } from "../../../domain/shared/money.ts";
import { fromStripeAmount } from "./amount.ts";
import { settled } from "./errors.ts";
import { idOf } from "./invoices.ts";

/** One movement of the platform's balance: `net` is `amount` less `fee`, all in the settlement currency. */
export interface StripeBalanceTransaction {
  id: string;
  /** Stripe's word, such as `charge` or `transfer`; new ones appear over time. */
  type: string;
  amount: Money;
  fee: Money;
  net: Money;
  /** The object that moved the money, such as `ch_…` or `tr_…`. */
  sourceId: string | null;
  createdEpochSeconds: number;
  availableOnEpochSeconds: number;
}

export interface StripeBalance {
  available: Money[];
  pending: Money[];
}

export function balanceFunctions(stripe: Stripe) {
  async function balanceTransactionOfCharge(chargeId: string): Promise<StripeBalanceTransaction | null> {
    const charge = await settled(() => stripe.charges.retrieve(chargeId));
    return charge.balance_transaction === null ? null : retrieved(idOf(charge.balance_transaction));
  }

  async function balanceTransactionOfTransfer(
    transferId: string,
  ): Promise<StripeBalanceTransaction | null> {
    const transfer = await settled(() => stripe.transfers.retrieve(transferId));
    return transfer.balance_transaction === null ? null : retrieved(idOf(transfer.balance_transaction));
  }

  async function retrieved(id: string): Promise<StripeBalanceTransaction> {
    return movement(await settled(() => stripe.balanceTransactions.retrieve(id)));
  }

  async function retrieveBalance(): Promise<StripeBalance> {
    const balance = await settled(() => stripe.balance.retrieve());
    return {
      available: balance.available.map(fromStripeAmount),
      pending: balance.pending.map(fromStripeAmount),
    };
  }

  /** Every movement that was made at or after the moment, newest first. */
  async function listBalanceTransactions(given: { createdFromEpochSeconds?: number } = {}) {
    const { createdFromEpochSeconds: from } = given;
    const found: StripeBalanceTransaction[] = [];
    const params = { limit: 100, ...(from === undefined ? {} : { created: { gte: from } }) };
    await settled(async () => {
      for await (const row of stripe.balanceTransactions.list(params)) found.push(movement(row));
    });
    return found;
  }

  return {
    balanceTransactionOfCharge,
    balanceTransactionOfTransfer,
    retrieveBalance,
    listBalanceTransactions,
  };
}

function movement(row: Stripe.BalanceTransaction): StripeBalanceTransaction {
  const amount = (value: number) => fromStripeAmount({ amount: value, currency: row.currency });
  return {
    id: row.id,
    type: row.type,
    amount: amount(row.amount),
    fee: amount(row.fee),
    net: amount(row.net),
    sourceId: row.source === null ? null : idOf(row.source),
    createdEpochSeconds: row.created,
    availableOnEpochSeconds: row.available_on,
  };
}
