import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { LevelFigure } from "../../domain/service-levels/level-figure.ts";
import { isTapeLevel } from "../../domain/service-levels/tape-month.ts";
import { monthsBetween } from "../../domain/shared/period.ts";
import type { Tx } from "../../server/db.ts";
import { createWorkItem } from "../../server/delivery/create-work-item.ts";
import { recordWorkEvent } from "../../server/delivery/record-work-event.ts";
import { figuresOfMonths } from "../../server/service-levels/month-figures.ts";
import {
  bareFigure,
  lineOf,
  monthLines,
  rolledMonth,
  rolledMonths,
} from "../../server/service-levels/month-roll-up.read.ts";
import {
  refreshAllRollUps,
  refreshMonthRollUp,
} from "../../server/service-levels/refresh-month-roll-up.ts";
import { contracted } from "../factories/contracted.ts";
import { member } from "../factories/people.ts";
import { toldStory } from "../factories/told-story.ts";
import { openWorld, type World } from "../world.ts";

const NOW = Temporal.Instant.from("2026-11-21T20:00:00Z");
const MONTHS = monthsBetween({ first: "2025-11", last: "2026-11" });
let world: World;

beforeAll(async () => {
  world = await openWorld({ now: NOW.toString() });
  await toldStory(world, NOW);
}, 240_000);
afterAll(() => world.close());

type Engagement = { id: string; organization_id: string };

const engagements = async (): Promise<Engagement[]> =>
  (await world.owner.query("select id, organization_id from engagement order by id")).rows;
const refresh = (one: Engagement) =>
  refreshMonthRollUp(
    { db: world.workDb, clock: world.clock },
    { engagementId: one.id, organizationId: one.organization_id },
  );
const marks = async () => (await world.row("select count(*)::int as n from month_roll_up_mark")).n;

const bare = (levels: readonly LevelFigure[]) => levels.map(bareFigure);

/** The same transaction, counting what is asked of the database. */
function counting(tx: Tx): { tx: Tx; asked: () => number } {
  let asked = 0;
  const counted = new Proxy(tx, {
    get(target, name) {
      if (name === "$queryRaw") asked += 1;
      return Reflect.get(target, name);
    },
  });
  return { tx: counted, asked: () => asked };
}

/** Every month of the engagement from the roll-up is the month measured again; how many came from it. */
async function compare(one: Engagement, now: Temporal.Instant): Promise<number> {
  const viewer = systemViewer(one.organization_id, "test");
  return world.workDb.readOrg(viewer, async (tx) => {
    const p = { viewer, engagementIds: [one.id], now };
    const raw = await figuresOfMonths(tx, { ...p, months: MONTHS });
    const lines = await monthLines(tx, { ...p, since: MONTHS[0] ?? "" });
    const together = await rolledMonths(tx, { viewer, now, monthsOf: new Map([[one.id, MONTHS]]) });
    together.sort((a, b) => (a.month < b.month ? -1 : 1));
    expect(together).toMatchObject(
      raw.map(({ month, levels, state }) => ({ month, levels: bare(levels), state })),
    );
    let known = 0;
    for (const { month, levels, state } of raw) {
      const watched = counting(tx);
      const [rolled] = await rolledMonth(watched.tx, { ...p, month });
      expect(rolled).toMatchObject({ engagementId: one.id, month, state, levels: bare(levels) });
      const line = lines.find((row) => row.month === month);
      // One statement where the roll-up knows the month; never a wrong line where it does not.
      expect(watched.asked() === 1).toBe(line !== undefined);
      if (!line) continue;
      expect(line.levels).toEqual(levels.map(lineOf));
      known += 1;
    }
    return known;
  });
}

test("every month of the demo in the roll-up is the month measured again, at whatever moment", async () => {
  const all = await engagements();
  for (const one of all) expect(await compare(one, NOW)).toBe(0);
  await refreshAllRollUps({ db: world.workDb });
  const asked = await world.row(
    "select count(*)::int as n from graphile_worker.jobs where task_identifier = $1",
    ["months.changed"],
  );
  expect(asked.n).toBe(all.length);
  let known = 0;
  for (const one of all) await refresh(one);
  expect(await marks()).toBe(0);
  for (const one of all) known += await compare(one, NOW);
  expect(known).toBeGreaterThan(40);
  for (const later of [{ minutes: 7 }, { hours: 31 }, { hours: 24 * 9 + 5 }])
    for (const one of all) await compare(one, NOW.add(later));
}, 240_000);

test("a change is seen with its commit, before and after the job, and stays unseen where it is undone", async () => {
  const c = await contracted(world);
  const caller = world.caller(c.provider);
  const one = { id: c.engagementId, organization_id: c.buyer.organizationId };
  await world.drainJobs();
  const opened = NOW.subtract({ hours: 30 }).toString();
  const details = { type: "incident", title: "Roll-up", openedAt: opened, fields: {} };
  const { id } = await createWorkItem(caller, { engagementId: c.engagementId, ...details });
  await compare(one, NOW);
  await refresh(one);
  const before = await compare(one, NOW);
  await recordWorkEvent(caller, { workItemId: id, type: "stop", at: NOW.toString() });
  expect(await compare(one, NOW)).toBe(0);
  await refresh(one);
  expect(await compare(one, NOW)).toBe(before);
  const undone = world.workDb.withOrg(systemViewer(one.organization_id, "test"), async (tx) => {
    await tx.$executeRaw`update work_item set priority = 'P1' where id = ${id}::uuid`;
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");
  expect(await compare(one, NOW)).toBe(before);
  await world.owner.query("update engagement set ends_on = '2026-11-20' where id = $1", [one.id]);
  expect(await compare(one, NOW)).toBe(0);
});

test("where more is out of date than a page measures, the rest is as it was, with its moment", async () => {
  const own = await contracted(world);
  const viewer = systemViewer(own.buyer.organizationId, "test");
  const month = "2026-11";
  const shown = (now: Temporal.Instant, mostMeasured?: number) =>
    world.workDb.readOrg(viewer, async (tx) => {
      const watched = counting(tx);
      const engagementIds = [own.engagementId];
      const most = mostMeasured === undefined ? {} : { mostMeasured };
      const months = await rolledMonth(watched.tx, {
        ...{ viewer, engagementIds, month, now, recent: true },
        ...most,
      });
      return { months, asked: watched.asked() };
    });
  // Nothing was measured yet: it is left out, and nothing but the roll-up is read.
  expect(await shown(NOW, 0)).toEqual({ months: [], asked: 1 });
  await refresh({ id: own.engagementId, organization_id: own.buyer.organizationId });
  const [known] = (await shown(NOW, 0)).months;
  expect(known).not.toHaveProperty("staleSince");
  const item = { type: "incident", title: "After it", openedAt: NOW.toString(), fields: {} };
  await createWorkItem(world.caller(own.provider), { engagementId: own.engagementId, ...item });
  const later = NOW.add({ minutes: 1 });
  const stale = await shown(later, 0);
  expect(stale).toEqual({ months: [{ ...known, staleSince: NOW }], asked: 1 });
  // Within the measure it is measured, as it is without one.
  const measured = await shown(later, 1);
  expect(measured).toEqual(await shown(later));
  expect(measured.months[0]).not.toHaveProperty("staleSince");
});

test("a running month holds until the moment at which an open clock is breached, and no longer", async () => {
  const usual = (await contracted(world)).terms.serviceLevels;
  const serviceLevels = usual.filter(isTapeLevel).map((level) => ({ ...level, weightBps: 5000 }));
  expect(serviceLevels).toHaveLength(2);
  const c = await contracted(world, { terms: { serviceLevels } });
  const one = { id: c.engagementId, organization_id: c.buyer.organizationId };
  const monday = Temporal.Instant.from("2026-11-23T14:00:00Z");
  world.clock.moveTo(monday);
  const details = {
    type: "incident",
    title: "Due",
    priority: "P1",
    openedAt: monday.toString(),
    fields: {},
  };
  await createWorkItem(world.caller(c.provider), { engagementId: c.engagementId, ...details });
  const heldUntil = async () => {
    await refresh(one);
    const sql = "select holds_until from month_roll_up where engagement_id = $1 and period = '2026-11'";
    const { holds_until: until } = await world.row(sql, [one.id]);
    return Temporal.Instant.fromEpochMilliseconds(until.getTime());
  };
  const end = Temporal.Instant.from("2026-12-01T03:00:00Z");
  const seen: string[] = [];
  for (let until = await heldUntil(); Temporal.Instant.compare(until, end) < 0; until = await heldUntil()) {
    seen.push(until.toString());
    const before = await breaches(one, until.subtract({ milliseconds: 1 }));
    expect(await breaches(one, until)).toBe(before + 1);
    for (const moment of [until.subtract({ milliseconds: 1 }), until]) await compare(one, moment);
    world.clock.moveTo(until);
  }
  expect(seen).toHaveLength(2);
  const again = await world.row("select run_at > now() as later from graphile_worker.jobs where key = $1", [
    `months:${one.id}`,
  ]);
  expect(again.later).toBe(true);
  expect(await compare(one, end.subtract({ milliseconds: 1 }))).toBeGreaterThan(0);
  world.clock.moveTo(NOW);
});

test("a dashboard takes a month of rules while it is recent and nothing was recorded since", async () => {
  const c = await contracted(world);
  expect(c.terms.serviceLevels.every(isTapeLevel)).toBe(false);
  const caller = world.caller(c.provider);
  const one = { id: c.engagementId, organization_id: c.buyer.organizationId };
  const opened = NOW.subtract({ hours: 30 }).toString();
  const details = { type: "incident", title: "Recent", openedAt: opened, fields: {} };
  const { id } = await createWorkItem(caller, { engagementId: c.engagementId, ...details });
  await refresh(one);
  const isTaken = async (minutes: number, recent: boolean) => {
    const viewer = systemViewer(one.organization_id, "test");
    const p = { viewer, engagementIds: [one.id], month: "2026-11", now: NOW.add({ minutes }), recent };
    return world.workDb.readOrg(viewer, async (tx) => {
      const watched = counting(tx);
      const [rolled] = await rolledMonth(watched.tx, p);
      expect(rolled).toMatchObject({ engagementId: one.id, state: "running" });
      return watched.asked() === 1;
    });
  };
  expect([await isTaken(0, true), await isTaken(29, true), await isTaken(31, true)]).toEqual([
    true,
    true,
    false,
  ]);
  expect(await isTaken(0, false)).toBe(false);
  await recordWorkEvent(caller, { workItemId: id, type: "stop", at: NOW.toString() });
  expect(await isTaken(0, true)).toBe(false);
});

async function breaches(one: Engagement, now: Temporal.Instant): Promise<number> {
  const viewer = systemViewer(one.organization_id, "test");
  const p = { viewer, engagementIds: [one.id], months: ["2026-11"], now };
  const [raw] = await world.workDb.readOrg(viewer, (tx) => figuresOfMonths(tx, p));
  return raw?.levels.reduce((sum, level) => sum + level.misses, 0) ?? 0;
}

test("others see nothing of it, and only the worker writes it", async () => {
  const stranger: Viewer = await member(world, { name: "Stranger", kind: "buyer", role: "owner" });
  const [one] = await engagements();
  await world.db.readOrg(stranger, async (tx) => {
    expect(await tx.$queryRaw`select 1 from month_roll_up`).toEqual([]);
    const p = { viewer: stranger, engagementIds: [one?.id ?? ""], now: NOW };
    expect(await rolledMonth(tx, { ...p, month: "2026-10" })).toEqual([]);
    expect(await monthLines(tx, { ...p, since: "2020-01" })).toEqual([]);
  });
  const write = world.db.withOrg(stranger, (tx) => tx.$executeRaw`delete from month_roll_up`);
  await expect(write).rejects.toThrow("permission denied");
});

test("each engagement gets the months it was asked in, in one statement, and another's none", async () => {
  for (const one of await engagements()) await refresh(one);
  const byOrganization = Map.groupBy(await engagements(), (one) => one.organization_id);
  const [[organizationId, own] = ["", []]] = [...byOrganization].sort((a, b) => b[1].length - a[1].length);
  expect(own.length).toBeGreaterThan(1);
  const viewer = systemViewer(organizationId, "test");
  const foreign = (await engagements()).find((one) => one.organization_id !== organizationId);
  const months = ["2026-08", "2026-09", "2026-10"];
  const asked = own.map(({ id }, n) => [id, months.slice(0, 1 + (n % 3))] as const);
  await world.workDb.readOrg(viewer, async (tx) => {
    const watched = counting(tx);
    const monthsOf = new Map([...asked, [foreign?.id ?? "", months], ["not-an-id", months]]);
    const found = await rolledMonths(watched.tx, { viewer, now: NOW, monthsOf });
    const names = found.map(({ engagementId, month }) => `${engagementId} ${month}`);
    const expected = asked.flatMap(([id, all]) => all.map((month) => `${id} ${month}`));
    expect(names.filter((name) => !expected.includes(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    const measured = await figuresOfMonths(tx, {
      ...{ viewer, months, now: NOW, monthsOf: new Map(asked) },
      engagementIds: asked.map(([id]) => id),
    });
    for (const { engagementId, month, levels, state } of measured)
      expect(found.find((row) => row.engagementId === engagementId && row.month === month)).toMatchObject({
        levels: bare(levels),
        state,
      });
    expect(names.length).toBe(measured.length);
  });
});
