import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sampleSizeFor } from "./sample-size.ts";
import type { SamplingPlan } from "./sampling-plan.ts";

const plan = (change: Partial<SamplingPlan> = {}) =>
  ({
    ...{ halfWidth: "5", confidence: "95", expectedRate: "50", minimum: 1, maximum: 100_000 },
    unitsPerItem: 1,
    ...change,
  }) as const satisfies Partial<SamplingPlan>;

const tenth = fc.integer({ min: 1, max: 499 }).map((n) => `${Math.trunc(n / 10)}.${n % 10}`);
const many = fc.integer({ min: 1, max: 1_000_000 });

describe("the size that a precision asks for", () => {
  test.each([
    // As in R. V. Krejcie and D. W. Morgan's table (1970), rounded up: ± 5 points at 95 % with a half wrong.
    [plan(), 500, 218],
    [plan(), 1000, 278],
    [plan(), 10_000, 370],
    [plan(), 1_000_000, 384],
    [plan({ confidence: "99" }), 10_000, 623],
    [plan({ confidence: "90" }), 10_000, 264],
    [plan({ halfWidth: "3", expectedRate: "2" }), 100, 46],
    [plan({ halfWidth: "3", expectedRate: "2" }), 100_000, 84],
  ])("%o of %i is %i", (given, population, size) => {
    expect(sampleSizeFor(given, population)).toEqual({ size, wanted: size, heldBy: null });
  });

  test("is held by the smallest and the largest sample and by the population", () => {
    expect(sampleSizeFor(plan({ minimum: 400 }), 1000)).toEqual({
      size: 400,
      wanted: 278,
      heldBy: "minimum",
    });
    expect(sampleSizeFor(plan({ maximum: 60 }), 1000)).toEqual({
      size: 60,
      wanted: 278,
      heldBy: "maximum",
    });
    expect(sampleSizeFor(plan({ minimum: 400 }), 30)).toEqual({
      size: 30,
      wanted: 28,
      heldBy: "population",
    });
    expect(sampleSizeFor(plan(), 0)).toEqual({ size: 0, wanted: 0, heldBy: null });
  });

  test("draws whole items where lines are counted", () => {
    expect(sampleSizeFor(plan({ unitsPerItem: 10 }), 100).size).toBe(28);
    expect(sampleSizeFor(plan({ unitsPerItem: 1 }), 1000).size).toBe(278);
  });

  test("grows with the population and with what is wanted, and never beyond what there is", () =>
    fc.assert(
      fc.property(tenth, tenth, many, many, (narrow, rate, few, more) => {
        const [low, high] = few < more ? [few, more] : [more, few];
        const size = (change: Partial<SamplingPlan>, of: number) =>
          sampleSizeFor(plan({ expectedRate: rate, ...change }), of).size;
        const wide = `${Number(narrow) >= 49 ? "49.9" : (Number(narrow) + 0.9).toFixed(1)}`;
        expect(size({ halfWidth: narrow }, low)).toBeLessThanOrEqual(size({ halfWidth: narrow }, high));
        expect(size({ halfWidth: wide }, high)).toBeLessThanOrEqual(size({ halfWidth: narrow }, high));
        expect(size({ halfWidth: narrow, confidence: "90" }, high)).toBeLessThanOrEqual(
          size({ halfWidth: narrow, confidence: "99" }, high),
        );
        expect(size({ halfWidth: narrow }, low)).toBeLessThanOrEqual(low);
        expect(size({ halfWidth: narrow }, low)).toBeGreaterThan(0);
      }),
    ));
});
