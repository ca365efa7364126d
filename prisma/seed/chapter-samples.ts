import { metricById, serviceModule } from "../../domain/catalogue/catalogue.ts";
import { sampleSizeFor } from "../../domain/catalogue/sample-size.ts";
import type { SamplingPlan } from "../../domain/catalogue/sampling-plan.ts";
import type { ServiceLevel } from "../../domain/catalogue/service-level.ts";
import type { MonthInput } from "../../domain/service-levels/level-figure.ts";
import {
  commitmentOf,
  drawSample,
  populationHash,
  sampleSeed,
} from "../../domain/service-levels/sampling/draw.ts";
import { samplePopulation } from "../../domain/service-levels/sampling/population.ts";
import { pendingSample } from "../../domain/service-levels/sampling/sample.ts";
import { sampleBundleFor } from "../../domain/service-levels/sampling/sample-bundle-for.ts";
import { scoredSample } from "../../domain/service-levels/sampling/sample-reading.ts";
import type { ItemScores } from "../../domain/service-levels/sampling/score.ts";
import { monthPeriod } from "../../domain/shared/period.ts";
import { sha256Hex } from "../../domain/shared/sha256.ts";
import type { ToldContract } from "./chapter-contracts.ts";
import type { ToldItem } from "./chapter-work.ts";
import type { EngagementPlan } from "./engagement-plans.ts";
import { type Story, stamp } from "./story.ts";
import type { StoryMonth } from "./year-of-work.ts";

const MINUTE = 60;
const DAY = 86_400;

type SampledMonth = {
  plan: EngagementPlan;
  contract: ToldContract;
  engagementId: string;
  month: StoryMonth;
  items: readonly ToldItem[];
  /** The provider has begun the draw and it waits for the buyer's answer. */
  waits: boolean;
};

export type ToldSamples = ReadonlyMap<string, Pick<MonthInput, "sample" | "samplePending">>;

/**
 * The samples of a month's levels that have a plan: drawn by both sides within the hour after the month's
 * end, scored by the buyer and again by the provider, who sees one line otherwise until the account manager
 * decides.
 */
export function tellSamples(story: Story, p: SampledMonth): ToldSamples {
  const told = new Map<string, Pick<MonthInput, "sample" | "samplePending">>();
  for (const level of p.contract.terms.serviceLevels)
    if (level.samplePlan) told.set(level.id, tellSample(story, p, { level, samplePlan: level.samplePlan }));
  return told;
}

function tellSample(
  story: Story,
  p: SampledMonth,
  { level, samplePlan }: { level: ServiceLevel; samplePlan: SamplingPlan },
): Pick<MonthInput, "sample" | "samplePending"> {
  const { plan, contract, month } = p;
  const metric = metricById(serviceModule(plan.moduleCode), level.metric);
  const period = monthPeriod({ month: month.month, zone: contract.terms.zone });
  const read = p.items.map((one) => one.read);
  const population = samplePopulation(
    { items: read, level, period, asOf: period.to.toString() },
    { plan: samplePlan, measure: metric?.measure },
  );
  const { size } = sampleSizeFor(samplePlan, population.length);
  const id = story.id(month.to + 10 * MINUTE);
  const hash = populationHash(population);
  const nonces = {
    committed: sha256Hex(`${plan.key} ${month.month} provider`),
    answered: sha256Hex(`${plan.key} ${month.month} buyer`),
  };
  const begun = begunRow(story, p, {
    ...{ id, level_id: level.id, plan: samplePlan, population, population_hash: hash, size },
    ...{ commitment: commitmentOf(nonces.committed), nonce: nonces.committed },
  });
  if (p.waits) {
    story.add("sample", { ...begun, waits_for: "buyer" });
    return { samplePending: pendingSample("buyer") };
  }
  const seed = sampleSeed({ populationHash: hash, ...nonces });
  const drawn = drawSample({ population, seed, size });
  const scores = drawn.map((item, position) => scoresOf(p.items, item, position === month.index));
  const bundle = sampleBundleFor({
    ...{ id, plan: samplePlan, level, measure: metric?.measure, population, nonces, scores },
  });
  const outcome = scoredSample(bundle);
  const buyer = story.cast.member({ slug: plan.buyer, role: "operations_lead" });
  story.add("sample", {
    ...begun,
    ...{ answer: nonces.answered, answered_by: "buyer", answered_by_id: buyer.userId },
    ...{ answered_name: buyer.account.name, drawn_at: stamp(month.to + 20 * MINUTE), seed, drawn },
    ...{ scored_at: stamp(month.to + 50 * MINUTE), errors: outcome.errors, units: outcome.size },
    ...{ outcome, bundle, bundle_hash: outcome.draw?.bundleHash },
  });
  tellScores(story, p, { id, scores });
  return { sample: outcome };
}

function begunRow(story: Story, p: SampledMonth, facts: Record<string, unknown>) {
  const provider = story.cast.member({ slug: p.plan.provider, role: "delivery_manager" });
  const at = p.month.to + 10 * MINUTE;
  return {
    organization_id: p.contract.buyerId,
    provider_id: p.contract.providerId,
    engagement_id: p.engagementId,
    period: p.month.month,
    ...facts,
    committed_by: "provider",
    committed_by_id: provider.userId,
    committed_name: provider.account.name,
    committed_at: stamp(at),
    // A draw that waits in the story still waits for whoever opens it.
    answer_by: stamp(p.waits ? Math.floor(story.now.epochMilliseconds / 1000) + 5 * DAY : at + 5 * DAY),
  };
}

/** What both sides counted: the same, but for one line that the provider held to be right. */
function scoresOf(items: readonly ToldItem[], id: string, differs: boolean): ItemScores {
  const fields = items.find((one) => one.read.id === id)?.read.fields ?? {};
  const isWrong = fields.correct === false && fields.correctionCause === "provider";
  const found = { errors: isWrong ? 1 : 0, units: 1 };
  if (!differs) return { first: found, second: found };
  return { first: found, second: { errors: isWrong ? 0 : 1, units: 1 }, ruling: found };
}

function tellScores(story: Story, p: SampledMonth, sample: { id: string; scores: readonly ItemScores[] }) {
  const people = {
    first: story.cast.member({ slug: p.plan.buyer, role: "operations_lead" }),
    second: story.cast.member({ slug: p.plan.provider, role: "delivery_manager" }),
    ruling: story.cast.member({ slug: "northern-accounts", role: "account_manager" }),
  };
  const after = { first: 30, second: 40, ruling: 50 };
  for (const [position, scores] of sample.scores.entries())
    for (const round of ["first", "second", "ruling"] as const) {
      const score = scores[round];
      if (!score) continue;
      const at = p.month.to + after[round] * MINUTE;
      story.add("sample_score", {
        id: story.id(at),
        organization_id: p.contract.buyerId,
        provider_id: p.contract.providerId,
        ...{ sample_id: sample.id, position, round, ...score },
        note: scores.ruling ? NOTES[round] : "",
        by_id: people[round].userId,
        by_name: people[round].account.name,
        at: stamp(at),
      });
    }
}

const NOTES = {
  first: "As the receipt says.",
  second: "The supplier's own code was another one.",
  ruling: "The receipt decides: it was there when the line was posted.",
} as const;
