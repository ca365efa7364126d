import { moduleByCode } from "../../domain/catalogue/catalogue.ts";
import { listingsOfProvider, readListings } from "../../server/catalogue/listing.read.ts";
import type { ListingCard, ListingDetail } from "../../server/catalogue/listing-card.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";
import { Node } from "../node-interface.ts";
import { Attestation, AttestationSummary } from "../vetting/attestation.ts";
import { attestationsOn, coverageOn } from "./card-on-day.ts";
import { ListingLevel, type ListingLevelRow } from "./listing-level.ts";
import { ServiceModuleType } from "./service-module.ts";

/** A card, its detail where a single listing was asked for, and the zone in which the reader thinks. */
export type ListingRow = { card: ListingCard; detail: ListingDetail | null; readerZone: string };

const MinuteSpan = builder.objectRef<{ from: number; to: number }>("MinuteSpan").implement({
  description: "Minutes from midnight; `to` is not included.",
  fields: (t) => ({ from: t.exposeInt("from"), to: t.exposeInt("to") }),
});

const Place = builder.objectRef<ListingCard["provider"]>("ListingProvider").implement({
  fields: (t) => ({
    slug: t.exposeString("slug"),
    name: t.exposeString("name"),
    country: t.exposeString("country"),
    city: t.exposeString("city"),
  }),
});

const Measured = builder.objectRef<ListingCard["measured"]>("MeasuredSummary").implement({
  description: "Twelve frozen months of the provider in this service, over every client and naming none.",
  fields: (t) => ({
    levelName: t.exposeString("levelName"),
    engagements: t.exposeInt("engagements"),
    months: t.exposeInt("months"),
    items: t.exposeInt("items"),
    percent: t.string({
      nullable: true,
      description: "Two decimals; null where fewer than three months were measured.",
      resolve: (one) => (one.attainmentBps === null ? null : (one.attainmentBps / 100).toFixed(2)),
    }),
  }),
});

const Ranking = builder.objectRef<ListingCard["ranking"]>("ListingRanking").implement({
  description: "The parts of the recommended order, in tenths of a point.",
  fields: (t) => ({
    score: t.exposeInt("score"),
    measured: t.exposeInt("measured"),
    evidence: t.exposeInt("evidence"),
    experience: t.exposeInt("experience"),
  }),
});

export const Listing = builder.objectRef<ListingRow>("Listing");

Listing.implement({
  description: "A published offer of a provider for one service.",
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: ({ card }) => card.id }),
    listingId: t.string({ resolve: ({ card }) => card.id }),
    title: t.string({ resolve: ({ card }) => card.title }),
    summary: t.string({ resolve: ({ card }) => card.summary }),
    provider: t.field({ type: Place, resolve: ({ card }) => card.provider }),
    module: t.field({ type: ServiceModuleType, resolve: ({ card }) => moduleOf(card.moduleCode) }),
    price: t.field({ type: "Money", resolve: ({ card }) => amount(card.priceMinor, card.currency) }),
    priceModel: t.string({ resolve: ({ card }) => card.priceModel }),
    expectedPrice: t.field({
      type: "Money",
      nullable: true,
      description:
        "The price less the mean service credit of the measured months; null where none were measured.",
      resolve: ({ card }) =>
        card.expectedMinor === null ? null : amount(card.expectedMinor, card.currency),
    }),
    expectedCredit: t.field({
      type: "Money",
      nullable: true,
      resolve: ({ card, detail }) =>
        detail?.expected ? amount(detail.expected.creditMinor, card.currency) : null,
    }),
    poolBps: t.int({ resolve: ({ card }) => card.poolBps }),
    languages: t.stringList({ resolve: ({ card }) => card.languages }),
    zone: t.string({ resolve: ({ card }) => card.zone }),
    hours: t.field({ type: "JSON", nullable: true, resolve: ({ card }) => card.hours }),
    readerZone: t.string({ resolve: ({ readerZone }) => readerZone }),
    coverage: t.field({
      type: [MinuteSpan],
      description: "A Wednesday of the provider, in the reader's zone.",
      resolve: ({ card, readerZone }, _args, context) =>
        coverageOn(card, { readerZone, now: context.moment() }),
    }),
    onboardingDays: t.int({ resolve: ({ card }) => card.onboardingDays }),
    attestations: t.field({
      type: [Attestation],
      resolve: ({ card }, _args, context) => attestationsOn(card, context.moment()).attestations,
    }),
    attestationSummary: t.field({
      type: AttestationSummary,
      resolve: ({ card }, _args, context) => attestationsOn(card, context.moment()).summary,
    }),
    measured: t.field({ type: Measured, resolve: ({ card }) => card.measured }),
    ranking: t.field({ type: Ranking, resolve: ({ card }) => card.ranking }),
    levels: t.field({
      type: [ListingLevel],
      description: "Filled where a single listing is asked for.",
      resolve: ({ card, detail }): ListingLevelRow[] =>
        (detail?.levels ?? []).map((level) => ({
          level,
          module: moduleByCode(card.moduleCode),
          currency: card.currency,
          line: detail?.expected?.lines.find((line) => line.id === level.id),
        })),
    }),
    others: t.field({
      type: [Listing],
      description: "What else the provider offers.",
      resolve: async ({ card, readerZone }, _args, context) =>
        (await listingsOfProvider(context.published, card.provider.id))
          .filter((other) => other.id !== card.id)
          .map((other) => ({ card: other, detail: null, readerZone })),
    }),
  }),
});

builder.queryFields((t) => ({
  listing: t.field({
    type: Listing,
    nullable: true,
    authScopes: { public: true },
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, context) => (await listingRows(context, [String(id)]))[0] ?? null,
  }),
  compareListings: t.field({
    type: [Listing],
    description:
      "Up to four offers side by side, in the order asked for; what is not published is left out.",
    authScopes: { public: true },
    args: { ids: t.arg.idList({ required: true }) },
    resolve: (_root, { ids }, context) => listingRows(context, ids.slice(0, 4).map(String)),
  }),
}));

/** The reader's zone: that of their organisation, or UTC for a visitor. */
export function readerZoneOf(context: GraphQLContext): string {
  return context.viewer?.zone ?? "UTC";
}

/** Published listings by id, in the order asked for; what is not published is left out. */
export async function listingRows(context: GraphQLContext, ids: readonly string[]): Promise<ListingRow[]> {
  const rows = await readListings(context.published, ids);
  if (rows.length === 0) return [];
  const readerZone = readerZoneOf(context);
  return rows.map((row) => ({ ...row, readerZone }));
}

function moduleOf(code: string) {
  const module = moduleByCode(code);
  if (!module) throw new Error(`A listing names the service "${code}", which the catalogue does not have.`);
  return { module, offers: undefined };
}

function amount(minor: string, currency: string) {
  return { amountMinor: BigInt(minor), currency };
}
