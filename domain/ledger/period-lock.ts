import { Temporal } from "temporal-polyfill";
import { LockNotMoved, PeriodClosed } from "./errors.ts";
import type { JournalEntry } from "./journal-entry.ts";

/** The day on which an entry counts: the books are kept in UTC. */
export function bookDay(at: Temporal.Instant): Temporal.PlainDate {
  return at.toZonedDateTimeISO("UTC").toPlainDate();
}

function isClosed(day: Temporal.PlainDate, closedThrough: Temporal.PlainDate | null): boolean {
  return closedThrough !== null && Temporal.PlainDate.compare(day, closedThrough) <= 0;
}

/** Throws PeriodClosed where the entry would take effect on a day that is closed. */
export function refuseIfClosed(entry: JournalEntry, closedThrough: Temporal.PlainDate | null): void {
  const day = bookDay(entry.effectiveAt);
  if (closedThrough && isClosed(day, closedThrough))
    throw new PeriodClosed({ effectiveOn: day.toString(), closedThrough: closedThrough.toString() });
}

/**
 * A fact from outside, such as a payment of yesterday that is told today: where its day is closed it takes
 * effect on the first open one, and its memo keeps the day it is of. It cannot be refused, because the
 * money has moved.
 */
export function onFirstOpenDay(
  entry: JournalEntry,
  closedThrough: Temporal.PlainDate | null,
): JournalEntry {
  const day = bookDay(entry.effectiveAt);
  if (!closedThrough || !isClosed(day, closedThrough)) return entry;
  const effectiveAt = closedThrough.add({ days: 1 }).toZonedDateTime("UTC").toInstant();
  return { ...entry, effectiveAt, memo: `${entry.memo} (of ${day}, told after that day was closed)` };
}

type Move = {
  action: "close" | "reopen";
  through: Temporal.PlainDate | null;
  closedThrough: Temporal.PlainDate | null;
  today: Temporal.PlainDate;
};

/**
 * Closing goes forward and at most up to yesterday; reopening goes back, to an earlier day or (null)
 * altogether. Throws LockNotMoved.
 */
export function refuseWrongMove({ action, through, closedThrough, today }: Move): void {
  const { compare } = Temporal.PlainDate;
  if (action === "reopen") {
    if (!closedThrough) throw new LockNotMoved("The books are not closed, so there is nothing to reopen.");
    if (through && compare(through, closedThrough) >= 0)
      throw new LockNotMoved(`The books are closed through ${closedThrough}; reopen to an earlier day.`);
    return;
  }
  if (!through) throw new LockNotMoved("Say through which day the books are to be closed.");
  if (compare(through, today) >= 0)
    throw new LockNotMoved("Today is not over; the books close up to yesterday.");
  if (closedThrough && compare(through, closedThrough) <= 0)
    throw new LockNotMoved(`The books are closed through ${closedThrough} already.`);
}
