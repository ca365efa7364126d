import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { historyOf, priceAfterCredits } from "./price-after-credits.ts";

const HALF = { missBps: 5000, failBps: 10_000 };
const NEVER = { met: 12, missed: 0, failed: 0 };
const UNMEASURED = { met: 0, missed: 0, failed: 0 };

describe("the expected price", () => {
  test.each([
    ["is the list price where every month was reached", NEVER, 0n],
    ["loses half of the level's share for every month missed", { met: 0, missed: 12, failed: 0 }, 9_600n],
    ["loses the whole share for every month failed", { met: 0, missed: 0, failed: 3 }, 19_200n],
    ["takes the mean of the months", { met: 9, missed: 2, failed: 1 }, 3_200n],
  ])("%s", (_fact, history, credit) => {
    const result = priceAfterCredits({
      priceMinor: 400_000n,
      poolBps: 1200,
      levels: [
        { id: "close", weightBps: 4000, ...HALF, history },
        { id: "other", weightBps: 6000, ...HALF, history: NEVER },
      ],
    });
    expect(result?.creditMinor).toBe(credit);
    expect(result?.expectedMinor).toBe(400_000n - credit);
  });

  test("is unknown where nothing was measured", () => {
    const levels = [{ id: "close", weightBps: 10_000, ...HALF, history: UNMEASURED }];
    expect(priceAfterCredits({ priceMinor: 100n, poolBps: 1000, levels })).toBeNull();
  });

  test("counts a level without months as nothing and says so", () => {
    const result = priceAfterCredits({
      priceMinor: 400_000n,
      poolBps: 1200,
      levels: [
        { id: "known", weightBps: 4000, ...HALF, history: { met: 0, missed: 1, failed: 0 } },
        { id: "unknown", weightBps: 6000, ...HALF, history: UNMEASURED },
      ],
    });
    expect(result?.creditMinor).toBe(9_600n);
    expect(result?.lines[1]).toMatchObject({ months: 0, creditMinor: 0n });
  });

  test("rounds the sum once, not each line", () => {
    const level = { weightBps: 3333, ...HALF, history: { met: 2, missed: 1, failed: 0 } };
    const levels = ["a", "b", "c"].map((id) => ({ id, ...level }));
    const result = priceAfterCredits({ priceMinor: 1_000n, poolBps: 1000, levels });
    expect(result?.lines.map((line) => line.creditMinor)).toEqual([6n, 6n, 6n]);
    expect(result?.creditMinor).toBe(17n);
  });

  test("never lies above the list price nor below what the pool leaves", () => {
    const months = fc.nat(24);
    fc.assert(
      fc.property(
        fc.bigInt(1n, 10n ** 13n),
        fc.nat(5000),
        months,
        months,
        months,
        (priceMinor, poolBps, met, missed, failed) => {
          const levels = [{ id: "one", weightBps: 10_000, ...HALF, history: { met, missed, failed } }];
          const result = priceAfterCredits({ priceMinor, poolBps, levels });
          if (!result) {
            expect(met + missed + failed).toBe(0);
            return;
          }
          expect(result.expectedMinor).toBeLessThanOrEqual(priceMinor);
          expect(result.creditMinor * 10_000n).toBeLessThanOrEqual(priceMinor * BigInt(poolBps) + 5_000n);
        },
      ),
    );
  });
});

describe("a history", () => {
  test.each([
    ["higher", ["98", "97.99", "95", "94.99", null], { met: 1, missed: 2, failed: 1 }],
    ["lower", ["98", "98.01", "101", null, null], { met: 1, missed: 0, failed: 2 }],
  ] as const)(
    "of a level of which %s is better counts its borders as reached",
    (direction, figures, expected) => {
      const minimum = direction === "higher" ? "95" : "98";
      expect(historyOf({ direction, target: "98", minimum }, figures)).toEqual(expected);
    },
  );
});
