import { Temporal } from "temporal-polyfill";

export const ZONES = ["Europe/Berlin", "America/New_York", "Asia/Tokyo"];
const HOURS_AROUND = 15;

/**
 * The instants that a walk stops at: every day at six in the morning UTC, and every hour around what
 * matters, which is the end of a month in each zone and every change of its clocks.
 */
export function stepsOf({ start, months }: { start: string; months: number }): Temporal.Instant[] {
  const first = Temporal.PlainDate.from(start);
  const last = first.add({ months });
  const found = new Set<number>();
  for (let day = first; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 }))
    found.add(at(day, "UTC").add({ hours: 6 }).epochMilliseconds);
  for (const moment of ZONES.flatMap((zone) => momentsOf({ first, last, zone })))
    for (let hours = -HOURS_AROUND; hours <= HOURS_AROUND; hours += 1)
      found.add(moment.add({ hours }).epochMilliseconds);
  const begin = at(first, "UTC").epochMilliseconds;
  return [...found]
    .filter((ms) => ms >= begin)
    .sort((a, b) => a - b)
    .map((ms) => Temporal.Instant.fromEpochMilliseconds(ms));
}

/** The ends of months and the changes of the clocks of a zone. */
function momentsOf(p: { first: Temporal.PlainDate; last: Temporal.PlainDate; zone: string }) {
  const moments: Temporal.Instant[] = [];
  for (let day = p.first; Temporal.PlainDate.compare(day, p.last) <= 0; day = day.add({ months: 1 }))
    moments.push(at(day.with({ day: 1 }), p.zone));
  const end = at(p.last, p.zone);
  let from = at(p.first, p.zone).toZonedDateTimeISO(p.zone);
  for (;;) {
    const change = from.getTimeZoneTransition("next");
    if (!change || Temporal.Instant.compare(change.toInstant(), end) > 0) return moments;
    moments.push(change.toInstant());
    from = change;
  }
}

function at(day: Temporal.PlainDate, zone: string): Temporal.Instant {
  return day.toZonedDateTime(zone).toInstant();
}
