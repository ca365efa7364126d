import { refuseSamePerson } from "../../domain/identity/segregation.ts";
import { type AnswerInput, answerSchema } from "../../domain/service-levels/contest.input.ts";
import { partySide, stateAfter } from "../../domain/service-levels/contest.policy.ts";
import type { ContestFacts } from "../../domain/service-levels/contest.ts";
import { MonthFrozen } from "../../domain/service-levels/period-close.ts";
import { NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { command, type Deed } from "../command.ts";
import { contractedEngagement } from "../delivery/contracted-engagement.ts";
import { type ContestRow, findContest } from "./contest.read.ts";
import { priceOfContest } from "./contest-what-if.ts";
import { askForBreaches } from "./keep-breaches.ts";
import { lockMonths, recordReading } from "./open-contest.ts";
import { periodCloses } from "./period-close.read.ts";

/**
 * The other side's yes or no, or the withdrawal by the side that put it forward. A no hands it to the account
 * manager. Throws NotFound, NotAllowed, AnswerTooLate, TransitionRefused.
 */
export const answerContest = command({
  name: "contest.answer",
  permission: "contest:make",
  run: (deed, input: AnswerInput) => decide(deed, input),
});

/**
 * The account manager's ruling where the sides disagree or the other side was silent. Events are never
 * edited: an accepted contest is the override that bundles carry from then on. Throws NotFound, NotAllowed,
 * NotYetToRule, TransitionRefused.
 */
export const ruleContest = command({
  name: "contest.rule",
  permission: "contest:rule",
  run: (deed, input: AnswerInput) => decide(deed, input),
});

async function decide(deed: Deed, input: AnswerInput): Promise<{ id: string }> {
  const { contestId, action, reason } = parseInput(answerSchema, input);
  const first = await findContest(deed.tx, { viewer: deed.viewer, id: contestId });
  if (!first) throw new NotFound("contest");
  await lockMonths(deed, first.engagementId);
  // Read again behind the lock: two tabs, or an answer and a ruling, may have come at once.
  const contest = (await findContest(deed.tx, { viewer: deed.viewer, id: contestId })) ?? first;
  const state = stateAfter({ viewer: deed.viewer, contest, action, now: deed.now });
  if (action !== "withdraw")
    refuseSamePerson("contest", { first: contest.claimedById, second: deed.viewer.userId });
  const engagement = await contractedEngagement(deed.tx, { viewer: deed.viewer, id: contest.engagementId });
  await refuseFrozen(deed, contest);
  const wanted = { ...contest, month: contest.period };
  const price = await priceOfContest(deed.tx, {
    viewer: deed.viewer,
    engagement,
    wanted,
    workItemIds: contest.workItemIds,
    now: deed.now,
  });
  await deed.tx.contest.update({
    where: { id: contest.id },
    data: { state, ...(action === "withdraw" ? {} : { answeredById: deed.viewer.userId }) },
    select: { id: true },
  });
  const party = partySide(deed.viewer, engagement) ?? "account_manager";
  await recordReading(deed, { engagement, contestId: contest.id, action, party, reason, price });
  if (state === "accepted") {
    const { id: engagementId, organizationId } = engagement;
    await deed.enqueue("work.changed", { engagementId, organizationId }, `work:${engagementId}`);
    await askForBreaches(deed, { engagementId, organizationId, month: contest.period });
  }
  deed.about("contest", contest.id, { action, state, month: contest.period });
  return { id: contest.id };
}

async function refuseFrozen(deed: Deed, contest: ContestRow & ContestFacts): Promise<void> {
  const ids = [contest.engagementId];
  const closes = await periodCloses(deed.tx, { viewer: deed.viewer, engagementIds: ids });
  if (closes.get(contest.engagementId)?.some((close) => close.period === contest.period))
    throw new MonthFrozen(contest.period);
}
