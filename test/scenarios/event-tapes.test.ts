import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { isTapeLevel } from "../../domain/service-levels/tape-month.ts";
import { monthsBetween } from "../../domain/shared/period.ts";
import { seedStory } from "../../prisma/seed/seed-story.ts";
import type { Tx } from "../../server/db.ts";
import { contractedEngagement } from "../../server/delivery/contracted-engagement.ts";
import { createWorkItem } from "../../server/delivery/create-work-item.ts";
import { recordWorkEvent } from "../../server/delivery/record-work-event.ts";
import { calendarVersions } from "../../server/service-levels/calendar-version.read.ts";
import { figuresOfMonths, itemsOf, measureMonth } from "../../server/service-levels/month-figures.ts";
import { contracted } from "../factories/contracted.ts";
import { writeTape } from "../factories/tapes.ts";
import { openWorld, type World } from "../world.ts";

const NOW = Temporal.Instant.from("2026-11-21T20:00:00Z");
let world: World;

beforeAll(async () => {
  world = await openWorld({ now: NOW.toString() });
  await seedStory({ ownerUrl: world.urls.owner, now: NOW });
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
      'priority', e.data->>'priority') order by e.at, e.position) as events
    from work_item w join work_item_event e on e.work_item_id = w.id group by w.id`);
  expect(rows.length).toBeGreaterThan(1000);
  const wrong = rows.filter(({ tape, events }) => {
    const list = events as { ms: number; type: string; priority: string | null }[];
    const expected = writeTape(list.map(({ ms, ...rest }) => ({ ...rest, atMs: Math.round(ms) })));
    return !tape || !expected || Buffer.compare(tape, expected) !== 0;
  });
  expect(wrong).toEqual([]);
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
