import fc from "fast-check";
import { expect, test } from "vitest";
import { formatMoney, toDecimalString } from "./format-money.ts";
import { money } from "./money.ts";
import { parseMoney } from "./parse-money.ts";

test.each([
  [120_050n, "USD", "en-US", "$1,200.50"],
  [-5n, "USD", "en-US", "-$0.05"],
  [0n, "USD", "en-US", "$0.00"],
  [1200n, "JPY", "en-US", "¥1,200"],
  [1_234_567n, "KWD", "en-US", "KWD 1,234.567"],
  [120_000n, "ISK", "en-US", "ISK 1,200"],
  [120_050n, "ISK", "en-US", "ISK 1,200.50"],
  [9_007_199_254_740_993_12n, "USD", "en-US", "$9,007,199,254,740,993.12"],
  [120_050n, "EUR", "de-DE", "1.200,50 €"],
])("%s %s in %s is %s", (amountMinor, currency, locale, expected) => {
  expect(formatMoney(money(amountMinor, currency), locale).replace(/\s/g, " ")).toBe(expected);
});

test.each([
  [5n, "USD", "0.05"],
  [-120_050n, "USD", "-1200.50"],
  [7n, "JPY", "7"],
  [7n, "KWD", "0.007"],
])("%s %s as a plain decimal is %s", (amountMinor, currency, expected) => {
  expect(toDecimalString(money(amountMinor, currency))).toBe(expected);
});

test("what is formatted for en-US parses back to itself, for exponents 0, 2 and 3", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 13n }),
      fc.constantFrom("USD", "JPY", "KWD", "EUR", "GBP"),
      (amountMinor, currency) => {
        const amount = money(amountMinor, currency);
        expect(parseMoney(formatMoney(amount), currency)).toEqual({ ok: true, money: amount });
        expect(parseMoney(toDecimalString(amount), currency)).toEqual({ ok: true, money: amount });
      },
    ),
  );
});
