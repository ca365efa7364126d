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
const odd = (count: number): ShareMonth[] =>
  Array.from({ length: count }, (_, at) => ({
    ...{ period: `2026-0${at + 1}`, n: 10, hits: at % 2 === 0 ? 10 : 7, open: 2 },
    ...{ finalN: 100, finalHits: 95 },
  }));
const even: ShareMonth[] = odd(5).map((one) => ({ ...one, hits: 10, finalHits: 100, finalN: 100 }));
const nothing = (over: Partial<LevelFigure> = {}) =>
  figure({ n: 0, hits: 0, measured: null, interval: null, status: "no_data", ...over });
const of = (over: Partial<LevelFigure>, earlier: ShareMonth[], open = 0) =>
  levelForecast({ figure: figure(over), open, earlier });

describe("a forecast says", () => {
  test("of which level it is, and what stands now", () => {
    expect(of({}, odd(5), 4)).toMatchObject({
      ...{ levelId: "resolve", name: "Resolved in time", unit: "%", direction: "higher" },
      ...{ target: "95", minimum: "90", n: 40, hits: 36, open: 4 },
    });
    expect(of({}, []).earlier).toBeNull();
  });

  test("why it is no forecast", () => {
    expect(levelForecast({ figure: nothing(), open: 0, earlier: [] })).toMatchObject({
      ...{ reason: "Not a share of items: shown as it stands now.", low: null, high: null, value: null },
    });
    const share = nothing({ interval: { low: "0.0", high: "100.0" } });
    expect(levelForecast({ figure: share, open: 0, earlier: [] }).reason).toBe(
      "Nothing counted yet, and no earlier month to go by.",
    );
  });

  test("what it says after three months that could be replayed, and not after two", () => {
    expect(of({}, odd(4)).test?.months).toBe(3);
    expect(of({}, odd(4)).method).toBe("earlier_months");
    expect(of({}, odd(3)).test?.months).toBe(2);
  });

  test("that a small month will be large enough", () => {
    const small = { n: 4, hits: 4, excused: true, status: "excused" } as const;
    expect(of(small, odd(5)).status).not.toBe("excused");
    expect(of({ ...small, minimumSample: 5000 }, odd(5)).status).toBe("excused");
  });
});

describe("as it stands now, the interval holds the value", () => {
  const shown = (measured: string | null) => {
    const { method, value, low, high } = of({ measured }, even);
    return { method, value, low, high };
  };
  const inside = shown("95.00");

  test("which lies within it", () => {
    expect(inside).toMatchObject({ method: "as_now", value: "95.00" });
    expect(Number(inside.low)).toBeLessThan(95);
    expect(Number(inside.high)).toBeGreaterThan(95);
  });

  test.each([
    ["below it", "1.00", { value: "1.00", low: "1.00" }],
    ["above it", "100.00", { value: "100.00", high: "100.00" }],
  ])("which would lie %s", (_name, measured, ends) => {
    expect(shown(measured)).toMatchObject({ low: inside.low, high: inside.high, ...ends });
  });

  test("of which there is none before the first item", () => {
    expect(levelForecast({ figure: nothing(), open: 0, earlier: even })).toMatchObject({
      ...{ method: "as_now", value: null, low: null, high: null },
    });
  });
});

test("a month is large enough with exactly as many items as the contract asks for", () => {
  const small = figure({ n: 4, excused: true });
  expect(figureAt(small, { value: "80.00", n: 10 })).toEqual({ measured: "80.00", excused: false });
  const large = figure({ n: 10, excused: true });
  expect(figureAt(large, { value: "80.00", n: 40 })).toEqual({ measured: "80.00", excused: true });
});
