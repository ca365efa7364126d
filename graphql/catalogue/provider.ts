import {
  listingsOfProvider,
  type ProviderFacts,
  readProvider,
} from "../../server/catalogue/listing.read.ts";
import { attestationOn, readAttestations } from "../../server/vetting/attestations.read.ts";
import { builder } from "../builder.ts";
import { Attestation } from "../vetting/attestation.ts";
import { Listing, readerZoneOf } from "./listing.ts";

const Provider = builder.objectRef<ProviderFacts>("Provider").implement({
  description: "A provider as everybody may know it: who, where, what it offers and what it can show.",
  fields: (t) => ({
    slug: t.exposeString("slug"),
    name: t.exposeString("name"),
    country: t.exposeString("country"),
    city: t.exposeString("city"),
    zone: t.exposeString("zone"),
    about: t.exposeString("about"),
    since: t.field({ type: "DateTime", resolve: (one) => one.since }),
    attestations: t.field({
      type: [Attestation],
      resolve: async (one, _args, context) =>
        (await readAttestations(context.published, one.id)).map((facts) =>
          attestationOn(facts, context.clock.now()),
        ),
    }),
    listings: t.field({
      type: [Listing],
      resolve: async (one, _args, context) => {
        const cards = await listingsOfProvider(context.published, one.id);
        const readerZone = readerZoneOf(context);
        return cards.map((card) => ({ card, detail: null, readerZone }));
      },
    }),
  }),
});

builder.queryField("provider", (t) =>
  t.field({
    type: Provider,
    nullable: true,
    authScopes: { public: true },
    args: { slug: t.arg.string({ required: true }) },
    resolve: (_root, { slug }, context) => readProvider(context.published, slug),
  }),
);
