import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorkItem } from "../../server/delivery/create-work-item.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { fingerprint } from "../factories/probe-cast.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let here: Contracted;
let elsewhere: Contracted;
let item: { id: string; organization_id: string; provider_id: string; engagement_id: string };
beforeAll(async () => {
  world = await openWorld();
  here = await contracted(world);
  elsewhere = await contracted(world);
  const { id } = await createWorkItem(world.caller(here.provider), {
    engagementId: here.engagementId,
    type: "incident",
    title: "Scanner offline",
    openedAt: world.clock.now().subtract({ hours: 1 }).toString(),
    fields: {},
  });
  const columns = "id, organization_id, provider_id, engagement_id";
  item = (await world.row(`select ${columns} from work_item where id = $1`, [id])) as typeof item;
});
afterAll(() => world.close());

const NOWHERE = "00000000-0000-7000-8000-000000000000";
const refused = async (text: string, values: readonly unknown[], code: string) => {
  const before = await fingerprint(world);
  await expect(world.owner.query(text, [...values])).rejects.toMatchObject({ code });
  expect(await fingerprint(world)).toBe(before);
};

const EVENTS = `insert into work_item_event (organization_id, provider_id, work_item_id, source_key, position,
  type, at, actor) select $1, $2, n.item, n.item::text || n.key, 0, 'update', now(), 'test'
  from unnest($3::uuid[]) with ordinality as n(item, key)`;
const ITEM = `insert into work_item (organization_id, provider_id, engagement_id, source, reference, type,
  title, state, opened_at) values ($1, $2, $3, 'test', 'PLACE', 'incident', 'Placed', 'open', now())`;

test("an event belongs to an item of its own parties, whoever writes it and among however many others", async () => {
  const { organization_id: buyer, provider_id: provider, id } = item;
  await refused(EVENTS, [buyer, provider, [NOWHERE]], "23503");
  await refused(EVENTS, [elsewhere.buyer.organizationId, provider, [id]], "23503");
  await refused(EVENTS, [buyer, elsewhere.provider.organizationId, [id]], "23503");
  await refused(EVENTS, [buyer, provider, [id, id, NOWHERE, id]], "23503");
  await world.owner.query(EVENTS, [buyer, provider, [id, id]]);
});

test("an item belongs to an engagement of its own parties", async () => {
  const { organization_id: buyer, provider_id: provider, engagement_id: engagement } = item;
  await refused(ITEM, [buyer, provider, NOWHERE], "23503");
  await refused(ITEM, [buyer, provider, elsewhere.engagementId], "23503");
  await refused(ITEM, [elsewhere.buyer.organizationId, provider, engagement], "23503");
  await world.owner.query(ITEM, [buyer, provider, engagement]);
});

test("neither is deleted, emptied or moved, which their keys rest on; everything else of them changes", async () => {
  const { id, engagement_id: engagement } = item;
  for (const [table, key] of [
    ["work_item", id],
    ["engagement", engagement],
  ] as const) {
    await refused(`delete from ${table} where id = $1`, [key], "23001");
    await refused(`truncate ${table} cascade`, [], "23001");
    await refused(`update ${table} set provider_id = organization_id where id = $1`, [key], "23001");
    await refused(`update ${table} set id = $2 where id = $1`, [key, NOWHERE], "23001");
    await world.owner.query(
      `update ${table} set title = 'Renamed', provider_id = provider_id where id = $1`,
      [key],
    );
  }
  await refused(
    "update work_item set engagement_id = $2 where id = $1",
    [id, elsewhere.engagementId],
    "23001",
  );
});
