import { afterAll, beforeAll, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { ask } from "../factories/ask.ts";
import { addEngagement } from "../factories/catalogue.ts";
import { member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let staff: Viewer;
let books: Viewer;
let payroll: Viewer;
const buyers: Viewer[] = [];
const ids: string[] = [];

beforeAll(async () => {
  world = await openWorld({ now: "2026-11-21T09:00:00Z" });
  staff = await member(world, { name: "Accounts", kind: "marketplace", role: "account_manager" });
  books = await member(world, { name: "Berlin Books", kind: "provider", role: "owner" });
  payroll = await member(world, { name: "100% Pay_roll", kind: "provider", role: "owner" });
  for (const name of ["Fine Foods", "Other Ltd"])
    buyers.push(await member(world, { name, kind: "buyer", role: "owner" }));
  for (const buyer of buyers)
    for (const provider of [books, payroll])
      ids.push(
        await addEngagement(world, { buyer: buyer.organizationId, provider: provider.organizationId }),
      );
});
afterAll(() => world.close());

const SEARCH = `query($search: String, $first: Int, $after: String) {
  engagements(search: $search, first: $first, after: $after) {
    pageInfo { hasNextPage endCursor } edges { node { id } } } }`;

async function found(viewer: Viewer, search: string | null): Promise<string[]> {
  const { data, errors } = await ask(world, viewer, SEARCH, { search });
  expect(errors).toEqual([]);
  return data.engagements.edges.map((edge: { node: { id: string } }) => edge.node.id).sort();
}
const those = (...places: number[]) => places.map((place) => ids[place] ?? "").sort();
const buyer = (place: number) => buyers[place] as Viewer;

test("engagements are found by every word of a title, a party's or the service's name", async () => {
  expect(await found(staff, null)).toEqual(those(0, 1, 2, 3));
  expect(await found(staff, "  fine ")).toEqual(those(0, 1));
  expect(await found(staff, "BOOKS fine")).toEqual(those(0));
  expect(await found(staff, "bookkeeping other")).toEqual(those(2, 3));
  expect(await found(books, "foods")).toEqual(those(0));
  expect(await found(staff, "fine nothing")).toEqual([]);
});

test("signs of patterns are letters like others", async () => {
  expect(await found(staff, "100%")).toEqual(those(1, 3));
  expect(await found(staff, "pay_roll")).toEqual(those(1, 3));
  expect(await found(staff, "%")).toEqual(those(1, 3));
  expect(await found(staff, "\\")).toEqual([]);
});

test("nobody finds another's engagement, by whichever name", async () => {
  expect(await found(buyer(0), "berlin")).toEqual(those(0));
  expect(await found(buyer(0), "other")).toEqual([]);
  expect(await found(payroll, "berlin")).toEqual([]);
});

test("a page after another keeps the search", async () => {
  const page = async (after: string | null) =>
    (await ask(world, staff, SEARCH, { search: "fine", first: 1, after })).data.engagements;
  const first = await page(null);
  expect(first.pageInfo.hasNextPage).toBe(true);
  const second = await page(first.pageInfo.endCursor);
  expect(second.pageInfo.hasNextPage).toBe(false);
  const nodes = [...first.edges, ...second.edges].map((edge: { node: { id: string } }) => edge.node.id);
  expect(nodes.sort()).toEqual(those(0, 1));
});
