import type { ClockCondition } from "./clock-rules.ts";

/** A work item as a condition sees it right after one of its events. */
export type ClockMoment = {
  event: string;
  type: string;
  /** "none" where the item has none. */
  priority: string;
  state: string;
  /** "nobody" where the item does not wait. */
  waitingOn: string;
  tags: readonly string[];
  /** "none" where the item belongs to no site. */
  site: string;
};

/** Whether a condition holds at a moment. */
export function holds(condition: ClockCondition, moment: ClockMoment): boolean {
  if ("all" in condition) return condition.all.every((one) => holds(one, moment));
  if ("any" in condition) return condition.any.some((one) => holds(one, moment));
  if ("not" in condition) return !holds(condition.not, moment);
  if (condition.field === "tag") return condition.in.some((tag) => moment.tags.includes(tag));
  return condition.in.includes(moment[condition.field]);
}

const WAITING = ["buyer", "third_party", "provider"] as const;

type Standing = readonly [state: string, waitingOn: string];

const OPEN: Standing = ["open", "nobody"];
const WORKED_ON: Standing = ["in_progress", "nobody"];
const WAITS: readonly Standing[] = WAITING.map((party) => ["waiting", party] as const);
const RESOLVED: Standing = ["resolved", "nobody"];
const CLOSED: Standing = ["closed", "nobody"];
const CANCELLED: Standing = ["cancelled", "nobody"];
const UNFINISHED = [OPEN, WORKED_ON, ...WAITS];

/**
 * Where an item can stand right after each kind of event: what can be true together. A test holds it against
 * the state machine of work items.
 */
const STANDINGS_AFTER: Readonly<Record<string, readonly Standing[]>> = {
  start: [OPEN],
  acknowledge: [WORKED_ON, ...WAITS],
  pause: WAITS,
  resume: [WORKED_ON],
  stop: [RESOLVED],
  close: [CLOSED],
  reopen: [WORKED_ON],
  cancel: [CANCELLED],
  priority: UNFINISHED,
  reset: [WORKED_ON],
  update: [...UNFINISHED, RESOLVED, CLOSED],
};

export type EventStanding = { event: string; state: string; waitingOn: string };

/** Every event with every standing that can follow from it. */
export const EVENT_STANDINGS: readonly EventStanding[] = Object.entries(STANDINGS_AFTER).flatMap(
  ([event, standings]) => standings.map(([state, waitingOn]) => ({ event, state, waitingOn })),
);

/** The values that three of the fields can have, in the order in which an editor offers them. */
export const FIXED_VALUES = {
  event: Object.keys(STANDINGS_AFTER),
  state: ["open", "in_progress", "waiting", "resolved", "closed", "cancelled"],
  waitingOn: [...WAITING, "nobody"],
} as const satisfies Record<string, readonly string[]>;
