import { Temporal } from "temporal-polyfill";
import {
  type AddCalendarVersionInput,
  addCalendarVersionSchema,
} from "../../domain/service-levels/calendar-version.ts";
import type { NamedCalendar } from "../../domain/shared/business-calendar.ts";
import { canonicalJson } from "../../domain/shared/canonical-json.ts";
import { InvalidInput, parseInput } from "../../domain/shared/refusals.ts";
import { sha256Hex } from "../../domain/shared/sha256.ts";
import { startOfLocalDay } from "../../domain/shared/zoned.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { Prisma, type Tx } from "../db.ts";
import { type ContractedEngagement, contractedEngagement } from "../delivery/contracted-engagement.ts";

/**
 * Adds a version of an engagement's calendar, or of one of its sites', from a day on. Nothing frozen changes:
 * a frozen month carries the calendar it was measured by. Of what is open, the dates from that day on are
 * measured by the new version and those before it as they were.
 */
export const addCalendarVersion = command({
  name: "calendar.add_version",
  permission: "calendar:edit",
  async run(deed, input: AddCalendarVersionInput): Promise<{ id: string }> {
    const added = parseInput(addCalendarVersionSchema, input);
    const engagement = await contractedEngagement(deed.tx, { viewer: deed.viewer, id: added.engagementId });
    const site = calendarSite(engagement, added.siteId);
    if (added.siteId !== "" && added.calendar && added.calendar.zone !== site.zone)
      throw new InvalidInput([
        { field: "calendar.zone", message: `The hours of ${site.name} are in its own zone, ${site.zone}.` },
      ]);
    const effectiveFrom = effectiveInstant(added.effectiveFrom, site.zone);
    const version = await addVersionTo(deed, {
      engagement,
      siteId: added.siteId,
      body: added.calendar,
      effectiveFrom,
      note: added.note,
    });
    return { id: version.id };
  },
});

/** Writes the version, has open work measured anew, and notes the deed. */
export async function addVersionTo(
  deed: Deed,
  p: Omit<NewVersion, "createdById" | "createdAt"> & { engagement: ContractedEngagement },
): Promise<{ id: string; number: number }> {
  const version = await writeVersion(deed.tx, {
    ...p,
    createdById: deed.viewer.userId,
    createdAt: deed.now,
  });
  const { id: engagementId, organizationId } = p.engagement;
  await deed.enqueue("work.changed", { engagementId, organizationId }, `work:${engagementId}`);
  deed.about("calendar_version", version.id, {
    number: version.number,
    ...(p.siteId === "" ? {} : { site: p.siteId }),
    effectiveFrom: p.effectiveFrom.toString(),
  });
  return version;
}

/** Whose calendar a site's id names: "" the contract's. Throws InvalidInput for a site it does not have. */
export function calendarSite(
  engagement: ContractedEngagement,
  siteId: string,
): { name: string; zone: string } {
  if (siteId === "") return { name: "the contract", zone: engagement.zone };
  const site = engagement.terms.sites?.find((one) => one.id === siteId);
  if (!site) throw new InvalidInput([{ field: "siteId", message: "The contract has no such site." }]);
  return site;
}

type NewVersion = {
  engagement: Pick<ContractedEngagement, "id" | "organizationId" | "providerId">;
  /** "" is the contract's own calendar. */
  siteId: string;
  body: NamedCalendar | null;
  effectiveFrom: Temporal.Instant;
  note: string;
  createdById: string | null;
  createdAt: Temporal.Instant;
};

/** Appends a version under a lock, so that two at once become two numbers. */
export async function writeVersion(tx: Tx, p: NewVersion): Promise<{ id: string; number: number }> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`calendar:${p.engagement.id}`},
    0))::text`;
  const { siteId } = p;
  const last = await tx.calendarVersion.aggregate({
    where: { engagementId: p.engagement.id, siteId },
    _max: { number: true },
  });
  return tx.calendarVersion.create({
    data: {
      organizationId: p.engagement.organizationId,
      providerId: p.engagement.providerId,
      engagementId: p.engagement.id,
      siteId,
      number: (last._max.number ?? 0) + 1,
      body: p.body === null ? Prisma.JsonNull : (p.body as unknown as Prisma.InputJsonValue),
      bodyHash: `sha256:${sha256Hex(canonicalJson(p.body))}`,
      effectiveFrom: toDate(p.effectiveFrom),
      note: p.note,
      createdById: p.createdById,
      createdAt: toDate(p.createdAt),
    },
    select: { id: true, number: true },
  });
}

/** The first instant of a day in a zone. Throws InvalidInput where there is no such day. */
export function effectiveInstant(day: string, zone: string): Temporal.Instant {
  try {
    return startOfLocalDay(Temporal.PlainDate.from(day, { overflow: "reject" }), zone);
  } catch {
    throw new InvalidInput([{ field: "effectiveFrom", message: `"${day}" is not a date.` }]);
  }
}
