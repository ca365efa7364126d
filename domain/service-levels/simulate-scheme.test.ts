import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { HistoryMonth } from "./month-history.ts";
import type { PricedTerms } from "./month-pricing.ts";
import { MAX_RUNS, simulateScheme } from "./simulate-scheme.ts";

const LEVEL = {
  id: "resolve",
  name: "Resolved in time",
  metric: "resolve",
  kind: "clock_attainment",
  workItemTypes: ["incident"],
  direction: "higher",
  target: "95",
  minimum: "90",
  unit: "%",
  weightBps: 10_000,
  missBps: 5000,
  failBps: 10_000,
  minimumSample: 0,
} as const;

const TERMS = {
  currency: "USD",
  monthlyFeeMinor: "100000",
  commissionBps: 1000,
  scheme: { kind: "at_risk_pool", poolBps: 1000, capBps: 1000 },
  serviceLevels: [{ ...LEVEL, workItemTypes: ["incident"] }],
} satisfies PricedTerms;

const POINTS = {
  ...TERMS,
  scheme: {
    kind: "service_points",
    valuePerPointMinor: "1000",
    capBps: 5000,
    bands: { resolve: [{ atLeast: "90", points: 1 }, { points: 3 }] },
  },
} satisfies PricedTerms;

function history(...measured: (string | null)[]): HistoryMonth[] {
  return measured.map((figure, at) => ({
    period: `2026-${String(at + 1).padStart(2, "0")}`,
    levels: [{ id: "resolve", measured: figure, excused: false }],
  }));
}

const YEAR = history("97", "96", "94", "95", "89", "99", "96", "93", "96", "97", "88", "95");

function simulate(p: Partial<Parameters<typeof simulateScheme>[0]> = {}) {
  return simulateScheme({ terms: TERMS, history: YEAR, seed: "s", runs: 500, ...p });
}

describe("a simulated year", () => {
  test("replays the history to the cent", () => {
    const { replay, year, worstMonth } = simulate();
    const credits = replay.map((month) => month.figures.creditMinor);
    expect(credits).toEqual([0n, 0n, 5000n, 0n, 10_000n, 0n, 0n, 5000n, 0n, 0n, 10_000n, 0n]);
    expect(year).toEqual({ creditMinor: 30_000n, adjustmentMinor: 0n, netMinor: 1_170_000n });
    expect(worstMonth?.period).toBe("2026-05");
  });

  test("is the same for the same seed and another for another", () => {
    expect(simulate()).toEqual(simulate());
    expect(simulate({ seed: "t" }).credit).not.toEqual(simulate().credit);
  });

  test("expects about what the history had", () => {
    const { credit } = simulate({ runs: 4000 });
    // Twelve draws of months with a mean of 2,500 and a standard deviation of 3,819: ± 5 standard errors.
    expect(Math.abs(Number(credit.meanMinor) - 30_000)).toBeLessThan(1050);
  });

  test("of twelve equal months has no spread", () => {
    const { credit, histogram } = simulate({ history: history("94") });
    expect(new Set(Object.values(credit))).toEqual(new Set([60_000n]));
    expect(histogram).toEqual([{ fromMinor: 60_000n, toMinor: 60_000n, years: 500 }]);
  });

  test("keeps its percentiles in order, and its bars hold every year", () => {
    const figure = fc.option(fc.integer({ min: 8000, max: 10_000 }).map((n) => (n / 100).toFixed(2)));
    fc.assert(
      fc.property(fc.array(figure, { minLength: 1, maxLength: 14 }), fc.string(), (figures, seed) => {
        const found = simulate({ history: history(...figures), seed, runs: 40 });
        for (const spread of [found.credit, found.net]) {
          const order = [
            spread.lowestMinor,
            spread.p05Minor,
            spread.medianMinor,
            spread.p95Minor,
            spread.highestMinor,
          ];
          expect([...order].sort((a, b) => Number(a - b))).toEqual(order);
          expect(spread.meanMinor >= spread.lowestMinor && spread.meanMinor <= spread.highestMinor).toBe(
            true,
          );
        }
        expect(found.histogram.reduce((sum, bar) => sum + bar.years, 0)).toBe(40);
      }),
      { numRuns: 40 },
    );
  });

  test("counts points double where a level failed in the month before", () => {
    const { replay } = simulate({ terms: POINTS, history: history("94", "89", "95", "80") });
    expect(replay.map((month) => month.figures.creditMinor)).toEqual([1000n, 6000n, 0n, 3000n]);
  });

  test("prices a bonus, and holds the month in its collar", () => {
    const price = {
      kind: "bonus_malus",
      id: "b",
      levelId: "resolve",
      reference: "95",
      step: "1",
      perStepMinor: "2000",
      maxMalusMinor: "0",
      maxBonusMinor: "20000",
    } as const;
    const collar = { maxReductionBps: 300, maxIncreaseBps: 300 };
    const terms = { ...TERMS, prices: [price], collar };
    const { replay } = simulate({ terms, history: history("96", "99", "94") });
    expect(replay.map((month) => month.figures.netMinor)).toEqual([102_000n, 103_000n, 97_000n]);
  });

  test.each([0, -1, 1.5, MAX_RUNS + 1])("refuses %s runs", (runs) => {
    expect(() => simulate({ runs })).toThrow(RangeError);
  });

  test("refuses an empty history", () => {
    expect(() => simulate({ history: [] })).toThrow(RangeError);
  });
});

describe("the drawn years", () => {
  test("of one month are that month twelve times, in one bar", () => {
    const { credit, net, histogram } = simulate({ history: history("94"), runs: 7 });
    const same = (minor: bigint) => ({
      ...{ meanMinor: minor, lowestMinor: minor, p05Minor: minor },
      ...{ medianMinor: minor, p95Minor: minor, highestMinor: minor },
    });
    expect([credit, net]).toEqual([same(60_000n), same(1_140_000n)]);
    expect(histogram).toEqual([{ fromMinor: 60_000n, toMinor: 60_000n, years: 7 }]);
  });

  test("double the points of a level that failed the month before, but for a year's first month", () => {
    const { replay, credit } = simulate({ terms: POINTS, history: history("80"), runs: 3 });
    expect(replay[0]?.figures.creditMinor).toBe(3000n);
    expect(credit.meanMinor).toBe(3000n + 11n * 6000n);
  });

  test("of three are lowest, median and highest, which the mean lies between", () => {
    const { credit } = simulate({ runs: 3 });
    const { lowestMinor, medianMinor, highestMinor } = credit;
    expect([credit.p05Minor, credit.p95Minor]).toEqual([lowestMinor, highestMinor]);
    expect(credit.meanMinor).toBe((lowestMinor + medianMinor + highestMinor) / 3n);
    expect(lowestMinor <= medianMinor && medianMinor <= highestMinor).toBe(true);
  });

  test("fill bars of one width from the lowest to the highest, each year once", () => {
    const { credit, histogram } = simulate({ runs: 400 });
    const [first, last] = [histogram[0], histogram.at(-1)];
    expect([first?.fromMinor, last?.toMinor]).toEqual([credit.lowestMinor, credit.highestMinor]);
    expect(histogram.reduce((sum, bar) => sum + bar.years, 0)).toBe(400);
    const width = (credit.highestMinor - credit.lowestMinor) / BigInt(histogram.length);
    for (const [index, bar] of histogram.entries()) {
      if (index > 0) expect(bar.fromMinor).toBe(histogram[index - 1]?.toMinor);
      const apart = bar.toMinor - bar.fromMinor - width;
      expect(apart >= 0n && apart <= 1n).toBe(true);
    }
    expect(last?.years).toBeGreaterThan(0);
  });

  test("need a month of history and a number of years within reach", () => {
    expect(() => simulate({ history: [] })).toThrow("A simulation needs at least one month of history.");
    for (const runs of [0, 1.5, MAX_RUNS + 1])
      expect(() => simulate({ runs })).toThrow(`A simulation draws from 1 to ${MAX_RUNS} years.`);
    expect(simulate({ runs: 1 }).runs).toBe(1);
    expect(simulate({ runs: MAX_RUNS, history: history("97") }).histogram[0]?.years).toBe(MAX_RUNS);
  });
});
