import { newId } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import { inCreated, listPage } from "../list.ts";
import { currencyParam, integerParam, mergedMetadata, missing, onlyParams, textParam } from "../params.ts";
import type { ApiRequest, Work } from "../work.ts";
import { customerById } from "./customers.ts";

export type CustomerBalanceTransaction = ReturnType<typeof newTransaction>;

type Change = {
  customer: string;
  currency: string;
  /** Below 0 the customer gets credit. */
  amount: number;
  type: "adjustment" | "applied_to_invoice" | "credit_note";
  invoice?: string | null;
  creditNote?: string | null;
  description?: string | null;
  metadata?: Record<string, string>;
};

/**
 * A customer's balance in a currency: below 0 it is credit for the next invoice in that currency alone. The
 * customer's own currency stands on the customer, every other one beside it.
 */
export function customerBalance(work: Work, given: { customer: string; currency: string }): number {
  const customer = customerById(work, given.customer, "customer");
  if ((customer.currency ?? given.currency) === given.currency) return customer.balance;
  return work.store.get("customerBalance", `${given.customer}:${given.currency}`)?.amount ?? 0;
}

/** Every balance of a customer, as `invoice_credit_balance` shows it: above 0 is credit there. */
export function creditBalances(work: Work, id: string): Record<string, number> {
  const { balance, currency } = customerById(work, id);
  const rows = work.store.all("customerBalance").filter((row) => row.customer === id);
  const own = currency === null ? [] : [{ currency, amount: balance }];
  return Object.fromEntries([...own, ...rows].map((row) => [row.currency, 0 - row.amount]));
}

/** Changes a balance and writes down why. */
export function changeCustomerBalance(work: Work, change: Change): CustomerBalanceTransaction {
  const customer = customerById(work, change.customer, "customer");
  const amount = customerBalance(work, change) + change.amount;
  const { currency } = change;
  if ((customer.currency ?? currency) === currency)
    work.store.put("customer", { ...customer, currency, balance: amount });
  else
    work.store.put("customerBalance", {
      id: `${customer.id}:${currency}`,
      customer: customer.id,
      currency,
      amount,
    });
  const transaction = newTransaction({ ...change, ending: amount, now: work.now });
  work.store.put("customerBalanceTransaction", transaction);
  return transaction;
}

export function createCustomerBalanceTransaction(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, ["amount", "currency", "description", "metadata"]);
  const amount = integerParam(params, "amount");
  if (amount === undefined) throw missing("amount");
  const currency = currencyParam(params, "currency");
  if (currency === undefined) throw missing("currency");
  return changeCustomerBalance(work, {
    customer: customerById(work, request.ids.id ?? "").id,
    currency,
    amount,
    type: "adjustment",
    description: textParam(params, "description") ?? null,
    metadata: mergedMetadata(params),
  });
}

export function listCustomerBalanceTransactions(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, ["created", "limit", "starting_after", "ending_before"]);
  const { id } = customerById(work, request.ids.id ?? "");
  const rows = work.store
    .all("customerBalanceTransaction")
    .filter((row) => row.customer === id)
    .filter(inCreated(params));
  return listPage({ rows, params, url: `/v1/customers/${id}/balance_transactions` });
}

function newTransaction(given: Change & { ending: number; now: number }) {
  return {
    id: newId("cbtxn"),
    object: "customer_balance_transaction",
    amount: given.amount,
    checkout_session: null,
    created: given.now,
    credit_note: given.creditNote ?? null,
    currency: given.currency,
    customer: given.customer,
    customer_account: null,
    description: given.description ?? null,
    ending_balance: given.ending,
    invoice: given.invoice ?? null,
    livemode: false,
    metadata: given.metadata ?? {},
    type: given.type,
  };
}
