import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chargeStepMinor, displayDecimals, minorUnitExponent, payoutStepMinor } from "./currency.ts";
import { formatMoney, toDecimalString } from "./format-money.ts";
import { parseMoney } from "./parse-money.ts";

const EXPONENT_0 = [
  "BIF",
  "CLP",
  "DJF",
  "GNF",
  "JPY",
  "KMF",
  "KRW",
  "MGA",
  "PYG",
  "RWF",
  "VND",
  "VUV",
  "XAF",
];
const EXPONENT_3 = ["BHD", "JOD", "KWD", "OMR", "TND"];
const SPECIAL = ["ISK", "UGX", "HUF", "TWD"];
const EXPONENT_2 = ["USD", "EUR", "GBP", "INR", "CHF"];

describe("P7: an amount is the same after it was written and read", () => {
  test.each([...EXPONENT_0, "XOF", "XPF", ...EXPONENT_2, ...EXPONENT_3, ...SPECIAL])(
    "in %s",
    (currency) => {
      const step = chargeStepMinor(currency);
      fc.assert(
        fc.property(fc.bigInt({ min: 1n, max: 10n ** 10n }), (units) => {
          const money = { amountMinor: units * step, currency };
          expect(parseMoney(toDecimalString(money), currency)).toEqual({ ok: true, money });
        }),
        { numRuns: 60 },
      );
    },
  );
});

test.each([
  ["JPY", 6000n, "6000"],
  ["KRW", 6000n, "6000"],
  ["USD", 6000n, "60.00"],
  ["KWD", 6000n, "6.000"],
  ["ISK", 6000n, "60"],
  ["UGX", 6000n, "60"],
])("case 29: %s %s minor units are %s, and not a hundred times as many", (currency, amountMinor, text) => {
  expect(
    toDecimalString({ amountMinor, currency }).replace(/\.0+$/, (zeros) =>
      text.includes(".") ? zeros : "",
    ),
  ).toBe(text);
  expect(parseMoney(text, currency)).toEqual({ ok: true, money: { amountMinor, currency } });
});

test.each([
  ["ISK", 2, 0, 100n, 100n],
  ["UGX", 2, 0, 100n, 100n],
  ["HUF", 2, 2, 1n, 100n],
  ["TWD", 2, 2, 1n, 100n],
])(
  "case 30: %s travels with %s decimals, is written with %s, and is charged and paid out in steps",
  (...row) => {
    const [currency, exponent, shown, charge, payout] = row;
    expect(minorUnitExponent(currency)).toBe(exponent);
    expect(displayDecimals(currency)).toBe(shown);
    expect([chargeStepMinor(currency), payoutStepMinor(currency)]).toEqual([charge, payout]);
  },
);

test.each([
  ["JPY", 123_456n, "¥123,456"],
  ["EUR", 123_456n, "€1,234.56"],
  ["KWD", 1_234_560n, "1,234.560"],
])("case 31: %s is formatted with its own decimals", (currency, amountMinor, text) => {
  expect(formatMoney({ amountMinor, currency }).replaceAll("\u00a0", " ")).toContain(text);
});
