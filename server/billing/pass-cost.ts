import { sideOf } from "../../domain/billing/approval.ts";
import {
  answerCostInput,
  CostAnswered,
  ReceiptStated,
  readCost,
  stateCostInput,
} from "../../domain/billing/passed-cost.ts";
import { NotAllowed, NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { localDate } from "../../domain/shared/zoned.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { contractedEngagement } from "../delivery/contracted-engagement.ts";

type Cost = {
  engagementId: string;
  lineId: string;
  receipt: string;
  description: string;
  incurredOn: string;
  amount: string;
};

/**
 * The provider states a cost of others with its receipt; it is billed once the buyer approves it. Permission
 * contract:edit; throws NotFound, NotAllowed for the buyer, InvalidInput and ReceiptStated.
 */
export const stateCost = command({
  name: "passed_cost.state",
  permission: "contract:edit",
  run: async (deed: Deed, input: Cost): Promise<{ costId: string }> => {
    const { tx, viewer, now } = deed;
    const cost = parseInput(stateCostInput, input);
    const { engagementId, lineId, receipt, description } = cost;
    const engagement = await contractedEngagement(tx, { viewer, id: engagementId });
    const side = sideOf(viewer, engagement);
    if (!side) throw new NotFound("engagement");
    if (side !== "provider") throw new NotAllowed();
    const amount = readCost({
      cost,
      contract: {
        ...{ billing: engagement.terms.billing, currency: engagement.terms.currency },
        startsOn: engagement.startsOn.toString(),
        endsOn: engagement.endsOn?.toString() ?? null,
      },
      today: localDate(now, engagement.zone).toString(),
    });
    // Two clicks at once: the second one finds the first one's receipt.
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`receipt:${engagementId}`}, 0))::text`;
    const stated = await tx.passedCost.findFirst({
      where: { engagementId, lineId, receipt, NOT: { decision: { decision: "rejected" } } },
      select: { id: true },
    });
    if (stated) throw new ReceiptStated(receipt);
    const { organizationId, providerId } = engagement;
    const { id } = await tx.passedCost.create({
      data: {
        ...{ organizationId, providerId, engagementId, lineId, receipt, description, ...amount },
        incurredOn: new Date(`${cost.incurredOn}T00:00:00Z`),
        ...{ statedById: viewer.userId, statedByName: viewer.name, statedAt: toDate(now) },
      },
      select: { id: true },
    });
    deed.about("passed_cost", id, { lineId, receipt, amountMinor: String(amount.amountMinor) });
    return { costId: id };
  },
});

/**
 * The buyer approves a cost or rejects it with a reason, once. Permission statement:approve; throws NotFound,
 * NotAllowed for the provider, InvalidInput and CostAnswered.
 */
export const answerCost = command({
  name: "passed_cost.answer",
  permission: "statement:approve",
  run: async (
    deed: Deed,
    input: { costId: string; approve: boolean; reason?: string | undefined },
  ): Promise<{ costId: string }> => {
    const { tx, viewer } = deed;
    const { costId, approve, reason } = parseInput(answerCostInput, input);
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`cost:${costId}`}, 0))::text`;
    const cost = await tx.passedCost.findUnique({ where: { id: costId }, include: { decision: true } });
    const side = cost && sideOf(viewer, cost);
    if (!cost || !side) throw new NotFound("cost");
    if (side !== "buyer") throw new NotAllowed();
    if (cost.decision) throw new CostAnswered(cost.decision.decision);
    const { organizationId, providerId } = cost;
    const decision = approve ? "approved" : "rejected";
    await tx.passedCostDecision.create({
      data: {
        ...{ organizationId, providerId, costId, decision, reason: reason ?? "" },
        ...{ decidedById: viewer.userId, decidedByName: viewer.name, decidedAt: toDate(deed.now) },
      },
    });
    deed.about("passed_cost", costId, { decision });
    return { costId };
  },
});
