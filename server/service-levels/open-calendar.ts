import { z } from "zod";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Clock } from "../clock.ts";
import { command } from "../command.ts";
import type { Database } from "../db.ts";
import { contractedEngagement } from "../delivery/contracted-engagement.ts";
import { writeVersion } from "./add-calendar-version.ts";

const payloadSchema = z.object({ engagementId: z.uuid(), organizationId: z.uuid() });

/** The job behind `engagement.opened`: the hours that were signed become version 1 of the calendar. */
export async function openCalendar(
  deps: { db: Database; clock: Clock },
  payload: Record<string, unknown>,
): Promise<void> {
  const { engagementId, organizationId } = payloadSchema.parse(payload);
  const viewer = systemViewer(organizationId, `engagement:${engagementId}`);
  await writeFirst({ ...deps, viewer }, { engagementId });
}

const writeFirst = command({
  name: "calendar.open",
  permission: "calendar:edit",
  async run(deed, input: { engagementId: string }): Promise<null> {
    const engagement = await contractedEngagement(deed.tx, { viewer: deed.viewer, id: input.engagementId });
    deed.about("engagement", engagement.id);
    await deed.tx
      .$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`calendar:${engagement.id}`}, 0))::text`;
    const known = await deed.tx.calendarVersion.findFirst({
      where: { engagementId: engagement.id },
      select: { id: true },
    });
    if (known) return null;
    await writeVersion(deed.tx, {
      engagement,
      body: engagement.terms.calendar,
      effectiveFrom: engagement.startsAt,
      note: "As signed",
      createdById: null,
    });
    return null;
  },
});
