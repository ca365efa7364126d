import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import type { KillPoint } from "../../server/kill-point.ts";
import { approvedByBoth } from "../factories/money-story.ts";
import { castOf, freezeNext } from "../proof/crash/people.ts";
import { load, type Product } from "../proof/crash/process.ts";
import { type Ground, openGround } from "../proof/ground.ts";
import { keyOf, WEBHOOK_SECRET } from "../proof/keys.ts";

let ground: Ground;
const workers: Product[] = [];

beforeAll(async () => {
  ground = await openGround({ superuserUrl: inject("superuserUrl") });
});
afterEach(async () => {
  for (const one of workers.splice(0)) {
    one.signal("SIGCONT");
    one.signal("SIGKILL");
    await one.ended;
  }
  await ground.owner.query("delete from graphile_worker._private_jobs");
});
afterAll(() => ground.close());

/** A worker of the product as a process of its own, at work; it ends itself at a step where told. */
async function worker(point: KillPoint | null = null): Promise<Product> {
  const one = load("worker");
  workers.push(one);
  const { user: userUrl, worker: workerUrl } = ground.urls;
  const apiBase = ground.standIn.url;
  const strike = point && { point, passing: 1 };
  await one.begin({ userUrl, workerUrl, apiBase, webhookSecret: WEBHOOK_SECRET, port: 0, strike });
  return one;
}

async function until<T>(seconds: number, look: () => Promise<T | undefined>): Promise<T> {
  for (const end = performance.now() + seconds * 1000; performance.now() < end; await sleep(100)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`It did not come about within ${seconds} seconds.`);
}

const locked = async () =>
  (
    await ground.row(
      "select locked_by as holder from graphile_worker._private_jobs where locked_at is not null",
    )
  )?.holder as string | undefined;
const statement = () => ground.row("select id, state from statement order by id desc limit 1");

test("the jobs of a killed worker go on within a minute", { timeout: 150_000 }, async () => {
  const cast = await castOf(ground, 1);
  await freezeNext(ground, cast, 0);
  const first = await worker("job.started");
  await first.ended;
  expect(await locked()).toMatch(/^pool-/);
  expect(await statement()).toBeUndefined();
  const killedAt = performance.now();
  await worker();
  await until(60, statement);
  expect(performance.now() - killedAt).toBeGreaterThan(10_000);
});

test("a worker that only stands still keeps its job, and does it once", { timeout: 200_000 }, async () => {
  const cast = await castOf(ground, 1);
  const story = cast.stories[0];
  if (!story) throw new Error("There is a story.");
  await freezeNext(ground, cast, 0);
  await ground.drainJobs();
  await approvedByBoth(ground.world, story, (await statement()).id);
  const asked: (string | undefined)[] = [];
  const first = await worker();
  const stop = ground.standIn.controls.observe(({ request, apiKey }) => {
    if (asked.push(request?.operation) === 1 && apiKey === keyOf(first.pid)) first.signal("SIGSTOP");
  });
  const holder = await until(30, locked);
  await until(30, async () => asked.length > 0);
  await worker();
  await sleep(40_000);
  expect(await locked()).toBe(holder);
  expect(asked).toHaveLength(1);
  first.signal("SIGCONT");
  const invoice = () => ground.row("select hosted_url as url from invoice where state = 'open'");
  await until(60, invoice);
  stop();
  expect(asked.filter((one) => one === "invoices.create")).toHaveLength(1);
});
