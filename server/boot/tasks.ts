import { listingChanged } from "../catalogue/listing-changed.job.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../db.ts";
import type { Tasks } from "../jobs/worker.ts";
import type { Logger } from "../logger.ts";
import type { StripePort } from "../ports/stripe/port.ts";

export type TaskDeps = { db: Database; clock: Clock; stripe: StripePort; logger: Logger; publicUrl: string };

/** Every job the worker knows, by the outbox event or task that asks for it. */
export function tasksFor(deps: TaskDeps): Tasks {
  return {
    "listing.changed": listingChanged(deps),
  };
}
