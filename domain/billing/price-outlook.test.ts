import { describe, expect, test } from "vitest";
import type { PastMonth } from "../contracts/baseline.ts";
import type { Terms } from "../contracts/terms.ts";
import { ratchetedTerms, ratchetOutlook, triggerOutlook } from "./price-outlook.ts";
import { replayHistory } from "./replay-history.ts";

const level = (id: string, critical = false) => ({
  ...{ id, name: id.toUpperCase(), metric: "m", kind: "ratio", workItemTypes: ["x"], direction: "higher" },
  ...{ target: "98", minimum: "95", unit: "%", weightBps: 5000, missBps: 5000, failBps: 10_000 },
  ...{ minimumSample: 0, critical },
});
const TERMS = {
  ...{ currency: "USD", monthlyFeeMinor: "400000", commissionBps: 1000 },
  scheme: { kind: "at_risk_pool", poolBps: 1000, capBps: 1000 },
  serviceLevels: [level("a"), level("b", true)],
} as unknown as Terms;

const month = (period: string, a: string | null, b: string | null = "99", frozen = true): PastMonth => ({
  ...{ period, frozen },
  levels: [
    { id: "a", measured: a, excused: false },
    { id: "b", measured: b, excused: false },
  ],
});
const year = (...figures: string[]) =>
  figures.map((figure, at) => month(`2026-${String(at + 1).padStart(2, "0")}`, figure));

describe("a right to end the contract", () => {
  const inARow = { kind: "consecutive_misses", levelId: "a", months: 3 } as const;

  test("says how near it is and names the months that count", () => {
    const [found] = triggerOutlook({ ...TERMS, termination: [inARow] }, year("99", "97", "96"));
    expect(found).toEqual({
      condition: "A is missed 3 months in a row",
      count: 2,
      needed: 3,
      counting: ["February 2026", "March 2026"],
      reached: [],
    });
  });

  test("remembers every month in which it was reached", () => {
    const months = year("97", "97", "97", "97", "99");
    const [found] = triggerOutlook({ ...TERMS, termination: [inARow] }, months);
    expect(found?.count).toBe(0);
    expect(found?.counting).toEqual([]);
    expect(found?.reached.map((one) => one.period)).toEqual(["2026-03", "2026-04"]);
    expect(found?.reached[0]?.because).toEqual(["2026-01", "2026-02", "2026-03"]);
  });

  test("is open before the first month", () => {
    const failures = { kind: "failures_within", failures: 4, months: 6 } as const;
    const found = triggerOutlook({ ...TERMS, termination: [inARow, failures] }, []);
    expect(found.map(({ count, needed, reached }) => [count, needed, reached.length])).toEqual([
      [0, 3, 0],
      [0, 4, 0],
    ]);
  });

  test("counts a critical failure and credits above a share", () => {
    const termination: NonNullable<Terms["termination"]> = [
      { kind: "critical_failure" },
      { kind: "credits_above", shareBps: 400, months: 2 },
    ];
    const months = [month("2026-01", "99"), month("2026-02", "99", "90")];
    const found = triggerOutlook({ ...TERMS, termination }, months);
    expect(found.map((one) => one.count)).toEqual([1, 0]);
    const worse = triggerOutlook({ ...TERMS, termination }, [...months, month("2026-03", "90", "90")]);
    expect(worse[1]?.reached).toEqual([{ period: "2026-03", because: ["2026-02", "2026-03"] }]);
  });

  test("lets a small month pass whose count was within its target", () => {
    const against = { direction: "lower", target: "1", minimum: "2", measured: "1" } as const;
    const small = {
      period: "2026-02",
      frozen: true,
      levels: [{ id: "a", measured: "90", excused: false, against }],
    };
    const [found] = triggerOutlook({ ...TERMS, termination: [inARow] }, [month("2026-01", "90"), small]);
    expect(found?.count).toBe(0);
  });
});

describe("a ratchet", () => {
  const terms: Terms = { ...TERMS, ratchet: { bestMonths: 2, gapShareBps: 2500 } };
  const figures = ["97", "99", "98", "98", "98", "98", "98", "98", "98", "98", "98", "99"];

  test("proposes the mean of the best months, by the agreed share of the gap at most", () => {
    const found = ratchetOutlook(terms, year(...figures));
    expect(found?.[0]).toMatchObject({
      target: "98",
      step: { target: "98.5", achieved: "99.00", by: "gap" },
    });
    expect(ratchetedTerms(terms, found ?? []).serviceLevels.map((one) => one.target)).toEqual([
      "98.5",
      "98.5",
    ]);
  });

  test("waits for twelve frozen months", () => {
    expect(ratchetOutlook(terms, year(...figures.slice(1)))).toBeNull();
    const open = year(...figures).map((one, at) => (at === 4 ? { ...one, frozen: false } : one));
    expect(ratchetOutlook(terms, open)).toBeNull();
    expect(ratchetOutlook(TERMS, year(...figures))).toBeNull();
  });

  test("never lowers a target", () => {
    const found = ratchetOutlook(terms, year(...figures.map(() => "97")));
    expect(found?.[0]?.step).toMatchObject({ target: "98", by: "unchanged" });
  });
});

test("a replayed history carries what a month leaves over to the next", () => {
  const prices: Terms["prices"] = [
    {
      kind: "bonus_malus",
      ...{ id: "p", levelId: "a", reference: "98", step: "1", perStepMinor: "1000" },
      ...{ maxMalusMinor: "500000", maxBonusMinor: "1000" },
    },
  ];
  const [first, second] = replayHistory({ ...TERMS, prices }, [
    month("2026-01", null),
    month("2026-02", "98"),
  ]);
  expect(first?.figures).toMatchObject({ netMinor: 0n, carriedMinor: 120_000n });
  expect(second?.figures.netMinor).toBe(280_000n);
  expect(second?.adjustments.map((one) => one.label)).toContain("Carried over from January 2026");
});
