import { metricById, serviceModule } from "../../domain/catalogue/catalogue.ts";
import { levelFromMetric } from "../../domain/catalogue/level-from-metric.ts";
import type { ServiceLevel } from "../../domain/catalogue/service-level.ts";
import type { Metric, ModuleCode } from "../../domain/catalogue/service-module.ts";
import { usualSamplingPlan } from "../../domain/catalogue/usual-sampling-plan.ts";

type Further = { metric: string; id?: string; change?: Partial<ServiceLevel> };

/** Levels that a contract of the story measures beside its service's own; they carry no weight. */
const FURTHER: Record<string, { add?: readonly Further[]; sampled?: string; drawn?: string }> = {
  "quaylink-it/it_support": {
    add: [
      { metric: "mean_time_to_resolve", change: { target: "12", minimum: "16" } },
      { metric: "availability" },
      { metric: "patch_compliance" },
      { metric: "backlog_age" },
    ],
  },
  "hireborder/employer_of_record": {
    add: [
      { metric: "cost_estimate_variance" },
      {
        metric: "days_to_onboard",
        change: { window: "quarter", name: "Days to onboard, by quarter" },
      },
      {
        metric: "contract_turnaround",
        id: "contract_turnaround_count",
        change: {
          name: "Contract turnaround, small months by count",
          minimumSample: 20,
          smallSample: { kind: "max_misses", max: 1 },
        },
      },
    ],
  },
  "ledgerwell/bookkeeping": { sampled: "posting_accuracy" },
  "tally-and-co/bookkeeping": { drawn: "posting_accuracy" },
};

/** A level whose figure comes from a drawn sample of some fifty lines. */
function drawnLevel(level: ServiceLevel, metric: Metric | undefined): ServiceLevel {
  if (!metric) throw new Error(`The service has no metric "${level.metric}".`);
  const samplePlan = { ...usualSamplingPlan(metric), minimum: 30, maximum: 60 };
  return { ...level, kind: "sample", minimumSample: 30, samplePlan };
}

/** The contract's levels with what the story adds to them. */
export function withFurtherLevels(
  levels: readonly ServiceLevel[],
  order: { provider: string; moduleCode: ModuleCode; currency: string },
): ServiceLevel[] {
  const further = FURTHER[`${order.provider}/${order.moduleCode}`];
  if (!further) return [...levels];
  const module = serviceModule(order.moduleCode);
  const own = levels.map((level) => {
    if (level.id === further.sampled) return { ...level, kind: "sample" as const };
    return level.id === further.drawn ? drawnLevel(level, metricById(module, level.metric)) : level;
  });
  const added = (further.add ?? []).map(({ metric, id, change }) => {
    const found = metricById(module, metric);
    if (!found) throw new Error(`${module.name} has no metric "${metric}".`);
    const level = levelFromMetric({ metric: found, id: id ?? metric, currency: order.currency });
    const { clock } = own.find((one) => one.metric === metric) ?? {};
    return { ...level, ...(clock ? { clock } : {}), ...change };
  });
  return [...own, ...added];
}
