import { describe, expect, test } from "vitest";
import { workedTerms } from "../../test/factories/worked-terms.ts";
import { correctionAmount } from "./correction.ts";
import type { LevelFigure } from "./month-figure.ts";
import { repricedMonth } from "./repriced-month.ts";

const figure = (levelId: string, measured: string | null, more: Partial<LevelFigure> = {}) =>
  ({ levelId, measured, excused: false, n: 31, misses: 2, status: "missed", ...more }) as LevelFigure;
const month = (accuracy: string | null, more: Partial<LevelFigure> = {}) => [
  figure("accuracy", accuracy, more),
  figure("turnaround", "97.1"),
  figure("compliance", "100", { status: "met" }),
];
const terms = workedTerms();
const priced = (standing: LevelFigure[], proposed: LevelFigure[]) =>
  repricedMonth({ terms, standing, proposed, before: null });

describe("a month in two readings", () => {
  test("shows each level and the month's money as it stands and as it would stand", () => {
    const then = month("98.5", { n: 30, misses: 0, status: "met" });
    const { levels, ...money } = priced(month("96.2"), then);
    expect(money).toEqual({
      ...{ currency: "USD", feeMinor: "400000", creditNowMinor: "9600", creditThenMinor: "0" },
      ...{ netNowMinor: "390400", netThenMinor: "400000" },
      ...{ commissionNowMinor: "39040", commissionThenMinor: "40000" },
    });
    expect(levels.map((one) => one.levelId)).toEqual(["accuracy", "turnaround", "compliance"]);
    expect(levels[0]).toEqual({
      ...{ levelId: "accuracy", name: "Posting accuracy", unit: "%", direction: "higher", target: "98.0" },
      ...{ measuredNow: "96.2", measuredThen: "98.5", nNow: 31, nThen: 30, missesNow: 2, missesThen: 0 },
      ...{ statusNow: "missed", statusThen: "met", creditNowMinor: "9600", creditThenMinor: "0" },
      sentenceNow: expect.stringContaining("96.00"),
      sentenceThen: expect.any(String),
    });
    expect(levels[0]?.sentenceThen).not.toBe(levels[0]?.sentenceNow);
  });

  test("says the difference as a correction: a charge above 0, a credit below", () => {
    const better = priced(month("96.2"), month("98.5"));
    expect(correctionAmount(better)).toEqual({ netMinor: 9600n, commissionMinor: 960n });
    const worse = priced(month("98.5"), month("96.2"));
    expect(correctionAmount(worse)).toEqual({ netMinor: -9600n, commissionMinor: -960n });
  });

  test("holds a level that a reading does not have for one without data", () => {
    const [level] = priced([], month("96.2")).levels;
    expect(level).toMatchObject({ measuredNow: null, nNow: 0, missesNow: 0, statusNow: "no_data" });
    expect(level).toMatchObject({ measuredThen: "96.2", creditNowMinor: "19200", creditThenMinor: "9600" });
    const [other] = priced(month("96.2"), []).levels;
    expect(other).toMatchObject({ measuredThen: null, nThen: 0, missesThen: 0, statusThen: "no_data" });
  });

  test("takes the count target of a small month, as the statement does", () => {
    const against = { direction: "lower", target: "1", minimum: "2", measured: "1" } as const;
    const [level] = priced(month("50", { against }), month("50")).levels;
    expect(level).toMatchObject({ creditNowMinor: "0", creditThenMinor: "19200" });
  });

  test("doubles the points of a level that failed in the month before", () => {
    const points = {
      ...{ kind: "service_points" as const, valuePerPointMinor: "2500", capBps: 10_000 },
      bands: { accuracy: [{ atLeast: "98", points: 0 }, { points: 3 }] },
    };
    const under = (before: LevelFigure[] | null) =>
      repricedMonth({
        ...{ terms: workedTerms({ scheme: points }), before },
        ...{ standing: month("98.5"), proposed: month("96.2") },
      });
    expect(correctionAmount(under(null)).netMinor).toBe(-7500n);
    expect(correctionAmount(under(month("99"))).netMinor).toBe(-7500n);
    expect(correctionAmount(under(month("90"))).netMinor).toBe(-15_000n);
  });
});
