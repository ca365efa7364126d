import { metricById, moduleByCode } from "../catalogue/catalogue.ts";
import { levelFromMetric } from "../catalogue/level-from-metric.ts";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import type { Metric } from "../catalogue/service-module.ts";
import type { Terms } from "./terms.ts";

type Base = Pick<Terms, "moduleCode" | "currency" | "serviceLevels">;

/** The catalogue's metric that a level of the contract measures. */
export function metricOf(base: Pick<Terms, "moduleCode">, id: string): Metric | undefined {
  const module = moduleByCode(base.moduleCode);
  return module && metricById(module, id);
}

/** The metrics that can be promised beside what the contract promises already. */
export function metricsToAdd(base: Pick<Terms, "moduleCode">): readonly Metric[] {
  return moduleByCode(base.moduleCode)?.metrics ?? [];
}

/**
 * A level over a metric of the contract's service with the catalogue's defaults and no weight; null where
 * the service has no such metric. `taken` holds the ids that the contract uses, those of levels that were
 * taken out among them: their history must not become another level's. Targets by priority are those of the
 * contract's own clock of that name, where it has one.
 */
export function addedLevel(p: {
  base: Base;
  metric: string;
  taken: readonly string[];
}): ServiceLevel | null {
  const metric = metricOf(p.base, p.metric);
  if (!metric) return null;
  const level = levelFromMetric({
    metric,
    id: freeId(metric.id, p.taken),
    currency: p.base.currency,
  });
  const { clock } = level;
  const alike = p.base.serviceLevels.find((one) => clock && one.clock?.name === clock.name)?.clock;
  if (!clock || !alike) return level;
  return { ...level, clock: { ...clock, targetMinutesByPriority: alike.targetMinutesByPriority } };
}

/** A level as it was before an edit, or as the catalogue begins it. */
export type Begun = { level?: ServiceLevel; isNew: boolean };

/** The level under each row of an edit, in the rows' order; none where a row names nothing we know. */
export function begunLevels(
  base: Base,
  rows: readonly { id: string; metric?: string | null | undefined }[],
): Begun[] {
  const known = new Map(base.serviceLevels.map((level) => [level.id, level]));
  const taken = [...known.keys()];
  return rows.map(({ id, metric }) => {
    const level = known.get(id);
    if (level || id !== "" || !metric) return { ...(level ? { level } : {}), isNew: false };
    const added = addedLevel({ base, metric: metric.trim(), taken });
    if (!added) return { isNew: true };
    taken.push(added.id);
    return { level: added, isNew: true };
  });
}

function freeId(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  let number = 2;
  while (taken.includes(`${wanted}_${number}`)) number += 1;
  return `${wanted}_${number}`;
}
