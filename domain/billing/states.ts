import { defineStateMachine } from "../shared/state-machine.ts";

export type StatementState = "draft" | "awaiting_approval" | "approved" | "invoiced" | "paid";
export type StatementEvent = "present" | "approve_by_both" | "invoice" | "pay";

/** A month's money, from the figures to the payment. */
export const statementMachine = defineStateMachine<StatementState, StatementEvent>({
  noun: "statement",
  initial: "draft",
  states: ["draft", "awaiting_approval", "approved", "invoiced", "paid"],
  transitions: [
    { from: "draft", event: "present", to: "awaiting_approval" },
    { from: "awaiting_approval", event: "approve_by_both", to: "approved" },
    { from: "approved", event: "invoice", to: "invoiced" },
    { from: "invoiced", event: "pay", to: "paid" },
  ],
});

export type InvoiceState = "issued" | "open" | "paid" | "stopped" | "written_off";
export type InvoiceEvent = "open" | "pay" | "stop" | "try_again" | "write_off";

/**
 * `issued`: in our books, on its way to Stripe; `open`: the buyer can pay; `stopped`: Stripe refused it
 * or adds up to another total, and a person has to look; `written_off`: nobody expects the money, and it
 * may still come. Nothing leads out of `paid`.
 */
export const invoiceMachine = defineStateMachine<InvoiceState, InvoiceEvent>({
  noun: "invoice",
  initial: "issued",
  states: ["issued", "open", "paid", "stopped", "written_off"],
  transitions: [
    { from: "issued", event: "open", to: "open" },
    { from: "issued", event: "stop", to: "stopped" },
    { from: "stopped", event: "try_again", to: "issued" },
    // The event of a payment can overtake our own note that the invoice is open.
    { from: ["issued", "open", "stopped", "written_off"], event: "pay", to: "paid" },
    { from: "open", event: "write_off", to: "written_off" },
  ],
});

export type PayoutState = "held" | "scheduled" | "pending" | "sent" | "unknown" | "failed";
export type PayoutEvent = "hold" | "schedule" | "release" | "send" | "lose_track" | "fail";

/**
 * `held` waits for the provider; `scheduled` for its day; `unknown` was asked for without a readable answer;
 * `failed` was refused.
 */
export const payoutMachine = defineStateMachine<PayoutState, PayoutEvent>({
  noun: "payout",
  initial: "pending",
  states: ["held", "scheduled", "pending", "sent", "unknown", "failed"],
  transitions: [
    { from: "pending", event: "hold", to: "held" },
    { from: "pending", event: "schedule", to: "scheduled" },
    { from: ["held", "scheduled", "failed"], event: "release", to: "pending" },
    { from: ["pending", "unknown"], event: "send", to: "sent" },
    { from: ["pending", "unknown"], event: "lose_track", to: "unknown" },
    { from: ["pending", "unknown"], event: "fail", to: "failed" },
  ],
});

export type OperationState = "pending" | "sent" | "done" | "refused" | "unknown";
export type OperationEvent = "send" | "succeed" | "refuse" | "lose_track";

/**
 * A request to Stripe. `sent` without an answer, after a crash, counts like `unknown`: the same key
 * goes again.
 */
export const operationMachine = defineStateMachine<OperationState, OperationEvent>({
  noun: "request to Stripe",
  initial: "pending",
  states: ["pending", "sent", "done", "refused", "unknown"],
  transitions: [
    { from: ["pending", "sent", "unknown", "refused"], event: "send", to: "sent" },
    // Two workers may have sent it at once: one's answer settles what the other has lost track of.
    { from: ["sent", "unknown"], event: "succeed", to: "done" },
    { from: ["sent", "unknown"], event: "refuse", to: "refused" },
    { from: ["sent", "unknown"], event: "lose_track", to: "unknown" },
  ],
});
