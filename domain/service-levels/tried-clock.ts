import type { ServiceLevel } from "../catalogue/service-level.ts";
import type { Terms } from "../contracts/terms.ts";
import { parseInstantNanoseconds, secondsOf } from "../shared/instant.ts";
import { calendarBook } from "./calendar-book.ts";
import { type HeldPiece, heldPieces } from "./clock-held.ts";
import type { ClockSample } from "./clock-samples.ts";
import { sourcedItemBundle } from "./month-item.ts";
import { openWindows } from "./month-windows.ts";
import { type VerdictResult, verdictOf } from "./verdict.ts";
import { sourcedBundleFor, type WorkItemClockEvent } from "./verdict-bundle-for.ts";

/** What really happened to one work item, to try a clock's conditions on. */
export type ItemLife = {
  id: string;
  name: string;
  type: string;
  priority: string | null;
  fields: Readonly<Record<string, unknown>>;
  events: readonly WorkItemClockEvent[];
  /** RFC 3339: how far its life is known. */
  asOf: string;
};

/** What a clock makes of a life, and the open time that a picture of it needs. */
export type TriedClock = {
  result: VerdictResult;
  pieces: HeldPiece[];
  windows: { start: string; end: string }[];
};

type Rules = Pick<Terms, "calendar" | "sites" | "reopenPolicy">;

const DAY = { start: "2026-03-02T08:30:00Z", end: "2026-03-02T15:00:00Z" };
const MOST_WINDOWS = 8;
const MARGIN_SECONDS = 1800;

/** A sample is about the order of events, so every hour counts. Null where the clock never starts. */
export function triedOnSample(p: {
  sample: ClockSample;
  level: ServiceLevel;
  terms: Rules;
}): TriedClock | null {
  const { sample, level } = p;
  const made = sourcedBundleFor({
    id: "sample",
    level,
    priority: sample.events[0]?.priority ?? "",
    events: sample.events,
    facts: { type: level.workItemTypes[0] ?? "", priority: null, tags: sample.tags, site: null },
    calendar: null,
    reopenPolicy: p.terms.reopenPolicy,
    exclusions: [],
    asOf: DAY.end,
  });
  if (!made) return null;
  const pieces = heldPieces({ ...made, events: sample.events });
  return { result: verdictOf(made.bundle), pieces, windows: [DAY] };
}

/**
 * A real item is measured by the function that measures every item, in the hours of the terms as they are
 * typed. Null where the level does not cover the item or its clock never starts.
 */
export function triedOnItem(p: { life: ItemLife; level: ServiceLevel; terms: Rules }): TriedClock | null {
  const { life, level, terms } = p;
  const first = life.events[0];
  if (!first) return null;
  const made = sourcedItemBundle({
    item: { ...life, deskMadeSla: null },
    level,
    rules: {
      calendar: terms.calendar,
      calendarOf: calendarBook([], terms),
      reopenPolicy: terms.reopenPolicy,
      contractStart: first.at,
    },
    asOf: life.asOf,
  });
  if (!made) return null;
  const pieces = heldPieces({ ...made, events: life.events });
  const seconds = (at: string) => secondsOf(parseInstantNanoseconds(at) ?? 0n);
  const stretch = { from: seconds(first.at), to: seconds(pieces.at(-1)?.to ?? life.asOf) + MARGIN_SECONDS };
  const windows = openWindows({ calendar: made.bundle.calendar, ...stretch, most: MOST_WINDOWS });
  const whole = { start: first.at, end: pieces.at(-1)?.to ?? life.asOf };
  return { result: verdictOf(made.bundle), pieces, windows: windows?.length ? windows : [whole] };
}
