import type pg from "pg";
import { Temporal } from "temporal-polyfill";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../db.ts";
import { listingCardOf } from "./listing-card.ts";
import { readListingFacts } from "./listing-facts.read.ts";
import { type RunSql, sqlInTransaction, sqlOnConnection } from "./run-sql.ts";

/** Months of frozen figures that a card looks back on. */
const MONTHS_BACK = 12;
const CHUNK = 1000;

/**
 * Writes the cards of a provider's listings anew and removes those of listings that are no longer
 * published; of all its listings where none are named. Speaks for that provider, whose own rows are all
 * that it needs.
 */
export async function refreshListingCards(
  deps: { db: Database; clock: Clock },
  p: { organizationId: string; listingIds?: readonly string[] | undefined; requestId: string },
): Promise<void> {
  await deps.db.withOrg(systemViewer(p.organizationId, p.requestId), async (tx) => {
    const run = sqlInTransaction(tx);
    const own = (await run<{ id: string }>(OWN_LISTINGS, [p.organizationId])).map((row) => row.id);
    const ids = p.listingIds ? own.filter((id) => p.listingIds?.includes(id)) : own;
    await writeCards(run, { ids, now: deps.clock.now() });
  });
}

/**
 * Writes every card anew, on a connection that sees every organisation: set-up, the demo story and the
 * bench.
 */
export async function rebuildListingCards(
  client: pg.Client,
  now: Temporal.Instant = Temporal.Now.instant(),
): Promise<number> {
  return writeCards(sqlOnConnection(client), { ids: null, now });
}

async function writeCards(
  run: RunSql,
  p: { ids: readonly string[] | null; now: Temporal.Instant },
): Promise<number> {
  const today = p.now.toZonedDateTimeISO("UTC").toPlainDate();
  const since = today.toPlainYearMonth().subtract({ months: MONTHS_BACK }).toString();
  const facts = await readListingFacts(run, { ids: p.ids, since });
  await run(REMOVE, [p.ids]);
  for (let start = 0; start < facts.length; start += CHUNK) {
    const rows = facts.slice(start, start + CHUNK).map((one) => listingCardOf(one, today));
    await run(WRITE, [JSON.stringify(rows), new Date(p.now.epochMilliseconds)]);
  }
  return facts.length;
}

const OWN_LISTINGS = `
  select id from listing where organization_id = $1::uuid
  union select listing_id from listing_card where organization_id = $1::uuid`;

const REMOVE = `
  delete from listing_card c where ($1::uuid[] is null or c.listing_id = any ($1::uuid[]))
    and not exists (select 1 from listing l where l.id = c.listing_id and l.published_at is not null)`;

// The plain dictionary, because names and cities stand in many languages; prefixes do what stems would.
const WRITE = `
  insert into listing_card as c (listing_id, organization_id, module_code, country, languages, currency,
    price_minor,
    score, attainment_bps, zone, weekly, attested, search, card, detail, refreshed_at)
  select listing_id, organization_id, module_code, country, languages, currency, price_minor, score,
    attainment_bps,
    zone, weekly, attested,
    setweight(to_tsvector('simple', words ->> 'name'), 'A') || setweight(to_tsvector('simple', words ->>
      'text'), 'B'),
    card, detail, $2::timestamptz
  from jsonb_to_recordset($1::jsonb) as row(listing_id uuid, organization_id uuid, module_code text,
    country text,
    languages text[], currency text, price_minor bigint, score int, attainment_bps int, zone text,
    weekly int4multirange, attested jsonb, words jsonb, card jsonb, detail jsonb)
  on conflict (listing_id) do update set module_code = excluded.module_code, country = excluded.country,
    languages = excluded.languages, currency = excluded.currency, price_minor = excluded.price_minor,
    score = excluded.score, attainment_bps = excluded.attainment_bps, zone = excluded.zone, weekly =
      excluded.weekly,
    attested = excluded.attested, search = excluded.search, card = excluded.card, detail = excluded.detail,
    refreshed_at = excluded.refreshed_at`;
