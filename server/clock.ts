import { Temporal } from "temporal-polyfill";

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

/** PostgreSQL's driver speaks Date; everything of ours speaks Temporal. These two lines are the border. */
export function toInstant(date: Date): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(date.getTime());
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
