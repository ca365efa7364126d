import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDecimal } from "./decimal.ts";
import { compareRationals, rational } from "./rational.ts";
import { type RoundingRule, roundedDecimal } from "./rounding.ts";

type Mode = RoundingRule["mode"];
const MODES: readonly Mode[] = ["half_away", "half_even", "down", "up"];

describe("a rounded decimal", () => {
  test.each<[string, number, string, string, string, string]>([
    // value, places, half_away, half_even, down, up
    ["0.125", 2, "0.13", "0.12", "0.12", "0.13"],
    ["0.135", 2, "0.14", "0.14", "0.13", "0.14"],
    ["-0.125", 2, "-0.13", "-0.12", "-0.12", "-0.13"],
    ["-0.135", 2, "-0.14", "-0.14", "-0.13", "-0.14"],
    ["2.5", 0, "3", "2", "2", "3"],
    ["3.5", 0, "4", "4", "3", "4"],
    ["0.5", 0, "1", "0", "0", "1"],
    ["-0.4", 0, "0", "0", "0", "-1"],
    ["97.994999", 2, "97.99", "97.99", "97.99", "98.00"],
    ["97.995", 2, "98.00", "98.00", "97.99", "98.00"],
    ["99.9999", 3, "100.000", "100.000", "99.999", "100.000"],
    ["100", 2, "100.00", "100.00", "100.00", "100.00"],
    ["0", 6, "0.000000", "0.000000", "0.000000", "0.000000"],
    ["0.0000005", 6, "0.000001", "0.000000", "0.000000", "0.000001"],
  ])("of %s with %i places", (text, decimals, away, even, down, up) => {
    const value = parseDecimal(text);
    const rounded = MODES.map((mode) => roundedDecimal(value, { decimals, mode }));
    expect(rounded).toEqual([away, even, down, up]);
  });

  test("of thirds has no half", () => {
    const two = rational(2n, 3n);
    expect(MODES.map((mode) => roundedDecimal(two, { decimals: 2, mode }))).toEqual([
      "0.67",
      "0.67",
      "0.66",
      "0.67",
    ]);
  });

  const values = fc
    .tuple(fc.bigInt({ min: -1_000_000n, max: 1_000_000n }), fc.bigInt({ min: 1n, max: 9_999n }))
    .map(([numerator, denominator]) => rational(numerator, denominator));
  const places = fc.integer({ min: 0, max: 6 });

  test("lies between down and up, which are at most one step apart", () =>
    fc.assert(
      fc.property(values, places, fc.constantFrom(...MODES), (value, decimals, mode) => {
        const of = (one: Mode) => parseDecimal(roundedDecimal(value, { decimals, mode: one }));
        const negative = value.numerator < 0n;
        const [low, high] = negative ? [of("up"), of("down")] : [of("down"), of("up")];
        const rounded = of(mode);
        expect(compareRationals(low, value)).toBeLessThanOrEqual(0);
        expect(compareRationals(value, high)).toBeLessThanOrEqual(0);
        expect(compareRationals(low, rounded)).toBeLessThanOrEqual(0);
        expect(compareRationals(rounded, high)).toBeLessThanOrEqual(0);
      }),
    ));

  test("is mirrored at zero, rounds once, and keeps what has few enough places", () =>
    fc.assert(
      fc.property(values, places, fc.constantFrom(...MODES), (value, decimals, mode) => {
        const rule = { decimals, mode };
        const text = roundedDecimal(value, rule);
        const mirrored = roundedDecimal({ ...value, numerator: -value.numerator }, rule);
        expect(parseDecimal(mirrored).numerator).toBe(-parseDecimal(text).numerator);
        expect(roundedDecimal(parseDecimal(text), rule)).toBe(text);
        expect(text).toMatch(decimals === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${decimals}}$`));
      }),
    ));
});
