import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PastMonth } from "../contracts/baseline.ts";
import type { Terms } from "../contracts/terms.ts";
import { triggerOutlook } from "./price-outlook.ts";
import { newlyReached } from "./termination-reached.ts";

const level = (id: string, critical: boolean) => ({
  ...{ id, name: id.toUpperCase(), metric: "m", kind: "ratio", workItemTypes: ["x"], direction: "higher" },
  ...{ target: "98", minimum: "95", unit: "%", weightBps: 5000, missBps: 5000, failBps: 10_000 },
  ...{ minimumSample: 0, critical },
});
const PLAIN = {
  ...{ currency: "USD", monthlyFeeMinor: "400000", commissionBps: 1000 },
  scheme: { kind: "at_risk_pool", poolBps: 1000, capBps: 1000 },
  serviceLevels: [level("a", false), level("b", true)],
} as unknown as Terms;
const TERMS = {
  ...PLAIN,
  termination: [
    { kind: "consecutive_misses", levelId: "a", months: 2 },
    { kind: "critical_failure" },
    { kind: "failures_within", failures: 3, months: 6 },
  ],
} as Terms;

/** A month by the figures of its two levels. */
const months = (...figures: readonly (readonly [string, string])[]): PastMonth[] =>
  figures.map(([a, b], at) => ({
    period: `2026-${String(at + 1).padStart(2, "0")}`,
    frozen: true,
    levels: [
      { id: "a", measured: a, excused: false },
      { id: "b", measured: b, excused: false },
    ],
  }));
const conditions = (history: PastMonth[]) => newlyReached(TERMS, history).map((one) => one.condition);
const [MET, MISSED, FAILED] = ["99", "97", "90"] as const;
const TWICE = "A is missed 2 months in a row";
const CRITICAL = "a critical level fails";

describe("a trigger", () => {
  test.each<[string, readonly (readonly [string, string])[], string[]]>([
    ["no month at all", [], []],
    ["one miss", [[MISSED, MET]], []],
    [
      "two in a row",
      [
        [MISSED, MET],
        [MISSED, MET],
      ],
      [TWICE],
    ],
    [
      "three in a row: it was reached already",
      [
        [MISSED, MET],
        [MISSED, MET],
        [MISSED, MET],
      ],
      [],
    ],
    [
      "two in a row once more",
      [
        [MISSED, MET],
        [MISSED, MET],
        [MET, MET],
        [MISSED, MET],
        [MISSED, MET],
      ],
      [TWICE],
    ],
    ["a critical failure in the first month", [[MET, FAILED]], [CRITICAL]],
    [
      "two triggers in one month",
      [
        [MISSED, MET],
        [MISSED, FAILED],
      ],
      [TWICE, CRITICAL],
    ],
  ])("after %s", (_name, figures, expected) => {
    expect(conditions(months(...figures))).toEqual(expected);
  });

  test("says in words what counts, and itself as the contract has it", () => {
    const found = newlyReached(TERMS, months([MISSED, MET], [MISSED, FAILED]));
    expect(found[0]).toEqual({
      trigger: '{"kind":"consecutive_misses","levelId":"a","months":2}',
      condition: TWICE,
      because: "January 2026, February 2026",
    });
    expect(found[1]?.because).toBe("B in February 2026");
  });

  test("of a contract that has none is never reached", () => {
    expect(newlyReached(PLAIN, months([FAILED, FAILED], [FAILED, FAILED]))).toEqual([]);
  });

  test("is told in just the months in which the outlook says that it began to be reached", () => {
    const figure = fc.constantFrom(MET, MISSED, FAILED);
    fc.assert(
      fc.property(fc.array(fc.tuple(figure, figure), { minLength: 1, maxLength: 10 }), (figures) => {
        const all = months(...figures);
        const outlook = triggerOutlook(TERMS, all);
        const begun = outlook.map(({ condition, reached }) => {
          const held = new Set(reached.map((one) => one.period));
          const starts = all.filter(
            ({ period }, at) => held.has(period) && !held.has(all[at - 1]?.period ?? ""),
          );
          return [condition, starts.map((one) => one.period)];
        });
        const told = outlook.map(({ condition }) => [
          condition,
          all.flatMap(({ period }, at) =>
            newlyReached(TERMS, all.slice(0, at + 1)).some((one) => one.condition === condition)
              ? [period]
              : [],
          ),
        ]);
        expect(told).toEqual(begun);
      }),
      { numRuns: 60 },
    );
  });
});
