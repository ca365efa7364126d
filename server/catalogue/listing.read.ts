import { isId } from "../party-scope.ts";
import type { Published } from "../published.ts";
import type { ListingCard, ListingDetail } from "./listing-card.ts";

export type ListingPage = { card: ListingCard; detail: ListingDetail };

/** The published listings with the ids, in the order of the ids; others are left out without a word. */
export async function readListings(published: Published, ids: readonly string[]): Promise<ListingPage[]> {
  const known = ids.filter(isId);
  if (known.length === 0) return [];
  return published.sql<ListingPage>(
    `select card, detail from listing_card where listing_id = any ($1::uuid[])
     order by array_position($1::uuid[], listing_id)`,
    [known],
  );
}

/** The published offers of one provider, the best ranked first. */
export async function listingsOfProvider(
  published: Published,
  organizationId: string,
): Promise<ListingCard[]> {
  const rows = await published.sql<{ card: ListingCard }>(
    "select card from listing_card where organization_id = $1::uuid order by score desc, listing_id",
    [organizationId],
  );
  return rows.map((row) => row.card);
}

export type ModuleOffers = {
  moduleCode: string;
  offers: number;
  from: { amountMinor: string; currency: string }[];
};

/**
 * How many offers each service has and its lowest price, in the currencies it is offered in, the most usual
 * first.
 */
export async function countOffers(published: Published): Promise<ModuleOffers[]> {
  return published.sql<ModuleOffers>(
    `select module_code as "moduleCode", sum(n)::int as offers,
      jsonb_agg(jsonb_build_object('amountMinor', lowest::text, 'currency', currency) order by n desc,
        currency) as "from"
    from (select module_code, currency, count(*) as n, min(price_minor) as lowest
          from listing_card group by module_code, currency) as priced
    group by module_code`,
    [],
  );
}

export type ProviderFacts = {
  id: string;
  slug: string;
  name: string;
  country: string;
  city: string;
  zone: string;
  about: string;
  since: Date;
};

/** A provider by the name in its address; null where there is none or it is no provider. */
export async function readProvider(published: Published, slug: string): Promise<ProviderFacts | null> {
  const [row] = await published.sql<ProviderFacts>(
    `select id, slug, name, country, city, zone, about, created_at as since
     from organization where slug = $1 and kind = 'provider'`,
    [slug],
  );
  return row ?? null;
}
