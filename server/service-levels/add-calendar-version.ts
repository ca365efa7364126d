import { Temporal } from "temporal-polyfill";
import {
  type AddCalendarVersionInput,
  addCalendarVersionSchema,
} from "../../domain/service-levels/calendar-version.ts";
import type { BusinessCalendar } from "../../domain/shared/business-calendar.ts";
import { canonicalJson } from "../../domain/shared/canonical-json.ts";
import { InvalidInput, parseInput } from "../../domain/shared/refusals.ts";
import { sha256Hex } from "../../domain/shared/sha256.ts";
import { startOfLocalDay } from "../../domain/shared/zoned.ts";
import { toDate } from "../clock.ts";
import { command } from "../command.ts";
import { Prisma, type Tx } from "../db.ts";
import { type ContractedEngagement, contractedEngagement } from "../delivery/contracted-engagement.ts";

/**
 * Adds a version of an engagement's calendar from a day on. Nothing frozen changes: a frozen month
 * carries the
 * calendar it was measured by. A month that is open is measured by the version in force at its start.
 */
export const addCalendarVersion = command({
  name: "calendar.add_version",
  permission: "calendar:edit",
  async run(deed, input: AddCalendarVersionInput): Promise<{ id: string }> {
    const added = parseInput(addCalendarVersionSchema, input);
    const engagement = await contractedEngagement(deed.tx, { viewer: deed.viewer, id: added.engagementId });
    const effectiveFrom = firstInstant(added.effectiveFrom, engagement);
    const version = await writeVersion(deed.tx, {
      engagement,
      body: added.calendar,
      effectiveFrom,
      note: added.note,
      createdById: deed.viewer.userId,
    });
    const { id: engagementId, organizationId } = engagement;
    await deed.enqueue("work.changed", { engagementId, organizationId }, `work:${engagementId}`);
    deed.about("calendar_version", version.id, {
      number: version.number,
      effectiveFrom: added.effectiveFrom,
    });
    return { id: version.id };
  },
});

/** Appends a version under a lock, so that two at once become two numbers. */
export async function writeVersion(
  tx: Tx,
  p: {
    engagement: Pick<ContractedEngagement, "id" | "organizationId" | "providerId">;
    body: BusinessCalendar | null;
    effectiveFrom: Temporal.Instant;
    note: string;
    createdById: string | null;
  },
): Promise<{ id: string; number: number }> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`calendar:${p.engagement.id}`},
    0))::text`;
  const last = await tx.calendarVersion.aggregate({
    where: { engagementId: p.engagement.id },
    _max: { number: true },
  });
  return tx.calendarVersion.create({
    data: {
      organizationId: p.engagement.organizationId,
      providerId: p.engagement.providerId,
      engagementId: p.engagement.id,
      number: (last._max.number ?? 0) + 1,
      body: p.body === null ? Prisma.JsonNull : (p.body as unknown as Prisma.InputJsonValue),
      bodyHash: `sha256:${sha256Hex(canonicalJson(p.body))}`,
      effectiveFrom: toDate(p.effectiveFrom),
      note: p.note,
      createdById: p.createdById,
    },
    select: { id: true, number: true },
  });
}

function firstInstant(day: string, engagement: ContractedEngagement): Temporal.Instant {
  try {
    return startOfLocalDay(Temporal.PlainDate.from(day, { overflow: "reject" }), engagement.zone);
  } catch {
    throw new InvalidInput([{ field: "effectiveFrom", message: `"${day}" is not a date.` }]);
  }
}
