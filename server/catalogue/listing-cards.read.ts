import type { Published } from "../published.ts";
import type { ListingCard } from "./listing-card.ts";

/** One card as it stood at one writing. */
export type CardVersion = { id: string; version: string };

/** A different text after every writing: the transaction that wrote the row, and when. */
export const CARD_VERSION = "c.xmin::text || ' ' || c.refreshed_at::text";

/** About 6 KB each in memory. */
const MOST_KEPT = 2_000;

const kept = new WeakMap<Published, Map<string, { version: string; card: ListingCard }>>();

/**
 * The cards with their ids, in that order. A card is kept in memory and used again only at the version
 * that the database has just named, so a change is seen by every process with its commit; one that has
 * gone is left out.
 */
export async function readCards(
  published: Published,
  wanted: readonly CardVersion[],
): Promise<Map<string, ListingCard>> {
  const cards = cardsOf(published);
  const found = new Map<string, ListingCard>();
  const missing: string[] = [];
  for (const { id, version } of wanted) {
    const known = cards.get(id);
    if (known?.version === version) found.set(id, known.card);
    else missing.push(id);
  }
  if (missing.length === 0) return found;
  const rows = await published.sql<CardVersion & { card: ListingCard }>(
    `select c.listing_id as id, ${CARD_VERSION} as version, c.card from listing_card c
     where c.listing_id = any ($1::uuid[])`,
    [missing],
  );
  for (const { id, version, card } of rows) {
    found.set(id, card);
    keep(cards, { id, version, card });
  }
  return found;
}

function cardsOf(published: Published) {
  const known = kept.get(published);
  if (known) return known;
  const made = new Map<string, { version: string; card: ListingCard }>();
  kept.set(published, made);
  return made;
}

/** The one kept longest goes first. */
function keep(
  cards: Map<string, { version: string; card: ListingCard }>,
  { id, version, card }: CardVersion & { card: ListingCard },
): void {
  cards.delete(id);
  cards.set(id, { version, card });
  const [oldest] = cards.keys();
  if (cards.size > MOST_KEPT && oldest !== undefined) cards.delete(oldest);
}
