import { Temporal } from "temporal-polyfill";
import {
  EventBackwards,
  EventInFuture,
  EventNotPossible,
  EventRecordedAlready,
  ReopenWindowOver,
} from "./work-item-errors.ts";
import { possibleEvents, readWorkItem, type WorkEvent } from "./work-item-state.ts";

/**
 * Checks an event that a person records by hand against what is there, in order of time. Throws the refusal:
 * in the future, before the latest event, recorded already, impossible in the present state, or a reopening
 * after the contract's window.
 */
export function refuseEvent(p: {
  events: readonly WorkEvent[];
  event: WorkEvent;
  now: Temporal.Instant;
  reopenWindowDays: number;
}): void {
  const at = Temporal.Instant.from(p.event.at);
  if (Temporal.Instant.compare(at, p.now) > 0) throw new EventInFuture();
  const same = p.events.some(
    (one) => one.type === p.event.type && Temporal.Instant.from(one.at).equals(at),
  );
  if (same) throw new EventRecordedAlready();
  const reading = readWorkItem(p.events);
  if (reading.lastAt && Temporal.Instant.compare(at, Temporal.Instant.from(reading.lastAt)) < 0)
    throw new EventBackwards(reading.lastAt);
  const allowed = possibleEvents(reading.state);
  if (!allowed.includes(p.event.type))
    throw new EventNotPossible({ state: reading.state, type: p.event.type, allowed });
  const ended = reading.resolvedAt ?? reading.closedAt;
  if (p.event.type === "reopen" && ended) {
    const last = Temporal.Instant.from(ended).add({ hours: 24 * p.reopenWindowDays });
    if (Temporal.Instant.compare(at, last) > 0) throw new ReopenWindowOver(p.reopenWindowDays);
  }
}
