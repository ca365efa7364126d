import { matches } from "../../catalogue/metric-filter.ts";
import type { MetricMeasure } from "../../catalogue/metric-measure.ts";
import type { SamplingPlan } from "../../catalogue/sampling-plan.ts";
import { canBeDrawn } from "../contested-sample.ts";
import { windowItems } from "../kinds/window-items.ts";
import type { MonthInput } from "../level-figure.ts";

/**
 * The ids of the work that a plan draws from in a month, sorted; of the level's kinds of work alone, without
 * what an accepted exclusion leaves out.
 */
export function samplePopulation(
  input: Pick<MonthInput, "items" | "level" | "period" | "asOf">,
  p: { plan: Pick<SamplingPlan, "population">; measure: MetricMeasure | undefined },
): string[] {
  const { measure } = p;
  return found()
    .filter(({ item }) => canBeDrawn(item, input.level.id))
    .map(({ item }) => item.id)
    .sort();

  function found() {
    switch (p.plan.population) {
      case "finished":
      case "recorded":
        return windowItems(input, p.plan.population);
      case "formula":
        if (measure?.by !== "ratio") return windowItems(input, "finished");
        return windowItems(input, measure.of).filter(({ seen }) =>
          matches(measure.denominator.where, seen),
        );
      default:
        return p.plan.population satisfies never;
    }
  }
}
