import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serviceModule } from "../../domain/catalogue/catalogue.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { rebuildListingCards, refreshListingCards } from "../../server/catalogue/refresh-listing-cards.ts";
import {
  FACETS,
  type ListingFilter,
  type ListingSort,
  searchListings,
} from "../../server/catalogue/search-listings.read.ts";
import { addAttestation, addEngagement, addListing, freezeMonth } from "../factories/catalogue.ts";
import { member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

const NOW = Temporal.Instant.from("2026-11-21T09:00:00Z");
const HEADLINE = serviceModule("bookkeeping").defaultLevels[0]?.id ?? "";

let world: World;
let berlin: Viewer;
let manila: Viewer;
let buyer: Viewer;
const ids: Record<string, string> = {};

beforeAll(async () => {
  world = await openWorld({ now: NOW.toString() });
  berlin = await member(world, { name: "Berlin Books", kind: "provider", role: "owner", country: "DE" });
  manila = await member(world, {
    name: "Manila Desk",
    kind: "provider",
    role: "owner",
    country: "PH",
    zone: "Asia/Manila",
  });
  buyer = await member(world, { name: "Buyer", kind: "buyer", role: "owner" });
  ids["close"] = await addListing(world, {
    organizationId: berlin.organizationId,
    languages: ["de", "en"],
  });
  ids["night"] = await addListing(world, {
    organizationId: manila.organizationId,
    title: "Books overnight",
    priceMinor: 64_000,
    currency: "USD",
    zone: "Asia/Manila",
  });
  ids["round"] = await addListing(world, {
    organizationId: manila.organizationId,
    moduleCode: "it_support",
    title: "Service desk",
    priceMinor: 90_000,
    hours: null,
    zone: "Asia/Manila",
  });
  ids["hidden"] = await addListing(world, {
    organizationId: berlin.organizationId,
    published: false,
    title: "Secret plan",
  });
  await addAttestation(world, {
    organizationId: berlin.organizationId,
    kind: "iso27001",
    validTo: "2026-12-31",
  });
  await addAttestation(world, {
    organizationId: manila.organizationId,
    kind: "iso27001",
    level: "declared",
  });
  await addAttestation(world, {
    organizationId: manila.organizationId,
    kind: "soc1_type2",
    validTo: "2026-11-20",
  });
  await rebuildListingCards(world.owner, NOW);
});

afterAll(() => world.close());

function search(
  filter: ListingFilter,
  options: { sort?: ListingSort; first?: number; after?: string | null } = {},
) {
  const { sort = "recommended", first = 20, after = null } = options;
  const count = { total: true, facets: FACETS };
  return searchListings(world.db.published, { filter, sort, first, after, now: NOW, count });
}

async function titles(filter: ListingFilter): Promise<string[]> {
  return (await search(filter)).rows.map((row) => row.card.title).sort();
}

describe("the catalogue", () => {
  test("shows a visitor every published offer and none that is not", async () => {
    expect(await titles({})).toEqual(["Books overnight", "Monthly close", "Service desk"]);
    expect(await titles({ q: "secret" })).toEqual([]);
  });

  test.each<[string, ListingFilter, string[]]>([
    ["the module", { module: "it_support" }, ["Service desk"]],
    ["the country", { country: "DE" }, ["Monthly close"]],
    ["a language", { language: "de" }, ["Monthly close"]],
    [
      "a price band in its currency",
      { price: { currency: "USD", minMinor: 64_000n, maxMinor: 64_000n } },
      ["Books overnight"],
    ],
    ["a price band that nobody meets", { price: { currency: "USD", maxMinor: 63_999n } }, []],
    ["an attestation that somebody verified", { attestation: "iso27001" }, ["Monthly close"]],
    ["an attestation that lapsed yesterday", { attestation: "soc1_type2" }, []],
    ["the beginnings of words", { q: "book over" }, ["Books overnight"]],
    ["the provider's name", { q: "berlin" }, ["Monthly close"]],
    ["signs that mean something to a search engine", { q: "'); drop | & ! :*" }, []],
    [
      "hours in the reader's zone",
      { hours: { from: "09:00", to: "17:00", zone: "Europe/Berlin" } },
      ["Monthly close", "Service desk"],
    ],
    [
      "hours in the provider's own zone",
      { hours: { from: "09:00", to: "17:00", zone: "Asia/Manila" } },
      ["Books overnight", "Service desk"],
    ],
    [
      "an hour too many",
      { hours: { from: "09:00", to: "17:01", zone: "Europe/Berlin" } },
      ["Service desk"],
    ],
    ["two filters at once", { country: "PH", module: "bookkeeping" }, ["Books overnight"]],
  ])("narrows by %s", async (_what, filter, expected) => {
    expect(await titles(filter)).toEqual(expected);
    expect((await search(filter)).total).toBe(expected.length);
  });

  test("counts facets from the hits themselves", async () => {
    const { total, facets } = await search({});
    expect(total).toBe(3);
    expect(facets.countries).toEqual([
      { value: "PH", count: 2 },
      { value: "DE", count: 1 },
    ]);
    for (const name of ["modules", "countries", "currencies"] as const)
      expect((facets[name] ?? []).reduce((sum, one) => sum + one.count, 0)).toBe(total);
    expect(facets.attestations).toEqual([{ value: "iso27001", count: 1 }]);
  });

  test.each<ListingSort>(["recommended", "price", "attainment"])(
    "walks every page once, sorted by %s",
    async (sort) => {
      const seen: string[] = [];
      let after: string | null = null;
      for (let page = 0; page < 5; page += 1) {
        const { rows } = await search({}, { sort, first: 1, after });
        const [row, next] = rows;
        if (row) seen.push(row.card.id);
        if (!next) break;
        after = row?.key ?? null;
      }
      expect(seen.length).toBe(3);
      expect(new Set(seen).size).toBe(3);
    },
  );

  test("starts from the beginning where the cursor is not one of ours", async () => {
    expect((await search({}, { after: "1' or true --" })).rows.length).toBe(3);
  });
});

describe("a card", () => {
  test("is the same whether rebuilt for all or refreshed for one provider", async () => {
    const cards = () =>
      world.owner.query(
        "select to_jsonb(c) - 'refreshed_at' as row from listing_card c order by listing_id",
      );
    const rebuilt = (await cards()).rows;
    await refreshListingCards(
      { db: world.workDb, clock: world.clock },
      { organizationId: manila.organizationId, requestId: "t" },
    );
    expect((await cards()).rows).toEqual(rebuilt);
  });

  test("carries the measured months of every buyer without naming one, and the expected price", async () => {
    const engagementId = await addEngagement(world, {
      buyer: buyer.organizationId,
      provider: berlin.organizationId,
    });
    for (const [period, measured] of [
      ["2026-08", "100.00"],
      ["2026-09", "100.00"],
      ["2026-10", "0.00"],
    ] as const)
      await freezeMonth(world, { engagementId, period, levels: [{ levelId: HEADLINE, measured, n: 20 }] });
    await freezeMonth(world, {
      engagementId,
      period: "2025-10",
      levels: [{ levelId: HEADLINE, measured: "0.00", n: 20 }],
    });
    await refreshListingCards(
      { db: world.workDb, clock: world.clock },
      { organizationId: berlin.organizationId, requestId: "t" },
    );
    const { rows } = await search({ country: "DE" });
    const card = rows[0]?.card;
    expect(card?.measured).toMatchObject({ engagements: 1, months: 3, items: 60, attainmentBps: 6667 });
    expect(BigInt(card?.expectedMinor ?? 0)).toBeLessThan(120_000n);
    expect(JSON.stringify(card)).not.toContain(buyer.organizationId);
    expect(JSON.stringify(card)).not.toContain(engagementId);
  });

  test("follows a committed change as soon as its job has run", async () => {
    await world.owner.query("update listing set title = 'Close in four days' where id = $1", [
      ids["close"],
    ]);
    await world.owner.query("select app.enqueue('listing.changed', $1, null)", [
      JSON.stringify({ organizationId: berlin.organizationId, listingIds: [ids["close"]] }),
    ]);
    await world.drainJobs();
    expect(await titles({ country: "DE" })).toEqual(["Close in four days"]);
  });

  test("disappears when its listing is withdrawn", async () => {
    await world.owner.query("update listing set published_at = null where id = $1", [ids["night"]]);
    await refreshListingCards(
      { db: world.workDb, clock: world.clock },
      { organizationId: manila.organizationId, requestId: "t" },
    );
    expect(await titles({ country: "PH" })).toEqual(["Service desk"]);
  });

  test("cannot be written for another provider", async () => {
    await refreshListingCards(
      { db: world.workDb, clock: world.clock },
      { organizationId: manila.organizationId, listingIds: [ids["close"] ?? ""], requestId: "t" },
    );
    const { rows } = await world.owner.query(
      "select organization_id from listing_card where listing_id = $1",
      [ids["close"]],
    );
    expect(rows[0]?.organization_id).toBe(berlin.organizationId);
  });
});
