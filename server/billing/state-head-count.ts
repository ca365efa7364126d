import { sideOf } from "../../domain/billing/approval.ts";
import { headCountInput, refuseHeadCount } from "../../domain/billing/head-count.ts";
import { NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { contractedEngagement } from "../delivery/contracted-engagement.ts";

/**
 * States the seats of a line from a day on. Both sides see who said it; of two words about one day the later
 * counts, until the day's month is closed. Permission contract:edit; throws NotFound, InvalidInput and
 * HeadCountTooLate.
 */
export const stateHeadCount = command({
  name: "head_count.state",
  permission: "contract:edit",
  async run(
    deed: Deed,
    input: { engagementId: string; lineId: string; effectiveOn: string; count: number },
  ): Promise<{ engagementId: string }> {
    const { tx, viewer } = deed;
    const { engagementId, lineId, effectiveOn, count } = parseInput(headCountInput, input);
    const engagement = await contractedEngagement(tx, { viewer, id: engagementId });
    const side = sideOf(viewer, engagement);
    if (!side) throw new NotFound("engagement");
    // The month's statement is drafted under the same lock: a count comes before it or is too late.
    await tx.$queryRaw`
      select pg_advisory_xact_lock(hashtextextended(${`statement:${engagementId}`}, 0))::text`;
    const last = await tx.periodClose.findFirst({
      where: { engagementId },
      select: { period: true },
      orderBy: { period: "desc" },
    });
    refuseHeadCount({
      billing: engagement.terms.billing,
      startsOn: engagement.startsOn.toString(),
      endsOn: engagement.endsOn?.toString() ?? null,
      ...{ lineId, effectiveOn, lastClosed: last?.period ?? null },
    });
    const { id } = await tx.headCount.create({
      data: {
        organizationId: engagement.organizationId,
        providerId: engagement.providerId,
        ...{ engagementId, lineId, count, side },
        effectiveOn: new Date(`${effectiveOn}T00:00:00Z`),
        statedById: viewer.userId,
        statedByName: viewer.name,
        statedAt: toDate(deed.now),
      },
      select: { id: true },
    });
    deed.about("head_count", id, { lineId, effectiveOn, count });
    return { engagementId };
  },
});
