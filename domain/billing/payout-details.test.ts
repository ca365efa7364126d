import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidInput, parseInput } from "../shared/refusals.ts";
import { next, TransitionRefused } from "../shared/state-machine.ts";
import {
  accountProblem,
  decidePayoutDetailsInput,
  type PayoutDetailsEvent,
  type PayoutDetailsState,
  payoutDetailsMachine,
  proposePayoutDetailsInput,
} from "./payout-details.ts";

const GOOD = { currency: "eur", holder: " Quaylink IT ", account: "DE89 3704 0044 0532 0130 00", bic: "" };
const fieldsAtFault = (change: object) => {
  try {
    parseInput(proposePayoutDetailsInput, { ...GOOD, ...change });
    return [];
  } catch (error) {
    return error instanceof InvalidInput ? error.issues.map(({ field }) => field) : ["thrown"];
  }
};

describe("an account number", () => {
  // Examples of the IBAN registry (SWIFT, ISO 13616).
  test.each([
    "DE89370400440532013000",
    "GB29NWBK60161331926819",
    "FR1420041010050500013M02606",
    "NO9386011117947",
    "MT84MALT011000012345MTLCAST001S",
  ])("%s passes", (account) => {
    expect(accountProblem(account)).toBeNull();
  });

  test.each(["021000021", "ACCT12345678", "123456"])("%s of another kind passes", (account) => {
    expect(accountProblem(account)).toBeNull();
  });

  test.each([
    "",
    "12345",
    "GB29-6000",
    "A".repeat(35),
    "GB29600001",
    "DE89 3704",
    "de89370400440532013000",
  ])("%j does not", (account) => {
    expect(accountProblem(account)).not.toBeNull();
  });

  test("with any one digit mistyped, or two neighbours exchanged, does not pass", () => {
    const right = "DE89370400440532013000";
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: right.length - 1 }),
        fc.integer({ min: 1, max: 9 }),
        (at, by) => {
          const digit = String((Number(right[at]) + by) % 10);
          expect(accountProblem(right.slice(0, at) + digit + right.slice(at + 1))).not.toBeNull();
          const swapped = right.slice(0, at - 1) + right[at] + right[at - 1] + right.slice(at + 1);
          if (at > 2 && swapped !== right) expect(accountProblem(swapped)).not.toBeNull();
        },
      ),
    );
  });
});

describe("proposed payout details", () => {
  test("are kept in the form of banks", () => {
    expect(parseInput(proposePayoutDetailsInput, GOOD)).toEqual({
      ...{ currency: "EUR", holder: "Quaylink IT", account: "DE89370400440532013000", bic: null },
    });
  });

  test.each([
    [{ currency: "XXX" }, ["currency"]],
    [{ holder: "  " }, ["holder"]],
    [{ holder: "x".repeat(121) }, ["holder"]],
    [{ account: "DE89370400440532013001" }, ["account"]],
    [{ bic: "DEUT" }, ["bic"]],
    [{ bic: "deutdeff500" }, []],
  ])("%j are refused at %j", (change, fields) => {
    expect(fieldsAtFault(change)).toEqual(fields);
  });

  test.each([
    [{ confirm: true }, true],
    [{ confirm: false }, false],
    [{ confirm: false, reason: "Nobody knows it" }, true],
  ])("the answer %j fits: %s", (answer, fits) => {
    const detailsId = "0198f0c0-0000-7000-8000-000000000001";
    expect(decidePayoutDetailsInput.safeParse({ detailsId, ...answer }).success).toBe(fits);
  });

  test("are in force only after a confirmation, in any order of events, and an end is an end", () => {
    const events = fc.array(
      fc.constantFrom<PayoutDetailsEvent>("confirm", "reject", "withdraw", "replace"),
    );
    fc.assert(
      fc.property(events, (many) => {
        let state: PayoutDetailsState = payoutDetailsMachine.initial;
        const done: PayoutDetailsEvent[] = [];
        for (const event of many) {
          try {
            state = next(payoutDetailsMachine, state, event);
            done.push(event);
          } catch (error) {
            expect(error).toBeInstanceOf(TransitionRefused);
          }
        }
        if (state === "confirmed" || state === "replaced") expect(done[0]).toBe("confirm");
        expect(done.length).toBeLessThanOrEqual(2);
      }),
    );
  });
});
