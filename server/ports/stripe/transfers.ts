import type Stripe from "stripe";
import type { Money } from "../../../domain/shared/money.ts";
import { fromStripeAmount, toStripeAmount, toStripeCurrency } from "./amount.ts";
import { settled } from "./errors.ts";
import { idOf } from "./invoices.ts";

export interface StripeTransfer {
  id: string;
  amount: Money;
  amountReversed: Money;
  destination: string | null;
  sourceTransaction: string | null;
  transferGroup: string | null;
  balanceTransactionId: string | null;
  metadata: Record<string, string>;
  createdEpochSeconds: number;
}

export interface NewTransfer {
  amount: Money;
  /** The provider's account. */
  destination: string;
  /**
   * The buyer's charge: the transfer is accepted at once and becomes available together with it. Null where
   * the charge is smaller, because credit paid for a part; then the available balance has to cover it.
   */
  sourceTransaction: string | null;
  transferGroup: string;
  metadata: Record<string, string>;
  idempotencyKey: string;
}

/** A part of a transfer that came back from the provider's account. */
export interface StripeReversal {
  id: string;
  amount: Money;
  balanceTransactionId: string | null;
  metadata: Record<string, string>;
  createdEpochSeconds: number;
}

export function transferFunctions(stripe: Stripe) {
  /** Moves a provider's share of a charge to the provider's account. */
  async function createTransfer(given: NewTransfer): Promise<StripeTransfer> {
    const params = {
      amount: toStripeAmount(given.amount),
      currency: toStripeCurrency(given.amount.currency),
      destination: given.destination,
      ...(given.sourceTransaction === null ? {} : { source_transaction: given.sourceTransaction }),
      transfer_group: given.transferGroup,
      metadata: given.metadata,
    };
    const { idempotencyKey } = given;
    return transferred(await settled(() => stripe.transfers.create(params, { idempotencyKey })));
  }

  /** All transfers of a group: the look-up after an unknown outcome. */
  async function findTransfersByGroup(transferGroup: string): Promise<StripeTransfer[]> {
    const found: StripeTransfer[] = [];
    await settled(async () => {
      for await (const row of stripe.transfers.list({ transfer_group: transferGroup, limit: 100 })) {
        found.push(transferred(row));
      }
    });
    return found;
  }

  return { createTransfer, findTransfersByGroup, ...reversalFunctions(stripe) };
}

function reversalFunctions(stripe: Stripe) {
  /** Takes a part of a transfer back. */
  async function reverseTransfer(given: {
    transferId: string;
    amount: Money;
    metadata: Record<string, string>;
    idempotencyKey: string;
  }): Promise<StripeReversal> {
    const { transferId, metadata, idempotencyKey } = given;
    const params = { amount: toStripeAmount(given.amount), metadata };
    return reversed(
      await settled(() => stripe.transfers.createReversal(transferId, params, { idempotencyKey })),
    );
  }

  /** What came back of a transfer, newest first. */
  async function reversalsOf(transferId: string): Promise<StripeReversal[]> {
    const found: StripeReversal[] = [];
    await settled(async () => {
      for await (const row of stripe.transfers.listReversals(transferId, { limit: 100 }))
        found.push(reversed(row));
    });
    return found;
  }

  return { reverseTransfer, reversalsOf };
}

function reversed(row: Stripe.TransferReversal): StripeReversal {
  return {
    id: row.id,
    amount: fromStripeAmount(row),
    balanceTransactionId: row.balance_transaction === null ? null : idOf(row.balance_transaction),
    metadata: row.metadata ?? {},
    createdEpochSeconds: row.created,
  };
}

function transferred(row: Stripe.Transfer): StripeTransfer {
  const amount = (value: number) => fromStripeAmount({ amount: value, currency: row.currency });
  const id = (reference: string | { id: string } | null) => (reference === null ? null : idOf(reference));
  return {
    id: row.id,
    amount: amount(row.amount),
    amountReversed: amount(row.amount_reversed),
    destination: id(row.destination),
    sourceTransaction: id(row.source_transaction),
    transferGroup: row.transfer_group,
    balanceTransactionId: id(row.balance_transaction),
    metadata: row.metadata,
    createdEpochSeconds: row.created,
  };
}
