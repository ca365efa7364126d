import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type EffectMonth, effectOf } from "./breach-effect.ts";

/** A month of a share: hits of n. */
function share(month: string, hits: number, n: number, more: Partial<EffectMonth> = {}): EffectMonth {
  const measured = n === 0 ? null : ((hits * 100) / n).toString().slice(0, 5);
  return { month, measured, n, hits, isShare: true, excused: false, ...more };
}
const mean = (month: string, measured: string): EffectMonth => ({
  ...{ month, measured, n: 10, hits: 0, isShare: false, excused: false },
});
const usual = {
  breachMonth: "2026-06",
  dueMonth: "2026-07",
  promised: { month: "2026-08", figure: "95" },
  direction: "higher" as const,
  monthsBefore: 3,
};

describe("an effect", () => {
  test("is measured over all items of the months before and after, with Wilson's interval", () => {
    const months = [
      share("2026-02", 1, 100),
      share("2026-04", 90, 100),
      share("2026-05", 90, 100),
      share("2026-06", 60, 100),
      share("2026-07", 100, 100),
      share("2026-08", 192, 200),
    ];
    expect(effectOf({ ...usual, months })).toEqual({
      before: {
        months: ["2026-04", "2026-05", "2026-06"],
        n: 300,
        figure: "80.00",
        interval: { low: "75.1", high: "84.1" },
      },
      after: { months: ["2026-08"], n: 200, figure: "96.00", interval: { low: "92.3", high: "98.0" } },
      difference: "16.00",
      beyondChance: true,
      promised: { month: "2026-08", figure: "95" },
      judged: { month: "2026-08", figure: "96" },
      kept: true,
      better: true,
      verdict: "effective",
    });
  });

  test.each([
    ["too early", [share("2026-06", 80, 100), share("2026-07", 99, 100)], null, null],
    ["kept", [share("2026-06", 80, 100), share("2026-08", 95, 100)], true, "effective"],
    ["not kept", [share("2026-06", 80, 100), share("2026-08", 94, 100)], false, "not_effective"],
    ["excused", [share("2026-06", 80, 100), share("2026-08", 1, 2, { excused: true })], null, null],
    [
      "judged by the next month with a figure",
      [share("2026-06", 80, 100), share("2026-08", 0, 0), share("2026-10", 96, 100)],
      true,
      "effective",
    ],
    [
      "kept and no better than before",
      [
        share("2026-04", 100, 100),
        share("2026-05", 100, 100),
        share("2026-06", 88, 100),
        share("2026-08", 95, 100),
      ],
      true,
      "not_effective",
    ],
  ])("%s", (_name, months, kept, verdict) => {
    expect(effectOf({ ...usual, months })).toMatchObject({ kept, verdict });
  });

  test("of a level where less is better, and of means instead of shares, has no interval", () => {
    const months = [mean("2026-05", "14"), mean("2026-06", "15"), mean("2026-08", "11.5")];
    const effect = effectOf({
      ...{ ...usual, months, direction: "lower" },
      promised: { month: "2026-08", figure: "12" },
    });
    expect(effect).toMatchObject({
      before: { figure: "14.50", interval: null },
      ...{ difference: "-3.00", beyondChance: null, kept: true, better: true, verdict: "effective" },
    });
  });

  test("does not depend on the order of the months, and the month of the action counts nowhere", () => {
    const counts = fc.tuple(fc.nat(50), fc.integer({ min: 50, max: 60 }));
    fc.assert(
      fc.property(fc.array(counts, { minLength: 6, maxLength: 6 }), fc.nat(1000), (list, seed) => {
        const months = list.map(([hits, n], index) => share(`2026-0${index + 4}`, hits, n));
        const mixed = [...months].sort((a, b) => ((a.n + seed) % 7) - ((b.n + seed) % 7));
        const effect = effectOf({ ...usual, months });
        expect(effectOf({ ...usual, months: mixed })).toEqual(effect);
        const without = months.filter((one) => one.month !== "2026-07");
        expect(effectOf({ ...usual, months: without })).toEqual(effect);
        expect(effect.verdict === "effective").toBe(effect.kept === true && effect.better !== false);
      }),
    );
  });
});
