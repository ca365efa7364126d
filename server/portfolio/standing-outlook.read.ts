import type { Temporal } from "temporal-polyfill";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { type CreditOutlook, creditOutlook } from "../../domain/portfolio/credit-outlook.ts";
import type { LevelForecast } from "../../domain/service-levels/level-forecast.ts";
import { type MonthScore, monthScores } from "../../domain/service-levels/scorecard.ts";
import { previousMonth } from "../../domain/shared/period.ts";
import type { Tx } from "../db.ts";
import type { ContractedEngagement } from "../delivery/contracted-engagement.ts";
import { expectedTerms } from "../service-levels/credit-base.ts";
import { levelForecasts } from "../service-levels/level-forecasts.read.ts";
import type { RolledMonth } from "../service-levels/month-roll-up.read.ts";
import { scoredMonth } from "../service-levels/scorecard.read.ts";
import { scorecardVersions } from "../service-levels/scorecard-versions.read.ts";
import type { EngagementFacts } from "./engagement-facts.read.ts";

export type StandingOutlook = {
  /** Of every level in the running month; empty where it does not run. */
  forecasts: LevelForecast[];
  credits: CreditOutlook;
  /** The scorecard's months that hold a card, the running one last; empty without a card. */
  scores: MonthScore[];
};

/**
 * Where the engagements are heading: forecasts, credits and scores of the months read already, in four
 * statements whatever their number.
 */
export async function standingOutlooks(
  tx: Tx,
  p: {
    viewer: Viewer;
    now: Temporal.Instant;
    facts: readonly EngagementFacts[];
    contracts: ReadonlyMap<string, ContractedEngagement>;
    figures: ReadonlyMap<string, RolledMonth>;
  },
): Promise<Map<string, StandingOutlook>> {
  const priced = await expectedTerms(tx, [...p.contracts.values()]);
  const known = p.facts.flatMap((facts) => {
    const [terms, figures] = [priced.get(facts.id), p.figures.get(facts.id)];
    return terms && figures ? [{ facts, terms, figures, zone: facts.zone }] : [];
  });
  const forecasts = await levelForecasts(tx, { months: known, now: p.now });
  const engagementIds = known.map(({ facts }) => facts.id);
  const versions = await scorecardVersions(tx, { viewer: p.viewer, engagementIds });
  return new Map(
    known.map(({ facts, terms, figures }) => {
      const own = forecasts.get(facts.id) ?? [];
      const past = facts.months.filter((one) => one.period < figures.month);
      const before = past.find((one) => one.period === previousMonth(figures.month));
      const credits = creditOutlook({
        ...{ terms, figures: figures.levels, forecasts: own, monthRuns: figures.state === "running" },
        before: before?.levels?.map(({ levelId, ...level }) => ({ id: levelId, ...level })) ?? null,
      });
      const months = past.map(({ period, levels }) => ({
        month: period,
        runs: false,
        figures: levels ?? [],
      }));
      const scores = monthScores({
        versions: versions.get(facts.id) ?? [],
        months: [...months, scoredMonth(figures)],
      });
      const scored = scores.filter((one) => one.version !== null);
      return [facts.id, { forecasts: own, credits, scores: scored }];
    }),
  );
}
