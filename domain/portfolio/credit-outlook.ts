import type { BareFigure } from "../service-levels/level-figure.ts";
import { figureAt, type LevelForecast } from "../service-levels/level-forecast.ts";
import type { LevelMonth } from "../service-levels/month-history.ts";
import type { PricedTerms } from "../service-levels/month-pricing.ts";
import { creditAtRisk } from "./standing.ts";

/** What the running month would cost the provider in credits, in minor units of the contract's currency. */
export type CreditOutlook = {
  /** If it ended with the figures of today. */
  nowMinor: bigint;
  /** If every level ended at its forecast. */
  forecastMinor: bigint;
  /** If every level ended at the worse end of its interval. */
  worstMinor: bigint;
  /** The levels that bring the forecast's credits. */
  levels: { levelId: string; name: string; creditMinor: bigint }[];
};

/**
 * Prices the month's figures, their forecasts and the worse ends of their intervals by the functions that
 * draft the statement. Outcome prices, collars and what earlier months bring along are the statement's.
 */
export function creditOutlook(p: {
  terms: Pick<PricedTerms, "currency" | "serviceLevels" | "scheme" | "monthlyFeeMinor">;
  figures: readonly BareFigure[];
  forecasts: readonly LevelForecast[];
  monthRuns: boolean;
  /** The month before, whose failures double service points. */
  before: readonly LevelMonth[] | null;
}): CreditOutlook {
  const priced = (value: (forecast: LevelForecast) => string | null) =>
    creditAtRisk({
      ...p,
      figures: p.figures.map((figure) => {
        const forecast = p.forecasts.find((one) => one.levelId === figure.levelId);
        const expected = forecast ? value(forecast) : null;
        if (expected === null) return figure;
        const n = figure.n + (forecast?.remaining ?? 0);
        const { against: _small, ...whole } = figure;
        return { ...whole, ...figureAt(figure, { value: expected, n }) };
      }),
    });
  const expected = priced((one) => (one.method === "earlier_months" ? one.value : null));
  return {
    nowMinor: priced(() => null).creditMinor,
    forecastMinor: expected.creditMinor,
    worstMinor: priced(worseEnd).creditMinor,
    levels: expected.levels
      .filter((one) => one.creditMinor > 0n)
      .map(({ id, creditMinor }) => ({
        levelId: id,
        name: p.terms.serviceLevels.find((level) => level.id === id)?.name ?? id,
        creditMinor,
      })),
  };
}

function worseEnd({ direction, low, high }: LevelForecast): string | null {
  return direction === "higher" ? low : high;
}
