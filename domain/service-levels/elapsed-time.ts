import type { EpochSeconds } from "../shared/instant.ts";
import type { RunningInterval } from "./clock.ts";
import type { CompiledCalendar } from "./compiled-calendar.ts";

export type Stretch = { from: EpochSeconds; to: EpochSeconds };

/** Business seconds in the intervals, which lie apart. */
export function businessSeconds(calendar: CompiledCalendar, intervals: readonly Stretch[]): number {
  let total = 0;
  for (const { from, to } of intervals) total += calendar.measure(from, to);
  return total;
}

/**
 * The earliest instant at which the intervals hold `seconds` of business time, or null where they never do.
 * The intervals are ascending and apart; `seconds` of 0 is reached where the first of them begins.
 */
export function instantReached(
  calendar: CompiledCalendar,
  intervals: readonly Stretch[],
  seconds: number,
): EpochSeconds | null {
  let remaining = seconds;
  for (const { from, to } of intervals) {
    // Asked first, because it looks no further than the instant it finds; measuring looks at every year.
    const reached = calendar.addBusinessSeconds(from, remaining, to);
    if (reached !== null) return reached;
    remaining -= calendar.measure(from, to);
  }
  return null;
}

/** The parts of the intervals that no exclusion covers. Both lists ascending and apart. */
export function without(intervals: readonly RunningInterval[], exclusions: readonly Stretch[]): Stretch[] {
  if (exclusions.length === 0) return [...intervals];
  const kept: Stretch[] = [];
  for (const interval of intervals) {
    let from = interval.from;
    for (const exclusion of exclusions) {
      if (exclusion.to <= from) continue;
      if (exclusion.from >= interval.to) break;
      if (exclusion.from > from) kept.push({ from, to: exclusion.from });
      from = exclusion.to;
    }
    if (from < interval.to) kept.push({ from, to: interval.to });
  }
  return kept;
}

/** The same time as ascending stretches that lie apart. */
export function unionOf(stretches: readonly Stretch[]): Stretch[] {
  const merged: Stretch[] = [];
  for (const stretch of [...stretches].sort((left, right) => left.from - right.from)) {
    const last = merged.at(-1);
    if (last && stretch.from <= last.to) last.to = Math.max(last.to, stretch.to);
    else merged.push({ ...stretch });
  }
  return merged;
}
