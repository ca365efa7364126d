import { Temporal } from "temporal-polyfill";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { warningRows } from "../../server/service-levels/warning.read.ts";
import type { World } from "../world.ts";

/** Moves the world's clock and runs the warning jobs whose moment it has reached, as time itself would. */
export async function timeGoesTo(world: World, instant: string): Promise<void> {
  world.clock.moveTo(Temporal.Instant.from(instant));
  await world.owner.query(
    `update graphile_worker._private_jobs set run_at = now() where key in
       (select 'warn:' || id from work_item where warn_at <= $1)`,
    [instant],
  );
  await world.drainJobs();
}

/** The steps that a person has been shown, oldest first. */
export async function stepsShownTo(world: World, viewer: Viewer, workItemId?: string): Promise<string[]> {
  const p = { viewer, now: world.clock.now().toString(), unread: false, limit: 100, inverted: true };
  const rows = await world.db.readOrg(viewer, (tx) => warningRows(tx, p));
  return rows
    .filter((row) => workItemId === undefined || row.workItemId === workItemId)
    .map((row) => row.step);
}
