import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import {
  Logger as GraphileLogger,
  type Runner,
  run,
  type TaskList,
  type WorkerEvents,
} from "graphile-worker";
import pg from "pg";
import { killPoint } from "../kill-point.ts";
import type { Logger } from "../logger.ts";
import type { Metrics } from "../metrics.ts";
import { freeJobsOfTheGone, type Presence, showPresence } from "./presence.ts";

export type Task = (payload: Record<string, unknown>) => Promise<void>;
export type Tasks = Record<string, Task>;

/** A night, or a Monday, that no worker was up for is made good within a day. */
const NIGHTLY = [
  "55 1 * * * audit:anchor ?fill=1d&jobKey=audit_anchor",
  "15 2 * * * listings:refresh_all ?fill=1d&jobKey=listings",
  "35 2 * * * months:refresh_all ?fill=1d&jobKey=months",
  "50 2 * * * billing_runs:nightly ?fill=1d&jobKey=billing_runs",
  "*/5 * * * * billing_runs:take_up ?jobKey=billing_runs_take_up",
  "25 3 * * * reconciliation:daily ?fill=1d&jobKey=reconciliation",
  "5 3 * * * fx:nightly ?fill=1d&jobKey=fx_nightly",
  "40 3 * * * payout_accounts:daily ?fill=1d&jobKey=payout_accounts",
  "10 * * * * payouts:due ?fill=1d&jobKey=payouts_due",
  "0 5 * * 1 credits:outlook_all ?fill=1d&jobKey=credits",
  "50 * * * * stripe_events:missed ?fill=1d&jobKey=stripe_events_missed",
  "5 * * * * collecting:hourly ?fill=1d&jobKey=collecting",
  "45 * * * * live_events:sweep ?jobKey=live_events",
  "20 6 * * * api_keys:remind ?fill=1d&jobKey=api_keys",
  "15 4 * * * retention:nightly ?fill=1d&jobKey=retention",
  "20 * * * * data_exports:sweep ?jobKey=data_exports",
  "30 * * * * erasures:due ?fill=1d&jobKey=erasures",
].join("\n");
/** A job with a time of its own is found by asking: a warning is out within a second of its moment. */
export const ASKED_EVERY_MS = 500;
const BEGUN_AGAIN_AFTER_MS = 1000;
/**
 * Noted one by one, the end of a job is a promise that nobody listens to: its failure would end the
 * process.
 */
const NOTED_TOGETHER = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } };

/**
 * Runs jobs until stopped. A task that throws is tried again with growing pauses; the pauses and the
 * claim live in PostgreSQL, so any number of workers may run, and a killed one's jobs are taken up by
 * another within a minute.
 */
export async function startWorker(p: {
  url: string;
  tasks: Tasks;
  logger: Logger;
  metrics: Metrics;
  concurrency: number;
}) {
  const pool = new pg.Pool({ connectionString: p.url, max: p.concurrency + 2 });
  pool.on("error", (error) => p.logger.warn({ err: error }, "a worker connection ended"));
  pool.on("connect", (client) => client.on("error", () => undefined));
  const begin = () => {
    const presence = presenceOf(p);
    return run({
      pgPool: pool,
      events: presence.events,
      taskList: observed(whilePresent(p.tasks, presence), p),
      concurrency: p.concurrency,
      pollInterval: ASKED_EVERY_MS,
      crontab: NIGHTLY,
      noHandleSignals: true,
      noPreparedStatements: true,
      preset: NOTED_TOGETHER,
      logger: new GraphileLogger(() => (level, message) => {
        if (level === "error") p.logger.error({ worker: true }, message);
      }),
    }).then(presence.attend, presence.abandon);
  };
  const sweeper = freeJobsOfTheGone({ pool, logger: p.logger });
  const runner = keptRunning(await begin(), { begin, logger: p.logger });
  return {
    /** Lets running jobs end, then closes the connections. */
    async stop() {
      sweeper.stop();
      await runner.stop();
      await pool.end();
    },
  };
}

/**
 * The sign of life of one run of the queue: shown under the name by which it locks jobs, from before its
 * first job until after its last. A run whose sign came too late is ended; the next has another name.
 */
function presenceOf(p: { url: string; logger: Logger }) {
  const events = new EventEmitter() as WorkerEvents;
  let presence: Presence | null = null;
  let runner: Runner | null = null;
  let isLate = false;
  const tooLate = () => {
    isLate = true;
    runner?.stop().catch(() => undefined);
  };
  events.once("pool:create", ({ workerPool }) => {
    presence = showPresence({ ...p, holder: workerPool.id, tooLate });
  });
  const end = () => presence?.end();
  return {
    events,
    stands: async () => presence?.stands(),
    attend: (begun: Runner): Runner => {
      runner = begun;
      begun.promise.then(end, end);
      if (isLate) tooLate();
      return begun;
    },
    abandon: async (error: unknown): Promise<never> => {
      await end();
      throw error;
    },
  };
}

function whilePresent(tasks: Tasks, presence: { stands: () => Promise<void> }): Tasks {
  return Object.fromEntries(
    Object.entries(tasks).map(([task, perform]) => [
      task,
      async (payload) => {
        await presence.stands();
        await perform(payload);
      },
    ]),
  );
}

/**
 * The queue gives up when PostgreSQL goes away while it notes how a job ended. It is begun again until
 * PostgreSQL is back, so that a restart of the database ends no process of ours.
 */
function keptRunning(first: Runner, on: { begin: () => Promise<Runner>; logger: Logger }) {
  let current: Runner | null = first;
  let stopped = false;
  const watch = async (runner: Runner): Promise<void> => {
    const reason = await runner.promise.catch((error: unknown) => error);
    if (stopped) return;
    on.logger.error({ err: reason }, "the queue stopped and is begun again");
    current = null;
    while (!stopped && !current) {
      await sleep(BEGUN_AGAIN_AFTER_MS);
      current = await on.begin().catch(() => null);
    }
    if (current && stopped) await current.stop();
    else if (current) await watch(current);
  };
  void watch(first);
  return {
    stop: async () => {
      stopped = true;
      await current?.stop();
    },
  };
}

/** Our tasks as the queue wants them, counted and logged. */
export function observed(tasks: Tasks, p: { logger: Logger; metrics: Metrics }): TaskList {
  return Object.fromEntries(
    Object.entries(tasks).map(([task, perform]) => [
      task,
      async (payload: unknown) => {
        try {
          killPoint("job.started");
          await perform(payload as Record<string, unknown>);
          killPoint("job.done");
          p.metrics.job({ task, outcome: "done" });
        } catch (error) {
          p.metrics.job({ task, outcome: "failed" });
          p.logger.warn({ task, err: error }, "a job failed and will be tried again");
          throw error;
        }
      },
    ]),
  );
}
