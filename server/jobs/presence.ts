import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Logger } from "../logger.ts";

/** The first key of our advisory locks for the queue; the second is made of the holder's name. */
const LOCKS_OF_THE_QUEUE = 7_406;
/** Whoever is seen to be gone in two looks in a row, so far apart, is gone. */
const LOOKED_EVERY_MS = 15_000;
/** Shorter than that by enough: a sign of life that took longer may have been missed in two looks. */
const LATE_AFTER_MS = 10_000;
const TRIED_AGAIN_AFTER_MS = 1000;
/** A machine that is gone closes no connection; PostgreSQL notices after 25 seconds. */
const NOTICED_SOON = `set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5;
  set tcp_keepalives_count = 3`;

export type Presence = {
  /** Resolves while the sign of life stands; throws where it came too late for jobs of that name. */
  stands: () => Promise<void>;
  end: () => Promise<void>;
};

/**
 * The sign of life of a holder of jobs: a lock in PostgreSQL on a connection of its own, let go of the moment
 * the process is gone. Where the connection breaks, it is taken again; `tooLate` is told where that took so
 * long that others may have the jobs by now.
 */
export function showPresence(p: {
  url: string;
  holder: string;
  logger: Logger;
  tooLate: () => void;
}): Presence {
  let client: pg.Client | null = null;
  let isOver = false;
  const take = async (): Promise<void> => {
    const began = performance.now();
    while (!isOver) {
      const next = new pg.Client({ connectionString: p.url, keepAlive: true });
      next.on("error", () => undefined);
      try {
        await next.connect();
        await next.query(NOTICED_SOON);
        await next.query("select pg_advisory_lock($1, hashtext($2))", [LOCKS_OF_THE_QUEUE, p.holder]);
        next.once("end", again);
        client = next;
        break;
      } catch (error) {
        p.logger.warn({ err: error }, "the worker's sign of life could not be given");
        await next.end().catch(() => undefined);
        await sleep(TRIED_AGAIN_AFTER_MS);
      }
    }
    if (isOver) return client?.end();
    if (performance.now() - began < LATE_AFTER_MS) return;
    p.tooLate();
    throw new Error("The worker's sign of life came too late.");
  };
  let standing = take();
  const again = () => {
    if (isOver) return;
    standing = take();
    standing.catch(() => undefined);
  };
  standing.catch(() => undefined);
  return {
    stands: () => standing,
    end: async () => {
      isOver = true;
      await client?.end();
    },
  };
}

/**
 * Gives the jobs of holders that are gone back to the queue, whose own lease of four hours is for what nobody
 * can tell. Looks all the time until it is stopped; a holder that shows its presence is left alone, however
 * long it takes.
 */
export function freeJobsOfTheGone({ pool, logger }: { pool: pg.Pool; logger: Logger }) {
  let before: string[] = [];
  const look = async () => {
    const { rows } = await pool.query<{ gone: string[]; freed: string[] | null }>(LOOK, [
      LOCKS_OF_THE_QUEUE,
      before,
    ]);
    const [{ gone, freed } = { gone: [], freed: null }] = rows;
    if (freed) logger.warn({ holders: freed }, "jobs of a worker that is gone were freed");
    before = gone;
  };
  const timer = setInterval(() => {
    look().catch((error: unknown) => {
      before = [];
      logger.warn({ err: error }, "jobs of workers that are gone could not be looked for");
    });
  }, LOOKED_EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

// The lock is shared, so that two who look at once do not take each other for the holder.
const LOOK = `
  with holder as materialized (
    select locked_by as name from graphile_worker._private_jobs where locked_by like 'pool-%'
    union select locked_by from graphile_worker._private_job_queues where locked_by like 'pool-%'),
  gone as materialized (
    select name from holder where pg_try_advisory_xact_lock_shared($1::int, hashtext(name))),
  twice as materialized (select array_agg(name) as names from gone where name = any ($2::text[])),
  freed as materialized (select names, graphile_worker.force_unlock_workers(names) from twice
    where names is not null)
  select coalesce((select array_agg(name) from gone), '{}') as gone, (select names from freed) as freed`;
