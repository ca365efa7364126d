import { defineStateMachine } from "../shared/state-machine.ts";

export type HoldState = "planned" | "held" | "sending" | "unknown" | "released" | "taken" | "dropped";
export type HoldEvent = "withhold" | "drop" | "release" | "send" | "lose_track" | "fail" | "take";

/**
 * A part of a payout that does not go out with it. `planned` until the rest is out, `dropped` where the
 * payout was planned anew; `held` with its reason; `sending` and `unknown` while it is transferred;
 * `released` once the provider has it; `taken` where all of it went against what the provider owes.
 */
export const holdMachine = defineStateMachine<HoldState, HoldEvent>({
  noun: "held part",
  initial: "planned",
  states: ["planned", "held", "sending", "unknown", "released", "taken", "dropped"],
  transitions: [
    { from: "planned", event: "withhold", to: "held" },
    { from: "planned", event: "drop", to: "dropped" },
    { from: "held", event: "release", to: "sending" },
    { from: ["sending", "unknown"], event: "send", to: "released" },
    { from: ["sending", "unknown"], event: "lose_track", to: "unknown" },
    { from: ["sending", "unknown"], event: "fail", to: "held" },
    { from: "held", event: "take", to: "taken" },
  ],
});
