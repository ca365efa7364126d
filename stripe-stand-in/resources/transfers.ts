import { noSuch, refused } from "../errors.ts";
import { newId } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import { embeddedList, inCreated, listPage } from "../list.ts";
import {
  currencyParam,
  mergedMetadata,
  missing,
  onlyParams,
  positiveAmount,
  requiredText,
  textParam,
} from "../params.ts";
import type { ApiRequest, Work } from "../work.ts";
import { accountById, transfersStatus } from "./accounts.ts";
import { availableBalance, availableOn, book } from "./balance-transactions.ts";
import { type Charge, chargeById } from "./charges.ts";

export type Transfer = ReturnType<typeof newTransfer>;
export type TransferReversal = ReturnType<typeof newReversal>;

/**
 * Moves money of the platform to a connected account. With a source charge it is accepted before the charge's
 * money is available and becomes available with it; without one the available balance has to cover it.
 */
export function createTransfer(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, [
    "amount",
    "currency",
    "destination",
    "source_transaction",
    "transfer_group",
    "metadata",
    "description",
  ]);
  const amount = positiveAmount(params, "amount");
  if (amount === undefined) throw missing("amount");
  const currency = currencyParam(params, "currency");
  if (currency === undefined) throw missing("currency");
  const destination = requiredText(params, "destination");
  receivable(work, destination);
  const sourceId = textParam(params, "source_transaction");
  const source = sourceId === undefined ? undefined : chargeById(work, sourceId, "source_transaction");
  if (source === undefined) coveredByBalance({ work, amount, currency });
  else coveredByCharge({ work, amount, currency, charge: source });
  const group = textParam(params, "transfer_group") ?? source?.transfer_group ?? null;
  const transfer = newTransfer({
    now: work.now,
    amount,
    currency,
    destination,
    description: textParam(params, "description") ?? null,
    metadata: mergedMetadata(params),
    source_transaction: source?.id ?? null,
    transfer_group: group ?? (source === undefined ? null : `group_${source.payment_intent ?? source.id}`),
  });
  const booked = book({
    work,
    amount: -amount,
    fee: 0,
    type: "transfer",
    reportingCategory: "transfer",
    currency,
    source: transfer.id,
    description: transfer.description,
    availableOn:
      source === undefined ? work.now : Math.max(work.now, availableOn(work, source.balance_transaction)),
  });
  const made = { ...transfer, balance_transaction: booked.id };
  work.store.put("transfer", made);
  work.emit("transfer.created", presentTransfer(work, made));
  return presentTransfer(work, made);
}

export function retrieveTransfer(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, []);
  return presentTransfer(work, transferById(work, request.ids.id ?? ""));
}

export function listTransfers(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, [
    "transfer_group",
    "destination",
    "created",
    "limit",
    "starting_after",
    "ending_before",
  ]);
  const group = textParam(params, "transfer_group");
  const destination = textParam(params, "destination");
  const rows = work.store
    .all("transfer")
    .filter((transfer) => group === undefined || transfer.transfer_group === group)
    .filter((transfer) => destination === undefined || transfer.destination === destination)
    .filter(inCreated(params))
    .map((transfer) => presentTransfer(work, transfer));
  return listPage({ rows, params, url: "/v1/transfers" });
}

export function createReversal(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, ["amount", "metadata", "description"]);
  const transfer = transferById(work, request.ids.id ?? "");
  const left = transfer.amount - transfer.amount_reversed;
  const amount = positiveAmount(params, "amount") ?? left;
  if (left === 0) throw refused({ message: `Transfer ${transfer.id} is already fully reversed.` });
  if (amount > left) {
    throw refused({
      param: "amount",
      message: `The reversal (${amount}) is greater than what is left (${left}).`,
    });
  }
  if (work.store.get("setting", `drained:${transfer.destination}`)?.value === "yes")
    throw refused({
      code: "balance_insufficient",
      message: "The connected account has insufficient funds to reverse this transfer.",
    });
  const reversal = newReversal({ now: work.now, amount, transfer, metadata: mergedMetadata(params) });
  const booked = book({
    work,
    amount,
    fee: 0,
    type: "transfer_refund",
    reportingCategory: "transfer_reversal",
    currency: transfer.currency,
    source: reversal.id,
    description: textParam(params, "description") ?? null,
    availableOn: Math.max(work.now, availableOn(work, transfer.balance_transaction)),
  });
  const made = { ...reversal, balance_transaction: booked.id };
  work.store.put("transferReversal", made);
  const after = {
    ...transfer,
    amount_reversed: transfer.amount_reversed + amount,
    reversed: amount === left,
  };
  work.store.put("transfer", after);
  work.emit("transfer.reversed", presentTransfer(work, after));
  return made;
}

export function listReversals(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, ["limit", "starting_after", "ending_before"]);
  const transfer = transferById(work, request.ids.id ?? "");
  const rows = work.store.all("transferReversal").filter((row) => row.transfer === transfer.id);
  return listPage({ rows, params, url: `/v1/transfers/${transfer.id}/reversals` });
}

function transferById(work: Work, id: string): Transfer {
  const transfer = work.store.get("transfer", id);
  if (transfer === undefined) throw noSuch({ noun: "transfer", id });
  return transfer;
}

export function presentTransfer(
  work: Work,
  transfer: Transfer,
): JsonObject & { id: string; created: number } {
  const rows = work.store.all("transferReversal").filter((reversal) => reversal.transfer === transfer.id);
  return { ...transfer, reversals: embeddedList({ rows, url: `/v1/transfers/${transfer.id}/reversals` }) };
}

function receivable(work: Work, destination: string) {
  const account = accountById(work, destination, "destination");
  if (transfersStatus(account) === "active") return;
  throw refused({
    code: "insufficient_capabilities_for_transfer",
    param: "destination",
    message: "Your destination account needs to have the `stripe_transfers` capability enabled.",
  });
}

function coveredByBalance({ work, amount, currency }: { work: Work; amount: number; currency: string }) {
  if (availableBalance(work, currency) >= amount) return;
  throw refused({
    code: "balance_insufficient",
    message: "You have insufficient available funds in your Stripe account.",
  });
}

function coveredByCharge({
  work,
  amount,
  currency,
  charge,
}: {
  work: Work;
  amount: number;
  currency: string;
  charge: Charge;
}) {
  if (charge.status !== "succeeded")
    throw refused({ message: `The charge ${charge.id} has not succeeded.` });
  const settled = work.store.get("balanceTransaction", charge.balance_transaction ?? "");
  if (settled?.currency !== currency) {
    throw refused({
      param: "currency",
      message: `The currency must be that of the charge's balance transaction: ${settled?.currency}.`,
    });
  }
  const moved = work.store
    .all("transfer")
    .filter((transfer) => transfer.source_transaction === charge.id)
    .reduce((sum, transfer) => sum + transfer.amount - transfer.amount_reversed, 0);
  const refunded = work.store
    .all("refund")
    .filter((refund) => refund.charge === charge.id && refund.status !== "failed")
    .reduce((sum, { balance_transaction: id }) => sum - amountOf(work, id), 0);
  const left = settled.amount - refunded - moved;
  if (amount > left) {
    throw refused({
      param: "amount",
      message: `The transfer (${amount}) is greater than what is left of ${charge.id} (${left}).`,
    });
  }
}

function amountOf(work: Work, transactionId: string | null): number {
  return work.store.get("balanceTransaction", transactionId ?? "")?.amount ?? 0;
}

function newTransfer(given: {
  now: number;
  amount: number;
  currency: string;
  destination: string;
  description: string | null;
  metadata: Record<string, string>;
  source_transaction: string | null;
  transfer_group: string | null;
}) {
  const { now, ...fields } = given;
  return {
    id: newId("tr"),
    object: "transfer",
    ...fields,
    amount_reversed: 0,
    balance_transaction: null as string | null,
    created: now,
    destination_payment: newId("py"),
    livemode: false,
    reversed: false,
    source_type: "card",
  };
}

function newReversal(given: {
  now: number;
  amount: number;
  transfer: Transfer;
  metadata: Record<string, string>;
}) {
  return {
    id: newId("trr"),
    object: "transfer_reversal",
    amount: given.amount,
    balance_transaction: null as string | null,
    created: given.now,
    currency: given.transfer.currency,
    destination_payment_refund: null,
    metadata: given.metadata,
    source_refund: null,
    transfer: given.transfer.id,
  };
}
