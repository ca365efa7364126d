import type { Tx } from "../db.ts";
import type { ListingCard, ListingDetail } from "./listing-card.ts";

type Reader = Pick<Tx, "$queryRaw">;

export type ListingPage = { card: ListingCard; detail: ListingDetail };

/** The published listings with the ids, in the order of the ids; others are left out without a word. */
export async function readListings(tx: Reader, ids: readonly string[]): Promise<ListingPage[]> {
  const known = ids.filter(isUuid);
  if (known.length === 0) return [];
  return tx.$queryRaw<ListingPage[]>`
    select card, detail from listing_card where listing_id = any (${known}::uuid[])
    order by array_position(${known}::uuid[], listing_id)`;
}

/** The published offers of one provider, the best ranked first. */
export async function listingsOfProvider(tx: Reader, organizationId: string): Promise<ListingCard[]> {
  const rows = await tx.$queryRaw<{ card: ListingCard }[]>`
    select card from listing_card where organization_id = ${organizationId}::uuid order by score desc, listing_id`;
  return rows.map((row) => row.card);
}

export type ModuleOffers = {
  moduleCode: string;
  offers: number;
  from: { amountMinor: string; currency: string }[];
};

/** How many offers each service has and its lowest price, in the currencies it is offered in, the most usual first. */
export async function countOffers(tx: Reader): Promise<ModuleOffers[]> {
  return tx.$queryRaw<ModuleOffers[]>`
    select module_code as "moduleCode", sum(n)::int as offers,
      jsonb_agg(jsonb_build_object('amountMinor', lowest::text, 'currency', currency) order by n desc, currency) as "from"
    from (select module_code, currency, count(*) as n, min(price_minor) as lowest
          from listing_card group by module_code, currency) as priced
    group by module_code`;
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
export async function readProvider(tx: Reader, slug: string): Promise<ProviderFacts | null> {
  const [row] = await tx.$queryRaw<ProviderFacts[]>`
    select id, slug, name, country, city, zone, about, created_at as since
    from organization where slug = ${slug} and kind = 'provider'`;
  return row ?? null;
}

/** The zone of the reader's own organisation. */
export async function zoneOfOrganization(tx: Reader, organizationId: string): Promise<string> {
  const [row] = await tx.$queryRaw<
    { zone: string }[]
  >`select zone from organization where id = ${organizationId}::uuid`;
  return row?.zone ?? "UTC";
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}
