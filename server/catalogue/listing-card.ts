import type { Temporal } from "temporal-polyfill";
import { moduleByCode } from "../../domain/catalogue/catalogue.ts";
import { coveredWeek, type WeeklyHours } from "../../domain/catalogue/covered-hours.ts";
import type { DefaultLevel } from "../../domain/catalogue/default-level.ts";
import {
  type LevelHistory,
  type PriceAfterCredits,
  priceAfterCredits,
} from "../../domain/catalogue/price-after-credits.ts";
import { type Ranking, rankingOf } from "../../domain/catalogue/ranking.ts";
import type { AttestationFact, ListingFacts } from "./listing-facts.read.ts";
import {
  type MeasuredMonth,
  type MeasuredSummary,
  measuredLevel,
  measuredMonths,
  summaryOf,
} from "./measured-levels.ts";

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

/** What the page of one listing shows beyond its card. */
export type ListingDetail = {
  levels: (DefaultLevel & {
    history: LevelHistory;
    months: MeasuredMonth[];
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

/** Makes the card from its facts. `today` decides which attestations count for the ranking. */
export function listingCardOf(facts: ListingFacts, today: Temporal.PlainDate): ListingCardRow {
  const module = moduleByCode(facts.moduleCode);
  const terms = facts.serviceLevels.length > 0 ? facts.serviceLevels : [...(module?.defaultLevels ?? [])];
  const levels = terms.map((level) => measuredLevel(level, facts.months));
  const measured = summaryOf(facts.months, terms[0]);
  const expected = priceAfterCredits({
    priceMinor: BigInt(facts.priceMinor),
    poolBps: facts.poolBps,
    levels: levels.map(({ level, history }) => ({ ...level, history })),
  });
  const ranking = rankingOf({
    levelMonths: measuredMonths(levels),
    engagements: measured.engagements,
    needs: module?.attestations ?? [],
    holding: facts.attestations.filter((one) => holdsOn(one, today.toString())),
  });
  return {
    listing_id: facts.id,
    organization_id: facts.organizationId,
    module_code: facts.moduleCode,
    country: facts.country,
    languages: facts.languages,
    currency: facts.currency,
    price_minor: facts.priceMinor,
    score: ranking.score,
    attainment_bps: measured.attainmentBps,
    zone: facts.zone,
    weekly: multirange(coveredWeek(facts.hours)),
    attested: attestedDays(facts.attestations),
    words: {
      name: `${facts.title} ${facts.provider}`,
      text: `${module?.name ?? ""} ${facts.summary} ${facts.city}`,
    },
    card: {
      ...offerOf(facts),
      expectedMinor: expected ? String(expected.expectedMinor) : null,
      measured,
      ranking,
    },
    detail: {
      levels: levels.map(({ level, history, byPeriod }) => ({ ...level, history, months: byPeriod })),
      expected: expected && arithmeticOf(expected),
    },
  };
}

/** What the provider itself says: the card without what was measured. */
function offerOf(facts: ListingFacts): Omit<ListingCard, "expectedMinor" | "measured" | "ranking"> {
  const { id, moduleCode, title, summary, priceModel, priceMinor, currency, poolBps, languages } = facts;
  const { hours, zone, onboardingDays, attestations } = facts;
  const { organizationId, slug, provider: name, country, city } = facts;
  return {
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
    onboardingDays,
    provider: { id: organizationId, slug, name, country, city },
    attestations,
  };
}

function arithmeticOf({ creditMinor, lines }: PriceAfterCredits): ListingDetail["expected"] {
  return {
    creditMinor: String(creditMinor),
    lines: lines.map(({ exactMinor: _, ...line }) => ({ ...line, creditMinor: String(line.creditMinor) })),
  };
}

function holdsOn(one: AttestationFact, day: string): boolean {
  return one.validFrom <= day && day <= one.validTo;
}

/** The days on which somebody who looked found each kind to hold; declarations alone are left out. */
function attestedDays(attestations: readonly AttestationFact[]): Record<string, string> {
  const seen = attestations.filter((one) => one.level !== "declared");
  return Object.fromEntries(
    [...Map.groupBy(seen, (one) => one.kind)].map(([kind, terms]) => [
      kind,
      `{${terms.map((one) => `[${one.validFrom},${one.validTo}]`).join(",")}}`,
    ]),
  );
}

function multirange(spans: readonly { from: number; to: number }[]): string {
  return `{${spans.map((span) => `[${span.from},${span.to})`).join(",")}}`;
}
