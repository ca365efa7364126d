import { afterAll, beforeAll, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { createWorkItem } from "../../server/delivery/create-work-item.ts";
import { ask } from "../factories/ask.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let c: Contracted;
/** The world's clock stands on Saturday 21 November 2026. */
const opened = { type: "incident", title: "Scanner", priority: "P2", openedAt: "2026-11-20T13:00:00Z" };
const make = (reference: string) =>
  createWorkItem(world.caller(c.provider), { engagementId: c.engagementId, ...opened, reference });
beforeAll(async () => {
  world = await openWorld();
  c = await contracted(world);
});
afterAll(() => world.close());

const QUERY = `query($r: String!) { workItemsByReference(reference: $r) {
  id clocks { levelName verdict netSeconds } events { type automated tags site since } } }`;
type Found = { id: string; events: unknown[] }[];
const found = async (viewer: Viewer, r: string) =>
  (await ask(world, viewer, QUERY, { r })).data?.workItemsByReference as Found;

test("items are found by their whole reference, by both parties and the account manager", async () => {
  const { id } = await make("REF-77");
  await make("REF-770");
  const manager = await member(world, { name: "Desk", kind: "marketplace", role: "account_manager" });
  for (const viewer of [c.buyer, c.provider, manager]) {
    const rows = await found(viewer, " REF-77 ");
    expect(rows.map((one) => one.id)).toEqual([id]);
    expect(rows[0]?.events).toEqual([
      { type: "start", automated: false, tags: null, site: null, since: null },
    ]);
  }
  for (const none of ["", "REF", "ref-77%", "' or true --", "REF-77\u0000"])
    expect(await found(c.buyer, none)).toEqual([]);
});

test("and by nobody else, as if there were none", async () => {
  await make("REF-78");
  const stranger = await member(world, { name: "Reference stranger", kind: "buyer", role: "owner" });
  expect(await found(stranger, "REF-78")).toEqual([]);
});
