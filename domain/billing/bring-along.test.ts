import { describe, expect, test } from "vitest";
import { bringAlong, type EarlierMonth } from "./bring-along.ts";

const level = { id: "a", direction: "higher", target: "98" } as const;
type Levels = Parameters<typeof bringAlong>[0]["terms"]["serviceLevels"];
const terms = {
  serviceLevels: [level] as unknown as Levels,
  earnBack: { levelIds: ["a"], monthsNeeded: 2, waitMonths: 3 },
};
const figure = (measured: string | null) => [
  { levelId: "a", measured, excused: false, n: 10, misses: 0, interval: null },
];

function month(
  period: string,
  p: { measured?: string; creditMinor?: string; carriedMinor?: string; earned?: string },
): EarlierMonth {
  const earned = p.earned
    ? [
        {
          ...{ kind: "earn_back" as const, id: "e", levelId: "a", period: p.earned, creditMinor: "100" },
          ...{ direction: "higher" as const, target: "98", monthsNeeded: 2, run: [] },
        },
      ]
    : [];
  return {
    period,
    levels: figure(p.measured ?? "99"),
    bundle: { adjustments: earned },
    result: {
      levels: [{ id: "a", creditMinor: p.creditMinor ?? "0" }],
      ...(p.carriedMinor ? { carriedMinor: p.carriedMinor } : {}),
    },
  };
}

describe("what earlier months bring along", () => {
  test("is nothing in the first month", () => {
    expect(bringAlong({ period: "2026-01", terms, levels: figure("90"), earlier: [] })).toEqual({
      before: null,
      also: [],
    });
  });

  test.each([
    ["2026-02", "90"],
    ["2026-03", null],
  ])("in %s the month before January's successor is %s", (period, measured) => {
    const earlier = [month("2026-01", { measured: "90" })];
    const found = bringAlong({ period, terms, levels: figure("99"), earlier });
    expect(found.before?.[0]?.measured ?? null).toBe(measured);
  });

  test("is what the last statement left below nothing, and no older one's", () => {
    const earlier = [month("2026-01", { carriedMinor: "500" }), month("2026-02", {})];
    const last = bringAlong({
      period: "2026-02",
      terms,
      levels: figure("90"),
      earlier: earlier.slice(0, 1),
    });
    expect(last.also).toEqual([
      { kind: "carried_over", id: "carried_over/2026-01", period: "2026-01", amountMinor: "500" },
    ]);
    expect(bringAlong({ period: "2026-03", terms, levels: figure("90"), earlier }).also).toEqual([]);
  });

  test("is a credit that the run of good months gives back, once and after the wait", () => {
    const bad = month("2026-01", { measured: "90", creditMinor: "100" });
    const given = (earlier: EarlierMonth[], period: string) =>
      bringAlong({ period, terms, levels: figure("98"), earlier }).also.map((one) => one.id);
    expect(given([bad], "2026-02")).toEqual([]);
    expect(given([bad, month("2026-02", {})], "2026-03")).toEqual(["earn_back/a/2026-01"]);
    const paid = month("2026-03", { earned: "2026-01" });
    expect(given([bad, month("2026-02", {}), paid], "2026-04")).toEqual([]);
    const again = month("2026-04", { measured: "90", creditMinor: "70" });
    const later = [bad, month("2026-02", {}), paid, again, month("2026-05", {})];
    expect(given(later, "2026-06")).toEqual(["earn_back/a/2026-04"]);
  });

  test("gives nothing back where the contract does not say so", () => {
    const earlier = [
      month("2026-01", { measured: "90", creditMinor: "100" }),
      month("2026-02", {}),
      month("2026-03", {}),
    ];
    const without = { serviceLevels: terms.serviceLevels };
    expect(bringAlong({ period: "2026-04", terms: without, levels: figure("99"), earlier }).also).toEqual(
      [],
    );
  });
});
