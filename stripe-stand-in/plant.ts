import { newId } from "./ids.ts";
import { type BalanceTransaction, newTransaction } from "./resources/balance-transactions.ts";
import { newPayout } from "./resources/payouts.ts";
import { settled } from "./settlement.ts";
import type { Store } from "./store.ts";

/** A movement of the balance that no request of ours made. Amounts in minor units; type in Stripe's words. */
export interface PlantedTransaction {
  type: string;
  amount: number;
  fee?: number;
  currency: string;
  source?: string;
  /** Epoch seconds; now without it. */
  created?: number;
}

export interface PlantedPayout {
  currency: string;
  /** Minor units that the payout claims beyond the sum of its transactions: 0 in an honest world. */
  off?: number;
  status?: "pending" | "in_transit" | "paid" | "failed";
  /** What the bank's account takes, where it is in another currency; minor units for one of the balance's. */
  arrivesAs?: { currency: string; rate: string };
}

type Parts = { store: Store; now: number };

/** Puts a movement into the balance, for trials of what Stripe does by itself or does wrong. */
export function plantTransaction({ store, now }: Parts, given: PlantedTransaction): BalanceTransaction {
  const created = given.created ?? now;
  const row = {
    ...newTransaction({
      amount: given.amount,
      fee: given.fee ?? 0,
      type: given.type,
      reportingCategory: given.type,
      currency: given.currency.toLowerCase(),
      source: given.source ?? newId("po"),
      description: null,
      availableOn: created,
      now: created,
    }),
    source: given.source ?? null,
  };
  store.transact(() => store.put("balanceTransaction", row as BalanceTransaction));
  return row as BalanceTransaction;
}

/** Changes the amount of a movement that was told already; throws where there is none of that id. */
export function changeTransaction({ store }: Parts, given: { id: string; amount: number }): void {
  const row = store.get("balanceTransaction", given.id);
  if (!row) throw new Error(`There is no balance transaction ${given.id}.`);
  const changed = { ...row, amount: given.amount, net: given.amount - row.fee };
  store.transact(() => store.put("balanceTransaction", changed));
}

/** Takes a movement out of the balance as if it had never been. */
export function dropTransaction({ store }: Parts, id: string): void {
  store.transact(() => store.remove("balanceTransaction", id));
}

/** Pays out everything available in a currency that no payout has paid out yet, as the schedule does. */
export function payOut({ store, now }: Parts, given: PlantedPayout): { payoutId: string; amount: number } {
  const currency = given.currency.toLowerCase();
  const parts = store
    .all("balanceTransaction")
    .filter((row) => row.currency === currency && row.available_on <= now)
    .filter((row) => store.get("payoutPart", row.id) === undefined);
  const amount = parts.reduce((sum, row) => sum + row.net, 0) + (given.off ?? 0);
  if (amount <= 0) throw new Error(`There is nothing to pay out in ${currency}.`);
  const { arrivesAs } = given;
  const into = arrivesAs && { from: currency, to: arrivesAs.currency.toLowerCase(), rate: arrivesAs.rate };
  const arrives = into ? { amount: settled(amount, into), currency: into.to } : { amount, currency };
  const payout = newPayout({ id: newId("po"), ...arrives, status: given.status ?? "paid", now });
  return store.transact(() => {
    const own = newTransaction({
      amount: -amount,
      fee: 0,
      type: "payout",
      reportingCategory: "payout",
      currency,
      source: payout.id,
      description: "STRIPE PAYOUT",
      availableOn: now,
      ...(arrivesAs && { exchangeRate: Number(arrivesAs.rate) }),
      now,
    });
    store.put("balanceTransaction", own);
    store.put("payout", { ...payout, balance_transaction: own.id });
    for (const row of [...parts, own]) store.put("payoutPart", { id: row.id, payout: payout.id });
    return { payoutId: payout.id, amount };
  });
}
