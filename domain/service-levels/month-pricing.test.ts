import { describe, expect, test } from "vitest";
import { monthBundle, type PricedTerms, schemeOf } from "./month-pricing.ts";

const level = (id: string, direction: "higher" | "lower" = "higher") =>
  ({ id, target: "99", minimum: "97", direction, weightBps: 4000 }) as PricedTerms["serviceLevels"][number];
const scheme = {
  kind: "service_points",
  valuePerPointMinor: "2500",
  capBps: 1000,
  bands: { a: [{ atLeast: "98", points: 1 }, { points: 4 }] },
} as const;
const terms = {
  currency: "USD",
  monthlyFeeMinor: "400000",
  commissionBps: 1000,
  scheme,
  serviceLevels: [level("a"), level("b", "lower")],
} as unknown as PricedTerms;

const figure = (id: string, measured: string | null, more: object = {}) => ({
  id,
  measured,
  excused: false,
  ...more,
});
const within = (measured: string, target: string) => ({ against: { measured, target } }) as object;

describe("a month under service points", () => {
  const scored = (figures: object[], before: object[] | null = null) =>
    schemeOf(terms, { figures, before } as Parameters<typeof schemeOf>[1]).levels;

  test("has every level with its figure, its target and its bands", () => {
    expect(scored([figure("a", "98.5"), figure("b", "1")])).toEqual([
      { id: "a", measured: "98.5", target: "99", bands: scheme.bands.a },
      { id: "b", measured: "1", target: "99", bands: [{ points: 0 }] },
    ]);
    expect(schemeOf(terms, { figures: [], before: null })).toMatchObject({
      kind: "service_points",
      valuePerPointMinor: "2500",
      capBps: 1000,
    });
  });

  test("a level without a figure measured nothing, which excuses nothing", () => {
    expect(scored([])[0]).toEqual({ id: "a", measured: null, target: "99", bands: scheme.bands.a });
  });

  test.each<[string, object, boolean]>([
    ["too small a sample", figure("a", "50", { excused: true }), true],
    ["a count within its target", figure("a", "50", within("1", "2")), true],
    ["a count at its target", figure("a", "50", within("2", "2")), true],
    ["a count beyond it", figure("a", "50", within("3", "2")), false],
    ["both", figure("a", "50", { excused: true, ...within("3", "2") }), true],
  ])("%s excuses or does not", (_name, one, isExcused) => {
    expect(scored([one])[0]?.excused).toBe(isExcused ? true : undefined);
  });

  test.each<[string, object[] | null, [boolean, boolean]]>([
    ["no month before", null, [false, false]],
    ["a month before in which they reached it", [figure("a", "99"), figure("b", "99")], [false, false]],
    ["one in which they did not", [figure("a", "98.9"), figure("b", "99.1")], [true, true]],
    ["one without data", [figure("a", null)], [true, true]],
    ["one that is excused", [figure("a", null, { excused: true }), figure("b", "1")], [false, false]],
    [
      "one of counts within and beyond their target",
      [figure("a", "1", within("2", "2")), figure("b", "1", within("3", "2"))],
      [false, true],
    ],
  ])("after %s", (_name, before, failed) => {
    expect(scored([], before).map((one) => "failedLastPeriod" in one)).toEqual(failed);
    expect(scored([], before).map((one) => "failedLastPeriod" in one && one.failedLastPeriod)).toEqual(
      failed,
    );
  });
});

describe("a month's bundle", () => {
  const bonus = { kind: "bonus_malus", id: "x", levelId: "b", reference: "5", step: "1" };
  const gain = { kind: "gain_share", id: "g", levelId: "a", baseline: "9", baselineSource: "the audit" };
  const priced = (more: object, figures: object[] = [], also?: object[]) =>
    monthBundle({
      id: "m",
      terms: { ...terms, ...more },
      figures,
      before: null,
      ...(also ? { also } : {}),
    } as unknown as Parameters<typeof monthBundle>[0]);

  test("is fee, commission and scheme where the contract prices nothing else", () => {
    expect(priced({})).toEqual({
      id: "m",
      currency: "USD",
      feeMinor: "400000",
      commissionBps: 1000,
      scheme: schemeOf(terms, { figures: [], before: null }),
    });
  });

  test("has outcome prices with their figures, and what earlier months bring, in that order", () => {
    const figures = [figure("a", "7"), figure("b", "3")];
    const carried = { kind: "carried_over", id: "o" };
    expect(priced({ prices: [bonus, gain] }, figures, [carried]).adjustments).toEqual([
      { kind: "bonus_malus", id: "x", reference: "5", step: "1", direction: "lower", measured: "3" },
      { kind: "gain_share", id: "g", baseline: "9", actual: "7" },
      carried,
    ]);
  });

  test("prices no figure that is excused, and none of a level that is gone", () => {
    const gone = { ...bonus, levelId: "gone" };
    const made = priced({ prices: [bonus, gone] }, [
      figure("b", "3", { excused: true }),
      figure("gone", "3"),
    ]);
    expect("adjustments" in made).toBe(false);
    expect(priced({ prices: [bonus] }).adjustments).toMatchObject([{ measured: null }]);
  });

  test("has its collar, and a commission on the fee where the provider bears the credits", () => {
    const collar = { maxReductionBps: 1, maxIncreaseBps: 2 };
    expect(priced({ collar, creditsBorneBy: "provider" })).toMatchObject({ collar, commissionOn: "fee" });
    expect("commissionOn" in priced({ creditsBorneBy: "both" })).toBe(false);
  });

  test("of a pool has the pool's levels", () => {
    const pool = { kind: "at_risk_pool", poolBps: 20_000, capBps: 1000 };
    expect(priced({ scheme: pool }, [figure("a", "98")]).scheme).toMatchObject({
      ...pool,
      levels: [
        { id: "a", measured: "98", weightBps: 4000 },
        { id: "b", measured: null },
      ],
    });
  });
});
