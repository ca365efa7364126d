import type Stripe from "stripe";
import type { Money } from "../../../domain/shared/money.ts";
import { fromStripeAmount } from "./amount.ts";
import { StripeRefused, settled } from "./errors.ts";
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

/** Money that leaves the Stripe balance for the marketplace's own bank account. */
export interface PlatformPayout {
  id: string;
  /** Stripe's word: pending, in_transit, paid, failed or canceled. */
  status: string;
  /** Stripe made it by the schedule and knows which transactions it pays out. */
  automatic: boolean;
  /** In the currency of the bank's account. */
  amount: Money;
  /** The movement by which it left the balance, in the balance's currency. */
  transactionId: string | null;
  createdEpochSeconds: number;
  arrivesEpochSeconds: number;
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

/** What reconciliation asks: every movement of the balance, and the platform's payouts. */
export function reconciliationFunctions(stripe: Stripe) {
  /** Movements from the moment on, newest first, by pages: a long history is never held as a whole. */
  async function* pagesOfBalanceTransactions(given: { createdFromEpochSeconds: number | null }) {
    const from = given.createdFromEpochSeconds;
    let after: string | undefined;
    for (;;) {
      const params = {
        limit: 100,
        ...(from === null ? {} : { created: { gte: from } }),
        ...(after === undefined ? {} : { starting_after: after }),
      };
      const page = await settled(() => stripe.balanceTransactions.list(params));
      if (page.data.length > 0) yield page.data.map(movement);
      after = page.data.at(-1)?.id;
      if (!page.has_more || after === undefined) return;
    }
  }

  /** One movement; null where Stripe has none of that id. */
  async function findBalanceTransaction(id: string): Promise<StripeBalanceTransaction | null> {
    try {
      return movement(await settled(() => stripe.balanceTransactions.retrieve(id)));
    } catch (error) {
      if (error instanceof StripeRefused && error.status === 404) return null;
      throw error;
    }
  }

  /** The platform's own payouts to its bank that were made at or after the moment. */
  async function listPlatformPayouts(given: { createdFromEpochSeconds: number | null }) {
    const from = given.createdFromEpochSeconds;
    const found: PlatformPayout[] = [];
    const params = { limit: 100, ...(from === null ? {} : { created: { gte: from } }) };
    await settled(async () => {
      for await (const row of stripe.payouts.list(params)) found.push(payoutFrom(row));
    });
    return found;
  }

  /** What an automatic payout paid out: its transactions, its own movement among them. */
  async function transactionsOfPayout(payoutId: string): Promise<StripeBalanceTransaction[]> {
    const found: StripeBalanceTransaction[] = [];
    await settled(async () => {
      for await (const row of stripe.balanceTransactions.list({ payout: payoutId, limit: 100 }))
        found.push(movement(row));
    });
    return found;
  }

  return { pagesOfBalanceTransactions, findBalanceTransaction, listPlatformPayouts, transactionsOfPayout };
}

function payoutFrom(row: Stripe.Payout): PlatformPayout {
  return {
    id: row.id,
    status: row.status,
    automatic: row.automatic,
    amount: fromStripeAmount(row),
    transactionId: row.balance_transaction === null ? null : idOf(row.balance_transaction),
    createdEpochSeconds: row.created,
    arrivesEpochSeconds: row.arrival_date,
  };
}

/** A movement of the balance in our own types. */
export function movement(row: Stripe.BalanceTransaction): StripeBalanceTransaction {
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
