import type { Temporal } from "temporal-polyfill";
import { moduleByCode, requiredAttestations } from "../../domain/catalogue/catalogue.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { type Need, needOf } from "../../domain/portfolio/need.ts";
import { comparisonOf, headlineOf, runningStatus } from "../../domain/portfolio/standing.ts";
import type { BareFigure, LevelStatus } from "../../domain/service-levels/level-figure.ts";
import { monthOf, previousMonth } from "../../domain/shared/period.ts";
import type { Tx } from "../db.ts";
import { contractedEngagements } from "../delivery/contracted-engagement.ts";
import {
  MONTHS_SHOWN,
  type MonthLines,
  monthLines,
  type RolledMonth,
  rolledMonth,
} from "../service-levels/month-roll-up.read.ts";
import { type AttestationOnDay, attestationOn } from "../vetting/attestations.read.ts";
import { attestationsOf, type EngagementFacts, readEngagementFacts } from "./engagement-facts.read.ts";
import { type StandingOutlook, standingOutlooks } from "./standing-outlook.read.ts";

/**
 * So many engagements out of date are measured while the reader waits; after a pause of the jobs, which
 * measure them all, hundreds can be, and a page must not wait for them.
 */
const MOST_MEASURED = 20;

/** An engagement as it stands today: its worst level, what the month would cost, what ends, what waits. */
export type EngagementStanding = EngagementFacts & {
  month: string;
  monthRuns: boolean;
  /** Where the figures are being measured anew: the moment from which these are; null before the first. */
  staleSince: Temporal.Instant | null | undefined;
  headline: BareFigure | null;
  status: LevelStatus | null;
  /** Thirteen months of the headline level, the running one last; null where nothing was measured. */
  trend: { period: string; percent: string | null }[];
  outlook: StandingOutlook | null;
  attestations: AttestationOnDay[];
  need: Need | null;
};

/** The viewer's engagements, worst first; for staff all of them. */
export async function engagementStandings(
  tx: Tx,
  p: { viewer: Viewer; now: Temporal.Instant },
): Promise<EngagementStanding[]> {
  const since = lastMonths(monthOf(p.now, "UTC"))[0] ?? "";
  const facts = await readEngagementFacts(tx, { ...p, since });
  const ids = facts.map((one) => one.id);
  const held = await attestationsOf(tx, [...new Set(facts.map((one) => one.providerId))]);
  const contracts = new Map(
    (await contractedEngagements(tx, { viewer: p.viewer, ids })).map((one) => [one.id, one]),
  );
  const figures = await figuresByEngagement(tx, { ...p, facts });
  const known = new Map<string, MonthLines[]>();
  for (const line of await monthLines(tx, { ...p, engagementIds: ids, since })) {
    const lines = known.get(line.engagementId);
    if (lines) lines.push(line);
    else known.set(line.engagementId, [line]);
  }
  const outlooks = await standingOutlooks(tx, { ...p, facts, contracts, figures });
  return facts
    .map((one): EngagementStanding => {
      const figure = figures.get(one.id);
      const monthRuns = figure?.state === "running";
      const headline = headlineOf(figure?.levels ?? [], monthRuns);
      const terms = contracts.get(one.id)?.terms;
      const month = figure?.month ?? monthOf(p.now, one.zone);
      const status = headline ? runningStatus(headline, monthRuns) : null;
      const required = terms?.requiredAttestations ?? requiredOf(one.moduleCode);
      const attestations = held
        .filter(
          (row) =>
            row.organizationId === one.providerId &&
            concerns(row.kind, { required, moduleCode: one.moduleCode }),
        )
        .map((row) => attestationOn(row, p.now));
      return {
        ...one,
        month,
        monthRuns,
        staleSince: figure ? figure.staleSince : null,
        headline,
        status,
        trend: trendOf({ facts: one, known: known.get(one.id) ?? [], month, headline }),
        outlook: outlooks.get(one.id) ?? null,
        attestations,
        need: needOf({
          ...one,
          status,
          sufficient: headline?.sufficient ?? false,
          requiredDaysLeft: daysOf(attestations, required),
        }),
      };
    })
    .sort((a, b) => comparisonOf(a.headline, a.monthRuns) - comparisonOf(b.headline, b.monthRuns));
}

/** Each engagement's own zone says which month it is; at the turn of a month there are two. */
async function figuresByEngagement(
  tx: Tx,
  p: { viewer: Viewer; now: Temporal.Instant; facts: readonly EngagementFacts[] },
): Promise<Map<string, RolledMonth>> {
  const found = new Map<string, RolledMonth>();
  const months = new Set(p.facts.map((one) => monthOf(p.now, one.zone)));
  for (const month of months) {
    const engagementIds = p.facts.filter((one) => monthOf(p.now, one.zone) === month).map((one) => one.id);
    for (const figure of await rolledMonth(tx, {
      ...{ viewer: p.viewer, engagementIds, month, now: p.now, recent: true, mostMeasured: MOST_MEASURED },
    }))
      found.set(figure.engagementId, figure);
  }
  return found;
}

function trendOf(p: {
  facts: EngagementFacts;
  known: readonly MonthLines[];
  month: string;
  headline: BareFigure | null;
}): EngagementStanding["trend"] {
  const percentIn = (period: string) => {
    if (period === p.month) return p.headline?.measured ?? null;
    const month =
      p.known.find((one) => one.month === period) ?? p.facts.months.find((one) => one.period === period);
    return month?.levels?.find((level) => level.levelId === p.headline?.levelId)?.measured ?? null;
  };
  return lastMonths(p.month).map((period) => ({ period, percent: percentIn(period) }));
}

function lastMonths(last: string): string[] {
  const months = [last];
  while (months.length < MONTHS_SHOWN) months.unshift(previousMonth(months[0] ?? last));
  return months;
}

function requiredOf(moduleCode: string): readonly string[] {
  const module = moduleByCode(moduleCode);
  return module ? requiredAttestations(module) : [];
}

/**
 * What the contract requires or the service customarily shows; a provider's other papers are not this
 * page's news.
 */
function concerns(kind: string, p: { required: readonly string[]; moduleCode: string }): boolean {
  return (
    p.required.includes(kind) ||
    (moduleByCode(p.moduleCode)?.attestations.some((need) => need.kind === kind) ?? false)
  );
}

/** Of each required kind the one that holds longest; of those the one that ends first. */
function daysOf(attestations: readonly AttestationOnDay[], required: readonly string[]): number | null {
  const longest = required.map((kind) =>
    Math.max(
      ...attestations
        .filter((one) => one.kind === kind && one.level !== "declared")
        .map((one) => one.daysLeft),
    ),
  );
  const known = longest.filter(Number.isFinite);
  return known.length === 0 ? null : Math.min(...known);
}
