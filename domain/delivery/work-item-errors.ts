import { DomainError } from "../shared/domain-error.ts";
import type { WorkEvent, WorkEventType, WorkItemState } from "./work-item-state.ts";

/** What a page and a sentence call an event. */
export const EVENT_WORDS: Record<WorkEventType, string> = {
  start: "opened",
  acknowledge: "first answer",
  pause: "paused",
  resume: "resumed",
  stop: "resolved",
  close: "closed",
  reopen: "reopened",
  cancel: "cancelled",
  priority: "priority changed",
  reset: "started anew",
  update: "details changed",
};

export class EventInFuture extends DomainError {
  constructor() {
    super({
      code: "event_in_future",
      message: "This moment lies in the future; record what has happened.",
      field: "at",
    });
  }
}

export class EventBackwards extends DomainError {
  constructor(latest: string) {
    super({
      code: "event_backwards",
      message:
        "An event that was recorded already is later than this one. Events are added in order of time.",
      field: "at",
      details: { latest },
    });
  }
}

export class EventRecordedAlready extends DomainError {
  constructor() {
    super({
      code: "event_recorded_already",
      message: "The same event at the same moment is recorded already.",
      field: "type",
    });
  }
}

export class EventNotPossible extends DomainError {
  constructor(p: { state: WorkItemState; type: WorkEventType; allowed: readonly WorkEventType[] }) {
    const state = p.state.replaceAll("_", " ");
    super({
      code: "event_not_possible",
      message: `This work is ${state}, so "${EVENT_WORDS[p.type]}" is not possible.`,
      field: "type",
      details: { state: p.state, allowed: p.allowed },
    });
  }
}

export class ReopenWindowOver extends DomainError {
  constructor(days: number) {
    super({
      code: "reopen_window_over",
      message: `The contract allows work to be reopened within ${days} days of its end. Enter new work.`,
      field: "type",
      details: { days },
    });
  }
}

export type EventToAccept = WorkEvent & { type: WorkEventType };

export class EventTooLate extends DomainError {
  constructor(p: { month: string; field: string }) {
    super({
      code: "period_frozen",
      message: `The months up to ${p.month} are frozen, so this comes too late; it needs a correction.`,
      field: p.field,
      details: { month: p.month },
    });
  }
}
