import { newId } from "./ids.ts";
import { tellOfTransfers } from "./resources/accounts.ts";
import { newTransaction } from "./resources/balance-transactions.ts";
import { newPayout } from "./resources/payouts.ts";
import type { Work } from "./work.ts";

/**
 * What goes wrong with money after Stripe said yes, beside what money-back.ts has. `id` is the object's: a
 * payout (`po_`) or an account (`acct_`). `connected_payout` sends money of a connected account on its way to
 * that account's bank, and `connected_payout_paid` says that the bank has it. `balance_emptied` takes
 * everything available of a currency away, so that a transfer without a source charge finds nothing to draw
 * on.
 */
export type MoneyFault =
  | { money: "payout_failed"; id: string }
  | { money: "capability_withdrawn"; id: string }
  | { money: "capability_granted"; id: string }
  | { money: "account_closed"; id: string }
  | ConnectedPayout
  | { money: "connected_payout_paid"; id: string }
  | { money: "balance_emptied"; currency: string };

interface ConnectedPayout {
  money: "connected_payout";
  id: string;
  amount: number;
  currency: string;
}

export interface MoneyDone {
  balanceTransaction: string | null;
  payoutId?: string;
}

/** Lets it happen now; throws where there is no such object or it is past that already. */
export function moneyFault(fault: MoneyFault, work: Work): MoneyDone {
  switch (fault.money) {
    case "payout_failed":
      return work.store.get("connectedPayout", fault.id)
        ? failConnected(fault.id, work)
        : failPayout(fault.id, work);
    case "connected_payout":
      return payConnected(fault, work);
    case "connected_payout_paid":
      return arrived(fault.id, work);
    case "account_closed":
      return closeAccount(fault.id, work);
    case "capability_withdrawn":
    case "capability_granted":
      return setTransfers({ id: fault.id, granted: fault.money === "capability_granted" }, work);
    case "balance_emptied":
      return emptyBalance(fault.currency.toLowerCase(), work);
    default:
      throw new Error(`Unknown fault of money: ${JSON.stringify(fault satisfies never)}`);
  }
}

/** The bank refuses a payout that was on its way or said to be paid (docs.stripe.com/payouts). */
function failPayout(id: string, work: Work) {
  const payout = found(work.store.get("payout", id), id);
  if (payout.status === "failed") throw new Error(`The payout ${id} has failed already.`);
  const booked = movement(work, {
    amount: payout.amount,
    type: "payout_failure",
    currency: payout.currency,
    source: payout.id,
  });
  const failed = {
    ...payout,
    status: "failed",
    failure_balance_transaction: booked as never,
    ...BANK_SAYS,
  };
  work.store.put("payout", failed);
  work.emit("payout.failed", failed);
  return { balanceTransaction: booked };
}

const BANK_SAYS = {
  failure_code: "account_closed" as never,
  failure_message: "The bank account has been closed." as never,
};

function payConnected({ id: account, amount, currency }: ConnectedPayout, work: Work): MoneyDone {
  found(work.store.get("account", account), account);
  const id = newId("po");
  const payout = newPayout({ id, amount, currency, status: "in_transit", now: work.now });
  work.store.put("connectedPayout", { id, account, payout });
  work.emit("payout.created", payout, account);
  return { balanceTransaction: null, payoutId: id };
}

function arrived(id: string, work: Work): MoneyDone {
  const row = found(work.store.get("connectedPayout", id), id);
  const payout = { ...row.payout, status: "paid" };
  work.store.put("connectedPayout", { ...row, payout });
  work.emit("payout.paid", payout, row.account);
  return { balanceTransaction: null };
}

/** Its money is back on the connected account's balance, and Stripe wants another bank account. */
function failConnected(id: string, work: Work): MoneyDone {
  const row = found(work.store.get("connectedPayout", id), id);
  if (row.payout.status === "failed") throw new Error(`The payout ${id} has failed already.`);
  const payout = { ...row.payout, status: "failed", ...BANK_SAYS };
  work.store.put("connectedPayout", { ...row, payout });
  const account = found(work.store.get("account", row.account), row.account);
  work.store.put("account", { ...account, bankFailed: true });
  work.emit("payout.failed", payout, row.account);
  work.notify("v2.core.account[requirements].updated", row.account);
  return { balanceTransaction: null };
}

function closeAccount(id: string, work: Work): MoneyDone {
  const account = found(work.store.get("account", id), id);
  work.store.put("account", { ...account, closed: true });
  work.notify("v2.core.account.closed", id);
  return { balanceTransaction: null };
}

function setTransfers({ id, granted }: { id: string; granted: boolean }, work: Work) {
  const account = found(work.store.get("account", id), id);
  if (account.recipient === null) throw new Error(`The account ${id} never asked for transfers.`);
  const transfers = granted ? ("active" as const) : ("restricted" as const);
  work.store.put("account", { ...account, recipient: { ...account.recipient, transfers } });
  tellOfTransfers(id, work);
  return { balanceTransaction: null };
}

function emptyBalance(currency: string, work: Work) {
  const available = work.store
    .all("balanceTransaction")
    .filter((row) => row.currency === currency && row.available_on <= work.now)
    .reduce((sum, row) => sum + row.net, 0);
  if (available <= 0) throw new Error(`Nothing is available in ${currency}.`);
  const type = "payout";
  const booked = movement(work, { amount: -available, type, currency, source: newId("po") });
  return { balanceTransaction: booked };
}

function movement(
  work: Work,
  given: { amount: number; type: string; currency: string; source: string },
): string {
  const row = newTransaction({
    ...given,
    fee: 0,
    reportingCategory: given.type,
    description: null,
    availableOn: work.now,
    now: work.now,
  });
  work.store.put("balanceTransaction", row);
  return row.id;
}

function found<T>(row: T | undefined, id: string | null): T {
  if (row === undefined) throw new Error(`There is no ${id}.`);
  return row;
}
