import type { EpochSeconds } from "../shared/instant.ts";
import { type RunningClock, type TimedStep, WARNING_STEPS, type WarningStep } from "./warning-step.ts";

/** What a predicted breach rests on; seconds are business time. */
export type BreachForecast = {
  /** Open items that fall due earlier. */
  ahead: number;
  /** The median time between two items done. */
  handlingSeconds: number;
  /** How many gaps the median was taken of. */
  sample: number;
  doneAt: EpochSeconds;
};

export type DueWarning = { step: WarningStep; reachedAt: EpochSeconds; forecast: BreachForecast | null };

/** A step that was reached longer ago is history, not news: an imported year raises nothing. */
export const NEWS_SECONDS = 24 * 3600;
/** A breach further ahead is not predicted: the queue will have changed. */
export const FORESEEN_SECONDS = 72 * 3600;

/**
 * What is to be said of one running clock now, and when to look again. Of several steps reached at once only
 * the highest is said; a step below one that was said is never said later in the same cycle, so a target or
 * priority that changes repeats nothing.
 */
export function dueWarnings(p: {
  clock: RunningClock;
  /** The steps that were said of this cycle. */
  said: ReadonlySet<string>;
  now: EpochSeconds;
  forecast: BreachForecast | null;
}): { due: DueWarning[]; next: EpochSeconds | null } {
  const { clock, said, now, forecast } = p;
  const floor = Math.max(
    -1,
    ...WARNING_STEPS.flatMap((step, n) => (step !== "predicted" && said.has(step) ? [n] : [])),
  );
  const open = clock.moments.filter(({ step }) => rank(step) > floor);
  const reached = open.filter(({ at }) => at <= now);
  const highest = reached.at(-1);
  const due: DueWarning[] = [];
  if (highest && now - highest.at <= NEWS_SECONDS)
    due.push({ step: highest.step, reachedAt: highest.at, forecast: null });
  if (forecast && foresees({ clock, said, now, forecast }))
    due.push({ step: "predicted", reachedAt: now, forecast });
  return { due, next: open.find(({ at }) => at > now)?.at ?? null };
}

/** Whether the queue says that the target will not be kept, while there is still time to act on it. */
function foresees(p: {
  clock: RunningClock;
  said: ReadonlySet<string>;
  now: EpochSeconds;
  forecast: BreachForecast;
}): boolean {
  const breach = p.clock.moments.find(({ step }) => step === "breach")?.at;
  if (breach === undefined || p.said.has("predicted") || p.said.has("breach")) return false;
  return breach > p.now && breach - p.now <= FORESEEN_SECONDS && p.forecast.doneAt > breach;
}

function rank(step: TimedStep): number {
  return WARNING_STEPS.indexOf(step);
}
