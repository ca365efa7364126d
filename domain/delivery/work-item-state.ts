import type { ImportedEventType, WaitingOn } from "./import-events.ts";

export const WORK_ITEM_STATES = [
  "open",
  "in_progress",
  "waiting",
  "resolved",
  "closed",
  "cancelled",
] as const;
export type WorkItemState = (typeof WORK_ITEM_STATES)[number];

/**
 * Everything that can happen to a work item, in the order in which events of the same instant are taken.
 * `update` changes what the item is (kind, title, site, tags, fields) and moves no clock by itself.
 */
export const WORK_EVENT_TYPES = [
  "start",
  "update",
  "priority",
  "acknowledge",
  "reopen",
  "resume",
  "pause",
  "reset",
  "stop",
  "close",
  "cancel",
] as const satisfies readonly (ImportedEventType | "reset" | "update")[];
export type WorkEventType = ImportedEventType | "reset" | "update";

/** An event of a work item, as stored. `at` is RFC 3339. */
export type WorkEvent = {
  at: string;
  type: WorkEventType;
  waitingOn?: WaitingOn | null;
  priority?: string | null;
  /** All tags that the item carries from then on. */
  tags?: readonly string[] | null;
  /** The site the item belongs to from then on; "" is none. */
  site?: string | null;
  /** RFC 3339: the earlier moment from which the event is said to count. */
  since?: string | null;
  /** Whether an automation did it. */
  automated?: boolean;
};

/** Where a work item stands after its events; times are RFC 3339. */
export type WorkItemReading = {
  state: WorkItemState;
  waitingOn: WaitingOn | null;
  priority: string | null;
  resolvedAt: string | null;
  closedAt: string | null;
  acknowledgedAt: string | null;
  reopened: number;
  lastAt: string | null;
};

/**
 * Replays the events of one work item in the order given, which must be the order of time. An event that
 * makes
 * no sense where it stands changes nothing, as with the clocks.
 */
export function readWorkItem(events: readonly WorkEvent[]): WorkItemReading {
  const reading = unreadWorkItem();
  for (const event of events) applyWorkEvent(reading, event);
  return reading;
}

/** A reading before the first event. */
export function unreadWorkItem(): WorkItemReading {
  return {
    state: "open",
    waitingOn: null,
    priority: null,
    resolvedAt: null,
    closedAt: null,
    acknowledgedAt: null,
    reopened: 0,
    lastAt: null,
  };
}

/** The events that make sense now, in the order a form offers them. */
export function possibleEvents(state: WorkItemState): WorkEventType[] {
  switch (state) {
    case "open":
      return ["acknowledge", "pause", "stop", "priority", "update", "cancel"];
    case "in_progress":
      return ["pause", "stop", "priority", "update", "cancel"];
    case "waiting":
      return ["resume", "stop", "priority", "update", "cancel"];
    case "resolved":
      return ["reopen", "close", "update"];
    case "closed":
      return ["reopen", "update"];
    case "cancelled":
      return [];
    default:
      return state satisfies never;
  }
}

/** Takes one event, the next in order of time, into the reading. */
export function applyWorkEvent(reading: WorkItemReading, event: WorkEvent): void {
  reading.lastAt = event.at;
  if (reading.state === "cancelled") return;
  const isOpen = reading.state !== "resolved" && reading.state !== "closed";
  switch (event.type) {
    case "start":
      reading.priority = event.priority ?? reading.priority;
      return;
    case "acknowledge":
      reading.acknowledgedAt ??= event.at;
      if (reading.state === "open") reading.state = "in_progress";
      return;
    case "pause":
      if (!isOpen) return;
      reading.state = "waiting";
      reading.waitingOn = event.waitingOn ?? "buyer";
      return;
    case "resume":
      if (reading.state === "waiting") work(reading);
      return;
    case "stop":
      if (isOpen) Object.assign(reading, { state: "resolved", resolvedAt: event.at, waitingOn: null });
      return;
    case "close":
      reading.resolvedAt ??= event.at;
      Object.assign(reading, { state: "closed", closedAt: event.at, waitingOn: null });
      return;
    case "reopen":
      if (isOpen) return;
      reading.reopened += 1;
      reading.resolvedAt = null;
      reading.closedAt = null;
      work(reading);
      return;
    case "reset":
      if (isOpen) work(reading);
      return;
    case "cancel":
      Object.assign(reading, { state: "cancelled", closedAt: event.at, waitingOn: null });
      return;
    case "priority":
      reading.priority = event.priority ?? reading.priority;
      return;
    case "update":
      return;
    default:
      event.type satisfies never;
  }
}

function work(reading: WorkItemReading): void {
  reading.state = "in_progress";
  reading.waitingOn = null;
}
