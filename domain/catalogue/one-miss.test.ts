import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { itemsForOneMiss, oneMissWords } from "./one-miss.ts";
import type { ServiceLevel } from "./service-level.ts";

const level = (change: Partial<ServiceLevel>) => ({
  ...{ kind: "ratio" as const, unit: "%", direction: "higher" as const, target: "99", minimumSample: 20 },
  ...change,
});

describe("how many items forgive one miss", () => {
  test.each<[Partial<ServiceLevel>, number | null]>([
    [{}, 100],
    [{ target: "99.8" }, 500],
    [{ target: "95" }, 20],
    [{ target: "98.5" }, 67],
    [{ target: "97" }, 34],
    [{ target: "0" }, 1],
    [{ target: "100" }, null],
    [{ target: "100.5" }, null],
    [{ target: "often" }, null],
    [{ direction: "lower", target: "5" }, 20],
    [{ direction: "lower", target: "0.3" }, 334],
    [{ direction: "lower", target: "0" }, null],
    [{ kind: "clock_attainment" }, 100],
    [{ kind: "sample" }, 100],
    [{ kind: "continuous" }, null],
    [{ kind: "count" }, null],
    [{ unit: "hours" }, null],
  ])("%j: %s", (change, items) => expect(itemsForOneMiss(level(change))).toBe(items));

  test("with so many the target is met, with one fewer it is not", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), (hundredths) => {
        const target = (hundredths / 100).toFixed(2);
        const items = BigInt(itemsForOneMiss(level({ target })) ?? 0);
        const met = (n: bigint) => (n - 1n) * 10_000n >= BigInt(hundredths) * n;
        expect(met(items)).toBe(true);
        if (items > 1n) expect(met(items - 1n)).toBe(false);
      }),
    ));
});

test.each<[Partial<ServiceLevel>, string | null]>([
  [{}, "a single miss breaks the target with fewer than 100 items"],
  [{ target: "99.98" }, "a single miss breaks the target with fewer than 5,000 items"],
  [{ minimumSample: 99 }, "a single miss breaks the target with fewer than 100 items"],
  [{ minimumSample: 100 }, null],
  [{ target: "95" }, null],
  [{ target: "0", minimumSample: 0 }, null],
  [{ target: "100" }, null],
])("%j says %s", (change, words) => expect(oneMissWords(level(change))).toBe(words));
