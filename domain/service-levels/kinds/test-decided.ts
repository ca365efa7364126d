import { Temporal } from "temporal-polyfill";
import type { MetricMeasure } from "../../catalogue/metric-measure.ts";
import type { ServiceLevel } from "../../catalogue/service-level.ts";
import type { WorkEventType } from "../../delivery/work-item-state.ts";
import { monthPeriod } from "../../shared/period.ts";
import type { ContestEffect } from "../item-adjustment.ts";
import type { MonthInput } from "../level-figure.ts";
import type { MonthItem } from "../month-item.ts";
import type { RuleVersion } from "../rule-version.ts";

const period = monthPeriod({ month: "2026-10", zone: "UTC" });
const LEVEL = "level";

export type Told = {
  id: string;
  fields?: Record<string, unknown>;
  /** Day of October 2026 and hours that it took. */
  day?: number;
  hours?: number;
  decided?: { effect: ContestEffect; from?: string; to?: string };
  type?: string;
};

function itemOf({ id, fields = {}, day = 5, hours = 4, decided, type = "outage" }: Told): MonthItem {
  const start = Temporal.Instant.from(`2026-10-${String(day).padStart(2, "0")}T10:00:00Z`);
  const at = (plus: number) => start.add({ hours: plus }).toString();
  const events = [
    ["start", 0],
    ["stop", hours],
  ] as const;
  return {
    id,
    type,
    priority: null,
    deskMadeSla: null,
    fields,
    events: events.map(([event, plus]) => ({ at: at(plus), type: event as WorkEventType })),
    ...(decided
      ? {
          adjustments: [
            {
              contestId: "c",
              period: "2026-10",
              levelIds: [],
              effect: decided.effect,
              from: decided.from ?? null,
              to: decided.to ?? null,
            },
          ],
        }
      : {}),
  };
}

/** One level of a kind over the items told, in October 2026, around the clock. */
export function inputOf(p: {
  kind: ServiceLevel["kind"];
  measure: MetricMeasure;
  direction: "higher" | "lower";
  items: readonly Told[];
  ruleVersion?: RuleVersion;
  unit?: string;
}): MonthInput {
  return {
    items: p.items.map(itemOf),
    level: {
      id: LEVEL,
      name: "A level",
      metric: "m",
      kind: p.kind,
      workItemTypes: ["outage"],
      direction: p.direction,
      target: "1",
      minimum: "1",
      unit: p.unit ?? "%",
      weightBps: 10_000,
      missBps: 5000,
      failBps: 10_000,
      minimumSample: 0,
      rounding: { decimals: 4, mode: "half_away" },
    },
    metric: undefined,
    measure: p.measure,
    rules: {
      calendar: null,
      reopenPolicy: "continue",
      contractStart: "2026-01-01T00:00:00Z",
      ...(p.ruleVersion ? { ruleVersion: p.ruleVersion } : {}),
    },
    period,
    asOf: period.to.toString(),
    monthHasWork: true,
  };
}
