import { defineStateMachine } from "../shared/state-machine.ts";

export type CreditNoteState = "asked" | "issued" | "settled" | "stopped" | "withdrawn";
export type CreditNoteEvent = "issue" | "settle" | "stop" | "try_again" | "withdraw";

/**
 * `asked`: decided by a person; `issued`: numbered and in our books, on its way to Stripe; `settled`: Stripe
 * has it too; `stopped`: Stripe refused it for good and says why; `withdrawn`: taken out of the books again.
 */
export const creditNoteMachine = defineStateMachine<CreditNoteState, CreditNoteEvent>({
  noun: "credit note",
  initial: "asked",
  states: ["asked", "issued", "settled", "stopped", "withdrawn"],
  transitions: [
    { from: "asked", event: "issue", to: "issued" },
    { from: ["issued", "stopped"], event: "settle", to: "settled" },
    { from: "issued", event: "stop", to: "stopped" },
    { from: "stopped", event: "try_again", to: "issued" },
    { from: "stopped", event: "withdraw", to: "withdrawn" },
  ],
});

export type RefundState = "pending" | "succeeded" | "failed" | "replaced";
export type RefundEvent = "succeed" | "fail" | "replace";

/**
 * A bank can give back what had arrived, so `failed` follows `succeeded` too; what was owed is open again
 * then, until another refund or the balance takes its place (`replaced`).
 */
export const refundMachine = defineStateMachine<RefundState, RefundEvent>({
  noun: "refund",
  initial: "pending",
  states: ["pending", "succeeded", "failed", "replaced"],
  transitions: [
    { from: "pending", event: "succeed", to: "succeeded" },
    { from: ["pending", "succeeded"], event: "fail", to: "failed" },
    { from: "failed", event: "replace", to: "replaced" },
  ],
});
