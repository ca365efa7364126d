import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { type Clock, toDate } from "../clock.ts";
import type { Database, Tx } from "../db.ts";
import { workItemsById } from "../delivery/work-item.read.ts";
import { raiseWarnings } from "./raise-warnings.ts";
import { dueAt } from "./refresh-due-times.ts";
import { scheduleWarnings } from "./schedule-warnings.ts";
import { clocksOf } from "./work-clocks.ts";

const payloadSchema = z.object({ workItemId: z.uuid(), engagementId: z.uuid(), organizationId: z.uuid() });

/**
 * The job that runs when an item reaches the next step of a target: measures the item as it stands, raises
 * what is due, and sets the time of the step after. A clock that was paused or stopped meanwhile is silent.
 */
export async function warnWorkItem(
  deps: { db: Database; clock: Clock },
  payload: Record<string, unknown>,
): Promise<void> {
  const { workItemId, engagementId, organizationId } = payloadSchema.parse(payload);
  const viewer = systemViewer(organizationId, `warn:${workItemId}`);
  const now = deps.clock.now();
  await deps.db.withOrg(viewer, async (tx) => {
    const rows = await workItemsById(tx, { viewer, ids: [workItemId] });
    const found = (await clocksOf(tx, { viewer, items: rows, now })).get(workItemId);
    const row = rows[0];
    if (!row || !found) return;
    const { clocks, dates, engagement } = found;
    const due = dueAt(clocks, dates);
    const ahead = await countAhead(tx, {
      engagementId,
      due: toDate(due ? Temporal.Instant.from(due) : now),
    });
    const item = { id: row.id, priority: row.priority, clocks, dates, ahead };
    const next = await raiseWarnings(tx, { engagement, items: [item], now });
    await scheduleWarnings(tx, { engagementId, organizationId, next, now, only: true });
  });
}

async function countAhead(tx: Tx, p: { engagementId: string; due: Date }): Promise<number> {
  const [row] = await tx.$queryRaw<{ n: number }[]>`
    select count(*)::int as n from work_item where engagement_id = ${p.engagementId}::uuid
      and state in ('open', 'in_progress', 'waiting') and due_at < ${p.due}::timestamptz`;
  return row?.n ?? 0;
}
