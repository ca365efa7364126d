import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adjustmentAmount, beyondReference } from "./adjustment.ts";
import { type Adjustment, adjustmentSchema } from "./adjustment-bundle.ts";

const BONUS = {
  kind: "bonus_malus",
  id: "accuracy",
  measured: "99.0",
  reference: "98.0",
  direction: "higher",
  step: "0.1",
  perStepMinor: "2500",
  maxMalusMinor: "40000",
  maxBonusMinor: "20000",
} as const;

const GAIN = {
  kind: "gain_share",
  id: "savings",
  baseline: "120000",
  baselineHash: "sha256:00",
  actual: "100000",
  unitValueMinor: "100",
  shareBps: 2000,
  floorMinor: "0",
  capMinor: "500000",
} as const;

const EARN = {
  kind: "earn_back",
  id: "earn_back/accuracy/2026-03",
  levelId: "accuracy",
  period: "2026-03",
  creditMinor: "9600",
  direction: "higher",
  target: "98.5",
  monthsNeeded: 3,
  run: [
    { period: "2026-04", measured: "98.5" },
    { period: "2026-05", measured: "98.6" },
    { period: "2026-06", measured: "99" },
  ],
} as const;

function amount(adjustment: object): [bigint, string | null] {
  const { amountMinor, limit } = adjustmentAmount(adjustment as Adjustment);
  return [amountMinor, limit];
}

describe("a bonus or malus", () => {
  test.each([
    ["one point above is ten steps", { measured: "98.3" }, 7500n, null],
    ["at the reference nothing", { measured: "98.0" }, 0n, null],
    ["a malus for worse", { measured: "97.0" }, -25_000n, null],
    ["the greatest bonus", { measured: "99.9" }, 20_000n, "cap"],
    ["the greatest malus", { measured: "90" }, -40_000n, "floor"],
    ["exactly the greatest bonus is no limit", { measured: "98.8" }, 20_000n, null],
    ["no data is the greatest malus", { measured: null }, -40_000n, "floor"],
    ["parts of a step count", { measured: "98.05" }, 1250n, null],
    ["half a unit is rounded away from zero", { measured: "97.99998" }, -1n, null],
    ["within the dead band nothing", { measured: "98.2", deadband: "0.2" }, 0n, null],
    ["beyond the dead band the rest", { measured: "98.4", deadband: "0.2" }, 5000n, null],
    ["below the dead band the rest", { measured: "97.6", deadband: "0.2" }, -5000n, null],
    ["lower is better where it should be low", { measured: "97.0", direction: "lower" }, 20_000n, "cap"],
    ["higher is worse there", { measured: "98.2", direction: "lower" }, -5000n, null],
  ])("%s", (_name, patch, minor, limit) => {
    expect(amount({ ...BONUS, ...patch })).toEqual([minor, limit]);
  });

  test("is the same in the other direction with the sign changed, within the dead band and without", () => {
    const figure = fc.integer({ min: 0, max: 20_000 }).map((n) => (n / 100).toFixed(2));
    fc.assert(
      fc.property(figure, figure, figure, (measured, reference, deadband) => {
        const up = beyondReference({ measured, reference, deadband, direction: "higher" });
        const down = beyondReference({ measured, reference, deadband, direction: "lower" });
        expect(up.numerator * down.denominator).toBe(-down.numerator * up.denominator);
      }),
    );
  });

  test("never leaves its limits", () => {
    const figure = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((n) => (n / 1000).toFixed(3));
    fc.assert(
      fc.property(figure, (measured) => {
        const [minor] = amount({ ...BONUS, measured });
        expect(minor >= -40_000n && minor <= 20_000n).toBe(true);
      }),
    );
  });
});

describe("a gain share", () => {
  test.each([
    ["a fifth of what was saved", {}, 400_000n, null],
    ["nothing where more was spent", { actual: "130000" }, 0n, null],
    ["the floor where more was spent", { actual: "130000", floorMinor: "1000" }, 1000n, "floor"],
    ["the cap", { actual: "0" }, 500_000n, "cap"],
    ["without data the floor", { actual: null, floorMinor: "700" }, 700n, "floor"],
    ["without data and floor nothing", { actual: null }, 0n, null],
    ["fractions are rounded once", { actual: "119999.9875", shareBps: 10_000 }, 1n, null],
  ])("%s", (_name, patch, minor, limit) => {
    expect(amount({ ...GAIN, ...patch })).toEqual([minor, limit]);
  });
});

describe("an earned-back credit", () => {
  test.each([
    ["comes back whole after the run", {}, 9600n],
    ["not before the run is long enough", { run: EARN.run.slice(0, 2) }, 0n],
    [
      "not with a month below",
      { run: [...EARN.run.slice(0, 2), { period: "2026-06", measured: "98.4" }] },
      0n,
    ],
    [
      "not with a month without data",
      { run: [{ period: "2026-04", measured: null }, ...EARN.run.slice(1)] },
      0n,
    ],
    [
      "a longer list is judged by its first months",
      { run: [...EARN.run, { period: "2026-07", measured: "1" }] },
      9600n,
    ],
    ["low is good where it should be low", { direction: "lower", target: "99" }, 9600n],
  ])("%s", (_name, patch, minor) => {
    expect(amount({ ...EARN, ...patch })).toEqual([minor, null]);
  });
});

test("a correction is what was agreed, and what was carried over is taken off", () => {
  expect(amount({ kind: "correction", id: "c", period: "2026-05", amountMinor: "-1234" })).toEqual([
    -1234n,
    null,
  ]);
  expect(amount({ kind: "correction", id: "c", period: "2026-05", amountMinor: "50" })).toEqual([
    50n,
    null,
  ]);
  expect(amount({ kind: "carried_over", id: "c", period: "2026-05", amountMinor: "900" })).toEqual([
    -900n,
    null,
  ]);
});

test.each([
  ["a step of nothing", { ...BONUS, step: "0.0" }, "step"],
  ["a negative step", { ...BONUS, step: "-1" }, "step"],
  ["a figure that is a number", { ...BONUS, measured: 98 }, "measured"],
  ["a negative cap", { ...GAIN, capMinor: "-1" }, "capMinor"],
  ["more than the whole", { ...GAIN, shareBps: 10_001 }, "shareBps"],
  ["a baseline without its seal", { ...GAIN, baselineHash: "" }, "baselineHash"],
  ["a leading zero", { kind: "correction", id: "c", period: "p", amountMinor: "-01" }, "amountMinor"],
  ["minus nothing", { kind: "correction", id: "c", period: "p", amountMinor: "-0" }, "amountMinor"],
  ["no months", { ...EARN, monthsNeeded: 0 }, "monthsNeeded"],
])("a bundle refuses %s", (_name, candidate, path) => {
  const parsed = adjustmentSchema.safeParse(candidate);
  expect(parsed.error?.issues[0]?.path.join(".")).toBe(path);
});
