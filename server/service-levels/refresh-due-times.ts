import { z } from "zod";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../db.ts";
import { contractedEngagement } from "../delivery/contracted-engagement.ts";
import { calendarVersions } from "./calendar-version.read.ts";
import { monthItems } from "./month-items.ts";
import { clocksOfItem } from "./work-clocks.ts";

const payloadSchema = z.object({ engagementId: z.uuid(), organizationId: z.uuid() });

/** Far enough ahead to hold every item that was ever opened. */
const NEVER = "9999-01-01T00:00:00Z";

/**
 * The job behind `work.changed`: stores when each open item falls due, so that lists can sort and filter
 * by it.
 * Runs after events, the calendar or a target changed. Repeating it changes nothing.
 */
export async function refreshDueTimes(
  deps: { db: Database; clock: Clock },
  payload: Record<string, unknown>,
): Promise<void> {
  const { engagementId, organizationId } = payloadSchema.parse(payload);
  const viewer = systemViewer(organizationId, `work:${engagementId}`);
  const now = deps.clock.now();
  await deps.db.withOrg(viewer, async (tx) => {
    const engagement = await contractedEngagement(tx, { viewer, id: engagementId });
    const calendars =
      (await calendarVersions(tx, { viewer, engagementIds: [engagementId] })).get(engagementId) ?? [];
    const items = await monthItems(tx, { engagementIds: [engagementId], from: NEVER, to: NEVER });
    const rows = items.map((item) => ({
      id: item.id,
      due_at: dueAt(clocksOfItem({ engagement, calendars, item, now })),
    }));
    await tx.$executeRaw`
      update work_item w set due_at = n.due_at
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(id uuid, due_at timestamptz)
      where w.id = n.id and w.due_at is distinct from n.due_at`;
    await tx.$executeRaw`
      update work_item set due_at = null where engagement_id = ${engagementId}::uuid and due_at is not null
        and coalesce(resolved_at, closed_at) is not null`;
  });
}

/** The first moment at which one of the clocks that still run is, or was, over its target. */
export function dueAt(clocks: ReturnType<typeof clocksOfItem>): string | null {
  const open = clocks.filter(({ result }) => result.state === "running" || result.state === "paused");
  return open.flatMap(({ result }) => (result.breachAt ? [result.breachAt] : [])).sort()[0] ?? null;
}
