import { defineStateMachine } from "../shared/state-machine.ts";

export type AttemptState = "open" | "processing" | "succeeded" | "failed" | "canceled";
export type AttemptEvent = "process" | "succeed" | "fail" | "cancel";

/**
 * One try to collect an invoice. `open`: asked for, not answered; `processing`: with the bank, for days.
 * Nothing leads out of an end, so what Stripe says late changes nothing.
 */
export const attemptMachine = defineStateMachine<AttemptState, AttemptEvent>({
  noun: "payment",
  initial: "open",
  states: ["open", "processing", "succeeded", "failed", "canceled"],
  transitions: [
    { from: ["open", "processing"], event: "process", to: "processing" },
    { from: ["open", "processing"], event: "succeed", to: "succeeded" },
    { from: ["open", "processing"], event: "fail", to: "failed" },
    { from: ["open", "processing"], event: "cancel", to: "canceled" },
  ],
});

/** Who asked: the standing consent on the due day, a step of dunning, a person, or Stripe's own page. */
export type AttemptKind = "autopay" | "retry" | "by_hand" | "hosted_page";

/** What Stripe says of an invoice's one intent, as far as an attempt is concerned. */
export type IntentSays = {
  /** Stripe's invoice is paid. */
  isPaid: boolean;
  status: string | null;
  error: { code: string; message: string } | null;
};

/**
 * The event that Stripe's present state is for an attempt, or null where it says nothing new. An attempt
 * that is still open is settled by the answer to its own request: a failure that Stripe shows then may be
 * an older one's.
 */
export function attemptEvent(state: AttemptState, says: IntentSays): AttemptEvent | null {
  if (state !== "open" && state !== "processing") return null;
  if (says.isPaid) return "succeed";
  if (says.status === "processing") return state === "open" ? "process" : null;
  if (says.status === "canceled") return "cancel";
  if (says.status === "requires_payment_method" && state === "processing") return "fail";
  return null;
}
