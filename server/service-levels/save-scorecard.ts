import { isStaff } from "../../domain/identity/viewer.ts";
import { partySide } from "../../domain/service-levels/contest.policy.ts";
import {
  refuseFromMonth,
  type ScorecardInput,
  ScorecardOutdated,
  scorecardLevels,
  scorecardSchema,
} from "../../domain/service-levels/scorecard.input.ts";
import { NotAllowed, parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command } from "../command.ts";
import type { Prisma } from "../db.ts";
import { contractedEngagement } from "../delivery/contracted-engagement.ts";
import { scorecardVersions } from "./scorecard-versions.read.ts";

/**
 * Writes a new version of an engagement's scorecard; earlier ones stay as they are. The buyer or the account
 * manager may. Refuses with NotFound, NotAllowed, ScorecardOutdated where somebody was quicker, and
 * InvalidInput: weights that do not total exactly 100 %, unknown levels, a month that keeps its weights.
 */
export const saveScorecard = command({
  name: "scorecard.save",
  permission: "scorecard:edit",
  async run(deed, raw: ScorecardInput): Promise<{ engagementId: string; number: number }> {
    const { tx, viewer, now } = deed;
    const input = parseInput(scorecardSchema, raw);
    const engagement = await contractedEngagement(tx, { viewer, id: input.engagementId });
    if (!isStaff(viewer) && partySide(viewer, engagement) !== "buyer")
      throw new NotAllowed("The buyer and the account manager write scorecards.");
    const engagementId = engagement.id;
    // Two at once wait for each other here; the second is then told that its version is outdated.
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`scorecard:${engagementId}`}, 0))::text`;
    const known = await scorecardVersions(tx, { viewer, engagementIds: [engagementId] });
    const before = known.get(engagementId)?.at(-1) ?? null;
    if ((before?.number ?? 0) !== input.baseVersion) throw new ScorecardOutdated(before?.number ?? 0);
    const levels = scorecardLevels(input.levels, engagement.terms.serviceLevels);
    const lastFrozen = await tx.periodClose.findFirst({
      where: { engagementId },
      orderBy: { period: "desc" },
      select: { period: true },
    });
    refuseFromMonth({
      fromMonth: input.fromMonth,
      firstMonth: engagement.startsOn.toPlainYearMonth().toString(),
      lastFrozen: lastFrozen?.period ?? null,
      before,
    });
    const number = input.baseVersion + 1;
    const { id } = await tx.scorecardVersion.create({
      data: {
        ...{ engagementId, number, fromMonth: input.fromMonth, note: input.note },
        organizationId: engagement.organizationId,
        providerId: engagement.providerId,
        levels: levels as unknown as Prisma.InputJsonValue,
        createdById: viewer.via === "job" ? null : viewer.userId,
        createdByName: viewer.name,
        createdAt: toDate(now),
      },
      select: { id: true },
    });
    deed.about("scorecard", id, { engagementId, number, fromMonth: input.fromMonth, levels });
    return { engagementId, number };
  },
});
