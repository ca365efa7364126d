import { type Begun, begunLevels, metricOf } from "./added-level.ts";
import { readRules, rulesEditOf } from "./clock-rules-edit.ts";
import { percentNumber } from "./contract-tables.ts";
import { editedFigure, figureEditOf, wholeOf } from "./figure-edit.ts";
import { bpsOfPercent } from "./percent-input.ts";
import { editedPlan, planEditOf } from "./plan-edit.ts";
import type { Terms } from "./terms.ts";
import type { TermsEdit } from "./terms-edit.input.ts";

type LevelEdit = TermsEdit["serviceLevels"][number];
type Level = Terms["serviceLevels"][number];
type Base = Pick<Terms, "moduleCode" | "currency" | "serviceLevels">;

/** One level as a form shows it first. */
export function levelEditOf(level: Level, base: Pick<Terms, "moduleCode">): LevelEdit {
  const { clock } = level;
  const metric = metricOf(base, level.metric);
  const plan = planEditOf(level, metric);
  return {
    id: level.id,
    target: level.target,
    minimum: level.minimum,
    weight: percentNumber(level.weightBps),
    figure: figureEditOf(level, metric),
    ...(plan ? { plan } : {}),
    ...(clock ? { hours: clock.calendar } : {}),
    minutes: Object.entries(clock?.targetMinutesByPriority ?? {}).map(([priority, minutes]) => ({
      priority,
      minutes: String(minutes),
    })),
    ...(clock ? { clockName: clock.name, rules: rulesEditOf(clock.rules) } : {}),
  };
}

/** A new row over a metric with the catalogue's figures; null where the service has no such metric. */
export function newLevelEdit(base: Base, metric: string): LevelEdit | null {
  const { level } = begunLevels(base, [{ id: "", metric }])[0] ?? {};
  return level ? { ...levelEditOf(level, base), id: "", metric } : null;
}

/** The level as the row leaves it, for the schema of the terms to check; none where nothing lies under it. */
export function levelOf(base: Base, begun: Begun | undefined, edit: LevelEdit): unknown[] {
  if (!begun?.level) return [];
  const { clock, ...level } = begun.level;
  const metric = metricOf(base, level.metric);
  const plan = editedPlan(begun.level, edit.plan, metric);
  // A plan that was given up is left out, as if there had never been one.
  if ("samplePlan" in plan) delete level.samplePlan;
  const usual = (text: string, otherwise: string) => (begun.isNew && text === "" ? otherwise : text);
  const figures = {
    ...level,
    ...(edit.figure ? editedFigure(begun.level, edit.figure, metric) : {}),
    ...(plan.samplePlan === undefined ? {} : plan),
    target: usual(edit.target.trim(), level.target),
    minimum: usual(edit.minimum.trim(), level.minimum),
    weightBps: bpsOfPercent(edit.weight) ?? 0,
  };
  if (!clock) return [figures];
  const minutes =
    begun.isNew && edit.minutes.length === 0
      ? Object.entries(clock.targetMinutesByPriority)
      : edit.minutes.map((one) => [one.priority, wholeOf(one.minutes)]);
  const { rules: before, ...rest } = clock;
  const rules = edit.rules ? readRules(edit.rules, before).rules : before;
  return [
    {
      ...figures,
      clock: {
        ...rest,
        calendar: edit.hours?.trim() || clock.calendar,
        name: edit.clockName?.trim() ?? clock.name,
        targetMinutesByPriority: Object.fromEntries(minutes),
        ...(rules ? { rules } : {}),
      },
    },
  ];
}
