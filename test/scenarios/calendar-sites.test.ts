import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { createWorkItem } from "../../server/delivery/create-work-item.ts";
import { recordWorkEvent } from "../../server/delivery/record-work-event.ts";
import { addCalendarVersion } from "../../server/service-levels/add-calendar-version.ts";
import { calendarVersions } from "../../server/service-levels/calendar-version.read.ts";
import { importHolidays } from "../../server/service-levels/import-holidays.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { unchangedBy } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const versions = async (one: Contracted, viewer: Viewer = one.buyer) =>
  (
    await world.db.readOrg(viewer, (tx) =>
      calendarVersions(tx, { viewer, engagementIds: [one.engagementId] }),
    )
  ).get(one.engagementId) ?? [];

const oslo = {
  id: "oslo",
  name: "Oslo",
  zone: "Europe/Oslo",
  calendar: { zone: "Europe/Oslo", weekly: { mon: [["08:00", "16:00"] as [string, string]] } },
};

describe("a site", () => {
  test("has a calendar of its own, numbered on its own, in its own zone", async () => {
    const one = await contracted(world, { terms: { sites: [oslo] } });
    expect((await versions(one)).map(({ siteId, number }) => [siteId, number])).toEqual([
      ["", 1],
      ["oslo", 1],
    ]);
    const added = {
      engagementId: one.engagementId,
      siteId: "oslo",
      effectiveFrom: "2026-12-01",
      note: "n",
    };
    await addCalendarVersion(world.caller(one.buyer), { ...added, calendar: oslo.calendar });
    const [, , second] = await versions(one);
    expect(second).toMatchObject({ siteId: "oslo", number: 2, effectiveFrom: "2026-11-30T23:00:00Z" });
    const elsewhere = { ...oslo.calendar, zone: "Europe/Rome" };
    for (const bad of [{ calendar: elsewhere }, { siteId: "bergen", calendar: null }])
      await unchangedBy(world, () =>
        expect(addCalendarVersion(world.caller(one.buyer), { ...added, ...bad })).rejects.toMatchObject({
          code: "invalid_input",
        }),
      );
    expect(await versions(one)).toHaveLength(3);
  });
});

describe("a holiday added after work began", () => {
  test("moves the open clock alone", async () => {
    const one = await contracted(world);
    const make = async (reference: string) =>
      (
        await createWorkItem(world.caller(one.provider), {
          engagementId: one.engagementId,
          type: "incident",
          title: reference,
          reference,
          priority: "P3",
          openedAt: "2026-11-20T13:00:00Z",
          fields: {},
        })
      ).id;
    const [open, done] = [await make("OPEN"), await make("DONE")];
    const answered = { workItemId: open, type: "acknowledge", at: "2026-11-20T13:30:00Z" };
    await recordWorkEvent(world.caller(one.provider), answered as Parameters<typeof recordWorkEvent>[1]);
    const stop = { workItemId: done, type: "stop", at: "2026-11-20T14:00:00Z" };
    await recordWorkEvent(world.caller(one.provider), stop as Parameters<typeof recordWorkEvent>[1]);
    await world.drainJobs();
    const due = async (id: string) =>
      (await world.row("select due_at, resolved_at from work_item where id = $1", [id])) as {
        due_at: Date | null;
        resolved_at: Date | null;
      };
    const before = [await due(open), await due(done)];
    const { calendar } = one.terms;
    if (!calendar) throw new Error("The contract has hours.");
    await addCalendarVersion(world.caller(one.buyer), {
      engagementId: one.engagementId,
      calendar: { ...calendar, holidays: ["2026-11-23"], holidayNames: { "2026-11-23": "Stocktaking" } },
      effectiveFrom: "2026-11-21",
      note: "Closed on Monday",
    });
    await world.drainJobs();
    expect((await due(open)).due_at?.getTime()).toBeGreaterThan(before[0]?.due_at?.getTime() ?? 0);
    expect(await due(done)).toEqual(before[1]);
  });
});

describe("a calendar file", () => {
  const ics = (...events: string[]) =>
    ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//t", ...events, "END:VCALENDAR"].join("\r\n");
  const event = (uid: string, start: string) =>
    ["BEGIN:VEVENT", `UID:${uid}`, start, `SUMMARY:${uid}`, "END:VEVENT"].join("\r\n");

  test("makes one version of its whole days and names the rest by row", async () => {
    const one = await contracted(world);
    const file = ics(
      event("Eve", "DTSTART;VALUE=DATE:20261224"),
      event("Lunch", "DTSTART:20261222T120000Z"),
    );
    const input = { engagementId: one.engagementId, effectiveFrom: "2026-12-01", file };
    const done = await importHolidays(world.caller(one.buyer), input);
    expect(done).toMatchObject({ added: [{ date: "2026-12-24", name: "Eve" }], refused: [{ row: 2 }] });
    const body = (await versions(one)).at(-1)?.body;
    expect(body).toMatchObject({ holidays: ["2026-12-24"], holidayNames: { "2026-12-24": "Eve" } });
    await unchangedBy(world, () =>
      expect(importHolidays(world.caller(one.buyer), input)).rejects.toMatchObject({
        code: "holiday_file_no_holidays",
      }),
    );
    expect(await versions(one)).toHaveLength(2);
  });

  test.each([
    ["no calendar", "hello"],
    ["timed events alone", ics(event("Lunch", "DTSTART:20261222T120000Z"))],
    ["more than a megabyte", ics(event("x".repeat(1_048_577), "DTSTART;VALUE=DATE:20261224"))],
  ])("that is %s is refused and nothing is written", async (_name, file) => {
    const one = await contracted(world);
    const input = { engagementId: one.engagementId, effectiveFrom: "2026-12-01", file };
    await unchangedBy(world, () =>
      expect(importHolidays(world.caller(one.buyer), input)).rejects.toMatchObject({ field: "file" }),
    );
    expect(await versions(one)).toHaveLength(1);
  });
});
