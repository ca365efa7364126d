import type { Temporal } from "temporal-polyfill";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { type CreditOutlook, creditOutlook } from "../../domain/portfolio/credit-outlook.ts";
import type { LevelForecast } from "../../domain/service-levels/level-forecast.ts";
import { wholeDays } from "../../domain/service-levels/month-course.ts";
import { monthOf, monthPeriod, previousMonth } from "../../domain/shared/period.ts";
import type { Tx } from "../db.ts";
import { type ContractedEngagement, contractedEngagements } from "../delivery/contracted-engagement.ts";
import { expectedTermsOf } from "../service-levels/credit-base.ts";
import { levelForecasts } from "../service-levels/level-forecasts.read.ts";
import { monthFigures } from "../service-levels/month-figures.ts";
import { periodCloses } from "../service-levels/period-close.read.ts";
import { pastLevel } from "../service-levels/price-history.ts";

/** Where the running month of an engagement is heading. */
export type EngagementForecast = {
  engagement: ContractedEngagement;
  month: string;
  asOf: Temporal.Instant;
  /** Whole days of the month that are over: earlier months are compared on the same day. */
  day: number;
  levels: LevelForecast[];
  credits: CreditOutlook;
};

/** The forecast of the month that runs now; null where the viewer sees no such engagement or none runs. */
export async function engagementForecast(
  tx: Tx,
  p: { viewer: Viewer; engagementId: string; now: Temporal.Instant },
): Promise<EngagementForecast | null> {
  const { viewer, now } = p;
  const [engagement] = await contractedEngagements(tx, { viewer, ids: [p.engagementId] });
  if (!engagement) return null;
  const month = monthOf(now, engagement.zone);
  const engagementIds = [engagement.id];
  const [figures] = await monthFigures(tx, { viewer, engagementIds, month, now });
  if (figures?.state !== "running") return null;
  const terms = await expectedTermsOf(tx, engagement);
  const forecasts = await levelForecasts(tx, { months: [{ figures, terms, zone: engagement.zone }], now });
  const closes = (await periodCloses(tx, { viewer, engagementIds })).get(engagement.id) ?? [];
  const before = closes.find((close) => close.period === previousMonth(month));
  const levels = forecasts.get(engagement.id) ?? [];
  return {
    ...{ engagement, month, levels, asOf: now },
    day: wholeDays(monthPeriod({ month, zone: engagement.zone }), now),
    credits: creditOutlook({
      ...{ terms, figures: figures.levels, forecasts: levels, monthRuns: true },
      before: before?.levels.map(pastLevel) ?? null,
    }),
  };
}
