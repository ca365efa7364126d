import { formatInstant } from "../shared/instant.ts";
import { readClock } from "./clock.ts";
import { compileCalendar } from "./compiled-calendar.ts";
import { verdictOf } from "./verdict.ts";
import type { ClockEventType, VerdictBundle } from "./verdict-bundle.ts";

/** What moved a due time: a wait, or another event of the clock. */
export type DueCause = {
  kind: Exclude<ClockEventType, "start" | "resume" | "stop" | "cancel">;
  /** Position in the bundle's events. */
  because: number;
  /** Of a wait: how long it lasted, or has lasted by now. */
  businessSeconds: number;
  wallSeconds: number;
};

export type DueMove = {
  from: string;
  /** Of a wait that goes on: when the work would be due if it ended now. Null: it is never due. */
  to: string | null;
  /** RFC 3339: when the new due time stood, or now where the wait goes on. */
  at: string;
  ongoing: boolean;
  causes: DueCause[];
};

/**
 * Every move of a clock's due time, in order: from where it stood to where it stands after a wait, a change
 * of target, a reopening or a new beginning, each with its causes. The due time at an instant is the breach
 * of the same bundle read at that instant, so the moves add up to what the clock says now.
 */
export function dueMoves(bundle: VerdictBundle): DueMove[] {
  const { steps, asOf } = readClock(bundle);
  const moves: DueMove[] = [];
  let due: string | null = null;
  let causes: DueCause[] = [];
  for (const [index, step] of steps.entries()) {
    const type = bundle.events[step.eventIndex]?.type ?? "start";
    const until = steps[index + 1]?.at ?? asOf;
    if (type !== "start" && type !== "resume" && type !== "stop" && type !== "cancel")
      causes.push({ kind: type, because: step.eventIndex, ...waited(bundle, step.at, type, until) });
    // Of several events at one instant only the last says where the clock stands.
    if (steps[index + 1]?.at === step.at || step.state !== "running") continue;
    const now = verdictOf({ ...bundle, asOf: formatInstant(step.at) }).breachAt;
    if (due !== null && now !== due)
      moves.push({ from: due, to: now, at: formatInstant(step.at), ongoing: false, causes });
    due = now ?? due;
    causes = [];
  }
  const last = steps.at(-1);
  if (last?.state === "paused" && due !== null) {
    const at = formatInstant(asOf);
    const resumed = { ...bundle, events: [...bundle.events, { at, type: "resume" as const }] };
    const to = verdictOf(resumed).breachAt;
    if (to !== due) moves.push({ from: due, to, at, ongoing: true, causes });
  }
  return moves;
}

function waited(bundle: VerdictBundle, at: number, type: ClockEventType, until: number) {
  if (type !== "pause") return { businessSeconds: 0, wallSeconds: 0 };
  const end = endOfPause(bundle, at, until);
  return { businessSeconds: compileCalendar(bundle.calendar).measure(at, end), wallSeconds: end - at };
}

/** A change of target inside a pause does not end it. */
function endOfPause(bundle: VerdictBundle, at: number, until: number): number {
  const { steps, asOf } = readClock(bundle);
  const following = steps.find((step) => step.at >= until && step.state !== "paused");
  return Math.max(at, following?.at ?? asOf);
}
