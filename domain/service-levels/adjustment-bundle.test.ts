import { describe, expect, test } from "vitest";
import { adjustmentSchema } from "./adjustment-bundle.ts";

const DECIMAL = 'Write a decimal in quotes, such as "98.5", of 40 characters at most.';
const MINOR = 'Write whole minor units in quotes, such as "400000", not negative.';
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

const also = (one: object, more: object) => ({ ...one, ...more });

function remarks(adjustment: object): string[] {
  const read = adjustmentSchema.safeParse(adjustment);
  return read.success ? [] : read.error.issues.map((one) => `${one.path.join(".")}: ${one.message}`);
}

describe("an adjustment", () => {
  test.each([bonus, gain, earned, correction, carried])("of the kind $kind is one", (one) => {
    expect(remarks(one)).toEqual([]);
  });

  test.each<[string, object]>([
    ["with a dead band", also(bonus, { deadband: "0.25" })],
    ["with a correction upwards", also(correction, { amountMinor: "2500" })],
    ["with a correction of nothing", also(correction, { amountMinor: "0" })],
    ["with the most money taken back", also(correction, { amountMinor: `-${"9".repeat(30)}` })],
  ])("%s is one", (_name, one) => {
    expect(remarks(one)).toEqual([]);
  });

  test.each<[string, object, string]>([
    ["with an adjustment without one", also(carried, { id: "" }), "id: An adjustment needs an id."],
    ["with a step of nothing", also(bonus, { step: "0.00" }), "step: Write a number above 0."],
    ["with a step backwards", also(bonus, { step: "-1" }), "step: Write a number above 0."],
    ["with a reference in words", also(bonus, { reference: "par" }), `reference: ${DECIMAL}`],
    ["with a bonus below nothing", also(bonus, { maxBonusMinor: "-1" }), `maxBonusMinor: ${MINOR}`],
    [
      "with a bonus with words after it",
      also(bonus, { maxBonusMinor: "1 USD" }),
      `maxBonusMinor: ${MINOR}`,
    ],
    [
      "with a bonus with words before it",
      also(bonus, { maxBonusMinor: "USD 1" }),
      `maxBonusMinor: ${MINOR}`,
    ],
    [
      "with an unsealed baseline",
      also(gain, { baselineHash: "" }),
      "baselineHash: A baseline is sealed with its hash.",
    ],
    [
      "with a share above the whole",
      also(gain, { shareBps: 10_001 }),
      "shareBps: Basis points of a whole are 10,000 at most.",
    ],
    [
      "with half a share's point",
      also(gain, { shareBps: 0.5 }),
      "shareBps: Basis points are a whole number.",
    ],
    [
      "with a share below nothing",
      also(gain, { shareBps: -1 }),
      "shareBps: Basis points are not negative.",
    ],
    [
      "with a correction of minus nothing",
      also(correction, { amountMinor: "-0" }),
      'amountMinor: Write whole minor units in quotes, such as "-2500".',
    ],
    [
      "with a correction in words",
      also(correction, { amountMinor: "1 less" }),
      'amountMinor: Write whole minor units in quotes, such as "-2500".',
    ],
    [
      "with a correction after words",
      also(correction, { amountMinor: "less 1" }),
      'amountMinor: Write whole minor units in quotes, such as "-2500".',
    ],
  ])("%s is refused in words", (_name, one, expected) => {
    expect(remarks(one)).toContain(expected);
  });

  test.each<[string, object]>([
    ["of 13 good months", also(earned, { monthsNeeded: 13 })],
    ["of no good month", also(earned, { monthsNeeded: 0 })],
    ["that ran 13 months", also(earned, { run: [...earned.run, { period: "2027-02", measured: "99" }] })],
    ["of a level without a name", also(earned, { levelId: "" })],
    [
      "in a run with more than it needs",
      also(earned, { run: [{ period: "x", measured: null, note: "x" }] }),
    ],
  ])("%s is refused", (_name, one) => {
    expect(remarks(one)).toHaveLength(1);
  });
});
