import { type Clock, toDate } from "../clock.ts";
import type { Database } from "../db.ts";
import type { Tasks } from "../jobs/worker.ts";
import { makeExport } from "./make-export.job.ts";
import { eraseDueOrganizations } from "./organization-erasure.ts";
import { eraseDue } from "./person-erasure.ts";
import { runRetention } from "./run-retention.job.ts";
import { tellOrganizationErasure } from "./tell-organization-erasure.job.ts";

/** The jobs of what is kept, given out and erased. */
export function recordTasks(deps: { db: Database; clock: Clock; publicUrl: string }): Tasks {
  return {
    "data_export.make": (payload) => makeExport(deps, payload),
    "organization_erasure.changed": (payload) => tellOrganizationErasure(deps, payload),
    "erasures:due": async () => {
      await eraseDue(deps);
      await eraseDueOrganizations(deps);
    },
    "retention:nightly": () => runRetention(deps),
    "data_exports:sweep": async () => {
      await deps.db.open
        .$queryRaw`select app.sweep_data_exports(${toDate(deps.clock.now())}::timestamptz)::text`;
    },
  };
}
