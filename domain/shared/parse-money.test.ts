import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_INPUT_MINOR, parseMoney } from "./parse-money.ts";

test.each([
  ["1200", "USD", 120_000n],
  ["1,200.50", "USD", 120_050n],
  [" $1,200.50 ", "USD", 120_050n],
  ["USD 1,200.5", "USD", 120_050n],
  ["1,200.50 usd", "USD", 120_050n],
  ["€ 12", "EUR", 1_200n],
  ["12 €", "EUR", 1_200n],
  ["1 200.50", "EUR", 120_050n],
  ["1'200.50", "CHF", 120_050n],
  [".5", "USD", 50n],
  ["5.", "USD", 500n],
  ["0.10", "USD", 10n],
  ["1.500000", "USD", 150n],
  ["1,23,456.00", "INR", 12_345_600n],
  ["1,200", "JPY", 1_200n],
  ["12.345", "KWD", 12_345n],
  ["1,200", "ISK", 120_000n],
  ["100,000,000,000", "USD", MAX_INPUT_MINOR],
  ["１２", "USD", 1_200n],
])("%j in %s is %s minor units", (text, currency, amountMinor) => {
  expect(parseMoney(text, currency)).toEqual({ ok: true, money: { amountMinor, currency } });
});

test.each([
  ["", "USD", "empty"],
  ["  ", "USD", "empty"],
  ["$", "USD", "empty"],
  ["-5", "USD", "negative"],
  ["−5", "USD", "negative"],
  ["$-5", "USD", "negative"],
  ["(5.00)", "USD", "negative"],
  ["0", "USD", "zero"],
  ["0.00", "USD", "zero"],
  ["1,50", "USD", "ambiguous_comma"],
  ["1.200,50", "USD", "ambiguous_comma"],
  ["1,2,3", "USD", "ambiguous_comma"],
  ["12,00,0", "USD", "ambiguous_comma"],
  ["1.234", "USD", "too_many_decimals"],
  ["1.5", "JPY", "too_many_decimals"],
  ["1.50", "ISK", "too_many_decimals"],
  ["1.2345", "KWD", "too_many_decimals"],
  ["100,000,000,000.01", "USD", "too_large"],
  ["1000000000000000", "USD", "too_large"],
  ["9".repeat(5000), "USD", "too_large"],
  ["1.2.3", "USD", "not_a_number"],
  ["abc", "USD", "not_a_number"],
  ["1e5", "USD", "not_a_number"],
  ["0x10", "USD", "not_a_number"],
  ["Infinity", "USD", "not_a_number"],
  [".", "USD", "not_a_number"],
  ["=1+1", "USD", "not_a_number"],
  ["5", "BTC", "unknown_currency"],
])("%j in %s is refused as %s", (text, currency, code) => {
  const parsed = parseMoney(text.slice(0, 5000), currency);
  expect(parsed).toMatchObject({ ok: false, code });
  expect(parsed.ok ? "" : parsed.message).toMatch(/\.$/);
});

describe("the sentences name the currency's own limits", () => {
  test.each([
    ["1.5", "JPY", "JPY has no decimals; enter a whole amount."],
    ["1.234", "USD", "USD has 2 decimals at most."],
    ["1000000000000000", "USD", "The largest amount possible here is USD 100,000,000,000."],
    ["1000000000000000", "JPY", "The largest amount possible here is JPY 10,000,000,000,000."],
  ])("%j in %s", (text, currency, message) => {
    expect(parseMoney(text, currency)).toMatchObject({ message });
  });
});

test("zero is taken where the form allows it", () => {
  expect(parseMoney("0", "USD", { allowZero: true })).toEqual({
    ok: true,
    money: { amountMinor: 0n, currency: "USD" },
  });
});

test("no text at all makes it throw, and an accepted amount lies within the limits", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."0123456789.,-$ ") })),
      (text) => {
        const parsed = parseMoney(text, "USD");
        if (parsed.ok) {
          expect(parsed.money.amountMinor > 0n && parsed.money.amountMinor <= MAX_INPUT_MINOR).toBe(true);
        }
      },
    ),
  );
});
