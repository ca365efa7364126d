import { UNIT_WORDS } from "../../catalogue/sampling-plan.ts";
import type { SampleReading, ScoredItem } from "../level-figure.ts";
import type { SampleBundle } from "./sample-bundle.ts";
import { itemScoresOf, sampleResultOf } from "./sample-result.ts";
import { sampleStanding } from "./score.ts";

/** What a month takes from a scored sample: the counts, by what it can be repeated, and its items. */
export type ScoredSample = SampleReading & { scored: ScoredItem[] };

/** The reading of a bundle whose scoring is complete. Throws RangeError where it is not. */
export function scoredSample(bundle: SampleBundle): ScoredSample {
  const { plan, population } = bundle;
  const result = sampleResultOf(bundle);
  const { items } = sampleStanding({ seed: result.seed, rules: plan, scores: itemScoresOf(bundle) });
  const scored = items.flatMap((one, position) => {
    const workItemId = result.drawn[position];
    return one.state === "settled" && workItemId ? [{ workItemId, ...one.score }] : [];
  });
  return {
    size: result.units,
    // How many lines or fields there were is only known as the plan estimates it.
    population: Math.max(result.units, population.length * plan.unitsPerItem),
    errors: result.errors,
    unit: UNIT_WORDS[plan.unit],
    draw: {
      sampleId: bundle.id,
      confidence: plan.confidence,
      items: result.size,
      of: population.length,
      seed: result.seed,
      populationHash: result.populationHash,
      bundleHash: result.bundleHash,
    },
    scored,
  };
}
