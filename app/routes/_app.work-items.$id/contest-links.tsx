import { Link } from "@remix-run/react";
import { Temporal } from "temporal-polyfill";
import type { ItemShown, ShownClock, ShownInterval } from "./item-shown.ts";

/** The form that contests one stretch: a pause should have run on, running time should not count. */
export function intervalHref(item: ItemShown, clock: ShownClock, row: ShownInterval): string {
  return href(item, clock, {
    subject: "interval",
    effect: row.state === "paused" ? "count" : "exclude",
    from: row.from,
    to: row.to,
  });
}

/** Beside the stretches: the whole verdict, and a claim that time should be left out. */
export function ContestLinks({ item, clock }: { item: ItemShown; clock: ShownClock }) {
  return (
    <p>
      <Link to={href(item, clock, { subject: "exclusion" })}>Claim an exclusion</Link> ·{" "}
      <Link to={href(item, clock, { subject: "verdict", effect: "exclude" })}>Contest the verdict</Link>
    </p>
  );
}

/** What no clock shows, such as a ticket that should have been counted, or one that should not. */
export function CountedLink({ item }: { item: ItemShown }) {
  const query = new URLSearchParams({ workItem: item.id, subject: "verdict", month: monthOf(item) });
  return (
    <p>
      <Link to={`/engagements/${item.engagementId}/contests/new?${query}`}>Contest how it counts</Link>
    </p>
  );
}

/** The month in which it ended, or the last in which something is known of it. */
function monthOf(item: ItemShown): string {
  const known = item.clocks[0]?.asOf ?? item.events.at(-1)?.at ?? item.openedAt;
  return Temporal.Instant.from(item.resolvedAt ?? known)
    .toZonedDateTimeISO(item.zone)
    .toPlainDate()
    .toPlainYearMonth()
    .toString();
}

function href(item: ItemShown, clock: ShownClock, more: Record<string, string>): string {
  // The month in which the clock stopped, or the present one: where the item is counted.
  const month = Temporal.Instant.from(clock.endedAt ?? clock.asOf)
    .toZonedDateTimeISO(item.zone)
    .toPlainDate()
    .toPlainYearMonth()
    .toString();
  const query = new URLSearchParams({ workItem: item.id, level: clock.levelId, month, ...more });
  return `/engagements/${item.engagementId}/contests/new?${query}`;
}
