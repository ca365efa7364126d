import { OffStep } from "../shared/currency.ts";
import { DomainError } from "../shared/domain-error.ts";
import { rational, roundToStep } from "../shared/rational.ts";
import { defineStateMachine } from "../shared/state-machine.ts";

export type ObjectionState = "open" | "withdrawn" | "conceded" | "upheld" | "dismissed";
export type ObjectionEvent = "withdraw" | "concede" | "uphold" | "dismiss";

/**
 * The buyer says that a line or a month of an invoice asks too much. The provider's share of exactly that
 * amount is held until the buyer takes it back, the provider concedes it, or the marketplace rules.
 */
export const objectionMachine = defineStateMachine<ObjectionState, ObjectionEvent>({
  noun: "objection",
  initial: "open",
  states: ["open", "withdrawn", "conceded", "upheld", "dismissed"],
  transitions: [
    { from: "open", event: "withdraw", to: "withdrawn" },
    { from: "open", event: "concede", to: "conceded" },
    { from: "open", event: "uphold", to: "upheld" },
    { from: "open", event: "dismiss", to: "dismissed" },
  ],
});

/** Whether the buyer gets the amount back, so that what is held is the marketplace's to settle it with. */
export function isGranted(state: ObjectionState): boolean {
  return state === "conceded" || state === "upheld";
}

/**
 * The provider's share of contested amounts of one invoice, each in turn by the cumulative method:
 * round(share × cumulative ÷ net) less what came before, so that contesting all of it holds the share
 * exactly. Minor units, in multiples of `stepMinor`; `contestedMinor` are positive and at most the net
 * together.
 */
export function providerShares(p: {
  netMinor: bigint;
  providerMinor: bigint;
  contestedMinor: readonly bigint[];
  stepMinor?: bigint;
}): bigint[] {
  const { netMinor, providerMinor, stepMinor = 1n } = p;
  let cumulative = 0n;
  let before = 0n;
  return p.contestedMinor.map((amount) => {
    cumulative += amount;
    const exact = rational(providerMinor * cumulative, netMinor);
    const due = cumulative === netMinor ? providerMinor : roundToStep(exact, stepMinor);
    const part = due - before;
    before = due;
    return part;
  });
}

/**
 * Refuses an amount that is none, more than what nobody contests yet, or a part of it that the currency
 * cannot be paid out in.
 */
export function refuseTooMuch(p: {
  amountMinor: bigint;
  leftMinor: bigint;
  what: string;
  stepMinor?: bigint;
}): void {
  if (p.amountMinor <= 0n || p.amountMinor > p.leftMinor) throw new ObjectionTooLarge(p);
  const { stepMinor = 1n } = p;
  if (p.amountMinor !== p.leftMinor && p.amountMinor % stepMinor !== 0n)
    throw new OffStep({ stepMinor, field: "amount" });
}

/** More is contested than the line or the month asks for. */
export class ObjectionTooLarge extends DomainError {
  constructor({ leftMinor, what }: { leftMinor: bigint; what: string }) {
    super({
      code: "objection_too_large",
      message: `Contest an amount above 0 and at most what ${what} has left that is not contested.`,
      field: "amount",
      details: { leftMinor: String(leftMinor) },
    });
  }
}

/** The money is out, or there is nothing to hold. */
export class TooLateToHold extends DomainError {
  constructor(why: string) {
    super({ code: "too_late_to_hold", message: why });
  }
}
