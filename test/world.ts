import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Logger as GraphileLogger, runOnce } from "graphile-worker";
import pg from "pg";
import { Temporal } from "temporal-polyfill";
import { inject } from "vitest";
import type { Viewer } from "../domain/identity/viewer.ts";
import { anchorFiles } from "../server/audit/anchor-files.ts";
import { emulatedRail } from "../server/boot/funding-rail.ts";
import { bootStripe } from "../server/boot/stripe.ts";
import { tasksFor } from "../server/boot/tasks.ts";
import { movableClock } from "../server/clock.ts";
import type { Caller } from "../server/command.ts";
import { openDatabase } from "../server/db.ts";
import { readEnv } from "../server/env.ts";
import { observed } from "../server/jobs/worker.ts";
import { createLogger } from "../server/logger.ts";
import { createMetrics } from "../server/metrics.ts";
import { type MailPort, mailboxOnly } from "../server/ports/mail/port.ts";
import { testFields } from "./factories/field-keys.ts";
import { viewerOf } from "./factories/viewer.ts";
import { roleUrls, TEMPLATE } from "./global-setup.ts";
import { guardStripeTraffic } from "./stripe-schemas/guard.ts";

export type World = Awaited<ReturnType<typeof openWorld>>;

/**
 * A product of its own for one test file: a fresh migrated database, the roles' connections, a clock that
 * stands still, and the Stripe stand-in over HTTP (started when first asked for).
 */
export async function openWorld(options: { now?: string; mail?: MailPort; unfit?: RegExp } = {}) {
  const name = `world_${process.pid}_${Math.trunc(performance.now() * 1000)}`;
  const superuserUrl = inject("superuserUrl");
  await onServer(superuserUrl, `create database ${name} template ${TEMPLATE} owner app_owner`);
  const base = new URL(superuserUrl);
  base.pathname = `/${name}`;
  const urls = roleUrls(base.href);
  const owner = new pg.Client({ connectionString: urls.owner });
  owner.on("error", () => undefined);
  await owner.connect();
  const db = openDatabase({ url: urls.user, connections: 10, fields: testFields });
  const workDb = openDatabase({ url: urls.worker, connections: 6, fields: testFields });
  const clock = movableClock(Temporal.Instant.from(options.now ?? "2026-11-21T09:00:00Z"));
  const logger = createLogger("trace", join(inject("logs"), `${name}.log`));
  const dataDir = mkdtempSync(join(tmpdir(), "engine-room-world-"));
  chmodSync(dataDir, 0o755);
  const pool = new pg.Pool({ connectionString: urls.worker, max: 4 });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  const rail = emulatedRail({ clock, directory: null });
  const anchorsDirectory = join(dataDir, "anchors");
  const anchors = anchorFiles({ directory: anchorsDirectory });
  let booted: ReturnType<typeof guardedStripe> | undefined;
  const stripe = () => {
    booted ??= guardedStripe(dataDir);
    return booted;
  };
  const row = async (sql: string, values: unknown[] = []) => (await owner.query(sql, values)).rows[0];
  return {
    db,
    workDb,
    owner,
    /** The first row that a question of the owner's finds; undefined where there is none. */
    row,
    urls,
    clock,
    logger,
    stripe,
    rail,
    anchors,
    anchorsDirectory,
    viewer: viewerOf,
    caller: (viewer: Viewer, idempotencyKey?: string): Caller => ({ db, clock, viewer, idempotencyKey }),
    /** Runs every job that is due, and those they add, until none is left. Throws when a job failed. */
    async drainJobs() {
      const { port } = await stripe();
      const publicUrl = "http://localhost:3000";
      const mail = options.mail ?? mailboxOnly;
      const deps = { db: workDb, clock, stripe: port, rail, mail, anchors, logger, publicUrl };
      const taskList = observed(tasksFor(deps), { logger, metrics: createMetrics() });
      const quiet = new GraphileLogger(() => () => undefined);
      const once = { pgPool: pool, taskList, logger: quiet, noPreparedStatements: true };
      do await runOnce(once).then(() => takenAway(owner));
      while (await hurry(owner));
      const failed = await row("select last_error from graphile_worker.jobs where last_error is not null");
      if (failed) throw new Error(`A job failed: ${failed.last_error}`);
    },
    async close() {
      // What a test lets Stripe say that its own types do not allow, such as a type from the future.
      const traffic = (booted ? (await booted).unfit() : []).filter((line) => !options.unfit?.test(line));
      if (booted) await (await booted).stop();
      await Promise.all([pool.end(), owner.end(), db.close(), workDb.close()]);
      rmSync(dataDir, { recursive: true, force: true });
      await onServer(superuserUrl, `drop database ${name} with (force)`);
      // Every request of ours and every answer of the stand-in's must be one that the SDK's own types allow.
      if (traffic.length > 0) throw new Error(`Stripe's types do not allow:\n${traffic.join("\n")}`);
    },
  };
}

/** The queue does not wait until a finished job is taken away; those that a test leaves locked stay. */
async function takenAway(owner: pg.Client): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    const { rowCount } = await owner.query(
      "select from graphile_worker._private_jobs where locked_at is not null limit 1",
    );
    if (rowCount === 0) return;
    await sleep(10);
  }
}

/** Lets what follows a batch a moment later run at once, as nobody waits here; whether there was any. */
async function hurry(owner: pg.Client): Promise<boolean> {
  const { rowCount } = await owner.query(`update graphile_worker._private_jobs set run_at = now()
    where key like 'work:%' and run_at > now() and run_at < now() + interval '1 second'`);
  return rowCount !== 0;
}

/** The stand-in over HTTP, with a guard that checks all its traffic against the SDK's types at the end. */
async function guardedStripe(dataDir: string) {
  const webhookUrl = "http://127.0.0.1:9/webhooks/stripe";
  const stripe = await bootStripe(readEnv({ DATA_DIR: dataDir }), { webhookUrl, say: () => undefined });
  const guard = stripe.standIn ? guardStripeTraffic(stripe.standIn) : null;
  const unfit = () =>
    (guard?.violations() ?? []).map(({ where, problems }) => `${where}: ${problems.join("; ")}`);
  return { ...stripe, unfit };
}

async function onServer(superuserUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
