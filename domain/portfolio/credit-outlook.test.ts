import { describe, expect, test } from "vitest";
import { serviceModule } from "../catalogue/catalogue.ts";
import { draftTermsFromListing } from "../contracts/terms-draft.ts";
import type { LevelFigure } from "../service-levels/level-figure.ts";
import { levelForecast } from "../service-levels/level-forecast.ts";
import type { ShareMonth } from "../service-levels/share-forecast.ts";
import { creditOutlook } from "./credit-outlook.ts";
import { creditAtRisk } from "./standing.ts";

const terms = draftTermsFromListing({
  listing: {
    ...{
      moduleCode: "it_support",
      title: "Desk",
      summary: "A desk",
      currency: "EUR",
      zone: "Europe/Berlin",
    },
    ...{ monthlyFeeMinor: 400_000n, hours: { mon: [["09:00", "17:00"]] }, poolBps: 1200 },
    serviceLevels: serviceModule("it_support").defaultLevels,
  },
  startsOn: "2025-11-01",
});

const figures: LevelFigure[] = terms.serviceLevels.map((level) => ({
  ...{ levelId: level.id, name: level.name, metric: level.metric, kind: level.kind, unit: "%" },
  ...{ direction: level.direction, target: level.target, minimum: level.minimum, minimumSample: 0 },
  ...{ n: 40, hits: level.direction === "higher" ? 40 : 0, misses: 0, excluded: 0, voided: 0 },
  ...{ measured: level.direction === "higher" ? "100.00" : "0.00", gross: null, sufficient: true },
  ...{ excused: false, status: "met", desk: null, counted: null, interval: { low: "90.0", high: "100.0" } },
}));

const months = (hits: number, finalHits: number): ShareMonth[] =>
  Array.from({ length: 5 }, (_, at) => ({
    ...{ period: `2026-0${at + 1}`, n: 10, hits: hits - (at % 2) * 2, open: 0, finalN: 100, finalHits },
  }));
const forecasts = (finalHits: number) =>
  figures.map((figure) =>
    levelForecast({
      figure,
      open: 0,
      earlier: figure.direction === "higher" ? months(10, finalHits) : months(10, 100 - finalHits),
    }),
  );
const usual = { terms, figures, monthRuns: true, before: null };

describe("the month's credits", () => {
  test("are those of today where nothing is forecast", () => {
    const outlook = creditOutlook({ ...usual, forecasts: [] });
    const { creditMinor } = creditAtRisk(usual);
    expect(outlook).toEqual({
      ...{ nowMinor: creditMinor, forecastMinor: creditMinor },
      worstMinor: creditMinor,
      levels: [],
    });
    expect(creditMinor).toBe(0n);
  });

  test("grow with the forecast, by the function of the statement, and name the levels that bring them", () => {
    const outlook = creditOutlook({ ...usual, forecasts: forecasts(40) });
    expect(outlook.nowMinor).toBe(0n);
    expect(outlook.forecastMinor).toBeGreaterThan(0n);
    expect(outlook.worstMinor).toBeGreaterThanOrEqual(outlook.forecastMinor);
    expect(outlook.levels.reduce((sum, one) => sum + one.creditMinor, 0n)).toBe(outlook.forecastMinor);
    expect(outlook.levels.every((one) => one.name !== one.levelId)).toBe(true);
    const most = (BigInt(terms.monthlyFeeMinor) * 12n) / 100n;
    expect(outlook.worstMinor).toBeLessThanOrEqual(most);
  });

  test("leave out what is shown as it stands", () => {
    const asNow = forecasts(40).map((one) => ({
      ...one,
      method: "as_now" as const,
      low: null,
      high: null,
    }));
    expect(creditOutlook({ ...usual, forecasts: asNow })).toMatchObject({
      forecastMinor: 0n,
      worstMinor: 0n,
    });
  });
});
