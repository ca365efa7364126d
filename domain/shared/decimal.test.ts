import fc from "fast-check";
import { expect, test } from "vitest";
import { formatDecimal, isDecimal, parseDecimal } from "./decimal.ts";
import { compareRationals, rational } from "./rational.ts";

test.each([
  ["98.5", 985n, 10n],
  ["100", 100n, 1n],
  ["-0.05", -5n, 100n],
  ["-1.5", -15n, 10n],
  ["0.1", 1n, 10n],
  ["007.50", 750n, 100n],
])("%s is %s/%s", (text, numerator, denominator) => {
  expect(compareRationals(parseDecimal(text), rational(numerator, denominator))).toBe(0);
});

test.each(["", ".5", "5.", "+1", "1e3", "1,5", " 1", "NaN", "0x1", "--1", "1.2.3", "1".repeat(41)])(
  "%j is not a plain decimal",
  (text) => {
    expect(isDecimal(text)).toBe(false);
    expect(() => parseDecimal(text)).toThrow(RangeError);
  },
);

test.each([
  [2n, 3n, 2, "0.67"],
  [1n, 8n, 2, "0.13"],
  [-1n, 8n, 2, "-0.13"],
  [-1n, 1000n, 2, "0.00"],
  [5n, 2n, 0, "3"],
  [100n, 1n, 2, "100.00"],
])("%s/%s with %i... is written %s", (numerator, denominator, places, expected) => {
  expect(formatDecimal(rational(numerator, denominator), places)).toBe(expected);
});

test("a decimal written with its own number of places is itself", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
      fc.integer({ min: 0, max: 6 }),
      (n, places) => {
        const text = formatDecimal(rational(n, 10n ** BigInt(places)), places);
        expect(formatDecimal(parseDecimal(text), places)).toBe(text);
        expect(compareRationals(parseDecimal(text), rational(n, 10n ** BigInt(places)))).toBe(0);
      },
    ),
  );
});
