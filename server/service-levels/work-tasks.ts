import type { Clock } from "../clock.ts";
import type { Database } from "../db.ts";
import { FOLLOWED_UP_AFTER_MS } from "../delivery/record-work-events.ts";
import { spaced } from "../jobs/spaced.ts";
import type { Task, Tasks } from "../jobs/worker.ts";
import { refreshDueTimes } from "./refresh-due-times.ts";
import { refreshMonthRollUp } from "./refresh-month-roll-up.ts";

/** How seldom a contract is gone over again in a burst, in milliseconds. */
export type WorkPauses = { dueTimes: number; rollUp: number };

/**
 * A due time, and with it the job at each instant of which somebody is warned, stands within a second of its
 * event: this pause, and the half second in which the queue looks for jobs that were put off.
 */
export const WORK_PAUSES: WorkPauses = { dueTimes: FOLLOWED_UP_AFTER_MS, rollUp: 2_000 };

/** Months are counted from all work of a contract: of a burst's time they take this much at most, one in … */
const SHARE_OF_A_BURST = 50;

/**
 * What follows when work or hours changed: the due times of the contract, then its months for dashboards,
 * which are counted anew for whoever asks before (`month_roll_up_mark`). Without pauses each asking is done.
 */
export function workTasks(deps: { db: Database; clock: Clock; workPauses?: WorkPauses }): Tasks {
  const { db, workPauses: pauses } = deps;
  const calm = (task: "work.changed" | "months.changed", perform: Task, gapMs: number | undefined) =>
    gapMs === undefined
      ? perform
      : spaced({
          gapMs,
          ...(task === "months.changed" ? { restFor: SHARE_OF_A_BURST } : {}),
          subjectOf: ({ engagementId }) => String(engagementId),
          perform,
          later: async (payload, ms) => {
            const key = `${task === "work.changed" ? "work" : "months"}:${payload.engagementId}`;
            await db.open.$executeRaw`
              select app.enqueue_in(${task}, ${JSON.stringify(payload)}::json, ${key}, ${ms}::bigint)::text`;
          },
        });
  const rollUp = calm("months.changed", (payload) => refreshMonthRollUp(deps, payload), pauses?.rollUp);
  const both = async (payload: Record<string, unknown>) => {
    await refreshDueTimes(deps, payload);
    await rollUp(payload);
  };
  return { "work.changed": calm("work.changed", both, pauses?.dueTimes), "months.changed": rollUp };
}
