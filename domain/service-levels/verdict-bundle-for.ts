import type { ClockRules } from "../catalogue/clock-rules.ts";
import { type ServiceLevel, targetMinutesFor, targetMinutesUnder } from "../catalogue/service-level.ts";
import type { WorkEvent } from "../delivery/work-item-state.ts";
import type { BusinessCalendar } from "../shared/business-calendar.ts";
import { type CompiledClock, compileClock, type ItemFacts } from "./clock-from-rules.ts";
import type { ClockEvent, Exclusion, ReopenPolicy, VerdictBundle } from "./verdict-bundle.ts";

/** An event of a work item as delivery records it; `priority` says the item's priority from then on. */
export type WorkItemClockEvent = Omit<WorkEvent, "priority"> & { priority?: string };

export type VerdictBundleInput = {
  id: string;
  level: ServiceLevel;
  /** The priority the item started with. */
  priority: string;
  events: readonly WorkItemClockEvent[];
  /** What the conditions of a level's own rules ask about the item; not read without such rules. */
  facts?: ItemFacts;
  /** The hours that the level counts, without names; not looked at where it counts around the clock. */
  calendar: BusinessCalendar | null;
  reopenPolicy: ReopenPolicy;
  exclusions: readonly Exclusion[];
  asOf: string;
};

/** A bundle, and for each of its events the position of the work item's event behind it. */
export type SourcedBundle = { bundle: VerdictBundle; sources: readonly number[] };

/**
 * The bundle of one work item under one level: what is measured, shown and frozen. Null where the level has
 * no clock, promises nothing for the item's first priority, or where its rules never start the clock. A
 * change of priority becomes a new target from the original start; a priority without a target keeps the
 * one before it.
 */
export function verdictBundleFor(input: VerdictBundleInput): VerdictBundle | null {
  return sourcedBundleFor(input)?.bundle ?? null;
}

/** The same with the sources of its events, for a page that explains a clock. */
export function sourcedBundleFor(input: VerdictBundleInput): SourcedBundle | null {
  const { level } = input;
  if (level.kind !== "clock_attainment" || !level.clock) return null;
  const made = level.clock.rules ? byRules(input, level.clock.rules) : byEvents(input);
  if (!made) return null;
  const reopen = level.clock.rules?.reopen;
  const bundle: VerdictBundle = {
    id: input.id,
    calendar: level.clock.calendar === "around_the_clock" ? null : input.calendar,
    targetMinutes: made.targetMinutes,
    reopenPolicy: reopen === "continue" || reopen === "new_cycle" ? reopen : input.reopenPolicy,
    exclusions: input.exclusions.map(({ from, to }) => ({ from, to })),
    events: made.events,
    asOf: input.asOf,
  };
  return { bundle, sources: made.sources };
}

function byRules(input: VerdictBundleInput, rules: ClockRules): CompiledClock | null {
  return compileClock({
    rules,
    facts: input.facts ?? { type: "", priority: input.priority, tags: [], site: null },
    events: input.events,
    targetOf: (priority) => targetMinutesUnder(input.level, priority),
  });
}

/** Without rules of its own a clock follows the item's events. */
function byEvents(input: VerdictBundleInput): CompiledClock | null {
  const targetMinutes = targetMinutesFor(input.level, input.priority);
  return targetMinutes === null ? null : { targetMinutes, ...clockEvents(input, targetMinutes) };
}

function clockEvents({ level, events }: VerdictBundleInput, firstTarget: number) {
  const stopsOnAcknowledge = level.clock?.name === "acknowledge";
  const made: ClockEvent[] = [];
  const sources: number[] = [];
  let target = firstTarget;
  let acknowledged = false;
  for (const [index, event] of events.entries()) {
    switch (event.type) {
      case "acknowledge":
      case "stop":
        // A first answer is given once: the acknowledge clock neither waits for the solution nor reopens.
        if (stopsOnAcknowledge) {
          if (!acknowledged) made.push({ at: event.at, type: "stop" });
          acknowledged = true;
        } else if (event.type === "stop") made.push({ at: event.at, type: "stop" });
        break;
      case "priority": {
        const changed = targetMinutesFor(level, event.priority ?? "");
        if (changed !== null && changed !== target)
          made.push({ at: event.at, type: "target", minutes: changed });
        target = changed ?? target;
        break;
      }
      case "reopen":
      case "reset":
        if (acknowledged) break;
        made.push({ at: event.at, type: event.type });
        // A new cycle begins with the bundle's first target; the priority of the moment has to be said
        // again.
        if (made.some((one) => one.type === "target"))
          made.push({ at: event.at, type: "target", minutes: target });
        break;
      case "close":
      case "update":
        break;
      case "start":
      case "pause":
      case "resume":
      case "cancel":
        made.push({ at: event.at, type: event.type });
        break;
      default:
        event.type satisfies never;
    }
    while (sources.length < made.length) sources.push(index);
  }
  return { events: made, sources };
}
