import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { workItemsById } from "../../server/delivery/work-item.read.ts";
import { clocksOf } from "../../server/service-levels/work-clocks.ts";
import { ask } from "../factories/ask.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { openWorld, type World } from "../world.ts";

/** Oslo works from eight to four in its own zone; the contract from nine to six in São Paulo. */
const oslo = {
  id: "oslo",
  name: "Oslo",
  zone: "Europe/Oslo",
  calendar: {
    zone: "Europe/Oslo",
    weekly: {
      fri: [["08:00", "16:00"] as [string, string]],
      mon: [["08:00", "16:00"] as [string, string]],
    },
  },
};

let world: World;
let c: Contracted;
beforeAll(async () => {
  world = await openWorld();
  const { terms } = await contracted(world);
  const serviceLevels = terms.serviceLevels.map((level) =>
    level.clock ? { ...level, clock: { ...level.clock, calendar: "site" as const } } : level,
  );
  c = await contracted(world, { terms: { sites: [oslo], serviceLevels } });
});
afterAll(() => world.close());

const CREATE = `mutation($input: CreateWorkItemInput!) { createWorkItem(input: $input) { __typename
  ... on MutationCreateWorkItemSuccess { data { id state waitingOn tags site siteName sites { id name }
    events { type waitingOn } } }
  ... on InvalidInput { issues { field message } } } }`;
const RECORD = `mutation($input: RecordWorkEventInput!) { recordWorkEvent(input: $input) { __typename
  ... on MutationRecordWorkEventSuccess { data { tags site siteName events { type site } } }
  ... on InvalidInput { issues { field message } } } }`;

/** Friday 11:00 in Oslo. */
const opened = {
  type: "incident",
  title: "Scanner offline",
  priority: "P2",
  openedAt: "2026-11-20T10:00:00Z",
};
const create = async (more: object = {}, one = c) => {
  const input = { engagementId: one.engagementId, ...opened, ...more };
  const { data } = await ask(world, one.provider, CREATE, { input });
  return data?.["createWorkItem"] as { data?: Made; issues?: { field: string; message: string }[] };
};
type Made = { id: string } & Record<string, unknown>;
const record = async (input: object) => {
  const { data } = await ask(world, c.provider, RECORD, { input });
  return data?.["recordWorkEvent"] as { data?: Record<string, unknown>; issues?: { field: string }[] };
};

const counts = () =>
  world.row(`select (select count(*)::int from work_item) as items,
    (select count(*)::int from work_item_event) as events`);

/** The end of the clock that resolves the item, as things stand. */
const resolveBy = async (id: string) => {
  const viewer = c.buyer;
  const read = await world.db.readOrg(viewer, async (tx) =>
    clocksOf(tx, { viewer, items: await workItemsById(tx, { viewer, ids: [id] }), now: world.clock.now() }),
  );
  return read.get(id)?.clocks.find(({ level }) => level.id === "resolve")?.result.breachAt;
};

const BULK = `mutation($input: RecordWorkEventsInput!) { recordWorkEvents(input: $input) {
  ... on MutationRecordWorkEventsSuccess { data { accepted refused rows { workItemId status code } } } } }`;
const send = async (events: object[]) => {
  const input = { engagementId: c.engagementId, source: "jira", events };
  return (await ask(world, c.provider, BULK, { input })).data.recordWorkEvents.data;
};

describe("work sent by another system", () => {
  const opening = (item: string) => ({
    ...{ id: `${item}/1`, item, type: "start", at: "2026-11-20T10:00:00Z" },
    ...{ itemType: "incident", priority: "P2", site: "oslo" },
  });
  const gone = (item: string) => ({
    ...{ id: `${item}/2`, item, type: "update", at: "2026-11-20T10:30:00Z", removeSite: true },
  });

  test("loses its site by an event, in whatever order the two come, and its clock counts other hours", async () => {
    const sent = await send([opening("S-1"), gone("S-1")]);
    expect(sent).toMatchObject({ accepted: 2, refused: 0 });
    const [{ workItemId: id }] = sent.rows;
    expect(await resolveBy(id)).toBe("2026-11-20T20:00:00Z");
    await send([gone("S-2")]);
    const late = await send([opening("S-2")]);
    expect(await resolveBy(late.rows[0].workItemId)).toBe("2026-11-20T20:00:00Z");
    const stays = await send([opening("S-3")]);
    expect(await resolveBy(stays.rows[0].workItemId)).toBe("2026-11-23T10:00:00Z");
    const { rows } = await world.owner.query(
      "select reference, site from work_item where reference like 'S-_' order by 1",
    );
    expect(rows.map((row) => row.site)).toEqual([null, null, "oslo"]);
    const again = await send([opening("S-1"), gone("S-1")]);
    expect(again.rows.map((row: { status: string }) => row.status)).toEqual(["duplicate", "duplicate"]);
  });

  test("keeps it where the event contradicts itself, and nothing is written", async () => {
    await send([opening("S-4")]);
    const before = await counts();
    const sent = await send([
      { ...gone("S-4"), site: "oslo" },
      { ...opening("S-5"), site: null, removeSite: true },
    ]);
    expect(sent.rows.map((row: { code: string }) => row.code)).toEqual([
      "site_contradicts",
      "remove_site_unexpected",
    ]);
    expect(await counts()).toEqual(before);
    const kept = await world.row("select site from work_item where reference = 'S-4'");
    expect(kept).toEqual({ site: "oslo" });
  });
});

describe("work entered by hand", () => {
  test("names its site, whose hours its clocks count, and its tags, each once", async () => {
    const { data } = await create({ site: "oslo", tags: ["printer", " vip ", "printer"] });
    expect(data).toMatchObject({
      state: "open",
      tags: ["printer", "vip"],
      site: "oslo",
      siteName: "Oslo",
      sites: [{ id: "oslo", name: "Oslo" }],
    });
    const other = await create();
    // Eight business hours: five on Friday in Oslo and three on Monday; from noon in Sao Paulo otherwise.
    expect(await resolveBy(data?.id ?? "")).toBe("2026-11-23T10:00:00Z");
    expect(await resolveBy(other.data?.id ?? "")).toBe("2026-11-20T20:00:00Z");
  });

  test("moves to the site's hours when an event names the site later", async () => {
    const { data } = await create();
    const event = { workItemId: data?.id, type: "update", at: "2026-11-20T10:30:00Z", site: "oslo" };
    expect((await record(event)).data).toMatchObject({ tags: [], site: "oslo", siteName: "Oslo" });
    expect(await resolveBy(data?.id ?? "")).toBe("2026-11-23T10:00:00Z");
  });

  test("goes back to the contract's hours when its site is taken away, and everybody reads who did it", async () => {
    const { data } = await create({ site: "oslo" });
    const id = data?.id ?? "";
    expect(await resolveBy(id)).toBe("2026-11-23T10:00:00Z");
    const gone = { workItemId: id, type: "update", at: "2026-11-20T10:30:00Z", removeSite: true };
    expect((await record({ ...gone, reason: "Named by mistake" })).data).toEqual({
      ...{ tags: [], site: null, siteName: null },
      events: [
        { type: "start", site: "oslo" },
        { type: "update", site: "" },
      ],
    });
    expect(await resolveBy(id)).toBe("2026-11-20T20:00:00Z");
    await world.drainJobs();
    const stored = await world.row("select site, due_at from work_item where id = $1", [id]);
    expect(stored).toEqual({ site: null, due_at: new Date("2026-11-20T13:00:00Z") });
    const audited = await world.row(
      `select actor_name as actor, data from audit_event
       where action = 'work_item.record_event' and data ->> 'removedSite' = 'oslo'`,
    );
    expect(audited).toMatchObject({ actor: c.provider.name, data: { type: "update" } });
    const again = { workItemId: id, type: "update", at: "2026-11-20T10:40:00Z", site: "oslo" };
    expect((await record(again)).data).toMatchObject({ site: "oslo" });
  });

  test.each([
    ["where it has none", {}, { type: "update", removeSite: true }],
    ["together with another", { site: "oslo" }, { type: "update", removeSite: true, site: "oslo" }],
    ["with an event of another kind", { site: "oslo" }, { type: "acknowledge", removeSite: true }],
  ])("does not lose a site %s, and nothing is written", async (_name, made, event) => {
    const { data } = await create(made);
    const before = await counts();
    const { issues } = await record({ workItemId: data?.id, at: "2026-11-20T11:00:00Z", ...event });
    expect(issues?.map((one) => one.field)).toEqual(["site"]);
    expect(await counts()).toEqual(before);
    const kept = await world.row("select site from work_item where id = $1", [data?.id]);
    expect(kept).toEqual({ site: "site" in made ? "oslo" : null });
  });

  test("waits from the start for whoever is named, and its clock with it", async () => {
    const { data } = await create({ waitingOn: "buyer" });
    expect(data).toMatchObject({
      state: "waiting",
      waitingOn: "buyer",
      events: [
        { type: "start", waitingOn: null },
        { type: "pause", waitingOn: "buyer" },
      ],
    });
    await world.drainJobs();
    const { due_at } = await world.row("select due_at from work_item where id = $1", [data?.id]);
    expect(due_at).toBeNull();
    const resumed = { workItemId: data?.id, type: "resume", at: "2026-11-20T14:00:00Z" };
    expect((await record(resumed)).data).toBeDefined();
  });

  test.each([
    ["a site that the contract does not have", { site: "bergen" }, "site"],
    ["somebody whom nobody knows", { waitingOn: "the postman" }, "waitingOn"],
    ["an empty tag", { tags: ["printer", " "] }, "tags.1"],
    ["too many tags", { tags: Array.from({ length: 21 }, (_, n) => `t${n}`) }, "tags"],
    ["a site among the fields of its kind", { fields: { site: "oslo" } }, "fields.site"],
  ])("is refused with %s, and nothing is written", async (_name, more, field) => {
    const before = await counts();
    const { issues } = await create(more);
    expect(issues?.map((one) => one.field)).toEqual([field]);
    expect(await counts()).toEqual(before);
  });

  test("is refused a site where the contract has none", async () => {
    const plain = await contracted(world);
    const { issues } = await create({ site: "oslo" }, plain);
    expect(issues).toEqual([{ field: "site", message: "This contract has no sites." }]);
  });

  test.each([
    ["a foreign site", { type: "update", site: "bergen" }, "site"],
    ["someone to wait for, though it goes on", { type: "acknowledge", waitingOn: "buyer" }, "waitingOn"],
    ["no details at all", { type: "update" }, "tags"],
  ])("is refused an event with %s, and nothing is written", async (_name, more, field) => {
    const { data } = await create();
    const before = await counts();
    const { issues } = await record({ workItemId: data?.id, at: "2026-11-20T11:00:00Z", ...more });
    expect(issues?.map((one) => one.field)).toEqual([field]);
    expect(await counts()).toEqual(before);
  });
});
