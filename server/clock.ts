import { Temporal } from "temporal-polyfill";
import { formatInstant } from "../domain/shared/instant.ts";

/** The one source of the present moment. Tests and the demo pass their own. */
export type Clock = { now: () => Temporal.Instant };

export const systemClock: Clock = { now: () => Temporal.Now.instant() };

/** A clock that stands still until it is moved, for scenarios that travel in time. */
export function movableClock(
  start: Temporal.Instant,
): Clock & { moveTo: (instant: Temporal.Instant) => void } {
  let at = start;
  return {
    now: () => at,
    moveTo: (instant) => {
      at = instant;
    },
  };
}

/** PostgreSQL's driver speaks Date; everything of ours speaks Temporal. These functions are the border. */
export function toInstant(date: Date): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(date.getTime());
}

/** RFC 3339 in UTC, as Temporal writes it; whole seconds without its objects, for lists. */
export function instantText(date: Date): string {
  const ms = date.getTime();
  return ms % 1000 === 0 ? formatInstant(ms / 1000) : toInstant(date).toString();
}

export function toDate(instant: Temporal.Instant): Date {
  return new Date(instant.epochMilliseconds);
}

/** A PostgreSQL `date` arrives as midnight UTC. */
export function toPlainDate(date: Date): Temporal.PlainDate {
  return toInstant(date).toZonedDateTimeISO("UTC").toPlainDate();
}

export function fromPlainDate(day: Temporal.PlainDate): Date {
  return toDate(day.toZonedDateTime("UTC").toInstant());
}
