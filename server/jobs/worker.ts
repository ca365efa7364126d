import { Logger as GraphileLogger, run, type TaskList } from "graphile-worker";
import pg from "pg";
import type { Logger } from "../logger.ts";
import type { Metrics } from "../metrics.ts";

export type Task = (payload: Record<string, unknown>) => Promise<void>;
export type Tasks = Record<string, Task>;

/** A night, or a Monday, that no worker was up for is made good within a day. */
const NIGHTLY = [
  "15 2 * * * listings:refresh_all ?fill=1d&jobKey=listings",
  "35 2 * * * months:refresh_all ?fill=1d&jobKey=months",
  "25 3 * * * reconciliation:daily ?fill=1d&jobKey=reconciliation",
  "0 5 * * 1 credits:outlook_all ?fill=1d&jobKey=credits",
  "45 * * * * live_events:sweep ?jobKey=live_events",
].join("\n");
/** A job with a time of its own is found by asking: a warning is out within a second of its moment. */
const ASKED_EVERY_MS = 500;

/**
 * Runs jobs until stopped. A task that throws is tried again with growing pauses; the pauses and the
 * claim live in PostgreSQL, so any number of workers may run and a killed one's jobs are taken up by
 * another.
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
  const runner = await run({
    pgPool: pool,
    taskList: observed(p.tasks, p),
    concurrency: p.concurrency,
    pollInterval: ASKED_EVERY_MS,
    crontab: NIGHTLY,
    noHandleSignals: true,
    noPreparedStatements: true,
    logger: new GraphileLogger(() => (level, message) => {
      if (level === "error") p.logger.error({ worker: true }, message);
    }),
  });
  return {
    /** Lets running jobs end, then closes the connections. */
    async stop() {
      await runner.stop();
      await pool.end();
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
          await perform(payload as Record<string, unknown>);
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
