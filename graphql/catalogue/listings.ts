import { z } from "zod";
import { isKnownCurrency } from "../../domain/shared/currency.ts";
import { parseInput } from "../../domain/shared/refusals.ts";
import { isZone } from "../../domain/shared/zone-offsets.ts";
import {
  FACETS,
  type FacetCount,
  type ListingHits,
  searchListings,
} from "../../server/catalogue/search-listings.read.ts";
import { builder } from "../builder.ts";
import { fieldsAsked } from "../fields-asked.ts";
import { Listing, readerZoneOf } from "./listing.ts";

const Facet = builder.objectRef<FacetCount>("FacetCount").implement({
  fields: (t) => ({ value: t.exposeString("value"), count: t.exposeInt("count") }),
});

const Facets = builder.objectRef<ListingHits["facets"]>("ListingFacets").implement({
  description: "Counts over all hits, not over the page.",
  fields: (t) => ({
    modules: t.field({ type: [Facet], resolve: (all) => counted(all.modules) }),
    countries: t.field({ type: [Facet], resolve: (all) => counted(all.countries) }),
    languages: t.field({ type: [Facet], resolve: (all) => counted(all.languages) }),
    currencies: t.field({ type: [Facet], resolve: (all) => counted(all.currencies) }),
    attestations: t.field({ type: [Facet], resolve: (all) => counted(all.attestations) }),
  }),
});

const HoursInput = builder.inputType("HoursInput", {
  description: "Working-day hours that the provider must cover, in the reader's zone.",
  fields: (t) => ({
    from: t.string({ required: true }),
    to: t.string({ required: true }),
    zone: t.string({ required: true }),
  }),
});

const PriceBandInput = builder.inputType("PriceBandInput", {
  description:
    "Both ends count, in minor units; offers in other currencies are left out, since nothing is converted.",
  fields: (t) => ({
    minMinor: t.field({ type: "BigInt" }),
    maxMinor: t.field({ type: "BigInt" }),
    currency: t.string({ required: true }),
  }),
});

const ListingFilterInput = builder.inputType("ListingFilter", {
  fields: (t) => ({
    module: t.string(),
    country: t.string(),
    language: t.string(),
    attestation: t.string({
      description: "A kind that somebody has seen or verified and that holds today.",
    }),
    hours: t.field({ type: HoursInput }),
    price: t.field({ type: PriceBandInput }),
    q: t.string({ description: "Words or beginnings of words." }),
  }),
});

const ListingSort = builder.enumType("ListingSort", {
  values: {
    RECOMMENDED: { value: "recommended", description: "As /catalogue/ranking explains." },
    PRICE: { value: "price", description: "Lowest first, each currency for itself." },
    ATTAINMENT: { value: "attainment" },
  } as const,
});

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Write a time as HH:MM.");
const word = z.string().max(80, "Use at most 80 characters.").nullish();
const minor = z
  .string()
  .regex(/^\d{1,15}$/, "Write an amount from 0 to 10^15 minor units.")
  .transform(BigInt)
  .nullish();

const filterSchema = z
  .object({
    module: word,
    country: word,
    language: word,
    attestation: word,
    q: z.string().max(200, "Search for at most 200 characters.").nullish(),
    hours: z
      .object({
        from: time,
        to: time,
        zone: z.string().refine(isZone, { error: "Write a zone such as Europe/London." }),
      })
      .nullish(),
    price: z
      .object({
        minMinor: minor,
        maxMinor: minor,
        currency: z.string().refine(isKnownCurrency, { error: "This is not a currency we know." }),
      })
      .nullish(),
  })
  .default({});

const MOST = 100;

builder.queryField("listings", (t) =>
  t.connection(
    {
      type: Listing,
      description: "Published offers. Pages go forward by `first` and `after`; at most 100 at once.",
      authScopes: { public: true },
      args: {
        filter: t.arg({ type: ListingFilterInput }),
        sort: t.arg({ type: ListingSort, defaultValue: "recommended", required: true }),
      },
      resolve: async (_root, args, context, info) => {
        const filter = parseInput(filterSchema, args.filter ?? {});
        const first = Math.min(Math.max(args.first ?? 20, 1), MOST);
        const readerZone = filter.hours?.zone ?? readerZoneOf(context);
        const after = args.after ? Buffer.from(args.after, "base64url").toString() : null;
        const now = context.moment();
        const facets = fieldsAsked(info, "facets");
        const hits = await searchListings(context.published, {
          ...{ filter, sort: args.sort, first, after, now },
          count: {
            total: fieldsAsked(info).has("totalCount"),
            facets: FACETS.filter((name) => facets.has(name)),
          },
        });
        const edges = hits.rows.slice(0, first).map(({ card, key }) => ({
          cursor: Buffer.from(key).toString("base64url"),
          node: { card, detail: null, readerZone },
        }));
        return {
          edges,
          hits,
          pageInfo: {
            hasNextPage: hits.rows.length > first,
            hasPreviousPage: after !== null,
            startCursor: edges[0]?.cursor ?? null,
            endCursor: edges.at(-1)?.cursor ?? null,
          },
        };
      },
    },
    {
      fields: (field) => ({
        totalCount: field.int({ resolve: ({ hits }) => counted(hits.total) }),
        facets: field.field({ type: Facets, resolve: ({ hits }) => hits.facets }),
      }),
    },
  ),
);

/**
 * What a document asks for is counted, so a missing count is our own mistake and must not be shown as none.
 */
function counted<T>(count: T | null | undefined): T {
  if (count === null || count === undefined) throw new Error("A field of the catalogue was not counted.");
  return count;
}
