import { z } from "zod";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { signedHours } from "../../domain/service-levels/calendar-book.ts";
import type { Clock } from "../clock.ts";
import { command } from "../command.ts";
import type { Database } from "../db.ts";
import { contractedEngagement } from "../delivery/contracted-engagement.ts";
import { calendarSite, effectiveInstant, writeVersion } from "./add-calendar-version.ts";

const payloadSchema = z.object({ engagementId: z.uuid(), organizationId: z.uuid() });

/** The job behind `engagement.opened`: the hours that were signed become version 1 of each calendar. */
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
    const { terms } = engagement;
    for (const siteId of ["", ...(terms.sites ?? []).map((one) => one.id)])
      await writeVersion(deed.tx, {
        engagement,
        siteId,
        body: signedHours(siteId, terms),
        effectiveFrom: effectiveInstant(terms.startsOn, calendarSite(engagement, siteId).zone),
        note: "As signed",
        createdById: null,
        createdAt: deed.now,
      });
    return null;
  },
});
