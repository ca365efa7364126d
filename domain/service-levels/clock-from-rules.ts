import type { ClockMoment } from "../catalogue/clock-moment.ts";
import type { ClockRules } from "../catalogue/clock-rules.ts";
import { applyWorkEvent, unreadWorkItem, type WorkEvent } from "../delivery/work-item-state.ts";
import { parseInstantNanoseconds } from "../shared/instant.ts";
import { RuledClock } from "./ruled-clock.ts";
import type { ClockEvent } from "./verdict-bundle.ts";
import type { WorkItemClockEvent } from "./verdict-bundle-for.ts";

/** What the conditions ask about an item beside its events. */
export type ItemFacts = {
  type: string;
  /** Before any event names one. */
  priority: string | null;
  tags: readonly string[];
  site: string | null;
};

/** The clock events of an item, and for each of them the position of the work-item event behind it. */
export type CompiledClock = { targetMinutes: number; events: ClockEvent[]; sources: number[] };

export type CompileInput = {
  rules: ClockRules;
  facts: ItemFacts;
  /** In order of time. */
  events: readonly WorkItemClockEvent[];
  /** The minutes promised for a priority; null where none are. */
  targetOf: (priority: string) => number | null;
};

/**
 * Turns the events of a work item into those of its clock, by the conditions of the level: they are asked
 * again after every event. At one event cancel comes before stop, stop before reset, and pausing last. Null
 * where the clock never starts. The result is the fixed clock language of a verdict bundle, so a frozen
 * verdict is rebuilt without the rules.
 */
export function compileClock(input: CompileInput): CompiledClock | null {
  const { rules, targetOf, events } = input;
  const moments = momentsOf(input);
  const made: ClockEvent[] = [];
  const sources: number[] = [];
  let targetMinutes: number | null = null;
  const clock = new RuledClock<string>({
    rules,
    targetOf,
    isLater: (one, other) => nanoseconds(one) >= nanoseconds(other),
    emit: ({ type, at, minutes }, index) => {
      if (type === "start") targetMinutes = minutes;
      made.push(type === "target" ? { at, type, minutes } : { at, type });
      sources.push(index);
    },
  });
  for (const [index, event] of events.entries())
    clock.take({
      type: event.type,
      at: event.at,
      since: event.since || null,
      moment: momentAt(moments, index),
    });
  return targetMinutes === null ? null : { targetMinutes, events: made, sources };
}

function momentAt(moments: readonly ClockMoment[], index: number): ClockMoment {
  const moment = moments[index];
  if (!moment) throw new RangeError(`The item has no event ${index}.`);
  return moment;
}

/** The item as the conditions see it after each of its events; of these their moments are not asked. */
export function momentsOf(input: {
  facts: ItemFacts;
  events: readonly Omit<WorkItemClockEvent, "at">[];
}): ClockMoment[] {
  const reading = unreadWorkItem();
  reading.priority = input.facts.priority;
  let { tags, site } = input.facts;
  return input.events.map((event) => {
    applyWorkEvent(reading, event as WorkEvent);
    tags = event.tags ?? tags;
    site = event.site ?? site;
    return {
      event: event.type,
      type: input.facts.type,
      priority: reading.priority || "none",
      state: reading.state,
      waitingOn: reading.waitingOn ?? "nobody",
      tags,
      site: site || "none",
    };
  });
}

function nanoseconds(text: string): bigint {
  const value = parseInstantNanoseconds(text);
  if (value === null) throw new RangeError(`"${text}" is not an instant.`);
  return value;
}
