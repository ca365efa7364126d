import { randomUUID } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TapeEvent, writeTape } from "../../domain/delivery/event-tape.ts";
import type { ImportedEvent } from "../../domain/delivery/import-events.ts";
import type { ImportedWorkItem } from "../../domain/delivery/import-ticket.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { isTapeLevel } from "../../domain/service-levels/tape-month.ts";
import { monthsBetween } from "../../domain/shared/period.ts";
import type { Tx } from "../../server/db.ts";
import { contractedEngagement } from "../../server/delivery/contracted-engagement.ts";
import { createWorkItem } from "../../server/delivery/create-work-item.ts";
import { recordWorkEvent } from "../../server/delivery/record-work-event.ts";
import { recordWorkEvents } from "../../server/delivery/record-work-events.ts";
import { refreshWorkItems } from "../../server/delivery/refresh-work-items.ts";
import { workLists } from "../../server/delivery/work-lists.ts";
import { writeWork } from "../../server/delivery/write-work.ts";
import { calendarVersions } from "../../server/service-levels/calendar-version.read.ts";
import { itemsOf } from "../../server/service-levels/contract-items.ts";
import { readTapes } from "../../server/service-levels/event-tapes.read.ts";
import { figuresOfMonths, measureMonth } from "../../server/service-levels/month-figures.ts";
import { contracted } from "../factories/contracted.ts";
import { toldStory } from "../factories/told-story.ts";
import { openWorld, type World } from "../world.ts";

const NOW = Temporal.Instant.from("2026-11-21T20:00:00Z");
let world: World;

beforeAll(async () => {
  world = await openWorld({ now: NOW.toString() });
  await toldStory(world, NOW);
}, 240_000);
afterAll(() => world.close());

type Engagement = { id: string; organization_id: string; first: string };

async function engagements(): Promise<Engagement[]> {
  const { rows } = await world.owner.query(
    "select id, organization_id, to_char(starts_on, 'YYYY-MM') as first from engagement order by id",
  );
  return rows;
}

test("every item of the demo has the tape of its events, byte by byte", async () => {
  const { rows } = await world.owner.query(`
    select coalesce(w.tape, event_tape(w.id)) as tape,
      jsonb_agg(jsonb_build_object('ms', date_part('epoch', e.at) * 1000, 'type', e.type,
      'priority', e.data->>'priority', 'waitingOn', e.held_by, 'tags', e.data->'tags', 'site', e.data->>'site',
      'since', e.data->>'since') order by e.at, e.position) as events
    from work_item w join work_item_event e on e.work_item_id = w.id group by w.id`);
  expect(rows.length).toBeGreaterThan(1000);
  const wrong = rows.filter(({ tape, events }) => {
    const list = events as (Omit<TapeEvent, "atMs"> & { ms: number })[];
    const expected = writeTape(list.map(({ ms, ...rest }) => ({ ...rest, atMs: Math.round(ms) })));
    return !tape || !expected || Buffer.compare(tape, expected) !== 0;
  });
  expect(wrong).toEqual([]);
});

test("the work of many contracts, which is laid aside by contract, is that of each by itself", async () => {
  const span = { from: "2020-01-01T00:00:00Z", to: "2030-01-01T00:00:00Z" };
  const tapesOf = (organizationId: string, engagementIds: string[]) =>
    world.workDb.withOrg(systemViewer(organizationId, "test"), async (tx: Tx) => {
      const tapes: string[] = [];
      await readTapes(tx, { engagementIds, ...span }, (place, item) => {
        const bytes = item && Buffer.from(item.view.buffer, item.at, item.end - item.at);
        const said = `${item?.type} ${item?.priority} ${item?.deskMadeSla} ${bytes?.toString("hex")}`;
        tapes.push(`${engagementIds[place]} ${said}`);
      });
      return tapes.sort();
    });
  let compared = 0;
  for (const { id, organization_id: own } of await engagements()) {
    const alone = await tapesOf(own, [id]);
    const strangers = Array.from({ length: 150 }, (): string => randomUUID());
    for (const place of [0, 64, 150])
      expect(await tapesOf(own, strangers.toSpliced(place, 0, id))).toEqual(alone);
    compared += alone.length;
  }
  expect(compared).toBeGreaterThan(1000);
});

test("every month that is not frozen is counted from tapes as item by item", async () => {
  let compared = 0;
  for (const { id, organization_id: organizationId, first } of await engagements()) {
    const viewer = systemViewer(organizationId, "test");
    await world.workDb.withOrg(viewer, async (tx: Tx) => {
      const engagement = await contractedEngagement(tx, { viewer, id });
      const calendars = (await calendarVersions(tx, { viewer, engagementIds: [id] })).get(id) ?? [];
      const months = monthsBetween({ first, last: "2026-11" });
      const counted = await figuresOfMonths(tx, { viewer, engagementIds: [id], months, now: NOW });
      for (const { month, levels, state } of counted) {
        if (state === "frozen") continue;
        const items = await itemsOf(tx, engagement, [month]);
        const { readings } = measureMonth({
          samples: new Map(),
          engagement,
          calendars,
          items,
          month,
          now: NOW,
        });
        expect(levels).toEqual(readings.map((one) => one.figure));
        compared += engagement.terms.serviceLevels.filter(isTapeLevel).length;
      }
    });
  }
  expect(compared).toBeGreaterThan(10);
}, 120_000);

test("an item made by hand has its tape made when it is read, and kept from its next event on", async () => {
  const c = await contracted(world);
  const caller = world.caller(c.provider);
  const [openedMs, at] = [NOW.subtract({ hours: 5 }).epochMilliseconds, NOW.subtract({ hours: 4 })];
  const { id } = await createWorkItem(caller, {
    engagementId: c.engagementId,
    type: "incident",
    title: "Tape",
    openedAt: NOW.subtract({ hours: 5 }).toString(),
    fields: {},
  });
  const tapes = () =>
    world.row("select tape, event_tape(id) as made from work_item where id = $1", [id]) as Promise<{
      tape: Buffer | null;
      made: Buffer;
    }>;
  const before = await tapes();
  expect(before.tape).toBeNull();
  expect(new Uint8Array(before.made)).toEqual(writeTape([{ atMs: openedMs, type: "start" }]));
  await recordWorkEvent(caller, { workItemId: id, type: "priority", priority: "P1", at: at.toString() });
  const after = await tapes();
  expect(new Uint8Array(after.tape ?? [])).toEqual(
    writeTape([
      { atMs: openedMs, type: "start" },
      { atMs: at.epochMilliseconds, type: "priority", priority: "P1" },
    ]),
  );
});

test("imported and sent work is written once, with the tape and the state that its events make", async () => {
  const c = await contracted(world);
  const engagement = { id: c.engagementId, organizationId: c.buyer.organizationId };
  const at = (hours: number) => NOW.subtract({ hours }).toString();
  const odd = "ö".repeat(125);
  const events: ImportedEvent[] = [
    { sourceKey: "a", type: "start", at: at(9), priority: odd, row: 1 },
    { sourceKey: "b", type: "pause", at: at(8), row: 1 },
    { sourceKey: "b", type: "stop", at: at(7), row: 1 },
    { sourceKey: "c", type: "resume", at: at(8), row: 1 },
    { sourceKey: "d", type: "stop", at: at(2), row: 1 },
  ];
  const ticket = (number: string, list: ImportedEvent[]): ImportedWorkItem => ({
    ...{ number, type: "incident", title: number, priority: "P2", state: "new", openedAt: at(9) },
    ...{ category: null, requester: null, assignmentGroup: null, assignee: null, reopenCount: null },
    ...{ deskMadeSla: null, events: list, rows: [1] },
  });
  const items = [ticket("whole", events), ticket("half", events.slice(0, 2)), ticket("none", [])];
  const place = { engagement: { ...engagement, providerId: c.provider.organizationId }, actor: "test" };
  const write = (tickets: ImportedWorkItem[]) =>
    world.workDb.withOrg(c.provider, (tx) =>
      writeWork(tx, { ...place, source: "service_desk", work: workLists(tickets) }),
    );
  expect(await write(items)).toEqual({ itemsNew: 3, eventsNew: 6 });
  const columns = `reference, state, waiting_on, priority, resolved_at, closed_at,
    tape is not distinct from event_tape(id) as same`;
  const stored = async () =>
    (
      await world.owner.query(
        `select ${columns} from work_item where engagement_id = $1 order by reference desc`,
        [c.engagementId],
      )
    ).rows;
  const first = await stored();
  expect(first).toMatchObject([
    { reference: "whole", state: "resolved", waiting_on: null, priority: odd, same: true },
    { reference: "none", state: "open", priority: "P2", same: true },
    { reference: "half", state: "waiting", waiting_on: "buyer", priority: odd, same: true },
  ]);
  // What refreshWorkItems makes of the stored events is what was written.
  const { rows } = await world.owner.query("select id from work_item where engagement_id = $1", [
    c.engagementId,
  ]);
  await world.workDb.withOrg(c.provider, (tx) =>
    refreshWorkItems(
      tx,
      rows.map((row) => row.id),
    ),
  );
  expect(await stored()).toEqual(first);
  expect(await write(items)).toEqual({ itemsNew: 0, eventsNew: 0 });
  expect(await write([ticket("half", events)])).toEqual({ itemsNew: 0, eventsNew: 2 });
  expect((await stored()).at(-1)).toMatchObject({ state: "resolved", same: true });
  const sent = [
    { id: "1", item: "S-1", type: "start", at: at(6), itemType: "incident", priority: "P1" },
    { id: "2", item: "S-1", type: "acknowledge", at: at(5), tags: ["duplicate", "ü"], site: "Gdańsk" },
    { id: "2b", item: "S-1", type: "pause", at: at(4), waitingOn: "third_party", tags: [] },
    { id: "3", item: "S-1", type: "stop", at: at(3) },
  ];
  const caller = world.caller(c.provider);
  for (const list of [sent.slice(0, 1), sent.slice(2), sent])
    await recordWorkEvents(caller, { engagementId: c.engagementId, source: "desk", events: list });
  expect((await stored()).find((row) => row.reference === "S-1")).toMatchObject({
    ...{ state: "resolved", priority: "P1", same: true },
  });
});
