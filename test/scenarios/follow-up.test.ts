import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordWorkEvent } from "../../server/delivery/record-work-event.ts";
import { recordWorkEvents } from "../../server/delivery/record-work-events.ts";
import { ASKED_EVERY_MS } from "../../server/jobs/worker.ts";
import { WORK_PAUSES, workTasks } from "../../server/service-levels/work-tasks.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { openWorld, type World } from "../world.ts";

const NOW = "2026-11-20T13:00:00Z";
/** Within the hour it is to be acknowledged. */
const DUE = "2026-11-20T14:00:00.000Z";
let world: World;
beforeAll(async () => {
  world = await openWorld({ now: NOW });
});
afterAll(() => world.close());

const opened = (reference: string) => ({
  ...{ id: `${reference}/1`, item: reference, type: "start", at: NOW, itemType: "incident" },
  ...{ title: "Scanner offline", priority: "P2" },
});
const send = async (c: Contracted, ...references: string[]): Promise<string[]> => {
  const input = { engagementId: c.engagementId, source: "jira", events: references.map(opened) };
  const { rows } = await recordWorkEvents(world.caller(c.provider), input);
  return rows.map((row) => row.workItemId ?? "");
};
const jobs = async (c: Contracted, task = "work.changed") =>
  (
    await world.owner.query(
      `select j.id, j.run_at, j.created_at from graphile_worker.jobs j
       where j.task_identifier = $2 and j.key like '%' || $1`,
      [c.engagementId, task],
    )
  ).rows;
const dueTimes = async (c: Contracted) =>
  (
    await world.owner.query("select due_at from work_item where engagement_id = $1 order by reference", [
      c.engagementId,
    ])
  ).rows.map((row) => row.due_at?.toISOString() ?? null);
const marks = async (c: Contracted) =>
  (
    await world.row("select count(*)::int as n from month_roll_up_mark where engagement_id = $1", [
      c.engagementId,
    ])
  ).n;

describe("a burst of batches", () => {
  test("asks once for what follows, and no batch hurries it or puts it off", async () => {
    const c = await contracted(world);
    const [first = ""] = await send(c, "A-1");
    await world.owner.query("update graphile_worker._private_jobs set run_at = now() + interval '1 hour'");
    const [before] = await jobs(c);
    for (const reference of ["A-2", "A-3", "A-4"]) await send(c, reference);
    const after = await jobs(c);
    expect(after).toHaveLength(1);
    expect(after[0].run_at).toEqual(before.run_at);
    // A person waits for what they have entered.
    const byHand = { workItemId: first, type: "acknowledge" as const, at: NOW };
    await recordWorkEvent(world.caller(c.provider), byHand);
    const [hurried] = await jobs(c);
    expect(hurried.run_at < before.run_at).toBe(true);
    await world.drainJobs();
    expect(await dueTimes(c)).toEqual(["2026-11-20T21:00:00.000Z", DUE, DUE, DUE]);
    expect(await marks(c)).toBe(0);
  });

  test("is not followed up before the last of it is committed, though somebody had asked before", async () => {
    const c = await contracted(world);
    await send(c, "H-1");
    const asked = await jobs(c);
    const { engagementId } = c;
    await world.owner.query("update graphile_worker._private_jobs set run_at = now()");
    await world.owner.query("begin");
    try {
      await world.owner.query("select app.enqueue_once('work.changed', '{}', $1, 350)", [
        `work:${engagementId}`,
      ]);
      await world.drainJobs();
      expect(await dueTimes(c)).toEqual([null]);
    } finally {
      await world.owner.query("commit");
    }
    const left = await jobs(c);
    expect(left.map(({ id }) => id)).toEqual(asked.map(({ id }) => id));
    await world.drainJobs();
    expect(await dueTimes(c)).toEqual([DUE]);
    expect(await jobs(c)).toEqual([]);
  });

  test("asks again, and at once in time, where the one who was asked before has failed", async () => {
    const c = await contracted(world);
    await send(c, "F-1");
    await world.owner.query(
      `update graphile_worker._private_jobs set attempts = 1, last_error = 'not today',
       run_at = now() + interval '1 hour' where key = $1`,
      [`work:${c.engagementId}`],
    );
    await send(c, "F-2");
    await world.drainJobs();
    expect(await dueTimes(c)).toEqual([DUE, DUE]);
  });

  test("is gone over once in a pause; what came meanwhile is seen by the job that was put off", async () => {
    const c = await contracted(world);
    const payload = { engagementId: c.engagementId, organizationId: c.buyer.organizationId };
    const pauses = { dueTimes: 300, rollUp: 300 };
    const tasks = workTasks({ db: world.workDb, clock: world.clock, workPauses: pauses });
    await send(c, "B-1");
    await world.drainJobs();
    await tasks["work.changed"]?.(payload);
    expect(await marks(c)).toBe(0);
    await send(c, "B-2");
    await tasks["work.changed"]?.(payload);
    expect(await dueTimes(c)).toEqual([DUE, null]);
    expect(await marks(c)).toBeGreaterThan(0);
    const [put] = await jobs(c);
    expect(put.run_at.getTime() - Date.now()).toBeLessThanOrEqual(pauses.dueTimes);
    await sleep(pauses.dueTimes);
    await world.drainJobs();
    expect(await dueTimes(c)).toEqual([DUE, DUE]);
    expect(await marks(c)).toBe(0);
    expect(await jobs(c)).toEqual([]);
  });
});

test("whoever is to be warned is warned at the instant itself, and the queue looks twice a second", async () => {
  const c = await contracted(world);
  const [id = ""] = await send(c, "C-1");
  await world.drainJobs();
  const { seconds } = await world.row(
    `select extract(epoch from (j.run_at - j.created_at) - (w.warn_at - $2::timestamptz))::float8 as seconds
     from work_item w join graphile_worker.jobs j on j.key = 'warn:' || w.id where w.id = $1`,
    [id, NOW],
  );
  expect(Math.abs(seconds)).toBeLessThan(1);
  expect(ASKED_EVERY_MS + WORK_PAUSES.dueTimes).toBeLessThan(1_000);
});
