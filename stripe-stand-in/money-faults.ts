import { newId } from "./ids.ts";
import { newTransaction } from "./resources/balance-transactions.ts";
import type { Work } from "./work.ts";

/**
 * What goes wrong with money after Stripe said yes, beside what money-back.ts has. `id` is the object's: a
 * payout (`po_`) or an account (`acct_`). `balance_emptied` takes everything available of a currency away,
 * so that a transfer without a source charge finds nothing to draw on.
 */
export type MoneyFault =
  | { money: "payout_failed"; id: string }
  | { money: "capability_withdrawn"; id: string }
  | { money: "capability_granted"; id: string }
  | { money: "balance_emptied"; currency: string };

/** Lets it happen now; throws where there is no such object or it is past that already. */
export function moneyFault(fault: MoneyFault, work: Work): { balanceTransaction: string | null } {
  switch (fault.money) {
    case "payout_failed":
      return failPayout(fault.id, work);
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
    failure_code: "account_closed" as never,
    failure_message: "The bank account has been closed." as never,
  };
  work.store.put("payout", failed);
  work.emit("payout.failed", failed);
  return { balanceTransaction: booked };
}

function setTransfers({ id, granted }: { id: string; granted: boolean }, work: Work) {
  const account = found(work.store.get("account", id), id);
  if (account.recipient === null) throw new Error(`The account ${id} never asked for transfers.`);
  const transfers = granted ? ("active" as const) : ("restricted" as const);
  work.store.put("account", { ...account, recipient: { ...account.recipient, transfers } });
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
