import { describe, expect, test } from "vitest";
import { serviceModule } from "../catalogue/catalogue.ts";
import type { LevelFigure, LevelStatus } from "../service-levels/month-figure.ts";
import { creditAtRisk, headlineOf, marginOf, runningStatus } from "./standing.ts";

const [level] = serviceModule("bookkeeping").defaultLevels;

function figure(
  id: string,
  status: LevelStatus,
  measured: string | null,
  facts: Partial<LevelFigure> = {},
): LevelFigure {
  return {
    ...{
      levelId: id,
      name: id,
      metric: id,
      kind: "clock_attainment",
      direction: "higher",
      unit: "%",
      target: "98",
    },
    ...{
      minimum: "90",
      minimumSample: 0,
      n: 20,
      hits: 19,
      measured,
      gross: measured,
      excluded: 0,
      voided: 0,
      misses: 1,
    },
    ...{ sufficient: true, excused: false, status, interval: null, desk: null, counted: null },
    ...facts,
  };
}

describe("the level that speaks for an engagement", () => {
  test.each([
    ["a failed level before a missed one", [figure("a", "missed", "91"), figure("b", "failed", "89")], "b"],
    [
      "of two missed ones the further below",
      [figure("a", "missed", "97"), figure("b", "missed", "91")],
      "b",
    ],
    [
      "of two met ones the nearer to its target",
      [figure("a", "met", "100"), figure("b", "met", "98")],
      "b",
    ],
    ["a met level before one without data", [figure("a", "no_data", null), figure("b", "met", "100")], "b"],
  ])("is %s", (_fact, levels, expected) => {
    expect(headlineOf(levels, false)?.levelId).toBe(expected);
  });

  test("is none where a contract has no level", () => {
    expect(headlineOf([], false)).toBeNull();
  });

  test("counts downwards where less is better", () => {
    expect(marginOf({ measured: "7", target: "5", direction: "lower" })).toBe(-2);
    expect(marginOf({ measured: "3", target: "5", direction: "lower" })).toBe(2);
  });

  test("holds nothing against a level before its first item of a running month", () => {
    expect(runningStatus(figure("a", "failed", null), true)).toBe("no_data");
    expect(runningStatus(figure("a", "failed", null), false)).toBe("failed");
  });
});

describe("the credit at risk", () => {
  if (!level) throw new Error("The service has a first level.");
  const terms = {
    serviceLevels: [{ ...level, weightBps: 10_000 }],
    scheme: { kind: "at_risk_pool" as const, poolBps: 1200, capBps: 1200 },
    monthlyFeeMinor: "400000",
    currency: "USD",
  };

  test.each([
    ["nothing at target", level.target, true, 0n],
    ["half of the pool below target", "95.00", true, 24_000n],
    ["the whole pool below the minimum", "10.00", true, 48_000n],
    ["nothing while a running month has no item", null, true, 0n],
    ["the whole pool where an ended month has no data", null, false, 48_000n],
  ])("is %s", (_fact, measured, monthRuns, expected) => {
    const figures = [figure(level.id, "met", measured)];
    expect(creditAtRisk({ terms, figures, monthRuns }).creditMinor).toBe(expected);
  });
});
