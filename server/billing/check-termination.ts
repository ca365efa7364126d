import { newlyReached } from "../../domain/billing/termination-reached.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command } from "../command.ts";
import { contractedEngagement } from "../delivery/contracted-engagement.ts";
import { periodCloses } from "../service-levels/period-close.read.ts";
import { pastLevel } from "../service-levels/price-history.ts";

/**
 * Looks whether a frozen month reached a termination trigger of its contract that the month before had not,
 * and writes down each once; `termination_trigger.reached` tells those whom it concerns. A second time
 * changes nothing. Permission period:close; throws NotFound.
 */
export const checkTermination = command({
  name: "termination.check",
  permission: "period:close",
  async run(deed, { periodCloseId }: { periodCloseId: string }): Promise<{ reached: number }> {
    const { tx, viewer } = deed;
    const close = await tx.periodClose.findUnique({
      where: { id: periodCloseId },
      select: { engagementId: true, period: true },
    });
    if (!close) throw new NotFound("frozen month");
    const engagement = await contractedEngagement(tx, { viewer, id: close.engagementId });
    const { organizationId, providerId, terms, id: engagementId } = engagement;
    const closes =
      (await periodCloses(tx, { viewer, engagementIds: [engagementId] })).get(engagementId) ?? [];
    const months = closes
      .filter((one) => one.period <= close.period)
      .map(({ period, levels }) => ({ period, frozen: true, levels: levels.map(pastLevel) }));
    const reached = newlyReached(terms, months);
    let count = 0;
    for (const { trigger, condition, because } of reached) {
      const [made] = await tx.$queryRaw<{ id: string }[]>`
        insert into termination_reached (organization_id, provider_id, engagement_id, period, trigger,
          condition, because, reached_at)
        values (${organizationId}::uuid, ${providerId}::uuid, ${engagementId}::uuid, ${close.period},
          ${trigger}, ${condition}, ${because}, ${toDate(deed.now)})
        on conflict (engagement_id, period, trigger) do nothing returning id`;
      if (!made) continue;
      count += 1;
      const payload = { terminationId: made.id, organizationId };
      await deed.enqueue("termination_trigger.reached", payload, `termination:${made.id}`);
    }
    deed.about("engagement", engagementId, {
      month: close.period,
      reached: reached.map((one) => one.condition),
    });
    return { reached: count };
  },
});
