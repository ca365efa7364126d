import { noSuch } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { inCreated, listPage } from "../list.ts";
import { onlyParams, textParam } from "../params.ts";
import type { ApiRequest, Work } from "../work.ts";

export type Payout = ReturnType<typeof newPayout>;

/**
 * Payouts to the bank, newest first: the platform's own, made by the controls (plant.ts), or those of the
 * connected account that the header names (money-faults.ts).
 */
export function listPayouts(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, ["created", "status", "limit", "starting_after", "ending_before"]);
  const status = textParam(params, "status");
  const rows = payoutsOf(request, work)
    .filter((row) => status === undefined || row.status === status)
    .filter(inCreated(params));
  return listPage({ rows, params, url: "/v1/payouts" });
}

export function retrievePayout(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, []);
  const id = request.ids.id ?? "";
  const payout = payoutsOf(request, work).find((row) => row.id === id);
  if (payout === undefined) throw noSuch({ noun: "payout", id });
  return payout;
}

function payoutsOf({ account }: ApiRequest, work: Work): Payout[] {
  if (account === undefined) return work.store.all("payout");
  const rows = work.store.all("connectedPayout").filter((row) => row.account === account);
  return rows.map((row) => row.payout);
}

/** A payout as the schedule makes it; the bank has it a day later. */
export function newPayout(p: {
  id: string;
  amount: number;
  currency: string;
  status: string;
  now: number;
}) {
  return {
    id: p.id,
    object: "payout",
    amount: p.amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: p.now + 86_400,
    automatic: true,
    balance_transaction: null as string | null,
    created: p.now,
    currency: p.currency,
    description: "STRIPE PAYOUT",
    destination: null,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: {},
    method: "standard",
    original_payout: null,
    payout_method: null,
    reconciliation_status: "completed",
    reversed_by: null,
    source_type: "card",
    statement_descriptor: null,
    status: p.status,
    trace_id: null,
    type: "bank_account",
  };
}
