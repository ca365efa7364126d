import { type ServiceLevel, targetMinutesFor } from "../catalogue/service-level.ts";
import type { BusinessCalendar } from "../shared/business-calendar.ts";
import type { ClockEvent, Exclusion, ReopenPolicy, VerdictBundle } from "./verdict-bundle.ts";

/** An event of a work item as delivery records it; `priority` says the item's priority from then on. */
export type WorkItemClockEvent = {
  at: string;
  type:
    | "start"
    | "acknowledge"
    | "pause"
    | "resume"
    | "stop"
    | "close"
    | "reopen"
    | "reset"
    | "cancel"
    | "priority"
    | "update";
  priority?: string;
};

export type VerdictBundleInput = {
  id: string;
  level: ServiceLevel;
  /** The priority the item started with. */
  priority: string;
  events: readonly WorkItemClockEvent[];
  /** The calendar body of the contract, used where the level counts its hours. */
  calendar: BusinessCalendar | null;
  reopenPolicy: ReopenPolicy;
  exclusions: readonly Exclusion[];
  asOf: string;
};

/**
 * The bundle of one work item under one level: what is measured, shown and frozen. Null where the level has
 * no clock or promises nothing for the item's first priority. A change of priority becomes a new target
 * from the original start; a priority without a target keeps the one before it.
 */
export function verdictBundleFor(input: VerdictBundleInput): VerdictBundle | null {
  const { level } = input;
  const targetMinutes = targetMinutesFor(level, input.priority);
  if (level.kind !== "clock_attainment" || !level.clock || targetMinutes === null) return null;
  return {
    id: input.id,
    calendar: level.clock.calendar === "contract" ? input.calendar : null,
    targetMinutes,
    reopenPolicy: input.reopenPolicy,
    exclusions: input.exclusions.map(({ from, to }) => ({ from, to })),
    events: clockEvents(input, targetMinutes),
    asOf: input.asOf,
  };
}

function clockEvents({ level, events }: VerdictBundleInput, firstTarget: number): ClockEvent[] {
  const stopsOnAcknowledge = level.clock?.name === "acknowledge";
  const made: ClockEvent[] = [];
  let target = firstTarget;
  let acknowledged = false;
  for (const event of events) {
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
        return event.type satisfies never;
    }
  }
  return made;
}
