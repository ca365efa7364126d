import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rebuildListingCards } from "../../server/catalogue/refresh-listing-cards.ts";
import { FACETS, type ListingSort, searchListings } from "../../server/catalogue/search-listings.read.ts";
import type { Published } from "../../server/published.ts";
import { addListing } from "../factories/catalogue.ts";
import { member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

const NOW = Temporal.Instant.from("2026-11-21T09:00:00Z");

let world: World;
let listingId: string;

beforeAll(async () => {
  world = await openWorld({ now: NOW.toString() });
  const provider = await member(world, { name: "Berlin Books", kind: "provider", role: "owner" });
  const { organizationId } = provider;
  listingId = await addListing(world, { organizationId });
  await addListing(world, { organizationId, title: "Books overnight", priceMinor: 64_000 });
  await addListing(world, { organizationId, moduleCode: "it_support", title: "Service desk" });
  await rebuildListingCards(world.owner, NOW);
});

afterAll(() => world.close());

describe("what a page reads", () => {
  test("a kept card is not read again, and a changed one is", async () => {
    const { published, statements } = counting();
    const input = { filter: {}, sort: "price", first: 20, after: null, now: NOW } as const;
    const page = () => searchListings(published, { ...input, count: { total: false, facets: [] } });
    const first = await page();
    expect(statements).toHaveLength(2);
    expect(await page()).toEqual(first);
    expect(statements).toHaveLength(3);
    await world.owner.query(
      "update listing_card set card = jsonb_set(card, '{title}', '\"Other\"') where listing_id = $1",
      [listingId],
    );
    const changed = (await page()).rows.map((row) => row.card.title);
    expect(changed).toContain("Other");
    expect(statements).toHaveLength(5);
    await rebuildListingCards(world.owner, NOW);
    expect(await page()).toEqual(first);
  });

  test.each<ListingSort>(["recommended", "price", "attainment"])(
    "the same rows and keys with counts and without, sorted by %s",
    async (sort) => {
      const input = { filter: {}, sort, first: 2, after: null, now: NOW };
      const without = await searchListings(world.db.published, {
        ...input,
        count: { total: false, facets: [] },
      });
      const { rows } = await searchListings(world.db.published, {
        ...input,
        count: { total: true, facets: FACETS },
      });
      expect(rows).toHaveLength(3);
      expect(without).toEqual({ total: null, facets: {}, rows });
    },
  );

  test("only the counts that were asked for", async () => {
    const { published, statements } = counting();
    const { total, facets } = await searchListings(published, {
      ...{ filter: {}, sort: "price", first: 1, after: null, now: NOW },
      count: { total: false, facets: ["countries"] },
    });
    expect(total).toBeNull();
    expect(Object.keys(facets)).toEqual(["countries"]);
    expect(statements[0]).not.toContain("attested");
  });

  test.each([
    ["recommended", "module_code = 'bookkeeping' and", "listing_card_module_recommended"],
    ["price", "", "listing_card_price"],
  ] as const)("sorted by %s, an index in that order and no sort", async (sort, where, index) => {
    const { published, statements } = counting();
    const filter = where === "" ? {} : { module: "bookkeeping" };
    await searchListings(published, {
      ...{ filter, sort, first: 20, after: null, now: NOW },
      count: { total: false, facets: [] },
    });
    await world.owner.query("set enable_seqscan = off; set enable_sort = off");
    const text = (statements[0] ?? "").replace("$1", "'bookkeeping'");
    const { rows } = await world.owner.query(`explain ${text}`);
    await world.owner.query("reset enable_seqscan; reset enable_sort");
    const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
    expect(plan).toContain(index);
    expect(plan).not.toContain("Sort");
  });
});

function counting(): { published: Published; statements: string[] } {
  const statements: string[] = [];
  const sql: Published["sql"] = (text, values) => {
    statements.push(text);
    return world.db.published.sql(text, values);
  };
  return { published: { sql, close: async () => undefined }, statements };
}
