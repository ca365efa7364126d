import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Logger as GraphileLogger, runOnce } from "graphile-worker";
import pg from "pg";
import { Temporal } from "temporal-polyfill";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { anchorFiles } from "../../server/audit/anchor-files.ts";
import { emulatedRail } from "../../server/boot/funding-rail.ts";
import { tasksFor } from "../../server/boot/tasks.ts";
import { movableClock } from "../../server/clock.ts";
import { openDatabase } from "../../server/db.ts";
import { createLogger } from "../../server/logger.ts";
import { mailboxOnly } from "../../server/ports/mail/port.ts";
import { createStripePort } from "../../server/ports/stripe/port.ts";
import { startStripeStandIn } from "../../stripe-stand-in/stand-in.ts";
import { testFields } from "../factories/field-keys.ts";
import { viewerOf } from "../factories/viewer.ts";
import { roleUrls, TEMPLATE } from "../global-setup.ts";
import type { World } from "../world.ts";
import { API_KEY, WEBHOOK_SECRET } from "./keys.ts";

export type Ground = Awaited<ReturnType<typeof openGround>>;

/**
 * What a long trial of money stands on, outside of a test runner: a database of its own, a stand-in over
 * HTTP, and one clock for both where a start is given; else both follow the machine's. `template` names a
 * migrated database to copy. The stories of test/factories run on it as on a world.
 */
export async function openGround(given: { superuserUrl: string; start?: string; webhookUrl?: string }) {
  const name = `proof_${process.pid}_${Math.trunc(performance.now() * 1000)}`;
  const own = new URL(given.superuserUrl);
  own.pathname = `/${name}`;
  const urls = roleUrls(own.href);
  await onServer(given.superuserUrl, `create database ${name} template ${TEMPLATE} owner app_owner`);
  const owner = quietPool(urls.owner);
  const db = openDatabase({ url: urls.user, connections: 8, fields: testFields });
  const workDb = openDatabase({ url: urls.worker, connections: 8, fields: testFields });
  const jobs = quietPool(urls.worker);
  const clock = given.start ? movableClock(Temporal.Instant.from(given.start)) : machineClock();
  const dataDir = mkdtempSync(join(tmpdir(), "engine-room-proof-"));
  const standIn = await startStripeStandIn({
    port: 0,
    dataDir,
    now: () => clock.now().epochMilliseconds,
    webhookRetryBaseMs: 50,
    webhookTimeoutMs: 3000,
    ...(given.webhookUrl ? { webhookUrl: given.webhookUrl, webhookSecret: WEBHOOK_SECRET } : {}),
  });
  const port = createStripePort({ apiKey: API_KEY, apiBase: standIn.url, webhookSecret: WEBHOOK_SECRET });
  const logger = createLogger("silent");
  const row = async (sql: string, values: unknown[] = []) => (await owner.query(sql, values)).rows[0];
  const rail = emulatedRail({ clock, directory: null });
  const anchorsDirectory = join(dataDir, "anchors");
  const anchors = anchorFiles({ directory: anchorsDirectory });
  const tasks = tasksFor({
    db: workDb,
    clock,
    stripe: port,
    rail,
    anchors,
    mail: mailboxOnly,
    logger,
    publicUrl: "http://x",
  });
  const parts = {
    ...{ db, workDb, owner, row, urls, clock, logger, rail, anchors, viewer: viewerOf },
    anchorsDirectory,
    stripe: async () => ({ port, standIn, webhookSecret: WEBHOOK_SECRET }),
    caller: (viewer: Viewer, idempotencyKey?: string) => ({ db, clock, viewer, idempotencyKey }),
    drainJobs: () => drainJobs({ jobs, tasks }),
  };
  const release = async () => {
    await standIn.stop();
    await Promise.all([owner.end(), jobs.end(), db.close(), workDb.close()]);
  };
  return {
    ...{ db, workDb, owner, row, urls, clock, logger, standIn, port, dataDir, tasks },
    /** What the stories need of a world is all here. */
    world: parts as unknown as World,
    drainJobs: parts.drainJobs,
    /** Ends every connection, so that the database can be copied. */
    release,
    async close() {
      await release();
      rmSync(dataDir, { recursive: true, force: true });
      await onServer(given.superuserUrl, `drop database ${name} with (force)`);
    },
  };
}

/** Runs every job that is due until none is left; one that fails waits for its next turn. */
async function drainJobs({ jobs, tasks }: { jobs: pg.Pool; tasks: ReturnType<typeof tasksFor> }) {
  const logger = new GraphileLogger(() => () => undefined);
  await runOnce({ pgPool: jobs, taskList: tasks as never, logger, noPreparedStatements: true });
}

function machineClock() {
  return { now: () => Temporal.Now.instant(), moveTo: () => undefined };
}

/** A pool whose connections may die with the server. */
function quietPool(connectionString: string): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: 4 });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

async function onServer(superuserUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  client.on("error", () => undefined);
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
