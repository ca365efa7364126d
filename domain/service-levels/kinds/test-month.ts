import { metricById, serviceModule } from "../../catalogue/catalogue.ts";
import { levelFromMetric } from "../../catalogue/level-from-metric.ts";
import type { ServiceLevel } from "../../catalogue/service-level.ts";
import type { ModuleCode } from "../../catalogue/service-module.ts";
import { formatInstant } from "../../shared/instant.ts";
import { monthPeriod } from "../../shared/period.ts";
import { type MonthInput, measureLevel } from "../month-figure.ts";
import type { MonthItem } from "../month-item.ts";

export const MARCH = Date.UTC(2026, 2, 1) / 1000;
export const HOUR = 3600;
let made = 0;

export function item(
  type: string,
  fields: Record<string, unknown>,
  hours: { from?: number; to?: number | null; more?: [number, MonthItem["events"][number]["type"]][] } = {},
): MonthItem {
  made += 1;
  const { from = 10, to = 12, more = [] } = hours;
  const at = (hour: number) => formatInstant(MARCH + Math.round(hour * HOUR));
  return {
    id: `item-${made}`,
    type,
    priority: null,
    deskMadeSla: null,
    fields,
    events: [
      { at: at(from), type: "start" },
      ...(to === null ? [] : [{ at: at(to), type: "stop" as const }]),
      ...more.map(([hour, kind]) => ({ at: at(hour), type: kind })),
    ],
  };
}

export function input(
  code: ModuleCode,
  metricId: string,
  items: readonly MonthItem[],
  change: Partial<ServiceLevel> = {},
  more: Partial<MonthInput> = {},
): MonthInput {
  const metric = metricById(serviceModule(code), metricId);
  if (!metric) throw new Error(metricId);
  return {
    items,
    level: { ...checked(levelFromMetric({ metric, id: metricId, currency: "USD" })), ...change },
    metric,
    rules: { calendar: null, reopenPolicy: "continue", contractStart: "2026-01-01T00:00:00Z" },
    period: monthPeriod({ month: "2026-03", zone: "UTC" }),
    asOf: "2026-04-01T00:00:00Z",
    monthHasWork: true,
    ...more,
  };
}

/** A new level has a plan and is drawn; without it what was checked counts, as in older contracts. */
function checked({ samplePlan: _plan, ...level }: ServiceLevel): ServiceLevel {
  return level;
}

export const figure = (...p: Parameters<typeof input>) => measureLevel(input(...p)).figure;
export const copies = (n: number, make: (index: number) => MonthItem) =>
  Array.from({ length: n }, (_, i) => make(i));
