import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededDraw } from "./seeded-draw.ts";
import { sha256Hex } from "./sha256.ts";

function first(seed: string, count: number, below: number): number[] {
  const draw = seededDraw(seed);
  return Array.from({ length: count }, () => draw.below(below));
}

describe("a seeded draw", () => {
  test("is the words of the seed's digests, which anyone can repeat by hand", () => {
    const word = (at: number) => Number.parseInt(sha256Hex("audit/0").slice(at * 8, at * 8 + 8), 16);
    expect(first("audit", 3, 2 ** 32)).toEqual([word(0), word(1), word(2)]);
    expect(first("audit", 9, 2 ** 32)[8]).toBe(Number.parseInt(sha256Hex("audit/1").slice(0, 8), 16));
  });

  test("is the same for the same seed and another for another", () => {
    expect(first("a", 40, 1000)).toEqual(first("a", 40, 1000));
    expect(first("a", 40, 1000)).not.toEqual(first("b", 40, 1000));
  });

  test("stays within its range and reaches all of it", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 50 }), (seed, below) => {
        const numbers = first(seed, 40 * below, below);
        expect(new Set(numbers).size).toBe(below);
        expect(Math.min(...numbers)).toBe(0);
        expect(Math.max(...numbers)).toBe(below - 1);
      }),
      { numRuns: 30 },
    );
  });

  test("favours no number: 60,000 throws of a die lie within five standard deviations", () => {
    const counts = [0, 0, 0, 0, 0, 0];
    for (const side of first("die", 60_000, 6)) counts[side] = (counts[side] ?? 0) + 1;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(457);
  });

  test.each([0, -1, 1.5, 2 ** 32 + 1, Number.NaN])("refuses to draw below %s", (below) => {
    expect(() => seededDraw("x").below(below)).toThrow(RangeError);
  });
});
