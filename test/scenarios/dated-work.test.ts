import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, expect, test } from "vitest";
import { metricById, moduleByCode } from "../../domain/catalogue/catalogue.ts";
import { levelFromMetric } from "../../domain/catalogue/level-from-metric.ts";
import { createWorkItem } from "../../server/delivery/create-work-item.ts";
import { recordWorkEvent } from "../../server/delivery/record-work-event.ts";
import { ask } from "../factories/ask.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { stepsShownTo, timeGoesTo } from "../factories/warned.ts";
import { openWorld, type World } from "../world.ts";

/** Friday, 10:00 in São Paulo, whose days end at 03:00 UTC. The contract has no clock, only the date. */
const FRIDAY = "2026-11-20T13:00:00Z";
const QUEUE = "query($id: ID) { queue(engagementId: $id) { edges { node { id dueAt group } } } }";
let world: World;
beforeAll(async () => {
  world = await openWorld({ now: FRIDAY });
});
afterAll(() => world.close());

async function filing(fields: Record<string, string>): Promise<Contracted & { id: string }> {
  world.clock.moveTo(Temporal.Instant.from(FRIDAY));
  const module = moduleByCode("payroll");
  const metric = module && metricById(module, "filings_by_due_date");
  if (!metric) throw new Error("Payroll files by a date.");
  const level = { ...levelFromMetric({ metric, id: "filed", currency: "USD" }), weightBps: 10_000 };
  const c = await contracted(world, { moduleCode: "payroll", terms: { serviceLevels: [level] } });
  const item = { type: "filing", title: "Social security, November", openedAt: FRIDAY, fields };
  const { id } = await createWorkItem(world.caller(c.provider), { engagementId: c.engagementId, ...item });
  await world.drainJobs();
  return { ...c, id };
}
const queued = async (c: Contracted & { id: string }) =>
  (await ask(world, c.provider, QUEUE, { id: c.engagementId })).data.queue.edges[0]?.node;

test("work that a level holds to a date is queued by that date, and warned of before and after it", async () => {
  const c = await filing({ dueOn: "2026-11-26" });
  // Friday 10:00 to the end of Thursday: 6 days and 14 hours; the last tenth begins on Thursday, 08:12.
  expect(await queued(c)).toEqual({ id: c.id, dueAt: "2026-11-27T03:00:00Z", group: "later" });
  await timeGoesTo(world, "2026-11-26T11:11:00Z");
  expect(await stepsShownTo(world, c.provider, c.id)).toEqual([]);
  await timeGoesTo(world, "2026-11-26T11:13:00Z");
  expect(await stepsShownTo(world, c.provider, c.id)).toEqual(["90"]);
  expect((await queued(c)).group).toBe("week");
  await timeGoesTo(world, "2026-11-27T03:00:00Z");
  expect((await queued(c)).group).toBe("breached");
  // Shown in the reader's hours, which open in the morning.
  expect(await stepsShownTo(world, c.provider, c.id)).toEqual(["90"]);
  await timeGoesTo(world, "2026-11-27T12:00:00Z");
  expect(await stepsShownTo(world, c.provider, c.id)).toEqual(["90", "breach"]);
});

test("a pause does not move the date; a finish takes it off, with its warnings", async () => {
  const c = await filing({ dueOn: "2026-11-26" });
  const at = "2026-11-23T13:00:00Z";
  await timeGoesTo(world, at);
  const p = { workItemId: c.id, at };
  await recordWorkEvent(world.caller(c.provider), { ...p, type: "pause", waitingOn: "buyer" });
  await world.drainJobs();
  expect(await queued(c)).toMatchObject({ dueAt: "2026-11-27T03:00:00Z" });
  await timeGoesTo(world, "2026-11-24T13:00:00Z");
  await recordWorkEvent(world.caller(c.provider), { ...p, at: "2026-11-24T13:00:00Z", type: "stop" });
  await world.drainJobs();
  expect(await world.row("select due_at, warn_at from work_item where id = $1", [c.id])).toEqual({
    due_at: null,
    warn_at: null,
  });
  await timeGoesTo(world, "2026-11-27T12:00:00Z");
  expect(await stepsShownTo(world, c.provider, c.id)).toEqual([]);
});

test("work without a date stands where nothing runs, and nobody is warned of it", async () => {
  const c = await filing({});
  expect(await queued(c)).toEqual({ id: c.id, dueAt: null, group: "paused" });
  const { n } = await world.row("select count(*)::int as n from sla_warning where work_item_id = $1", [
    c.id,
  ]);
  expect(n).toBe(0);
});
