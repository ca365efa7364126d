import { type EpochSeconds, formatInstant } from "../shared/instant.ts";
import { type ClockState, readClock } from "./clock.ts";
import { compileCalendar } from "./compiled-calendar.ts";
import type { VerdictBundle } from "./verdict-bundle.ts";

/** Who the work waits for. */
export type ClockHolder = "provider" | "buyer" | "third_party";

export type ClockInterval = {
  from: string;
  to: string;
  state: "running" | "paused" | "closed";
  /** Business seconds inside, of any state; what counts against the target is the running ones. */
  businessSeconds: number;
  /** Nobody once the clock has stopped. */
  holder: ClockHolder | null;
  /** Position in the bundle's events of the one that began the interval. */
  because: number;
};

/**
 * The clock's whole story for a timeline: consecutive intervals from the first start to asOf. `waitingOn`
 * names who is waited for after the pause at that position of the bundle's events; a pause without a name
 * is the buyer's. A clock that stopped ends in a "closed" interval only if it was reopened later.
 */
export function clockIntervals(
  bundle: VerdictBundle,
  waitingOn: ReadonlyMap<number, ClockHolder> = new Map(),
): ClockInterval[] {
  const calendar = compileCalendar(bundle.calendar);
  const reading = readClock(bundle);
  const intervals: ClockInterval[] = [];
  for (const [index, step] of reading.steps.entries()) {
    const following = reading.steps[index + 1];
    const state = displayed(step.state);
    if (state === null || (state === "closed" && !following)) continue;
    const to: EpochSeconds = following?.at ?? reading.asOf;
    const last = intervals.at(-1);
    const businessSeconds = calendar.measure(step.at, to);
    const holder = holderOf(state, waitingOn.get(step.eventIndex));
    // A change of target does not change who holds the clock: its interval goes on.
    if (last && last.state === state && bundle.events[step.eventIndex]?.type === "target") {
      last.to = formatInstant(to);
      last.businessSeconds += businessSeconds;
    } else if (to > step.at) {
      const from = formatInstant(step.at);
      intervals.push({
        from,
        to: formatInstant(to),
        state,
        businessSeconds,
        holder,
        because: step.eventIndex,
      });
    }
  }
  return intervals;
}

function displayed(state: ClockState): ClockInterval["state"] | null {
  switch (state) {
    case "not_started":
      return null;
    case "running":
    case "paused":
      return state;
    case "stopped":
    case "cancelled":
      return "closed";
    default:
      return state satisfies never;
  }
}

function holderOf(state: ClockInterval["state"], waitingOn: ClockHolder | undefined): ClockHolder | null {
  if (state === "closed") return null;
  return state === "paused" ? (waitingOn ?? "buyer") : "provider";
}
