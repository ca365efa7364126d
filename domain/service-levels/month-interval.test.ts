import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wilsonInterval } from "./month-interval.ts";

const counts = fc
  .integer({ min: 1, max: 2_000_000 })
  .chain((n) => fc.record({ n: fc.constant(n), hits: fc.integer({ min: 0, max: n }) }));

describe("the likely range of a share", () => {
  test.each([
    [81, 263, "25.5", "36.6"],
    [15, 148, "6.2", "16.0"],
    [0, 20, "0.0", "16.1"],
    [1, 29, "0.6", "17.2"],
    [29, 29, "88.3", "100.0"],
    [10, 10, "72.2", "100.0"],
    [5, 10, "23.7", "76.3"],
  ])("of %i in %i goes from %s to %s", (hits, n, low, high) => {
    expect(wilsonInterval(hits, n)).toEqual({ low, high });
  });

  test("is not told without a sample", () => {
    expect(wilsonInterval(0, 0)).toBeNull();
  });

  test("is the formula's own to a tenth of a per cent", () => {
    fc.assert(
      fc.property(counts, ({ hits, n }) => {
        const z = 1.959963984540054;
        const share = hits / n;
        const spread = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
        const ends = [share + (z * z) / (2 * n) - spread, share + (z * z) / (2 * n) + spread];
        const [low, high] = ends.map((end) => (end / (1 + (z * z) / n)) * 100);
        const interval = wilsonInterval(hits, n);
        expect(Math.abs(Number(interval?.low) - Number(low))).toBeLessThan(0.0501);
        expect(Math.abs(Number(interval?.high) - Number(high))).toBeLessThan(0.0501);
      }),
    );
  });

  test("holds the share itself, stays within 0 and 100, and mirrors what was missed", () => {
    fc.assert(
      fc.property(counts, ({ hits, n }) => {
        const { low, high } = wilsonInterval(hits, n) ?? { low: "", high: "" };
        expect(Number(low)).toBeGreaterThanOrEqual(0);
        expect(Number(high)).toBeLessThanOrEqual(100);
        expect(Number(low) - 0.05).toBeLessThanOrEqual((hits / n) * 100);
        expect(Number(high) + 0.05).toBeGreaterThanOrEqual((hits / n) * 100);
        expect(Number(wilsonInterval(n - hits, n)?.low)).toBeCloseTo(100 - Number(high), 6);
      }),
    );
  });

  test("narrows with the sample", () => {
    const width = (n: number) => {
      const { low, high } = wilsonInterval(n / 2, n) ?? { low: "", high: "" };
      return Number(high) - Number(low);
    };
    expect(width(20)).toBeGreaterThan(width(200));
    expect(width(200)).toBeGreaterThan(width(20_000));
  });
});
