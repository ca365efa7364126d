import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recomputeVerdict } from "../../domain/service-levels/recompute.ts";
import { NotAllowed, NotFound } from "../../domain/shared/refusals.ts";
import { createWorkItem } from "../../server/delivery/create-work-item.ts";
import { recordWorkEvent } from "../../server/delivery/record-work-event.ts";
import {
  type WorkFilter,
  workCounts,
  workCursor,
  workItems,
  workItemsById,
} from "../../server/delivery/work-item.read.ts";
import { addCalendarVersion } from "../../server/service-levels/add-calendar-version.ts";
import { clocksOf, clockWindows, explainClock } from "../../server/service-levels/work-clocks.ts";
import { ask } from "../factories/ask.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { importLog } from "../factories/imported.ts";
import { member } from "../factories/people.ts";
import { serviceDeskExport, toCsv } from "../factories/service-desk-export.ts";
import { unchangedBy } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
const kept = (assertion: () => Promise<unknown>) => unchangedBy(world, assertion);
let c: Contracted;
beforeAll(async () => {
  world = await openWorld();
  c = await contracted(world);
});
afterAll(() => world.close());

const list = (
  one: Contracted,
  more: Partial<WorkFilter> & { after?: string; limit?: number } = {},
  viewer = one.provider,
) => {
  const { after, limit = 1000, ...filter } = more;
  const p = { viewer, now: world.clock.now().toString(), limit, after, inverted: false };
  return world.db.readOrg(viewer, (tx) =>
    workItems(tx, { ...p, filter: { engagementId: one.engagementId, ...filter } }),
  );
};

const item = async (id: string, viewer = c.buyer) =>
  (await world.db.readOrg(viewer, (tx) => workItemsById(tx, { viewer, ids: [id] })))[0];

const clocks = async (id: string, viewer = c.provider) => {
  const row = await item(id, viewer);
  if (!row) throw new Error("no such item");
  const found = await world.db.readOrg(viewer, (tx) =>
    clocksOf(tx, { viewer, items: [row], now: world.clock.now() }),
  );
  const one = found.get(id);
  if (!one) throw new Error("no clocks");
  return one;
};

/** The world's clock stands on Saturday 21 November 2026, 06:00 in São Paulo. */
const opened = {
  type: "incident",
  title: "Scanner offline",
  priority: "P2",
  openedAt: "2026-11-20T13:00:00Z",
};
const create = (more: object = {}, viewer = c.provider, one = c) =>
  createWorkItem(world.caller(viewer), { engagementId: one.engagementId, ...opened, ...more });
const record = (workItemId: string, type: string, at: string, more: object = {}, viewer = c.provider) =>
  recordWorkEvent(world.caller(viewer), { workItemId, type, at, ...more } as Parameters<
    typeof recordWorkEvent
  >[1]);

const eventCount = async (id: string) => {
  const { rows } = await world.owner.query(
    "select count(*)::int as n from work_item_event where work_item_id = $1",
    [id],
  );
  return rows[0].n;
};

describe("work by hand", () => {
  test("starts its clocks when it was opened, and is due when the first of them runs out", async () => {
    const { id } = await create();
    await world.drainJobs();
    const row = await item(id);
    expect(row).toMatchObject({ state: "open", priority: "P2", source: "hand", resolvedAt: null });
    // Acknowledge within 60 business minutes of Friday 10:00 in São Paulo.
    expect(row?.dueAt).toBe("2026-11-20T14:00:00Z");
    await record(id, "acknowledge", "2026-11-20T13:20:00Z");
    await world.drainJobs();
    // Resolve within 480 business minutes: 18:00 is the close of Friday, exactly eight hours on.
    expect(await item(id)).toMatchObject({ state: "in_progress", dueAt: "2026-11-20T21:00:00Z" });
  });
  test("waits for whoever is named, is not due meanwhile, and falls due later by that long", async () => {
    const { id } = await create();
    await record(id, "acknowledge", "2026-11-20T13:20:00Z");
    await record(id, "pause", "2026-11-20T14:00:00Z", {
      waitingOn: "third_party",
      reason: "Vendor sends a part",
    });
    await world.drainJobs();
    expect(await item(id)).toMatchObject({ state: "waiting", waitingOn: "third_party", dueAt: null });
    await record(id, "resume", "2026-11-20T16:00:00Z");
    await world.drainJobs();
    // Two hours later in business time: Monday 11:00.
    expect(await item(id)).toMatchObject({
      state: "in_progress",
      waitingOn: null,
      dueAt: "2026-11-23T14:00:00Z",
    });
    const one = await clocks(id);
    const resolve = one.clocks.find(({ level }) => level.id === "resolve");
    if (!resolve) throw new Error("no resolve clock");
    const intervals = explainClock(resolve, one.events);
    expect(
      intervals.map(({ holder, businessSeconds, event }) => [holder, businessSeconds / 60, event?.type]),
    ).toEqual([
      ["provider", 60, "start"],
      ["third_party", 120, "pause"],
      ["provider", 300, "resume"],
    ]);
    expect(intervals[1]?.event?.reason).toBe("Vendor sends a part");
    expect(clockWindows(resolve, intervals)[0]).toEqual({
      start: "2026-11-20T13:00:00Z",
      end: "2026-11-20T21:00:00Z",
    });
    expect(recomputeVerdict(resolve.bundle)).toEqual(resolve.result);
  });
  test("falls due anew when its priority changes, and when the calendar does", async () => {
    const one = await contracted(world);
    const { id } = await create({}, one.provider, one);
    await record(id, "acknowledge", "2026-11-20T13:20:00Z", {}, one.provider);
    await record(id, "priority", "2026-11-20T13:30:00Z", { priority: "P1" }, one.provider);
    await world.drainJobs();
    expect(await item(id, one.buyer)).toMatchObject({ priority: "P1", dueAt: "2026-11-20T17:00:00Z" });
    const noon: [string, string][] = [["12:00", "18:00"]];
    const calendar = { zone: one.terms.zone, weekly: { fri: noon, mon: noon } };
    const added = {
      engagementId: one.engagementId,
      calendar,
      effectiveFrom: "2026-11-01",
      note: "Afternoons",
    };
    await addCalendarVersion(world.caller(one.buyer), added);
    await world.drainJobs();
    expect((await item(id, one.buyer))?.dueAt).toBe("2026-11-20T19:00:00Z");
  });

  test.each([
    ["in the future", "stop", "2026-11-22T13:00:00Z", {}, "event_in_future"],
    ["before the latest", "pause", "2026-11-20T12:00:00Z", { waitingOn: "buyer" }, "event_backwards"],
    ["that makes no sense now", "resume", "2026-11-20T15:00:00Z", {}, "event_not_possible"],
    ["of no kind", "explode", "2026-11-20T15:00:00Z", {}, "invalid_input"],
    ["at no moment", "stop", "yesterday", {}, "invalid_input"],
    ["that pauses for nobody", "pause", "2026-11-20T15:00:00Z", {}, "invalid_input"],
  ])("refuses an event %s and writes nothing", async (_name, type, at, more, code) => {
    const { id } = await create();
    const before = [await item(id), await eventCount(id)];
    await kept(() => expect(record(id, type, at, more)).rejects.toMatchObject({ code }));
    expect([await item(id), await eventCount(id)]).toEqual(before);
  });

  test("takes the same event once, also when it comes twice at once", async () => {
    const { id } = await create();
    const twice = await Promise.allSettled([1, 2].map(() => record(id, "stop", "2026-11-20T15:00:00Z")));
    expect(twice.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    await kept(() =>
      expect(record(id, "stop", "2026-11-20T15:00:00Z")).rejects.toMatchObject({
        code: "event_recorded_already",
      }),
    );
    expect(await eventCount(id)).toBe(2);
  });

  test("is reopened within the contract's window and not after it", async () => {
    const { id } = await create({ openedAt: "2026-10-01T13:00:00Z" });
    await record(id, "stop", "2026-10-01T15:00:00Z");
    await kept(() =>
      expect(record(id, "reopen", "2026-10-16T15:00:00Z")).rejects.toMatchObject({
        code: "reopen_window_over",
      }),
    );
    await record(id, "reopen", "2026-10-15T15:00:00Z");
    expect(await item(id)).toMatchObject({ state: "in_progress", resolvedAt: null });
  });

  test("is the provider's to record; a stranger is told that it is not there", async () => {
    const stranger = await contracted(world);
    const { id } = await create();
    await kept(() =>
      expect(record(id, "stop", "2026-11-20T15:00:00Z", {}, c.buyer)).rejects.toThrow(NotAllowed),
    );
    for (const one of [id, crypto.randomUUID(), "nonsense"])
      await kept(() =>
        expect(record(one, "stop", "2026-11-20T15:00:00Z", {}, stranger.provider)).rejects.toThrow(
          NotFound,
        ),
      );
    await kept(() => expect(create({}, stranger.provider)).rejects.toThrow(NotFound));
    await kept(() => expect(create({}, c.buyer)).rejects.toThrow(NotAllowed));
    expect(await item(id, stranger.buyer)).toBeUndefined();
    expect(await list(c, {}, stranger.provider)).toEqual([]);
    expect(await eventCount(id)).toBe(1);
  });

  test("keeps its events for good", async () => {
    const { id } = await create();
    for (const sql of [
      "update work_item_event set reason = 'x' where work_item_id = $1",
      "delete from work_item_event where work_item_id = $1",
    ])
      await expect(world.owner.query(sql, [id])).rejects.toThrow("append-only");
  });

  test.each([
    [
      "payroll",
      "pay_run",
      { kind: "regular", payDate: "2026-11-30", employees: 40, grossMinor: "1250000" },
    ],
    ["bookkeeping", "close_task", { month: "2026-10", dueBusinessDay: 5 }],
    ["employer_of_record", "hire", {}],
  ] as const)("of %s has its own kinds and fields", async (moduleCode, type, fields) => {
    const one = await contracted(world, { moduleCode });
    const { moduleByCode } = await import("../../domain/catalogue/catalogue.ts");
    const known = moduleByCode(moduleCode)?.workItemTypes.map((kind) => kind.id) ?? [];
    const kind = known.includes(type) ? type : (known[0] ?? "");
    const { id } = await create({ type: kind, priority: null, fields }, one.provider, one);
    expect(await item(id, one.buyer)).toMatchObject({ type: kind, fields });
    await kept(() =>
      expect(create({ type: "incident", priority: null }, one.provider, one)).rejects.toThrow(
        "no such kind",
      ),
    );
    await kept(() =>
      expect(create({ type: kind, fields: { nonsense: 1 } }, one.provider, one)).rejects.toMatchObject({
        code: "invalid_input",
      }),
    );
    expect(await list(one)).toHaveLength(1);
  });
});

describe("the list of work", () => {
  test("pages through everything once, newest first, and filters", async () => {
    const one = await contracted(world);
    await importLog(world, one, Buffer.from(toCsv(serviceDeskExport({ rows: 900 }))));
    const all = await list(one);
    const seen: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await list(one, { limit: 37, ...(after ? { after } : {}) });
      seen.push(...page.map((row) => row.id));
      const last = page.at(-1);
      if (!last) break;
      after = workCursor(last);
    }
    expect(seen).toEqual(all.map((row) => row.id));
    expect(all.map((row) => row.openedAt)).toEqual(
      all
        .map((row) => row.openedAt)
        .toSorted()
        .reverse(),
    );
    const counts = await world.db.readOrg(one.buyer, (tx) =>
      workCounts(tx, {
        viewer: one.buyer,
        engagementId: one.engagementId,
        now: world.clock.now().toString(),
      }),
    );
    expect(counts.reduce((sum, row) => sum + row.n, 0)).toBe(all.length);
    const closed = await list(one, { states: ["closed"] });
    expect(closed.length).toBe(all.filter((row) => row.state === "closed").length);
    expect((await list(one, { priorities: ["P1"] })).every((row) => row.priority === "P1")).toBe(true);
    const late = await list(one, { overdue: true });
    expect(late.length).toBe(counts.filter((row) => row.overdue).reduce((sum, row) => sum + row.n, 0));
    const [first] = all;
    expect((await list(one, { search: first?.reference ?? "" })).map((row) => row.id)).toContain(first?.id);
    expect(await list(one, { search: "100%_\\" })).toEqual([]);
  });

  test("treats a cursor that nobody made as none, and an id that is none as nothing", async () => {
    expect((await list(c, { after: "nonsense" })).length).toBe((await list(c)).length);
    const p = { viewer: c.provider, now: world.clock.now().toString(), limit: 5, inverted: false };
    expect(
      await world.db.readOrg(c.provider, (tx) => workItems(tx, { ...p, filter: { engagementId: "x" } })),
    ).toEqual([]);
  });
});

test.each(["9999-99-99T99:99Z", "2026-02-30T00:00:00Z", "2026-01-01T25:00:00Z", "now"])(
  "a cursor of work at %s, which is no time, is none",
  async (at) => {
    const id = crypto.randomUUID();
    const after = Buffer.from(`${at}|${id}`).toString("base64url");
    const viewer = await member(world, { name: `Cursor ${id}`, kind: "buyer", role: "owner" });
    const read =
      "query($id: ID!, $after: String) { workItems(engagementId: $id, after: $after) { edges { cursor } } }";
    expect((await ask(world, viewer, read, { id, after })).errors).toEqual([]);
  },
);
