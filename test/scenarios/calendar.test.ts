import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { addCalendarVersion } from "../../server/service-levels/add-calendar-version.ts";
import { calendarVersions } from "../../server/service-levels/calendar-version.read.ts";
import { ask } from "../factories/ask.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { member } from "../factories/people.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let manager: Viewer;
beforeAll(async () => {
  world = await openWorld();
  manager = await member(world, { name: "Marketplace", kind: "marketplace", role: "account_manager" });
});
afterAll(() => world.close());

const weekdays = (hours: [string, string]) => ({
  mon: [hours],
  tue: [hours],
  wed: [hours],
  thu: [hours],
  fri: [hours],
});

describe("the calendar of an engagement", () => {
  const versions = async (one: Contracted, viewer = one.buyer) =>
    (
      await world.db.readOrg(viewer, (tx) =>
        calendarVersions(tx, { viewer, engagementIds: [one.engagementId] }),
      )
    ).get(one.engagementId) ?? [];

  test("begins as it was signed, once, whatever the number of deliveries", async () => {
    const one = await contracted(world);
    const payload = JSON.stringify({
      engagementId: one.engagementId,
      organizationId: one.buyer.organizationId,
    });
    for (let time = 0; time < 2; time++)
      await world.owner.query("select graphile_worker.add_job('engagement.opened', $1)", [payload]);
    await world.drainJobs();
    const [first, ...rest] = await versions(one);
    expect(rest).toEqual([]);
    expect(first).toMatchObject({ number: 1, note: "As signed", body: one.terms.calendar });
  });

  test("takes versions from either side, numbered in turn also when they come at once", async () => {
    const one = await contracted(world);
    const calendar = { zone: "America/Sao_Paulo", weekly: weekdays(["08:00", "16:00"]) };
    const added = { engagementId: one.engagementId, calendar, effectiveFrom: "2016-06-01", note: "Summer" };
    await Promise.all(
      [one.buyer, one.provider].map((viewer) => addCalendarVersion(world.caller(viewer), added)),
    );
    expect((await versions(one)).map((version) => version.number)).toEqual([1, 2, 3]);
  });

  test("says from when a version counts that takes effect later, and which never will", async () => {
    const one = await contracted(world);
    const calendar = { zone: "America/Sao_Paulo", weekly: weekdays(["08:00", "16:00"]) };
    const from = world.clock
      .now()
      .add({ hours: 24 * 40 })
      .toString()
      .slice(0, 10);
    const sooner = world.clock
      .now()
      .add({ hours: 24 * 30 })
      .toString()
      .slice(0, 10);
    for (const effectiveFrom of [from, sooner])
      await addCalendarVersion(world.caller(one.buyer), {
        ...{ engagementId: one.engagementId, calendar, effectiveFrom, note: "Later" },
      });
    const { data } = await ask(
      world,
      one.provider,
      `query($id: ID!) { calendarVersions(engagementId: $id) {
        number inForce standing effectiveFrom inForceUntil } }`,
      { id: one.engagementId },
    );
    const at = (day: string) => `${day}T03:00:00Z`;
    expect(data.calendarVersions).toMatchObject([
      { number: 3, inForce: false, standing: "later", effectiveFrom: at(sooner), inForceUntil: null },
      { number: 2, inForce: false, standing: "never", inForceUntil: at(sooner) },
      { number: 1, inForce: true, standing: "in_force", inForceUntil: at(sooner) },
    ]);
  });

  test("refuses a stranger, an unknown zone and an impossible day, and stays as it was", async () => {
    const one = await contracted(world);
    const stranger = await contracted(world);
    const calendar = { zone: "America/Sao_Paulo", weekly: weekdays(["08:00", "16:00"]) };
    const good = { engagementId: one.engagementId, calendar, effectiveFrom: "2016-06-01", note: "x" };
    const add = (input: unknown, viewer = one.buyer) =>
      addCalendarVersion(world.caller(viewer), input as typeof good);
    await refusedUnchanged(world, () => add(good, stranger.buyer), { code: "not_found" });
    await refusedUnchanged(world, () => add(good, manager), { code: "not_allowed" });
    for (const bad of [
      { effectiveFrom: "2016-02-30" },
      { note: " " },
      { calendar: { ...calendar, zone: "Mars/Olympus" } },
      { calendar: { ...calendar, weekly: { mon: [["25:00", "26:00"]] } } },
    ])
      await refusedUnchanged(world, () => add({ ...good, ...bad }), { code: "invalid_input" });
    expect(await versions(one)).toHaveLength(1);
  });
});
