import { randomBytes } from "node:crypto";
import { metricById, moduleByCode } from "../../domain/catalogue/catalogue.ts";
import { sampleSizeFor } from "../../domain/catalogue/sample-size.ts";
import type { SamplingPlan } from "../../domain/catalogue/sampling-plan.ts";
import type { ServiceLevel } from "../../domain/catalogue/service-level.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { DEFAULT_CONTEST_DAYS, windowEnd } from "../../domain/service-levels/contest.ts";
import { MonthNotOver, MonthOutsideContract } from "../../domain/service-levels/period-close.ts";
import { commitmentOf, populationHash } from "../../domain/service-levels/sampling/draw.ts";
import { samplePopulation } from "../../domain/service-levels/sampling/population.ts";
import {
  type BeginSampleInput,
  beginSampleSchema,
} from "../../domain/service-levels/sampling/sample.input.ts";
import { sideToCommit } from "../../domain/service-levels/sampling/sample.policy.ts";
import { other, SampleRefused } from "../../domain/service-levels/sampling/sample.ts";
import { monthOf, monthPeriod } from "../../domain/shared/period.ts";
import { NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command } from "../command.ts";
import type { Prisma, Tx } from "../db.ts";
import { type ContractedEngagement, contractedEngagement } from "../delivery/contracted-engagement.ts";
import { itemsOf } from "./contract-items.ts";

import { lockMonths, partiesOf } from "./open-contest.ts";
import { sampleOfMonth } from "./sample.read.ts";

/**
 * Begins the draw of a level's sample in a month that is over: the population and the size are frozen, and
 * one nonce is committed, of which only the hash is shown. The other side's answer then draws. Refused
 * without a sample plan, for a month that runs or lies outside the contract, twice, while an exclusion of
 * what could be drawn is undecided, and where there is nothing to draw from.
 */
export const beginSample = command({
  name: "sample.begin",
  permission: "sample:take",
  async run(deed, input: BeginSampleInput): Promise<{ id: string }> {
    const { engagementId, levelId, month, words } = parseInput(beginSampleSchema, input);
    const { tx, viewer, now } = deed;
    const engagement = await contractedEngagement(tx, { viewer, id: engagementId });
    const { level, plan } = sampledLevel(engagement, levelId);
    const side = sideToCommit(viewer, engagement, plan);
    refuseOtherMonths(engagement, month, monthOf(now, engagement.zone));
    await lockMonths(deed, engagement.id);
    if (await sampleOfMonth(tx, { viewer, engagementId: engagement.id, levelId, month }))
      throw new SampleRefused("sample_begun");
    const population = await populationOf(tx, { engagement, level, plan, month });
    await refuseUndecided(tx, { engagementId: engagement.id, levelId, month, population });
    const { size } = sampleSizeFor(plan, population.length);
    if (size === 0) throw new SampleRefused("nothing_to_sample");
    const nonce = [words, randomBytes(32).toString("hex")].filter(Boolean).join(" ");
    const days = engagement.terms.contestDays ?? DEFAULT_CONTEST_DAYS;
    const sample = await tx.sample.create({
      data: {
        ...partiesOf(engagement),
        engagementId: engagement.id,
        period: month,
        levelId,
        plan: plan as Prisma.InputJsonValue,
        population,
        populationHash: populationHash(population),
        size,
        commitment: commitmentOf(nonce),
        nonce,
        committedBy: side,
        committedById: viewer.userId,
        committedName: viewer.name,
        committedAt: toDate(now),
        answerBy: toDate(windowEnd({ from: now, days, zone: engagement.zone })),
        waitsFor: other(side),
      },
      select: { id: true },
    });
    deed.about("sample", sample.id, { month, levelId, size, of: population.length });
    return sample;
  },
});

/** A level of the contract with its plan. Throws NotFound, or SampleRefused where it has none. */
export function sampledLevel(
  engagement: ContractedEngagement,
  levelId: string,
): { level: ServiceLevel; plan: SamplingPlan } {
  const level = engagement.terms.serviceLevels.find((one) => one.id === levelId);
  if (!level) throw new NotFound("service level");
  if (!level.samplePlan) throw new SampleRefused("level_not_sampled");
  return { level, plan: level.samplePlan };
}

/** The work that can be drawn in a month, as it is known now. */
export async function populationOf(
  tx: Tx,
  p: { engagement: ContractedEngagement; level: ServiceLevel; plan: SamplingPlan; month: string },
): Promise<string[]> {
  const { engagement, level, month, plan } = p;
  const period = monthPeriod({ month, zone: engagement.zone });
  const module = moduleByCode(engagement.moduleCode);
  const items = await itemsOf(tx, engagement, [month]);
  const asOf = period.to.toString();
  const measure = module && metricById(module, level.metric)?.measure;
  return samplePopulation({ items, level, period, asOf }, { plan, measure });
}

/** What is excluded later could not leave the frozen population; so what is undecided is decided first. */
async function refuseUndecided(
  tx: Tx,
  p: { engagementId: string; levelId: string; month: string; population: string[] },
): Promise<void> {
  const undecided = await tx.contest.findFirst({
    where: {
      engagementId: p.engagementId,
      period: p.month,
      effect: "exclude",
      fromAt: null,
      state: { in: ["open", "disputed"] },
      workItemIds: { hasSome: p.population },
      OR: [{ levelIds: { isEmpty: true } }, { levelIds: { has: p.levelId } }],
    },
    select: { id: true },
  });
  if (undecided) throw new SampleRefused("exclusions_undecided");
}

function refuseOtherMonths(engagement: ContractedEngagement, month: string, current: string): void {
  const first = engagement.startsOn.toPlainYearMonth().toString();
  const last = engagement.endsOn?.toPlainYearMonth().toString() ?? month;
  if (month < first || month > last) throw new MonthOutsideContract(month);
  if (month >= current) throw new MonthNotOver(month);
}

/** Whether the viewer could begin the draw: for a page's button, never in place of the command's own check. */
export function mayBegin(viewer: Viewer, engagement: ContractedEngagement, plan: SamplingPlan): boolean {
  try {
    sideToCommit(viewer, engagement, plan);
    return true;
  } catch {
    return false;
  }
}
