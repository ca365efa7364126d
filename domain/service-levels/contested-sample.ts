import type { ServiceLevel } from "../catalogue/service-level.ts";
import { DomainError } from "../shared/domain-error.ts";
import type { Proposal } from "./contest.input.ts";
import { decidedAs } from "./item-adjustment.ts";
import type { MonthItem } from "./month-item.ts";

type Sampled = Pick<ServiceLevel, "id" | "name" | "workItemTypes" | "samplePlan">;

const REFUSALS = {
  contest_scores_decide: (name: string) =>
    `“${name}” is made from a drawn sample: what an item counts as is settled by its scores, ` +
    "by the second scoring and by the account manager where they differ.",
  contest_sample_frozen: (name: string) =>
    `The draw for “${name}” has begun: the work it is made from is frozen and nothing can be left out any more.`,
  contest_draws_whole_items: (name: string) =>
    `“${name}” draws whole items: leave out the item, not a stretch of its time.`,
} as const;

/** A contest that a sampled level cannot take; `code` says which rule. */
export class SampleNotContested extends DomainError {
  constructor(code: keyof typeof REFUSALS, levelName: string) {
    super({ code, message: REFUSALS[code](levelName), field: "levelIds" });
  }
}

/**
 * What a contest may say of levels whose figure is a drawn sample. Until the draw begins an exclusion of
 * whole items takes them out of the work that is drawn from; from then on the population, its hash and the
 * seed are frozen and it reaches the other levels only. A hit, a miss and a stretch are nothing to a sample.
 * Throws SampleNotContested where the contest names such a level, or where there is no other to reach.
 *
 * @param begun ids of the levels whose draw of the month has begun. @param types kinds of work concerned.
 */
export function refuseSampledContest(p: {
  levels: readonly Sampled[];
  begun: ReadonlySet<string>;
  types: ReadonlySet<string>;
  proposal: Pick<Proposal, "subject" | "effect" | "levelIds" | "from">;
}): void {
  const { levels, proposal } = p;
  const meant = levels.filter((one) =>
    proposal.levelIds.length > 0
      ? proposal.levelIds.includes(one.id)
      : one.workItemTypes.some((type) => p.types.has(type)),
  );
  const sampled = meant.filter((one) => one.samplePlan);
  const isMeantForAll = proposal.levelIds.length === 0 && sampled.length < meant.length;
  if (isMeantForAll) return;
  for (const level of sampled) {
    if (proposal.subject !== "exclusion" || proposal.effect !== "exclude")
      throw new SampleNotContested("contest_scores_decide", level.name);
    if (proposal.from) throw new SampleNotContested("contest_draws_whole_items", level.name);
    if (p.begun.has(level.id)) throw new SampleNotContested("contest_sample_frozen", level.name);
  }
}

/** Whether an item may be drawn for a level: an accepted exclusion takes it out of the population. */
export function canBeDrawn(item: Pick<MonthItem, "adjustments">, levelId: string): boolean {
  return decidedAs(item, levelId) !== "exclude";
}
