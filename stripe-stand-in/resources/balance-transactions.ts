import { noSuch } from "../errors.ts";
import { newId } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import { inCreated, listPage } from "../list.ts";
import { cardFee, secondsUntilAvailable } from "../money-facts.ts";
import { currencyParam, onlyParams, textParam } from "../params.ts";
import { settled, settlementOf } from "../settlement.ts";
import type { ApiRequest, Work } from "../work.ts";
import type { Charge } from "./charges.ts";

export type BalanceTransaction = ReturnType<typeof newTransaction>;

/**
 * Books the money of a charge: the amount comes in, the card's fee goes out, the rest is pending for two
 * days.
 */
export function bookCharge({ charge, work }: { charge: Charge; work: Work }): BalanceTransaction {
  const fee = cardFee(charge.amount);
  return book({
    work,
    amount: charge.amount,
    fee,
    type: "charge",
    reportingCategory: "charge",
    currency: charge.currency,
    source: charge.id,
    description: charge.description,
    availableOn: work.now + secondsUntilAvailable,
  });
}

/**
 * Writes one movement of the platform's balance, in the currency that it settles as. Nothing else ever
 * changes the balance.
 */
export function book({ work, ...movement }: Movement & { work: Work }): BalanceTransaction {
  const into = settlementOf(work.store, movement.currency);
  const exchanged = into && {
    amount: settled(movement.amount, into),
    fee: settled(movement.fee, into),
    currency: into.to,
    exchangeRate: Number(into.rate),
  };
  const transaction = newTransaction({ ...movement, ...exchanged, now: work.now });
  work.store.put("balanceTransaction", transaction);
  return transaction;
}

export function retrieveBalanceTransaction(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, []);
  const id = request.ids.id ?? "";
  const transaction = work.store.get("balanceTransaction", id);
  if (transaction === undefined) throw noSuch({ noun: "balance transaction", id });
  return presented({ transaction, now: work.now });
}

export function listBalanceTransactions(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, [
    "created",
    "currency",
    "payout",
    "source",
    "type",
    "limit",
    "starting_after",
    "ending_before",
  ]);
  const payout = textParam(params, "payout");
  const currency = currencyParam(params, "currency");
  const source = textParam(params, "source");
  const type = textParam(params, "type");
  const rows = work.store
    .all("balanceTransaction")
    .filter((row) => currency === undefined || row.currency === currency)
    .filter((row) => source === undefined || row.source === source)
    .filter((row) => type === undefined || row.type === type)
    .filter((row) => payout === undefined || work.store.get("payoutPart", row.id)?.payout === payout)
    .filter(inCreated(params))
    .map((transaction) => presented({ transaction, now: work.now }));
  return listPage({ rows, params, url: "/v1/balance_transactions" });
}

/** The balance per currency: what is available and what is pending, each the sum of its transactions. */
export function retrieveBalance(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, []);
  const transactions = work.store.all("balanceTransaction");
  const currencies = [...new Set(["eur", ...transactions.map((row) => row.currency)])].sort();
  const sums = (isAvailable: boolean) =>
    currencies.map((currency) => {
      const amount = transactions
        .filter((row) => row.currency === currency && row.available_on <= work.now === isAvailable)
        .reduce((sum, row) => sum + row.net, 0);
      return { amount, currency, source_types: { card: amount } };
    });
  return { object: "balance", available: sums(true), livemode: false, pending: sums(false) };
}

/** What can be paid out now in a currency, in minor units. */
export function availableBalance(work: Work, currency: string): number {
  return work.store
    .all("balanceTransaction")
    .filter((row) => row.currency === currency && row.available_on <= work.now)
    .reduce((sum, row) => sum + row.net, 0);
}

/** When the money of a source became or becomes available, in epoch seconds. */
export function availableOn(work: Work, transactionId: string | null): number {
  const transaction =
    transactionId === null ? undefined : work.store.get("balanceTransaction", transactionId);
  return transaction?.available_on ?? work.now;
}

/** A transaction becomes available by the passing of time; nobody writes that down. */
export function presented({ transaction, now }: { transaction: BalanceTransaction; now: number }) {
  return { ...transaction, status: transaction.available_on <= now ? "available" : "pending" };
}

interface Movement {
  amount: number;
  fee: number;
  type: string;
  reportingCategory: string;
  currency: string;
  source: string;
  description: string | null;
  availableOn: number;
  exchangeRate?: number;
}

export function newTransaction({ now, ...movement }: Movement & { now: number }) {
  const { amount, fee, currency } = movement;
  const feeDetails = {
    amount: fee,
    application: null,
    currency,
    description: "Card processing",
    type: "stripe_fee",
  };
  return {
    id: newId("txn"),
    object: "balance_transaction",
    amount,
    available_on: movement.availableOn,
    balance_type: "payments",
    created: now,
    currency,
    description: movement.description,
    exchange_rate: movement.exchangeRate ?? null,
    fee,
    fee_details: fee === 0 ? [] : [feeDetails],
    net: amount - fee,
    reporting_category: movement.reportingCategory,
    source: movement.source,
    status: "pending",
    type: movement.type,
  };
}
