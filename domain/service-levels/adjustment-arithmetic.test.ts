import { describe, expect, test } from "vitest";
import { adjustmentArithmetic } from "./adjustment-arithmetic.ts";
import type { Adjustment } from "./adjustment-bundle.ts";
import type { StatementBundle } from "./statement-bundle.ts";

const MONTH: StatementBundle = {
  id: "m",
  currency: "USD",
  feeMinor: "400000",
  commissionBps: 1000,
  scheme: { kind: "at_risk_pool", poolBps: 0, capBps: 0, levels: [] },
};
const bonus = {
  kind: "bonus_malus",
  direction: "higher",
  ...{ id: "b", reference: "95", step: "0.5" },
  ...{ perStepMinor: "2500", maxMalusMinor: "20000", maxBonusMinor: "10000" },
} as const;
const gain = {
  kind: "gain_share",
  ...{ id: "g", baseline: "120.5", baselineHash: "sha256:x", unitValueMinor: "4000" },
  ...{ shareBps: 3000, floorMinor: "0", capMinor: "100000" },
} as const;
const back = {
  kind: "earn_back",
  ...{ id: "e", levelId: "a", period: "2026-01", creditMinor: "9600" },
  direction: "higher",
  ...{ target: "98", monthsNeeded: 2 },
} as const;
const run = (...measured: (string | null)[]) =>
  measured.map((one, at) => ({ period: `2026-0${at + 2}`, measured: one }));

describe("the sentence of", () => {
  const table: [string, Adjustment, bigint, string][] = [
    [
      "a bonus",
      { ...bonus, measured: "96.5" },
      7500n,
      "Measured 96.5 against 95: 1.5 better ÷ 0.5 × $25.00 = $75.00.",
    ],
    [
      "a bonus at its greatest",
      { ...bonus, measured: "99" },
      10_000n,
      "Measured 99 against 95: 4 better ÷ 0.5 × $25.00 = $200.00, held at $100.00.",
    ],
    [
      "a malus beyond a band",
      { ...bonus, deadband: "1", measured: "93" },
      -5000n,
      "Measured 93 against 95 with a band of 1: 1 worse ÷ 0.5 × $25.00 = -$50.00.",
    ],
    [
      "a figure within the band",
      { ...bonus, deadband: "1", measured: "94" },
      0n,
      "Measured 94 against 95 with a band of 1: nothing is due.",
    ],
    [
      "no data",
      { ...bonus, measured: null },
      -20_000n,
      "No data, so the greatest malus of $200.00 is due.",
    ],
    [
      "a gain",
      { ...gain, actual: "100" },
      24_600n,
      "Baseline 120.5 less 100 is 20.5 × $40.00 × 30 % = $246.00.",
    ],
    [
      "a gain of figures with other places",
      { ...gain, actual: "100.25" },
      24_300n,
      "Baseline 120.5 less 100.25 is 20.25 × $40.00 × 30 % = $243.00.",
    ],
    [
      "as much as before",
      { ...gain, actual: "120.5" },
      0n,
      "Baseline 120.5 less 120.5: nothing was saved.",
    ],
    ["no gain", { ...gain, actual: "130" }, 0n, "Baseline 120.5 less 130: nothing was saved."],
    [
      "a floor under no data",
      { ...gain, floorMinor: "100", actual: null },
      100n,
      "No data, so nothing is shared, held at $1.00.",
    ],
    [
      "a credit earned back",
      { ...back, run: run("98", "99") },
      9600n,
      "98 in 2026-02, 99 in 2026-03, each at 98 or above: the credit of $96.00 of 2026-01 comes back.",
    ],
    [
      "a credit earned back where low is good",
      { ...back, direction: "lower", run: run("97", "98") },
      9600n,
      "97 in 2026-02, 98 in 2026-03, each at 98 or below: the credit of $96.00 of 2026-01 comes back.",
    ],
    [
      "a credit not earned back",
      { ...back, run: run("98", null) },
      0n,
      "98 in 2026-02, no data in 2026-03: the credit of $96.00 of 2026-01 does not come back.",
    ],
    [
      "a correction",
      { kind: "correction", id: "c", period: "2026-01", amountMinor: "-100" },
      -100n,
      "Both sides agreed to correct 2026-01 by this amount.",
    ],
    [
      "what was carried over",
      { kind: "carried_over", id: "c", period: "2026-01", amountMinor: "100" },
      -100n,
      "2026-01 came to $1.00 below nothing; it is taken off here.",
    ],
  ];
  test.each(table)("%s", (_name, adjustment, amountMinor, sentence) => {
    const [line] = adjustmentArithmetic({ ...MONTH, adjustments: [adjustment] });
    expect(line).toEqual({ id: adjustment.id, kind: adjustment.kind, amountMinor, sentence });
  });
});

test("a collar that moved the month has a line, and what is carried on another", () => {
  const malus: Adjustment = { ...bonus, maxMalusMinor: "500000", measured: null };
  const held = adjustmentArithmetic({
    ...MONTH,
    adjustments: [malus],
    collar: { maxReductionBps: 1000, maxIncreaseBps: 0 },
  });
  expect(held).toHaveLength(2);
  expect(held[1]).toEqual({
    id: "collar",
    kind: "collar",
    amountMinor: 460_000n,
    sentence:
      "Credits and outcome prices together lower a month by 10 % of $4,000.00 at most, which is $400.00.",
  });
  const carried = adjustmentArithmetic({ ...MONTH, adjustments: [malus] });
  expect(carried).toHaveLength(2);
  expect(carried[1]).toEqual({
    id: "carried",
    kind: "carried",
    amountMinor: 100_000n,
    sentence: "A month is never below nothing: $1,000.00 is taken off the next one instead.",
  });
});

test("a collar holds a month from above too, and is silent where it moves nothing", () => {
  const collar = { maxReductionBps: 0, maxIncreaseBps: 500 };
  const great: Adjustment = { ...bonus, maxBonusMinor: "500000", measured: "195" };
  expect(adjustmentArithmetic({ ...MONTH, collar, adjustments: [great] })[1]).toEqual({
    id: "collar",
    kind: "collar",
    amountMinor: -480_000n,
    sentence:
      "Credits and outcome prices together raise a month by 5 % of $4,000.00 at most, which is $200.00.",
  });
  const small: Adjustment = { ...bonus, measured: "95.5" };
  expect(adjustmentArithmetic({ ...MONTH, collar, adjustments: [small] })).toHaveLength(1);
  expect(adjustmentArithmetic({ ...MONTH, collar })).toEqual([]);
});

test("a month that prices nothing beside its credits has no such lines", () => {
  expect(adjustmentArithmetic(MONTH)).toEqual([]);
});
