import { describe, expect, test } from "vitest";
import { statementBundleSchema } from "./statement-bundle.ts";

const DECIMAL = 'Write a decimal in quotes, such as "98.5", of 40 characters at most.';
const MINOR = 'Write whole minor units in quotes, such as "400000", not negative.';
const level = {
  id: "kpi",
  weightBps: 4000,
  direction: "higher",
  target: "99",
  minimum: "97",
  missBps: 5000,
  failBps: 10_000,
  measured: null,
};
const pointsLevel = {
  id: "kpi",
  measured: "96.5",
  target: "99",
  bands: [{ atLeast: "98", points: 1 }, { points: 4 }],
};
const points = { kind: "service_points", valuePerPointMinor: "2500", capBps: 1000, levels: [pointsLevel] };
const pool = { kind: "at_risk_pool", poolBps: 20_000, capBps: 1000, levels: [level] };
const bundle = { id: "s", currency: "USD", feeMinor: "400000", commissionBps: 1000, scheme: pool };

const bonus = {
  kind: "bonus_malus",
  id: "b",
  measured: null,
  reference: "95",
  direction: "higher",
  step: "0.5",
  perStepMinor: "100",
  maxMalusMinor: "0",
  maxBonusMinor: "500",
};
const gain = {
  kind: "gain_share",
  id: "g",
  baseline: "100",
  baselineHash: "abc",
  actual: "90",
  unitValueMinor: "1",
  shareBps: 10_000,
  floorMinor: "0",
  capMinor: "1000",
};
const earned = {
  kind: "earn_back",
  id: "e",
  levelId: "kpi",
  period: "2026-01",
  creditMinor: "100",
  direction: "lower",
  target: "99",
  monthsNeeded: 12,
  run: Array.from({ length: 12 }, () => ({ period: "2026-02", measured: "99" })),
};
const correction = { kind: "correction", id: "c", period: "2026-01", amountMinor: "-2500" };
const carried = { kind: "carried_over", id: "o", period: "2026-01", amountMinor: "2500" };

function remarks(more: object): string[] {
  const read = statementBundleSchema.safeParse({ ...bundle, ...more });
  return read.success ? [] : read.error.issues.map((one) => `${one.path.join(".")}: ${one.message}`);
}
const poolWith = (more: object) => ({ scheme: { ...pool, levels: [{ ...level, ...more }] } });
const pointsWith = (more: object) => ({ scheme: { ...points, levels: [{ ...pointsLevel, ...more }] } });

describe("a statement bundle", () => {
  test.each<[string, object]>([
    ["of a pool", {}],
    ["of service points", { scheme: points }],
    ["with every kind of adjustment", { adjustments: [bonus, gain, earned, correction, carried] }],
    ["with the most money", { feeMinor: "9".repeat(30) }],
    [
      "with a collar, and commission on the fee",
      {
        collar: { maxReductionBps: 10_000, maxIncreaseBps: 0 },
        commissionOn: "fee",
      },
    ],
    ["with a share of a million basis points", poolWith({ weightBps: 1_000_000 })],
    ["with a band of a million points", pointsWith({ bands: [{ points: 1_000_000 }] })],
    ["with two levels of different ids", { scheme: { ...pool, levels: [level, { ...level, id: "b" }] } }],
    [
      "with a hundred adjustments",
      {
        adjustments: Array.from({ length: 100 }, (_one, index) => ({ ...carried, id: `o${index}` })),
      },
    ],
  ])("%s is one", (_name, more) => {
    expect(remarks(more)).toEqual([]);
  });

  test.each<[string, object, string]>([
    ["in small letters", { currency: "usd" }, "currency: Write a currency as three capitals, such as USD."],
    ["with four", { currency: "USDX" }, "currency: Write a currency as three capitals, such as USD."],
    ["with one before", { currency: "XUSD" }, "currency: Write a currency as three capitals, such as USD."],
    ["with cents", { feeMinor: "10.5" }, `feeMinor: ${MINOR}`],
    ["with a sign", { feeMinor: "-1" }, `feeMinor: ${MINOR}`],
    ["with a leading nought", { feeMinor: "01" }, `feeMinor: ${MINOR}`],
    ["with words around the fee", { feeMinor: "fee 1" }, `feeMinor: ${MINOR}`],
    ["with 31 digits", { feeMinor: "9".repeat(31) }, `feeMinor: ${MINOR}`],
    [
      "with more commission than there is",
      { commissionBps: 10_001 },
      "commissionBps: Basis points of a whole are 10,000 at most.",
    ],
    ["with half a basis point", { commissionBps: 0.5 }, "commissionBps: Basis points are a whole number."],
    ["with less than none", { commissionBps: -1 }, "commissionBps: Basis points are not negative."],
    [
      "with too much",
      poolWith({ weightBps: 1_000_001 }),
      "scheme.levels.0.weightBps: Basis points are 1,000,000 at most.",
    ],
    ["with a level without an id", poolWith({ id: "" }), "scheme.levels.0.id: A level needs an id."],
    ["with a target in words", poolWith({ target: "all" }), `scheme.levels.0.target: ${DECIMAL}`],
    [
      "with a pool of twins",
      { scheme: { ...pool, levels: [level, level] } },
      "scheme.levels: Two levels have the same id.",
    ],
    [
      "with points of twins",
      { scheme: { ...points, levels: [pointsLevel, pointsLevel] } },
      "scheme.levels: Two levels have the same id.",
    ],
    [
      "with two lowest bands",
      pointsWith({ bands: [{ points: 1 }, { points: 2 }] }),
      'scheme.levels.0.bands: Exactly one band has no "atLeast": the points for everything below the others.',
    ],
    [
      "with no lowest band",
      pointsWith({ bands: [{ atLeast: "98", points: 1 }] }),
      'scheme.levels.0.bands: Exactly one band has no "atLeast": the points for everything below the others.',
    ],
    [
      "with half a point",
      pointsWith({ bands: [{ points: 0.5 }] }),
      "scheme.levels.0.bands.0.points: Points are a whole number.",
    ],
    [
      "with points below none",
      pointsWith({ bands: [{ points: -1 }] }),
      "scheme.levels.0.bands.0.points: Points are not negative.",
    ],
    [
      "with two adjustments of one id",
      { adjustments: [carried, carried] },
      "adjustments: Two adjustments have the same id.",
    ],
  ])("%s is refused in words", (_name, more, expected) => {
    expect(remarks(more)).toContain(expected);
  });

  test.each<[string, object]>([
    ["of a million points and one", pointsWith({ bands: [{ points: 1_000_001 }] })],
    ["with a member more in a band", pointsWith({ bands: [{ points: 1, note: "x" }] })],
    ["on something else", { commissionOn: "gross" }],
    [
      "of a hundred and one adjustments",
      {
        adjustments: Array.from({ length: 101 }, (_one, index) => ({ ...carried, id: `o${index}` })),
      },
    ],
    ["with half a collar", { collar: { maxReductionBps: 1 } }],
    ["with a collar of more", { collar: { maxReductionBps: 1, maxIncreaseBps: 1, note: "x" } }],
  ])("%s is refused", (_name, more) => {
    expect(remarks(more)).toHaveLength(1);
  });
});
