import { describe, expect, test } from "vitest";
import type { LevelFigure } from "./level-figure.ts";
import { figureAt, levelForecast } from "./level-forecast.ts";
import type { ShareMonth } from "./share-forecast.ts";

const figure = (over: Partial<LevelFigure> = {}): LevelFigure => ({
  ...{ levelId: "resolve", name: "Resolved in time", metric: "resolve", kind: "clock_attainment" },
  ...{ direction: "higher", unit: "%", target: "95", minimum: "90", minimumSample: 10 },
  ...{ n: 40, hits: 36, misses: 4, measured: "90.00", gross: "90.00", excluded: 0, voided: 0 },
  ...{ sufficient: true, excused: false, status: "missed", desk: null, counted: null },
  interval: { low: "77.0", high: "96.0" },
  ...over,
});

/** Months that begin oddly and end alike: the forecast is nearer than the figure of the day. */
const odd = (count: number): ShareMonth[] =>
  Array.from({ length: count }, (_, at) => ({
    ...{ period: `2026-0${at + 1}`, n: 10, hits: at % 2 === 0 ? 10 : 7, open: 2 },
    ...{ finalN: 100, finalHits: 95 },
  }));
/** Months that end exactly as they stood that day. */
const even: ShareMonth[] = odd(5).map((one, at) => ({
  ...one,
  hits: 10,
  finalHits: at % 2 === 0 ? 100 : 100,
  finalN: 100,
}));

describe("the forecast of a level", () => {
  test("rests on earlier months where the replay was nearer, and says by how much", () => {
    const made = levelForecast({ figure: figure(), open: 4, earlier: odd(5) });
    expect(made).toMatchObject({ method: "earlier_months", reason: null, remaining: 90, status: "missed" });
    expect(made.earlier).toEqual({ months: 3, from: "2026-03", to: "2026-05" });
    expect(made.test).toMatchObject({ months: 4, from: "2026-02", to: "2026-05" });
    expect(Number(made.test?.error)).toBeLessThan(Number(made.test?.naiveError));
    expect(Number(made.low)).toBeLessThanOrEqual(Number(made.value));
    expect(Number(made.high)).toBeGreaterThanOrEqual(Number(made.value));
  });

  test.each([
    ["as it stood was nearer", { earlier: even }, /nearer to the end in earlier months/],
    ["too few months can be replayed", { earlier: odd(3) }, /Fewer than 3 earlier months/],
    ["there are none", { earlier: [] }, /Fewer than 3 earlier months/],
    [
      "it is no share of items",
      { earlier: odd(5), figure: figure({ unit: "hours", interval: null }) },
      /Not a share/,
    ],
    [
      "it spans a quarter",
      { earlier: odd(5), figure: figure({ window: { kind: "quarter", from: "2026-07", to: "2026-09" } }) },
      /Not a share/,
    ],
  ])("is the figure as it stands where %s", (_name, over, reason) => {
    const made = levelForecast({ figure: figure(), open: 0, ...over });
    expect(made).toMatchObject({ method: "as_now", value: "90.00", status: "missed" });
    expect(made.reason).toMatch(reason);
  });

  test("before the first item is an average month, if there was one", () => {
    const nothing = figure({ n: 0, hits: 0, measured: null, interval: null, status: "no_data" });
    expect(levelForecast({ figure: nothing, open: 0, earlier: odd(5) })).toMatchObject({
      value: "95.00",
      status: "met",
    });
    expect(levelForecast({ figure: nothing, open: 0, earlier: [] })).toMatchObject({
      value: null,
      method: "as_now",
    });
  });

  test("of fewer items than the contract asks for no longer excuses once enough are expected", () => {
    const small = figure({ n: 4, excused: true, status: "excused" });
    expect(figureAt(small, { value: "80.00", n: 40 })).toEqual({ measured: "80.00", excused: false });
    expect(figureAt(small, { value: "80.00", n: 9 })).toEqual({ measured: "80.00", excused: true });
    const decided = { direction: "lower", target: "1", minimum: "2", measured: "3" } as const;
    expect(figureAt({ ...small, excused: false, against: decided }, { value: "80.00", n: 9 })).toEqual({
      ...{ measured: "80.00", excused: false, against: decided },
    });
  });
});
