import { metricById, serviceModule } from "../../domain/catalogue/catalogue.ts";
import { levelFromMetric } from "../../domain/catalogue/level-from-metric.ts";
import type { ServiceLevel } from "../../domain/catalogue/service-level.ts";
import type { ModuleCode } from "../../domain/catalogue/service-module.ts";

type Further = { metric: string; id?: string; change?: Partial<ServiceLevel> };

/** Levels that a contract of the story measures beside its service's own; they carry no weight. */
const FURTHER: Record<string, { add?: readonly Further[]; sampled?: string }> = {
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
};

/** The contract's levels with what the story adds to them. */
export function withFurtherLevels(
  levels: readonly ServiceLevel[],
  order: { provider: string; moduleCode: ModuleCode; currency: string },
): ServiceLevel[] {
  const further = FURTHER[`${order.provider}/${order.moduleCode}`];
  if (!further) return [...levels];
  const module = serviceModule(order.moduleCode);
  const own = levels.map((level) =>
    level.id === further.sampled ? { ...level, kind: "sample" as const } : level,
  );
  const added = (further.add ?? []).map(({ metric, id, change }) => {
    const found = metricById(module, metric);
    if (!found) throw new Error(`${module.name} has no metric "${metric}".`);
    const level = levelFromMetric({ metric: found, id: id ?? metric, currency: order.currency });
    const { clock } = own.find((one) => one.metric === metric) ?? {};
    return { ...level, ...(clock ? { clock } : {}), ...change };
  });
  return [...own, ...added];
}
