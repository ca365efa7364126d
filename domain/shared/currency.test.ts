import { describe, expect, test } from "vitest";
import {
  chargeStepMinor,
  displayDecimals,
  isKnownCurrency,
  minorUnitExponent,
  payoutStepMinor,
  UnknownCurrency,
} from "./currency.ts";

const TABLE: [string, number, number, bigint, bigint][] = [
  ["USD", 2, 2, 1n, 1n],
  ["EUR", 2, 2, 1n, 1n],
  ["GBP", 2, 2, 1n, 1n],
  ["INR", 2, 2, 1n, 1n],
  ["HUF", 2, 2, 1n, 100n],
  ["TWD", 2, 2, 1n, 100n],
  ["ISK", 2, 0, 100n, 100n],
  ["UGX", 2, 0, 100n, 100n],
  ...[
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
    "XOF",
    "XPF",
  ].map((code): [string, number, number, bigint, bigint] => [code, 0, 0, 1n, 1n]),
  ...["BHD", "JOD", "KWD", "OMR", "TND"].map((code): [string, number, number, bigint, bigint] => [
    code,
    3,
    3,
    10n,
    10n,
  ]),
];

test.each(TABLE)(
  "%s has exponent %i, is written with %i decimals, steps %s/%s",
  (code, exponent, shown, charge, payout) => {
    expect(isKnownCurrency(code)).toBe(true);
    expect(minorUnitExponent(code)).toBe(exponent);
    expect(displayDecimals(code)).toBe(shown);
    expect(chargeStepMinor(code)).toBe(charge);
    expect(payoutStepMinor(code)).toBe(payout);
  },
);

describe("a code we cannot charge in", () => {
  test.each(["", "usd", "XXX", "BTC", "EURO", " USD"])("%j is refused", (code) => {
    expect(isKnownCurrency(code)).toBe(false);
    expect(() => minorUnitExponent(code)).toThrow(UnknownCurrency);
    expect(() => displayDecimals(code)).toThrow(UnknownCurrency);
  });
});
