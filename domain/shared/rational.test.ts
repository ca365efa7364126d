import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addRationals,
  basisPoints,
  compareRationals,
  multiplyRationals,
  rational,
  roundHalfAwayFromZero,
} from "./rational.ts";

test.each([
  [5n, 2n, 3n],
  [-5n, 2n, -3n],
  [4n, 3n, 1n],
  [-4n, 3n, -1n],
  [5n, 3n, 2n],
  [0n, 7n, 0n],
  [1n, 2n, 1n],
  [-1n, 2n, -1n],
  [1n, 3n, 0n],
  [10n ** 40n + 1n, 2n, 5n * 10n ** 39n + 1n],
])("%s/%s rounds to %s", (numerator, denominator, expected) => {
  expect(roundHalfAwayFromZero(rational(numerator, denominator))).toBe(expected);
});

test("a zero denominator is a programming error", () => {
  expect(() => rational(1n, 0n)).toThrow(RangeError);
});

test("a negative denominator moves its sign to the numerator", () => {
  expect(rational(3n, -4n)).toEqual({ numerator: -3n, denominator: 4n });
});

test("basis points are ten-thousandths", () => {
  expect(compareRationals(basisPoints(1200), rational(12n, 100n))).toBe(0);
});

describe("laws", () => {
  const fractions = fc
    .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.bigInt({ min: 1n, max: 10n ** 12n }))
    .map(([numerator, denominator]) => rational(numerator, denominator));

  test("rounding is odd, and never further than half a unit away", () => {
    fc.assert(
      fc.property(fractions, (value) => {
        const rounded = roundHalfAwayFromZero(value);
        expect(roundHalfAwayFromZero({ ...value, numerator: -value.numerator })).toBe(-rounded);
        const gap = 2n * (rounded * value.denominator - value.numerator);
        expect(gap <= value.denominator && gap >= -value.denominator).toBe(true);
      }),
    );
  });

  test("addition and multiplication commute and distribute", () => {
    fc.assert(
      fc.property(fractions, fractions, fractions, (a, b, c) => {
        expect(compareRationals(addRationals(a, b), addRationals(b, a))).toBe(0);
        expect(
          compareRationals(
            multiplyRationals(a, addRationals(b, c)),
            addRationals(multiplyRationals(a, b), multiplyRationals(a, c)),
          ),
        ).toBe(0);
      }),
    );
  });
});
