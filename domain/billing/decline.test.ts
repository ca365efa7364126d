import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { declineKind, declineWords } from "./decline.ts";

describe("a decline", () => {
  test.each([
    "insufficient_funds",
    "generic_decline",
    "do_not_honor",
    "try_again_later",
    "issuer_not_available",
    "processing_error",
    "card_velocity_exceeded",
    "withdrawal_count_limit_exceeded",
  ])("%s is soft: the same method may work another day", (code) => {
    expect(declineKind(code)).toBe("soft");
  });

  test.each([
    // Cards that will never work again, and those that the bank wants back.
    "expired_card",
    "lost_card",
    "stolen_card",
    "pickup_card",
    "incorrect_number",
    "card_not_supported",
    "restricted_card",
    "fraudulent",
    // The networks forbid to try these again.
    "revocation_of_authorization",
    "revocation_of_all_authorizations",
    "stop_payment_order",
    "transaction_not_allowed",
    // Accounts and mandates.
    "account_closed",
    "no_account",
    "debit_not_authorized",
    "payment_intent_mandate_invalid",
    "bank_account_restricted",
    // A person has to be there.
    "authentication_required",
  ])("%s is hard: that method is never charged for the invoice again", (code) => {
    expect(declineKind(code)).toBe("hard");
  });

  test("that nobody has told us of is hard, whatever it is called", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(declineKind(`x-${text}`)).toBe("hard");
        // Never a code with other letters, and never a part of one.
        expect(declineKind(text.toUpperCase())).toBe("hard");
      }),
    );
    for (const inherited of ["constructor", "toString", "__proto__", "hasOwnProperty"])
      expect(declineKind(inherited)).toBe("hard");
  });
});

describe("its words", () => {
  test.each([
    ["insufficient_funds", null, "There was not enough money in the account."],
    ["expired_card", "Your card has expired.", "The card has expired."],
    ["a_new_code", "The bank's own words.", "The bank's own words."],
    ["a_new_code", "", "The bank declined."],
    ["a_new_code", null, "The bank declined."],
  ])("of %s with %j are %j", (code, message, words) => {
    expect(declineWords(code, message)).toBe(words);
  });

  test("are a sentence for every code, also for names that every object has", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom("constructor", "toString", "__proto__")),
        (code) => {
          expect(typeof declineWords(code, null)).toBe("string");
          expect(declineWords(code, null)).toMatch(/^[A-Z].*\.$/);
        },
      ),
    );
  });
});
