import { type EpochSeconds, parseInstantNanoseconds, secondsOf } from "../shared/instant.ts";
import { readClock } from "./clock.ts";
import { compileCalendar } from "./compiled-calendar.ts";
import { instantReached, unionOf, without } from "./elapsed-time.ts";
import type { VerdictBundle } from "./verdict-bundle.ts";

/** What a clock is warned of, the mildest first: shares of its target, a breach foreseen, the breach. */
export const WARNING_STEPS = ["50", "75", "90", "predicted", "breach"] as const;
export type WarningStep = (typeof WARNING_STEPS)[number];

/** The steps whose moment is known from the clock alone, with their share of the target in percent. */
export const TIMED_STEPS = [
  ["50", 50],
  ["75", 75],
  ["90", 90],
  ["breach", 100],
] as const satisfies readonly (readonly [WarningStep, number])[];
export type TimedStep = (typeof TIMED_STEPS)[number][0];

export type StepMoment = { step: TimedStep; at: EpochSeconds };

/** A clock that runs: which cycle, and when each step of it is, or was, reached with no further event. */
export type RunningClock = {
  /** From 0. */
  cycle: number;
  targetSeconds: number;
  moments: StepMoment[];
};

/** As far ahead as a clock is projected; a step beyond has no moment. */
const PROJECTION_SECONDS = 5 * 366 * 86_400;

/**
 * When a clock reaches the steps of its target. Null for one that does not run: nobody is warned of a clock
 * that is paused, stopped, cancelled or not started.
 */
export function runningClock(bundle: VerdictBundle): RunningClock | null {
  const { state, cycles, asOf } = readClock(bundle);
  const cycle = cycles.at(-1);
  const open = cycle?.running.at(-1);
  if (state !== "running" || !cycle || !open) return null;
  const calendar = compileCalendar(bundle.calendar);
  const excluded = unionOf(
    (bundle.exclusions ?? []).map(({ from, to }) => ({ from: seconds(from), to: seconds(to) })),
  );
  const ahead = { from: open.from, to: asOf + PROJECTION_SECONDS };
  const stretches = without([...cycle.running.slice(0, -1), ahead], excluded);
  const moments = TIMED_STEPS.flatMap(([step, percent]) => {
    // A target is whole minutes, so these shares of it are whole seconds.
    const at = instantReached(calendar, stretches, Math.trunc((cycle.targetSeconds * percent) / 100));
    return at === null ? [] : [{ step, at }];
  });
  return { cycle: cycles.length - 1, targetSeconds: cycle.targetSeconds, moments };
}

function seconds(instant: string): EpochSeconds {
  return secondsOf(parseInstantNanoseconds(instant) ?? 0n);
}
