import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { next } from "../shared/state-machine.ts";
import { type AttemptState, attemptEvent, attemptMachine } from "./payment-attempt.ts";

const says = (status: string | null, isPaid = false) => ({ isPaid, status, error: null });

describe("what Stripe says of an attempt", () => {
  test.each([
    ["open", says("succeeded", true), "succeed"],
    ["open", says("processing"), "process"],
    ["open", says("canceled"), "cancel"],
    // A failure that Stripe shows while ours is still to be answered may be an older one's.
    ["open", says("requires_payment_method"), null],
    ["open", says("requires_action"), null],
    ["open", says(null), null],
    ["processing", says("processing"), null],
    ["processing", says("requires_payment_method"), "fail"],
    ["processing", says("canceled"), "cancel"],
    ["processing", says("succeeded", true), "succeed"],
    ["failed", says("succeeded", true), null],
    ["succeeded", says("canceled"), null],
    ["canceled", says("processing"), null],
  ] as const)("%s and %j: %s", (state, said, event) => {
    expect(attemptEvent(state, said)).toBe(event);
  });

  test("case 14: in any order and any number of times, an end is an end", () => {
    const words = fc.constantFrom(
      "processing",
      "requires_payment_method",
      "canceled",
      "succeeded",
      "new_word",
    );
    const heard = fc.array(fc.record({ isPaid: fc.boolean(), status: words, error: fc.constant(null) }));
    fc.assert(
      fc.property(heard, (many) => {
        let state: AttemptState = "open";
        let ended: AttemptState | null = null;
        for (const one of many) {
          const event = attemptEvent(state, one);
          if (ended) expect(event).toBeNull();
          if (event === null) continue;
          state = next(attemptMachine, state, event);
          if (state !== "open" && state !== "processing") ended = state;
        }
      }),
    );
  });
});
