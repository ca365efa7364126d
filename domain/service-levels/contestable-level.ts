import { metricById } from "../catalogue/catalogue.ts";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import type { ServiceModule } from "../catalogue/service-module.ts";
import type { ContestSubject } from "./contest.ts";
import type { ContestEffect } from "./item-adjustment.ts";
import { measureOf } from "./month-figure.ts";

/**
 * What a level reads of an item: the time of its clock, whether and how much it counts, its downtime, or
 * nothing but the scores of a drawn sample.
 */
export type LevelReads = "clock" | "items" | "downtime" | "sample";

/** A level of a contract as something that can be contested. */
export type ContestableLevel = {
  levelId: string;
  name: string;
  reads: LevelReads;
  /** The kinds of work that it looks at. */
  workItemTypes: readonly string[];
};

export function contestableLevel(level: ServiceLevel, module: ServiceModule): ContestableLevel {
  const { id: levelId, name, workItemTypes } = level;
  return { levelId, name, workItemTypes, reads: readsOf(level, module) };
}

function readsOf(level: ServiceLevel, module: ServiceModule): LevelReads {
  if (level.kind === "clock_attainment" || level.kind === "duration") return "clock";
  if (level.samplePlan) return "sample";
  const measure = measureOf({ level, metric: metricById(module, level.metric) });
  return measure?.by === "uptime" ? "downtime" : "items";
}

type Choice = { value: ContestEffect; label: string };

const STRETCHES: Record<LevelReads, readonly Choice[]> = {
  clock: [
    { value: "count", label: "The clock should run on" },
    { value: "exclude", label: "The time should not count" },
  ],
  downtime: [
    { value: "exclude", label: "The downtime should not count" },
    { value: "count", label: "It was down in this stretch" },
  ],
  items: [],
  sample: [],
};

const WHOLE: Record<LevelReads, readonly Choice[]> = {
  clock: STRETCHES.clock,
  downtime: [
    { value: "hit", label: "It was no outage" },
    { value: "miss", label: "It was an outage" },
    { value: "exclude", label: "The outage should not count" },
  ],
  items: [
    { value: "hit", label: "It counts as a hit" },
    { value: "miss", label: "It counts as a miss" },
    { value: "exclude", label: "It does not count" },
  ],
  // Its items are scored by both sides; an exclusion before the draw is all that a contest can do to it.
  sample: [],
};

/** How somebody may say that a level should read otherwise; empty where a stretch means nothing to it. */
export function contestChoices(reads: LevelReads, subject: ContestSubject): readonly Choice[] {
  return subject === "interval" ? STRETCHES[reads] : WHOLE[reads];
}
