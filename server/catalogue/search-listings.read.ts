import type { Temporal } from "temporal-polyfill";
import { neededWeek } from "../../domain/catalogue/covered-hours.ts";
import { toDate } from "../clock.ts";
import { Prisma, type Tx } from "../db.ts";
import type { ListingCard } from "./listing-card.ts";

export type ListingSort = "recommended" | "price" | "attainment";

export type ListingFilter = {
  module?: string | null | undefined;
  country?: string | null | undefined;
  language?: string | null | undefined;
  /** Hours on working days that the provider must cover, in the reader's zone. */
  hours?: { from: string; to: string; zone: string } | null | undefined;
  /** A kind that somebody has seen or verified and that holds today. */
  attestation?: string | null | undefined;
  /** A price band in minor units; both ends count. Other currencies are left out, since nothing is converted. */
  price?: { minMinor?: bigint | null; maxMinor?: bigint | null; currency: string } | null | undefined;
  q?: string | null | undefined;
};

export type FacetCount = { value: string; count: number };

export type ListingHits = {
  total: number;
  facets: Record<"modules" | "countries" | "languages" | "currencies" | "attestations", FacetCount[]>;
  /** One more than asked for where a further page exists. */
  rows: { card: ListingCard; key: string }[];
};

export type SearchInput = {
  filter: ListingFilter;
  sort: ListingSort;
  first: number;
  /** The key of the row after which to go on. */
  after: string | null;
  now: Temporal.Instant;
};

/**
 * One page of the catalogue with its total and facets, all counted from one set of hits in one statement. The hits
 * carry no card, so that a wide search drags no JSON along.
 */
export async function searchListings(tx: Pick<Tx, "$queryRaw">, input: SearchInput): Promise<ListingHits> {
  const order = ORDER[input.sort];
  const [found] = await tx.$queryRaw<ListingHits[]>`
    with hit as materialized (
      select listing_id, module_code, country, languages, currency, attested, ${order} as sort_key
      from listing_card c where ${conditions(input)}
    ), page as (
      select listing_id, sort_key from hit where ${afterKey(input.after)} order by sort_key, listing_id
      limit ${input.first + 1}
    )
    select (select count(*)::int from hit) as total,
      jsonb_build_object(
        'modules', ${facet(Prisma.sql`select module_code as value from hit`)},
        'countries', ${facet(Prisma.sql`select country as value from hit`)},
        'currencies', ${facet(Prisma.sql`select currency as value from hit`)},
        'languages', ${facet(Prisma.sql`select unnest(languages) as value from hit`)},
        'attestations', ${facet(Prisma.sql`select k.key as value from hit, jsonb_each_text(attested) as k
          where k.value::datemultirange @> ${dayOf(input.now)}::date`)}
      ) as facets,
      coalesce((select jsonb_agg(jsonb_build_object('card', c.card, 'key', p.sort_key || ' ' || p.listing_id)
        order by p.sort_key, p.listing_id) from page p join listing_card c using (listing_id)), '[]') as rows`;
  if (!found) throw new Error("A query of counts answers one row.");
  return found;
}

/** Sort keys are text of equal width, so that one comparison and one cursor serve every order. */
const ORDER: Record<ListingSort, Prisma.Sql> = {
  recommended: Prisma.sql`to_char(1000 - c.score, 'FM0000')`,
  price: Prisma.sql`c.currency || to_char(c.price_minor, 'FM0000000000000000')`,
  attainment: Prisma.sql`to_char(10000 - coalesce(c.attainment_bps, 0), 'FM00000')`,
};

function facet(values: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(select coalesce(jsonb_agg(jsonb_build_object('value', value, 'count', n) order by n desc, value), '[]')
    from (select value, count(*) as n from (${values}) as v group by value) as counted)`;
}

function afterKey(after: string | null): Prisma.Sql {
  const [, key, id] = /^(\S+) ([0-9a-f-]{36})$/.exec(after ?? "") ?? [];
  if (key === undefined || id === undefined) return Prisma.sql`true`;
  return Prisma.sql`(sort_key, listing_id) > (${key}, ${id}::uuid)`;
}

function conditions({ filter, now }: SearchInput): Prisma.Sql {
  const all: Prisma.Sql[] = [];
  if (filter.module) all.push(Prisma.sql`c.module_code = ${filter.module}`);
  if (filter.country) all.push(Prisma.sql`c.country = ${filter.country}`);
  if (filter.language) all.push(Prisma.sql`${filter.language} = any (c.languages)`);
  if (filter.attestation)
    all.push(Prisma.sql`(c.attested ->> ${filter.attestation})::datemultirange @> ${dayOf(now)}::date`);
  if (filter.price) {
    all.push(Prisma.sql`c.currency = ${filter.price.currency}`);
    if (filter.price.minMinor != null) all.push(Prisma.sql`c.price_minor >= ${filter.price.minMinor}`);
    if (filter.price.maxMinor != null) all.push(Prisma.sql`c.price_minor <= ${filter.price.maxMinor}`);
  }
  const words = searchWords(filter.q);
  if (words) all.push(Prisma.sql`c.search @@ to_tsquery('simple', ${words})`);
  if (filter.hours) all.push(covers(filter.hours, now));
  return all.length === 0 ? Prisma.sql`true` : Prisma.join(all, " and ");
}

/** Every word must begin some word of the offer: "book lon" finds bookkeeping in London. Empty where there is none. */
export function searchWords(text: string | null | undefined): string {
  const words =
    text
      ?.normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words
    .slice(0, 12)
    .map((word) => `${word}:*`)
    .join(" & ");
}

/** Moves the needed hours into the provider's zone by the difference of the two clocks today. */
function covers(hours: { from: string; to: string; zone: string }, now: Temporal.Instant): Prisma.Sql {
  const at = toDate(now);
  const shift = Prisma.sql`(extract(epoch from (${at}::timestamptz at time zone c.zone)
    - (${at}::timestamptz at time zone ${hours.zone})) / 60)::int`;
  const needed = neededWeek(hours).map(
    ({ from, to }) => Prisma.sql`int4range(${from}::int + ${shift}, ${to}::int + ${shift})`,
  );
  return Prisma.sql`c.weekly @> int4multirange(${Prisma.join(needed)})`;
}

function dayOf(now: Temporal.Instant): string {
  return now.toZonedDateTimeISO("UTC").toPlainDate().toString();
}
