import { expect, test } from "vitest";
import { creditArithmetic } from "./credit-arithmetic.ts";
import type { StatementBundle } from "./statement-bundle.ts";
import { statementOf } from "./statement-result.ts";

const level = {
  weightBps: 4000,
  direction: "higher",
  target: "98.0",
  minimum: "95.0",
  missBps: 5000,
  failBps: 10_000,
} as const;
const bundle: StatementBundle = {
  id: "s",
  currency: "USD",
  feeMinor: "400000",
  commissionBps: 1000,
  scheme: {
    kind: "at_risk_pool",
    poolBps: 1250,
    capBps: 1200,
    levels: [
      { ...level, id: "missed", measured: "96.2" },
      { ...level, id: "met", measured: "98.0" },
      { ...level, id: "silent", weightBps: 2000, measured: null },
      { ...level, id: "excused", measured: null, excused: true },
    ],
  },
};

test("each line multiplies out in words, from the figures that are exported", () => {
  const { levels, figures, capSentence } = creditArithmetic(bundle);
  expect(levels.map((one) => [one.id, one.outcome, one.sentence])).toEqual([
    ["missed", "missed", "$4,000.00 × 12.5 % pool × 40 % weight × 50 % = $100.00"],
    ["met", "met", "$0.00"],
    ["silent", "no_data", "$4,000.00 × 12.5 % pool × 20 % weight × 100 % = $100.00"],
    ["excused", "excused", "$0.00"],
  ]);
  expect(String(figures.creditMinor)).toBe(statementOf(bundle).creditMinor);
  expect(capSentence).toBeNull();
  expect(levels[0]).toMatchObject({
    measured: "96.2",
    target: "98.0",
    minimum: "95.0",
    exact: null,
    creditMinor: 10_000n,
  });
});

test("a product that had to be rounded shows what it was", () => {
  const odd = { ...bundle, feeMinor: "333" };
  expect(creditArithmetic(odd).levels[0]).toMatchObject({
    exact: "8.3250",
    sentence: "$3.33 × 12.5 % pool × 40 % weight × 50 % = 8.3250 minor units, rounded to $0.08",
  });
});

test("a cap that bites has a sentence of its own, and the lines keep their uncapped product", () => {
  const capped = { ...bundle, scheme: { ...bundle.scheme, capBps: 100 } };
  const arithmetic = creditArithmetic(capped);
  expect(arithmetic.capSentence).toBe("$200.00 capped at 1 % of $4,000.00 = $40.00");
  expect(arithmetic.levels.map((one) => [one.uncappedMinor, one.creditMinor])).toEqual([
    [10_000n, 2_000n],
    [0n, 0n],
    [10_000n, 2_000n],
    [0n, 0n],
  ]);
});

test("service points multiply points by their value, doubled where it failed before", () => {
  const bands = [{ atLeast: "98.0", points: 1 }, { points: 4 }];
  const points: StatementBundle = {
    ...bundle,
    scheme: {
      kind: "service_points",
      valuePerPointMinor: "2500",
      capBps: 10_000,
      levels: [
        { id: "once", measured: "98.5", target: "99", bands },
        { id: "again", measured: "97", target: "99", bands, failedLastPeriod: true },
        { id: "fine", measured: "99", target: "99", bands, failedLastPeriod: true },
      ],
    },
  };
  expect(creditArithmetic(points).levels.map((one) => one.sentence)).toEqual([
    "1 point × $25.00 = $25.00",
    "4 points × 2 (failed last period too) × $25.00 = $200.00",
    "$0.00",
  ]);
});
