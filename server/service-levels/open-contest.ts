import {
  groundsSchema,
  type Proposal,
  type ProposalInput,
  proposalSchema,
} from "../../domain/service-levels/contest.input.ts";
import { partySide } from "../../domain/service-levels/contest.policy.ts";
import { ContestedAlready, DEFAULT_CONTEST_DAYS, windowEnd } from "../../domain/service-levels/contest.ts";
import { contestTitle } from "../../domain/service-levels/contest-words.ts";
import { NotAllowed, parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { Prisma } from "../db.ts";
import { type ContractedEngagement, contractedEngagement } from "../delivery/contracted-engagement.ts";
import { refuseOutsideWindow, type WhatIf, whatIf } from "./contest-what-if.ts";

export type OpenContestInput = {
  proposal: ProposalInput;
  grounds: {
    reason: string;
    evidence?: string | null;
    evidenceUrl?: string | null;
    evidenceHash?: string | null;
  };
};

/**
 * Puts forward an exclusion, a contested interval or a contested verdict, with the re-priced month as it was
 * when it was put forward. One side of the contract does it; the other has the contract's days to answer.
 * Refused when the month is frozen or its window has closed, when nothing would read otherwise, and while the
 * same is open already.
 */
export const openContest = command({
  name: "contest.open",
  permission: "contest:make",
  async run(deed, input: OpenContestInput): Promise<{ id: string }> {
    const proposal = parseInput(proposalSchema, input.proposal);
    const grounds = parseInput(groundsSchema, input.grounds);
    const engagement = await contractedEngagement(deed.tx, {
      viewer: deed.viewer,
      id: proposal.engagementId,
    });
    const side = partySide(deed.viewer, engagement);
    if (!side) throw new NotAllowed("The two sides of the contract put contests forward.");
    await lockMonths(deed, engagement.id);
    const p = { viewer: deed.viewer, engagement, proposal, now: deed.now };
    await refuseOutsideWindow(deed.tx, { ...p, month: proposal.month });
    const found = await whatIf(deed.tx, p);
    await refuseTwice(deed, engagement, proposal, found);
    const days = engagement.terms.contestDays ?? DEFAULT_CONTEST_DAYS;
    const answerBy = windowEnd({ from: deed.now, days, zone: engagement.zone });
    const contest = await deed.tx.contest.create({
      data: {
        ...partiesOf(engagement),
        engagementId: engagement.id,
        period: proposal.month,
        subject: proposal.subject,
        kind: proposal.kind ?? null,
        effect: proposal.effect,
        workItemIds: found.workItemIds,
        levelIds: proposal.levelIds,
        fromAt: proposal.from ? new Date(proposal.from) : null,
        toAt: proposal.to ? new Date(proposal.to) : null,
        arithmetic: found.arithmetic ?? Prisma.DbNull,
        reason: grounds.reason,
        evidence: grounds.evidence ?? "",
        evidenceUrl: grounds.evidenceUrl ?? null,
        evidenceHash: grounds.evidenceHash?.replace(/^(sha256:)?/, "sha256:") ?? null,
        side,
        claimedById: deed.viewer.userId,
        claimedByName: deed.viewer.name,
        claimedAt: toDate(deed.now),
        answerBy: toDate(answerBy),
        state: "open",
      },
      select: { id: true },
    });
    await recordReading(deed, {
      engagement,
      contestId: contest.id,
      action: "open",
      party: side,
      reason: grounds.reason,
      price: found.price,
    });
    const title = contestTitle({
      subject: proposal.subject,
      kind: proposal.kind ?? null,
      reference: null,
      items: found.workItemIds.length,
    });
    deed.about("contest", contest.id, { title, month: proposal.month, side });
    return { id: contest.id };
  },
});

/** Freezing, contesting and deciding about the months of one engagement wait for each other here. */
export async function lockMonths(deed: Deed, engagementId: string): Promise<void> {
  await deed.tx
    .$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`close:${engagementId}`}, 0))::text`;
}

export function partiesOf(engagement: Pick<ContractedEngagement, "organizationId" | "providerId">) {
  return { organizationId: engagement.organizationId, providerId: engagement.providerId };
}

/** Writes down who did what and why, with the price that was in front of them. */
export async function recordReading(
  deed: Deed,
  p: {
    engagement: Pick<ContractedEngagement, "organizationId" | "providerId">;
    contestId: string;
    action: string;
    party: string;
    reason: string;
    price: WhatIf["price"];
  },
): Promise<void> {
  await deed.tx.contestReading.create({
    data: {
      ...partiesOf(p.engagement),
      contestId: p.contestId,
      action: p.action,
      party: p.party,
      byId: deed.viewer.userId,
      byName: deed.viewer.name,
      reason: p.reason,
      price: p.price as unknown as Prisma.InputJsonValue,
      at: toDate(deed.now),
    },
    select: { id: true },
  });
}

/** Two tabs or both sides may mean the same thing; it is put forward once. */
async function refuseTwice(
  deed: Deed,
  engagement: ContractedEngagement,
  proposal: Proposal,
  found: WhatIf,
): Promise<void> {
  const same = await deed.tx.contest.findFirst({
    where: {
      engagementId: engagement.id,
      period: proposal.month,
      effect: proposal.effect,
      state: { in: ["open", "disputed"] },
      workItemIds: { equals: found.workItemIds },
      levelIds: { equals: proposal.levelIds },
      fromAt: proposal.from ? new Date(proposal.from) : null,
      toAt: proposal.to ? new Date(proposal.to) : null,
    },
    select: { id: true },
  });
  if (same) throw new ContestedAlready();
}
