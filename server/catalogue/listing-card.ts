import type { Temporal } from "temporal-polyfill";
import { moduleByCode } from "../../domain/catalogue/catalogue.ts";
import { coveredWeek, type WeeklyHours } from "../../domain/catalogue/covered-hours.ts";
import type { DefaultLevel } from "../../domain/catalogue/default-level.ts";
import {
  historyOf,
  type LevelHistory,
  priceAfterCredits,
} from "../../domain/catalogue/price-after-credits.ts";
import { type Ranking, rankingOf } from "../../domain/catalogue/ranking.ts";
import type { AttestationFact, LevelMonth, ListingFacts } from "./listing-facts.read.ts";

/** What a row of the catalogue shows; amounts as text in minor units, days as "2026-11-21". */
export type ListingCard = {
  id: string;
  moduleCode: string;
  title: string;
  summary: string;
  priceModel: string;
  priceMinor: string;
  currency: string;
  expectedMinor: string | null;
  poolBps: number;
  languages: string[];
  hours: WeeklyHours;
  zone: string;
  onboardingDays: number;
  provider: { id: string; slug: string; name: string; country: string; city: string };
  attestations: AttestationFact[];
  measured: MeasuredSummary;
  ranking: Ranking;
};

/** Twelve frozen months of the provider in this service. The headline is the service's first level. */
export type MeasuredSummary = {
  engagements: number;
  months: number;
  items: number;
  levelName: string;
  attainmentBps: number | null;
};

/** What the page of one listing shows beyond its card. */
export type ListingDetail = {
  levels: (DefaultLevel & {
    history: LevelHistory;
    months: { period: string; percent: string; n: number }[];
  })[];
  /** The arithmetic of the expected price, line by line; null where nothing was measured. */
  expected: { creditMinor: string; lines: ExpectedLine[] } | null;
};

type ExpectedLine = { id: string; months: number; missed: number; failed: number; creditMinor: string };

/** The row of the read model; `weekly` in PostgreSQL's own writing of a multirange. */
export type ListingCardRow = {
  listing_id: string;
  organization_id: string;
  module_code: string;
  country: string;
  languages: string[];
  currency: string;
  price_minor: string;
  score: number;
  attainment_bps: number | null;
  zone: string;
  weekly: string;
  attested: Record<string, string>;
  words: { name: string; text: string };
  card: ListingCard;
  detail: ListingDetail;
};

/**
 * Fewer frozen months than this are shown as too few to tell: one bad month of one client is not a
 * provider.
 */
export const MIN_MEASURED_MONTHS = 3;

/** Makes the card from its facts. `today` decides which attestations count for the ranking. */
export function listingCardOf(facts: ListingFacts, today: Temporal.PlainDate): ListingCardRow {
  const module = moduleByCode(facts.moduleCode);
  const levels = facts.serviceLevels.length > 0 ? facts.serviceLevels : [...(module?.defaultLevels ?? [])];
  const measuredLevels = levels.map((level) => ({ level, months: monthsOf(level, facts.months) }));
  const priced = measuredLevels.map(({ level, months }) => ({
    ...level,
    history: historyOf(
      level,
      months.map((month) => month.measured),
    ),
  }));
  const expected = priceAfterCredits({
    priceMinor: BigInt(facts.priceMinor),
    poolBps: facts.poolBps,
    levels: priced,
  });
  const measured = summaryOf(facts.months, levels[0]);
  const ranking = rankingOf({
    levelMonths: totals(priced.map((level) => level.history)),
    engagements: measured.engagements,
    needs: module?.attestations ?? [],
    holding: facts.attestations.filter((one) => holdsOn(one, today.toString())),
  });
  const {
    id,
    organizationId,
    moduleCode,
    title,
    summary,
    priceModel,
    priceMinor,
    currency,
    poolBps,
    languages,
  } = facts;
  const { hours, zone, onboardingDays, attestations, slug, provider: name, country, city } = facts;
  const provider = { id: organizationId, slug, name, country, city };
  return {
    listing_id: id,
    organization_id: organizationId,
    module_code: moduleCode,
    country,
    languages,
    currency,
    price_minor: priceMinor,
    score: ranking.score,
    attainment_bps: measured.attainmentBps,
    zone,
    weekly: multirange(coveredWeek(hours)),
    attested: attestedDays(attestations),
    words: { name: `${title} ${name}`, text: `${module?.name ?? ""} ${summary} ${city}` },
    card: {
      ...{
        id,
        moduleCode,
        title,
        summary,
        priceModel,
        priceMinor,
        currency,
        poolBps,
        languages,
        hours,
        zone,
      },
      ...{ onboardingDays, provider, attestations, measured, ranking },
      expectedMinor: expected ? String(expected.expectedMinor) : null,
    },
    detail: {
      levels: measuredLevels.map(({ level, months }, index) => ({
        ...level,
        history: priced[index]?.history ?? { met: 0, missed: 0, failed: 0 },
        months: byPeriod(months),
      })),
      expected: expected
        ? {
            creditMinor: String(expected.creditMinor),
            lines: expected.lines.map(({ exactMinor: _, ...line }) => ({
              ...line,
              creditMinor: String(line.creditMinor),
            })),
          }
        : null,
    },
  };
}

/**
 * Months with work in them and enough of it: those below the level's smallest sample cost nobody anything.
 */
function monthsOf(level: DefaultLevel, months: readonly LevelMonth[]): LevelMonth[] {
  return months.filter(
    (one) => one.level === level.id && one.measured !== null && one.n >= level.minimumSample,
  );
}

function summaryOf(months: readonly LevelMonth[], headline: DefaultLevel | undefined): MeasuredSummary {
  const own = months.filter((one) => one.level === headline?.id && one.measured !== null);
  const percent = meanPercent(own);
  const enough = own.length >= MIN_MEASURED_MONTHS && percent !== null;
  return {
    engagements: new Set(months.map((one) => one.engagementId)).size,
    months: own.length,
    items: own.reduce((sum, one) => sum + one.n, 0),
    levelName: headline?.name ?? "",
    attainmentBps: enough ? Math.round(percent * 100) : null,
  };
}

function byPeriod(months: readonly LevelMonth[]): { period: string; percent: string; n: number }[] {
  return [...groupBy(months, (one) => one.period)].sort().map(([period, group]) => ({
    period,
    percent: (meanPercent(group) ?? 0).toFixed(2),
    n: group.reduce((sum, one) => sum + one.n, 0),
  }));
}

/** Mean of the months' percentages, each counted by its items; null without an item. */
function meanPercent(months: readonly LevelMonth[]): number | null {
  const items = months.reduce((sum, one) => sum + one.n, 0);
  if (items === 0) return null;
  return months.reduce((sum, one) => sum + Number(one.measured) * one.n, 0) / items;
}

function totals(histories: readonly LevelHistory[]): { met: number; all: number } {
  const met = histories.reduce((sum, one) => sum + one.met, 0);
  return { met, all: histories.reduce((sum, one) => sum + one.missed + one.failed, met) };
}

function holdsOn(one: AttestationFact, day: string): boolean {
  return one.validFrom <= day && day <= one.validTo;
}

/** The days on which somebody who looked found each kind to hold; declarations alone are left out. */
function attestedDays(attestations: readonly AttestationFact[]): Record<string, string> {
  const seen = attestations.filter((one) => one.level !== "declared");
  const kinds = groupBy(seen, (one) => one.kind);
  return Object.fromEntries(
    [...kinds].map(([kind, terms]) => [
      kind,
      `{${terms.map((one) => `[${one.validFrom},${one.validTo}]`).join(",")}}`,
    ]),
  );
}

function multirange(spans: readonly { from: number; to: number }[]): string {
  return `{${spans.map((span) => `[${span.from},${span.to})`).join(",")}}`;
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
  return groups;
}
