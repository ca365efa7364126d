import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allocateByLargestRemainder, allocateInSteps } from "./allocate.ts";

test.each<[bigint, bigint[], bigint[]]>([
  [100n, [1n, 1n, 1n], [34n, 33n, 33n]],
  [2n, [1n, 1n, 1n], [1n, 1n, 0n]],
  [10n, [0n, 5n], [0n, 10n]],
  [0n, [0n, 0n], [0n, 0n]],
  [-100n, [1n, 1n, 1n], [-34n, -33n, -33n]],
  [7n, [3n, 3n, 1n], [3n, 3n, 1n]],
  [0n, [], []],
])("%s is split over its weights exactly", (total, weights, expected) => {
  expect(allocateByLargestRemainder(total, weights)).toEqual(expected);
});

describe("refusals", () => {
  test("a negative weight", () => {
    expect(() => allocateByLargestRemainder(1n, [1n, -1n])).toThrow(RangeError);
  });
  test("an amount over weights that are all zero", () => {
    expect(() => allocateByLargestRemainder(1n, [0n])).toThrow(RangeError);
    expect(() => allocateByLargestRemainder(1n, [])).toThrow(RangeError);
  });
});

describe("laws", () => {
  const cases = fc.record({
    total: fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n }),
    weights: fc
      .array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 12 })
      .filter((weights) => weights.some((weight) => weight > 0n)),
  });

  test("the parts add up exactly, and each is less than one unit from its exact share", () => {
    fc.assert(
      fc.property(cases, ({ total, weights }) => {
        const parts = allocateByLargestRemainder(total, weights);
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(total);
        const whole = weights.reduce((sum, weight) => sum + weight, 0n);
        parts.forEach((part, index) => {
          const gap = part * whole - total * (weights[index] ?? 0n);
          expect(gap < whole && gap > -whole).toBe(true);
        });
      }),
    );
  });

  test("with keys the result of each party does not depend on the order", () => {
    fc.assert(
      fc.property(cases, ({ total, weights }) => {
        const keys = weights.map((_weight, index) => `party-${index}`);
        const forward = allocateByLargestRemainder(total, weights, keys);
        const backward = allocateByLargestRemainder(total, [...weights].reverse(), [...keys].reverse());
        expect([...backward].reverse()).toEqual(forward);
      }),
    );
  });
});

describe("in steps", () => {
  test.each<[string, bigint, bigint, bigint[], bigint[]]>([
    ["whole crowns", 10_000n, 100n, [1n, 1n, 1n], [3400n, 3300n, 3300n]],
    ["tens of fils", 1000n, 10n, [2n, 1n], [670n, 330n]],
    ["below nothing", -200n, 100n, [1n, 1n, 1n], [-100n, -100n, 0n]],
    ["one step for three", 100n, 100n, [1n, 2n, 1n], [0n, 100n, 0n]],
  ])("%s", (_name, total, step, weights, expected) => {
    expect(allocateInSteps(total, weights, { step })).toEqual(expected);
  });

  test("what is no multiple of the step cannot be split into multiples", () => {
    expect(() => allocateInSteps(150n, [1n, 1n], { step: 100n })).toThrow(RangeError);
  });

  test("the sum is kept, every part is a multiple, and the order does not matter", () => {
    const some = fc.record({
      steps: fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
      step: fc.constantFrom(1n, 10n, 100n),
      weights: fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1, maxLength: 12 }),
    });
    fc.assert(
      fc.property(some, ({ steps, step, weights }) => {
        const keys = weights.map((_weight, index) => `party-${index}`);
        const parts = allocateInSteps(steps * step, weights, { step, keys });
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(steps * step);
        expect(parts.every((part) => part % step === 0n)).toBe(true);
        const turned = { step, keys: [...keys].reverse() };
        const backward = allocateInSteps(steps * step, [...weights].reverse(), turned);
        expect([...backward].reverse()).toEqual(parts);
      }),
    );
  });
});
