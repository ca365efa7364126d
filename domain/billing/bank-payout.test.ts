import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BankPayoutState, bankFailure, bankPayoutState, laterBankState } from "./bank-payout.ts";

const STATES: BankPayoutState[] = ["pending", "in_transit", "paid", "failed"];
const told = (words: readonly BankPayoutState[]) =>
  words.reduce<BankPayoutState | null>((known, word) => laterBankState(known, word), null);

describe("a payout to the bank", () => {
  test("P6: told in any order, late and twice, it ends where Stripe is", () => {
    const course = fc.integer({ min: 0, max: 3 }).chain((last) =>
      fc.record({
        last: fc.constant(last),
        told: fc.shuffledSubarray([...STATES.slice(0, last + 1), ...STATES.slice(0, last + 1)], {
          minLength: last + 2,
        }),
      }),
    );
    fc.assert(
      fc.property(course, ({ last, told: order }) => {
        expect(told([...order, STATES[last] as BankPayoutState])).toBe(STATES[last]);
      }),
    );
  });

  test("what failed or was canceled stays so, whatever comes", () => {
    const after = fc.array(fc.constantFrom(...STATES, "canceled" as const));
    fc.assert(
      fc.property(fc.constantFrom("failed" as const, "canceled" as const), after, (end, later) => {
        expect(told([end, ...later])).toBe(end);
      }),
    );
  });

  test.each([
    ["paid", "paid"],
    ["failed", "failed"],
    ["something_new", "pending"],
    ["constructor", "pending"],
  ])("Stripe's %s is our %s", (word, state) => {
    expect(bankPayoutState(word)).toBe(state);
  });

  test.each([
    ["account_closed", null, /bank account is closed/, /another bank account/],
    ["no_account", null, /no account of that number/, /another bank account/],
    ["could_not_process", "The bank could not process it.", /could not process/, /tries again by itself/],
    ["brand_new", "The moon was full.", /The moon was full/, /another bank account/],
    [null, null, /gave no reason/, /another bank account/],
  ])("%s says why, and what to do", (code, message, why, wayOut) => {
    const found = bankFailure({ code, message });
    expect(found.why).toMatch(why);
    expect(found.wayOut).toMatch(wayOut);
  });
});
