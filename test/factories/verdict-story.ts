import type { ClockEvent, VerdictBundle } from "../../domain/service-levels/verdict-bundle.ts";
import { formatInstant } from "../../domain/shared/instant.ts";

const ORIGIN = 1_767_225_600;
/** RFC 3339 of a minute of the story, which begins at 2026-01-01T00:00Z. */
export const minute = (at: number) => formatInstant(ORIGIN + at * 60);
export type Step = [at: number, type: ClockEvent["type"], minutes?: number];
/** A verdict bundle around the clock with a target of one hour, told in minutes. */
export function storyBundle(steps: Step[], asOf: number, more: Partial<VerdictBundle> = {}): VerdictBundle {
  const events = steps.map(([at, type, minutes]) => ({
    at: minute(at),
    type,
    ...(minutes === undefined ? {} : { minutes }),
  }));
  return {
    id: "b",
    calendar: null,
    targetMinutes: 60,
    reopenPolicy: "continue",
    exclusions: [],
    events: events as ClockEvent[],
    asOf: minute(asOf),
    ...more,
  };
}
