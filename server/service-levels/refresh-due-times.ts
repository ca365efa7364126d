import { z } from "zod";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { ItemDeadline } from "../../domain/service-levels/item-deadline.ts";
import type { Clock } from "../clock.ts";
import { toDate } from "../clock.ts";
import { type Database, Prisma, type Tx } from "../db.ts";
import { contractedEngagement } from "../delivery/contracted-engagement.ts";
import { calendarVersions } from "./calendar-version.read.ts";
import { unfinishedItems } from "./month-items.ts";
import { raiseWarnings } from "./raise-warnings.ts";
import { scheduleWarnings } from "./schedule-warnings.ts";
import { clocksOfItem, datesOfItem, type ItemClock } from "./work-clocks.ts";

const payloadSchema = z.object({ engagementId: z.uuid(), organizationId: z.uuid() });

/**
 * The job behind `work.changed`: stores when each open item falls due, so that lists can sort and filter
 * by it, raises the warnings that are due and sets a time for the next one of each item.
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
    const items = await unfinishedItems(tx, engagementId);
    const measured = items.map((item) => {
      const clocks = clocksOfItem({ engagement, calendars, item, now });
      const dates = datesOfItem({ engagement, item, now });
      return { id: item.id, priority: item.priority, clocks, dates, dueAt: dueAt(clocks, dates) };
    });
    const due = JSON.stringify(measured.map((one) => ({ id: one.id, due_at: one.dueAt })));
    await tx.$executeRaw`
      update work_item w set due_at = n.due_at
      from jsonb_to_recordset(${due}::jsonb) as n(id uuid, due_at timestamptz)
      where w.id = n.id and w.due_at is distinct from n.due_at`;
    const next = await raiseWarnings(tx, { engagement, items: inOrderOfDue(measured), now });
    await scheduleWarnings(tx, { engagementId, organizationId, next, now });
    await forgetDone(tx, { engagementId, now: toDate(now) });
  });
}

/** Each with the number of those that fall due earlier. What stands still is ahead of nobody. */
function inOrderOfDue<Item extends { dueAt: string | null }>(items: readonly Item[]) {
  const running = items.filter((one) => one.dueAt !== null);
  running.sort((left, right) => ((left.dueAt ?? "") < (right.dueAt ?? "") ? -1 : 1));
  return running.map((one, ahead) => ({ ...one, ahead }));
}

/** Work that is over is neither due nor warned of. */
async function forgetDone(tx: Tx, p: { engagementId: string; now: Date }): Promise<void> {
  const over = Prisma.sql`engagement_id = ${p.engagementId}::uuid
    and (due_at is not null or warn_at is not null) and coalesce(resolved_at, closed_at) is not null`;
  await tx.$executeRaw`
    with over as (select id, warn_at from work_item where ${over}),
    cleared as (update work_item w set due_at = null, warn_at = null from over where w.id = over.id
      returning w.id)
    select app.schedule_warnings(${p.now}::timestamptz, coalesce(jsonb_agg(jsonb_build_object('id', id)), '[]'))
    from over where warn_at is not null`;
}

/**
 * The first moment at which one of the clocks that still run is, or was, over its target, or a date that the
 * item is held to is over.
 */
export function dueAt(clocks: readonly ItemClock[], dates: readonly ItemDeadline[]): string | null {
  const open = clocks.filter(({ result }) => result.state === "running" || result.state === "paused");
  const ends = open.flatMap(({ result }) => (result.breachAt ? [result.breachAt] : []));
  return [...ends, ...dates.map((one) => one.at)].sort()[0] ?? null;
}
