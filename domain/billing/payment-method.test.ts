import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import {
  isMethodKind,
  METHOD_KINDS,
  type MethodFacts,
  methodState,
  methodTitle,
  whyNotCharged,
} from "./payment-method.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const card: MethodFacts = {
  ...{ kind: "card", currency: "EUR", brand: "visa", last4: "4242" },
  ...{ expMonth: 2, expYear: 2028, mandateStatus: null, isRemoved: false },
};
const debit = (kind: "us_bank_account" | "sepa_debit", mandateStatus: string | null): MethodFacts => ({
  ...{ kind, currency: "EUR", brand: "Test Bank", last4: "6789", expMonth: null, expYear: null },
  ...{ mandateStatus, isRemoved: false },
});
const transfer: MethodFacts = { ...debit("sepa_debit", null), kind: "bank_transfer" };

describe("how a saved method stands", () => {
  test.each([
    ["a card on the last day of its month", card, "2028-02-29", "active"],
    ["a card on the first day after", card, "2028-03-01", "expired"],
    ["a card a year early in a later month", card, "2027-12-31", "active"],
    ["a card a year late in an earlier month", card, "2029-01-01", "expired"],
    ["a December card at the year's end", { ...card, expMonth: 12 }, "2028-12-31", "active"],
    ["a December card on New Year's Day", { ...card, expMonth: 12 }, "2029-01-01", "expired"],
    ["a removed card that has expired too", { ...card, isRemoved: true }, "2030-01-01", "removed"],
    ["a debit with its mandate", debit("us_bank_account", "active"), "2028-01-01", "active"],
    ["a debit whose mandate ended", debit("sepa_debit", "inactive"), "2028-01-01", "mandate_withdrawn"],
    ["a debit whose mandate waits", debit("sepa_debit", "pending"), "2028-01-01", "mandate_withdrawn"],
    ["a debit without a mandate", debit("us_bank_account", null), "2028-01-01", "mandate_withdrawn"],
    ["a bank transfer, which needs none", transfer, "2028-01-01", "active"],
  ] as const)("%s", (_name, method, on, state) => {
    expect(methodState(method, day(on))).toBe(state);
  });

  test("a card that has expired stays expired: there is one last good day", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 2020, max: 2050 }),
        fc.integer({ min: 0, max: 4_000 }),
        (expMonth, expYear, after) => {
          const last = Temporal.PlainYearMonth.from({ year: expYear, month: expMonth }).toPlainDate({
            day: 31,
          });
          const one = { ...card, expMonth, expYear };
          expect(methodState(one, last.subtract({ days: after }))).toBe("active");
          expect(methodState(one, last.add({ days: after + 1 }))).toBe("expired");
        },
      ),
    );
  });
});

describe("what cannot be charged for an invoice says why", () => {
  test.each([
    ["a card in any currency", card, "JPY", null],
    ["an ACH debit in dollars", debit("us_bank_account", "active"), "USD", null],
    ["an ACH debit in euros", debit("us_bank_account", "active"), "EUR", /US dollars.* is in EUR/],
    ["a SEPA debit in euros", debit("sepa_debit", "active"), "EUR", null],
    ["a SEPA debit in pounds", debit("sepa_debit", "active"), "GBP", /euros.* is in GBP/],
    ["a debit without its mandate", debit("sepa_debit", "inactive"), "EUR", /mandate .* withdrawn/],
    ["an expired card", { ...card, expYear: 2020 }, "EUR", /expired/],
    ["a removed account", { ...debit("sepa_debit", "active"), isRemoved: true }, "EUR", /removed/],
    ["a bank transfer", transfer, "EUR", /sent by you/],
  ] as const)("%s", (_name, method, currency, why) => {
    const said = whyNotCharged(method, { currency, today: day("2027-06-15") });
    if (why === null) expect(said).toBeNull();
    else expect(said).toMatch(why);
  });

  test("and whatever does not stand as active is never charged", () => {
    const methods = fc.record({
      kind: fc.constantFrom(...METHOD_KINDS),
      currency: fc.constant("EUR"),
      brand: fc.string(),
      last4: fc.string(),
      expMonth: fc.option(fc.integer({ min: 1, max: 12 })),
      expYear: fc.option(fc.integer({ min: 2020, max: 2040 })),
      mandateStatus: fc.option(fc.constantFrom("active", "inactive", "pending", "new_word")),
      isRemoved: fc.boolean(),
    });
    const today = day("2027-06-15");
    fc.assert(
      fc.property(methods, fc.constantFrom("EUR", "USD", "GBP"), (method, currency) => {
        if (methodState(method, today) !== "active")
          expect(whyNotCharged(method, { currency, today })).not.toBeNull();
        if (method.kind === "bank_transfer")
          expect(whyNotCharged(method, { currency, today })).not.toBeNull();
      }),
    );
  });
});

describe("the name of a method", () => {
  test.each([
    [card, "Visa •••• 4242"],
    [debit("us_bank_account", "active"), "ACH debit, Test Bank •••• 6789"],
    [debit("sepa_debit", "active"), "SEPA debit, account •••• 6789"],
    [transfer, "Bank transfer in EUR"],
  ])("is what people call it", (method, title) => {
    expect(methodTitle(method)).toBe(title);
  });

  test("a kind that we do not know is none", () => {
    expect(METHOD_KINDS.every(isMethodKind)).toBe(true);
    for (const other of ["paypal", "", "Card", "constructor"]) expect(isMethodKind(other)).toBe(false);
  });
});
