import type { Temporal } from "temporal-polyfill";
import { toDate } from "./clock.ts";
import type { Tx } from "./db.ts";

/** A job for later, in the business transaction. The same key moves a job that still waits. */
export async function enqueueAt(
  tx: Tx,
  job: {
    task: string;
    payload: Record<string, unknown>;
    key: string;
    now: Temporal.Instant;
    at: Temporal.Instant;
  },
): Promise<void> {
  const payload = JSON.stringify(job.payload);
  await tx.$queryRaw`select app.enqueue_at(${job.task}, ${payload}::json, ${job.key},
    ${toDate(job.now)}::timestamptz, ${toDate(job.at)}::timestamptz)::text`;
}
