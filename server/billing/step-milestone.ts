import { sideOf } from "../../domain/billing/approval.ts";
import {
  answerMilestoneInput,
  deliverMilestoneInput,
  type MilestoneStepKind,
  refuseStep,
} from "../../domain/billing/milestone.ts";
import { NotAllowed, NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { localDate } from "../../domain/shared/zoned.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { contractedEngagement } from "../delivery/contracted-engagement.ts";
import { milestoneSteps } from "./charges.read.ts";

type Of = { engagementId: string; lineId: string; on: string };

/**
 * The provider says that a milestone is delivered, and with what evidence. Permission contract:edit; throws
 * NotFound, NotAllowed for the buyer, InvalidInput and MilestoneNotThere.
 */
export const deliverMilestone = command({
  name: "milestone.deliver",
  permission: "contract:edit",
  run: (deed: Deed, input: Of & { evidence: string }) => {
    const { evidence, ...of } = parseInput(deliverMilestoneInput, input);
    return step(deed, { ...of, kind: "delivered", note: evidence, side: "provider" });
  },
});

/**
 * The buyer accepts a delivered milestone, which bills it in the month of that day, or refuses it with a
 * reason. Permission statement:approve; throws NotFound, NotAllowed for the provider, InvalidInput,
 * MilestoneNotThere and MonthIsBilled.
 */
export const answerMilestone = command({
  name: "milestone.answer",
  permission: "statement:approve",
  run: (deed: Deed, input: Of & { accept: boolean; reason?: string | undefined }) => {
    const { accept, reason, ...of } = parseInput(answerMilestoneInput, input);
    return step(deed, {
      ...of,
      ...{ kind: accept ? "accepted" : "refused", note: reason ?? "", side: "buyer" },
    });
  },
});

async function step(
  deed: Deed,
  p: Of & { kind: MilestoneStepKind; note: string; side: "buyer" | "provider" },
): Promise<{ engagementId: string }> {
  const { tx, viewer } = deed;
  const { engagementId, lineId, kind, note } = p;
  const engagement = await contractedEngagement(tx, { viewer, id: engagementId });
  const side = sideOf(viewer, engagement);
  if (!side) throw new NotFound("engagement");
  if (side !== p.side) throw new NotAllowed();
  // The month's statement is drafted under the same lock: an acceptance comes before it or is too late.
  await tx.$queryRaw`
    select pg_advisory_xact_lock(hashtextextended(${`statement:${engagementId}`}, 0))::text`;
  const last = await tx.periodClose.findFirst({
    where: { engagementId },
    select: { period: true },
    orderBy: { period: "desc" },
  });
  const steps = (await milestoneSteps(tx, engagementId)).filter((one) => one.lineId === lineId);
  refuseStep({
    ...{ step: { kind, occurredOn: p.on }, steps, lineId, lastClosed: last?.period ?? null },
    contract: {
      billing: engagement.terms.billing,
      startsOn: engagement.startsOn.toString(),
      endsOn: engagement.endsOn?.toString() ?? null,
    },
    today: localDate(deed.now, engagement.zone).toString(),
  });
  const { organizationId, providerId } = engagement;
  const { id } = await tx.milestoneStep.create({
    data: {
      ...{ organizationId, providerId, engagementId, lineId, kind, note },
      ...{ byId: viewer.userId, byName: viewer.name, at: toDate(deed.now) },
      occurredOn: new Date(`${p.on}T00:00:00Z`),
    },
    select: { id: true },
  });
  deed.about("milestone_step", id, { lineId, kind, on: p.on });
  return { engagementId };
}
