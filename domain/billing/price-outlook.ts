import type { PastMonth } from "../contracts/baseline.ts";
import { when } from "../contracts/price-words.ts";
import type { Terms } from "../contracts/terms.ts";
import { levelStatus } from "../service-levels/level-status.ts";
import { type RatchetStep, ratchet } from "../service-levels/ratchet.ts";
import {
  countingMonths,
  type TriggerMonth,
  type TriggerReached,
  triggerProgress,
} from "../service-levels/termination-trigger.ts";
import { monthWords } from "../shared/date-words.ts";
import { replayHistory } from "./replay-history.ts";

/** Where a trigger stands after the latest frozen month, and every month in which it was reached. */
export type TriggerOutlook = {
  /** "Close on time is missed 3 months in a row". */
  condition: string;
  count: number;
  needed: number;
  /** The months, or the failures in them, that count now, in words. */
  counting: string[];
  reached: { period: string; because: string[] }[];
};

export type RatchetOutlook = {
  levelId: string;
  name: string;
  unit: string;
  target: string;
  step: RatchetStep;
};

const YEAR = 12;

/** Every termination trigger of a contract over its frozen months, which are in order. */
export function triggerOutlook(terms: Terms, months: readonly PastMonth[]): TriggerOutlook[] {
  const triggers = terms.termination ?? [];
  const priced = triggerMonths(terms, months);
  const name = (id: string) => terms.serviceLevels.find((level) => level.id === id)?.name ?? id;
  const after = priced.map((_, at) => triggerProgress(triggers, priced.slice(0, at + 1)));
  return triggers.map((trigger, at) => {
    const now = after.at(-1)?.[at];
    const reached = after
      .map((progress) => progress[at]?.reached)
      .filter((one): one is TriggerReached => !!one);
    return {
      condition: when(trigger, name),
      count: now?.count ?? 0,
      needed: now?.needed ?? neededOf(trigger),
      counting:
        now && now.count > 0 ? countingMonths(trigger, priced).map((one) => countedWords(one, name)) : [],
      reached: reached.map(({ period, because }) => ({ period, because })),
    };
  });
}

/**
 * The targets of the next year, from the last twelve frozen months: null where the contract has no ratchet
 * or too short a past for one.
 */
export function ratchetOutlook(terms: Terms, months: readonly PastMonth[]): RatchetOutlook[] | null {
  const { ratchet: rule, serviceLevels } = terms;
  const year = months.filter((month) => month.frozen).slice(-YEAR);
  if (!rule || year.length < YEAR) return null;
  return serviceLevels.map(({ id, name, unit, target, direction }) => {
    const measured = year.map((month) => {
      const figure = month.levels.find((level) => level.id === id);
      return figure && !figure.excused ? figure.measured : null;
    });
    return { levelId: id, name, unit, target, step: ratchet({ target, direction, measured, rule }) };
  });
}

/** The terms with the targets that a ratchet proposes. */
export function ratchetedTerms(terms: Terms, outlook: readonly RatchetOutlook[]): Terms {
  const targets = new Map(outlook.map((one) => [one.levelId, one.step.target]));
  const serviceLevels = terms.serviceLevels.map((level) => ({
    ...level,
    target: targets.get(level.id) ?? level.target,
  }));
  return { ...terms, serviceLevels };
}

/** The months as triggers count them, each billed under the terms. */
export function triggerMonths(terms: Terms, months: readonly PastMonth[]): TriggerMonth[] {
  return replayHistory(terms, months).map(({ period, levels, figures }) => ({
    period,
    feeMinor: figures.feeMinor,
    creditMinor: figures.creditMinor,
    levels: terms.serviceLevels.map((level) => ({
      id: level.id,
      status: levelStatus(
        level,
        levels.find((one) => one.id === level.id),
      ),
      critical: level.critical === true,
    })),
  }));
}

/** "2026-11" is "November 2026"; "2026-11 resolve" is "Resolved in time in November 2026". */
export function countedWords(counted: string, name: (levelId: string) => string): string {
  const [month = "", levelId] = counted.split(" ");
  return levelId === undefined ? monthWords(month) : `${name(levelId)} in ${monthWords(month)}`;
}

type Trigger = NonNullable<Terms["termination"]>[number];

function neededOf(trigger: Trigger): number {
  if (trigger.kind === "consecutive_misses") return trigger.months;
  return trigger.kind === "failures_within" ? trigger.failures : 1;
}
