import type { Temporal } from "temporal-polyfill";
import { neededWeek } from "../../domain/catalogue/covered-hours.ts";
import { toDate } from "../clock.ts";
import { isId } from "../party-scope.ts";
import type { Published } from "../published.ts";
import type { ListingCard } from "./listing-card.ts";
import { CARD_VERSION, type CardVersion, readCards } from "./listing-cards.read.ts";

export type ListingSort = "recommended" | "price" | "attainment";

export type ListingFilter = {
  module?: string | null | undefined;
  country?: string | null | undefined;
  language?: string | null | undefined;
  /** Hours on working days that the provider must cover, in the reader's zone. */
  hours?: { from: string; to: string; zone: string } | null | undefined;
  /** A kind that somebody has seen or verified and that holds today. */
  attestation?: string | null | undefined;
  /**
   * A price band in minor units; both ends count. Other currencies are left out, since nothing is
   * converted.
   */
  price?: { minMinor?: bigint | null; maxMinor?: bigint | null; currency: string } | null | undefined;
  q?: string | null | undefined;
};

export type FacetCount = { value: string; count: number };

export const FACETS = ["modules", "countries", "languages", "currencies", "attestations"] as const;
export type FacetName = (typeof FACETS)[number];

export type ListingHits = {
  /** Null where it was not asked for, as each facet is left out. */
  total: number | null;
  facets: Partial<Record<FacetName, FacetCount[]>>;
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
  /**
   * What is counted over all hits; without it a page is read from an index and nothing beyond it is
   * touched.
   */
  count: { total: boolean; facets: readonly FacetName[] };
};

type PageRow = CardVersion & { key: string };

/**
 * One page of the catalogue with the counts asked for, all from one set of hits in one statement. The
 * statement answers ids and versions; the cards come from memory where they are kept at that version.
 */
export async function searchListings(published: Published, input: SearchInput): Promise<ListingHits> {
  const { count } = input;
  const counted = count.total || count.facets.length > 0;
  const { total, facets, page } = counted
    ? await countedPage(published, input)
    : { total: null, facets: {}, page: await plainPage(published, input) };
  const cards = await readCards(published, page);
  const rows = page.flatMap(({ id, key }) => {
    const card = cards.get(id);
    return card ? [{ card, key: `${key} ${id}` }] : [];
  });
  return { total, facets, rows };
}

/** In the order of an index, so that it costs the same however many offers there are. */
function plainPage(published: Published, input: SearchInput): Promise<PageRow[]> {
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const key = ORDER[input.sort];
  const where = [...conditions(input, bind), ...afterKey({ input, key, id: "c.listing_id", bind })];
  const text = `select c.listing_id as id, ${CARD_VERSION} as version, ${key} as key from listing_card c
    where ${all(where)} order by ${key}, c.listing_id limit ${input.first + 1}`;
  return published.sql<PageRow>(text, values);
}

type CountedPage = { total: number | null; facets: ListingHits["facets"]; page: PageRow[] };

/** The hits carry no card, so that a wide search drags no JSON along. */
async function countedPage(published: Published, input: SearchInput): Promise<CountedPage> {
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const { count, first } = input;
  const columns = count.facets.map((name) => `, c.${FACET[name].column}`).join("");
  const where = all(conditions(input, bind));
  const after = all(afterKey({ input, key: "key", id: "id", bind }));
  const facets = count.facets.map((name) => `'${name}', ${facetOf(FACET[name].values(input.now, bind))}`);
  const text = `with hit as materialized (
      select c.listing_id as id, ${CARD_VERSION} as version, ${ORDER[input.sort]} as key${columns}
      from listing_card c where ${where}
    ), page as (
      select id, version, key from hit where ${after} order by key, id limit ${first + 1}
    )
    select ${count.total ? "(select count(*)::int from hit)" : "null"} as total,
      jsonb_build_object(${facets.join(", ")}) as facets,
      coalesce((select jsonb_agg(to_jsonb(p) order by p.key, p.id) from page p), '[]') as page`;
  const [found] = await published.sql<CountedPage>(text, values);
  if (!found) throw new Error("A query of counts answers one row.");
  return found;
}

type Bind = (value: unknown) => string;

/**
 * Sort keys are text of equal width, so that one comparison and one cursor serve every order. The indexes
 * of the migration are made of these very expressions; a key written otherwise would sort every hit.
 */
const ORDER: Record<ListingSort, string> = {
  recommended: `(lpad((1000 - c.score)::text, 4, '0') collate "C")`,
  price: `((c.currency::text || lpad(c.price_minor::text, 16, '0')) collate "C")`,
  attainment: `(lpad((10000 - coalesce(c.attainment_bps, 0))::text, 5, '0') collate "C")`,
};

const FACET: Record<FacetName, { column: string; values: (now: Temporal.Instant, bind: Bind) => string }> =
  {
    modules: { column: "module_code", values: () => "select module_code as value from hit" },
    countries: { column: "country", values: () => "select country as value from hit" },
    languages: { column: "languages", values: () => "select unnest(languages) as value from hit" },
    currencies: { column: "currency", values: () => "select currency as value from hit" },
    attestations: {
      column: "attested",
      values: (now, bind) => `select k.key as value from hit, jsonb_each_text(attested) as k
      where k.value::datemultirange @> ${bind(dayOf(now))}::date`,
    },
  };

function facetOf(values: string): string {
  return `(select coalesce(jsonb_agg(jsonb_build_object('value', value, 'count', n) order by n desc, value), '[]')
    from (select value, count(*) as n from (${values}) as v group by value) as counted)`;
}

function afterKey(p: { input: SearchInput; key: string; id: string; bind: Bind }): string[] {
  const [, key, id] = /^(\S+) ([0-9a-f-]{36})$/.exec(p.input.after ?? "") ?? [];
  if (key === undefined || id === undefined || !isId(id)) return [];
  return [`(${p.key}, ${p.id}) > (${p.bind(key)}, ${p.bind(id)}::uuid)`];
}

function all(conditions: readonly string[]): string {
  return conditions.length === 0 ? "true" : conditions.join(" and ");
}

function conditions({ filter, now }: SearchInput, bind: Bind): string[] {
  const { module, country, language, attestation, price, hours } = filter;
  const words = searchWords(filter.q);
  return [
    ...(module ? [`c.module_code = ${bind(module)}`] : []),
    ...(country ? [`c.country = ${bind(country)}`] : []),
    ...(language ? [`${bind(language)} = any (c.languages)`] : []),
    ...(attestation
      ? [`(c.attested ->> ${bind(attestation)})::datemultirange @> ${bind(dayOf(now))}::date`]
      : []),
    ...(price ? [`c.currency = ${bind(price.currency)}`] : []),
    ...(price?.minMinor != null ? [`c.price_minor >= ${bind(price.minMinor)}::bigint`] : []),
    ...(price?.maxMinor != null ? [`c.price_minor <= ${bind(price.maxMinor)}::bigint`] : []),
    ...(words ? [`c.search @@ to_tsquery('simple', ${bind(words)})`] : []),
    ...(hours ? [covers({ hours, now, bind })] : []),
  ];
}

/**
 * Every word must begin some word of the offer: "book lon" finds bookkeeping in London. Empty where there
 * is none.
 */
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
function covers(p: {
  hours: NonNullable<ListingFilter["hours"]>;
  now: Temporal.Instant;
  bind: Bind;
}): string {
  const at = p.bind(toDate(p.now));
  const shift = `(extract(epoch from (${at}::timestamptz at time zone c.zone)
    - (${at}::timestamptz at time zone ${p.bind(p.hours.zone)})) / 60)::int`;
  const needed = neededWeek(p.hours).map(
    ({ from, to }) => `int4range(${p.bind(from)}::int + ${shift}, ${p.bind(to)}::int + ${shift})`,
  );
  return `c.weekly @> int4multirange(${needed.join(", ")})`;
}

function dayOf(now: Temporal.Instant): string {
  return now.toZonedDateTimeISO("UTC").toPlainDate().toString();
}
