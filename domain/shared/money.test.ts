import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  add,
  CurrencyMismatch,
  compare,
  money,
  multiply,
  negate,
  shareOf,
  subtract,
  sum,
  zero,
} from "./money.ts";
import { rational } from "./rational.ts";

const usd = (amountMinor: bigint) => money(amountMinor, "USD");
const amounts = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }).map(usd);

test("adding, subtracting and negating stay exact beyond 2^53", () => {
  expect(add(usd(9_007_199_254_740_993n), usd(2n))).toEqual(usd(9_007_199_254_740_995n));
  expect(subtract(usd(1n), usd(3n))).toEqual(usd(-2n));
  expect(negate(usd(5n))).toEqual(usd(-5n));
});

describe("amounts in two currencies never meet", () => {
  const eur = money(1n, "EUR");
  test.each([
    ["add", () => add(usd(1n), eur)],
    ["subtract", () => subtract(usd(1n), eur)],
    ["compare", () => compare(usd(1n), eur)],
    ["sum", () => sum([usd(1n), eur], "USD")],
  ])("%s refuses", (_name, attempt) => {
    expect(attempt).toThrow(CurrencyMismatch);
    expect(attempt).toThrow("An amount in USD cannot be combined with one in EUR.");
  });
});

test.each([
  [1n, 2n, -1],
  [2n, 2n, 0],
  [3n, 2n, 1],
])("compare(%s, %s) is %i", (left, right, expected) => {
  expect(compare(usd(left), usd(right))).toBe(expected);
});

test.each([
  [400_000n, 1n, 3n, 133_333n],
  [1n, 1n, 2n, 1n],
  [-1n, 1n, 2n, -1n],
  [5n, 1n, 10n, 1n],
  [4n, 1n, 10n, 0n],
])("%s × %s/%s rounds once to %s", (amount, numerator, denominator, expected) => {
  expect(multiply(usd(amount), rational(numerator, denominator))).toEqual(usd(expected));
});

test("a share in basis points of a fee is the commission on it", () => {
  expect(shareOf(usd(378_400n), 1000)).toEqual(usd(37_840n));
  expect(shareOf(usd(5n), 1000)).toEqual(usd(1n));
});

test("sums do not depend on order, and an empty sum is zero in its currency", () => {
  expect(sum([], "JPY")).toEqual(zero("JPY"));
  fc.assert(
    fc.property(fc.array(amounts), (list) => {
      expect(sum(list, "USD")).toEqual(sum([...list].reverse(), "USD"));
    }),
  );
});

test("a - b + b is a, and comparing agrees with subtracting", () => {
  fc.assert(
    fc.property(amounts, amounts, (a, b) => {
      expect(add(subtract(a, b), b)).toEqual(a);
      const difference = subtract(a, b).amountMinor;
      expect(compare(a, b)).toBe(difference === 0n ? 0 : difference < 0n ? -1 : 1);
    }),
  );
});
