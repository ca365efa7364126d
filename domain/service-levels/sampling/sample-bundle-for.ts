import type { MetricMeasure } from "../../catalogue/metric-measure.ts";
import { USUAL_ROUNDING } from "../../catalogue/metric-rules.ts";
import type { SamplingPlan } from "../../catalogue/sampling-plan.ts";
import type { ServiceLevel } from "../../catalogue/service-level.ts";
import type { SampleBundle } from "./sample-bundle.ts";
import type { ItemScores } from "./score.ts";

/** The bundle of a sample whose every item has a first score; throws RangeError where one has none. */
export function sampleBundleFor(p: {
  id: string;
  plan: SamplingPlan;
  level: Pick<ServiceLevel, "direction" | "target" | "minimum" | "rounding">;
  measure: MetricMeasure | undefined;
  population: readonly string[];
  nonces: SampleBundle["nonces"];
  /** In the order in which the items were drawn. */
  scores: readonly ItemScores[];
}): SampleBundle {
  const { direction, target, minimum, rounding = USUAL_ROUNDING } = p.level;
  return {
    id: p.id,
    plan: p.plan,
    level: { direction, target, minimum, times: timesOf(p.measure), rounding },
    population: [...p.population].sort(),
    nonces: p.nonces,
    scores: p.scores.map(({ first, second, ruling }) => {
      if (!first) throw new RangeError("An item of the sample has no score.");
      return { first, ...(second ? { second } : {}), ...(ruling ? { ruling } : {}) };
    }),
  };
}

function timesOf(measure: MetricMeasure | undefined): SampleBundle["level"]["times"] {
  return measure?.by === "ratio" ? measure.times : 100;
}
