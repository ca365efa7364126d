import { afterAll, beforeAll, expect, test } from "vitest";
import { refreshAllListings } from "../../server/catalogue/listing-changed.job.ts";
import { addListing } from "../factories/catalogue.ts";
import { member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test("a night refreshes the cards of every provider with a published listing, each once", async () => {
  const listed = await member(world, { name: "Listed", kind: "provider", role: "owner" });
  const hidden = await member(world, { name: "Hidden", kind: "provider", role: "owner" });
  await addListing(world, { organizationId: listed.organizationId });
  await addListing(world, { organizationId: listed.organizationId, title: "Second" });
  await addListing(world, { organizationId: hidden.organizationId, published: false });
  await refreshAllListings({ db: world.workDb })({});
  await refreshAllListings({ db: world.workDb })({});
  const { rows } = await world.owner.query(
    "select key from graphile_worker.jobs where task_identifier = 'listing.changed'",
  );
  expect(rows.map((row) => row.key)).toEqual([`listings:${listed.organizationId}`]);
  await world.drainJobs();
  const cards = await world.owner.query("select organization_id from listing_card");
  expect(cards.rows.map((row) => row.organization_id)).toEqual([
    listed.organizationId,
    listed.organizationId,
  ]);
});
