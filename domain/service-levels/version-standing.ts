import { Temporal } from "temporal-polyfill";
import type { CalendarVersionFacts } from "./calendar-version.ts";

/**
 * Where a calendar version stands at a moment. `later`: it takes effect at `from`; `past`: another took its
 * place at `until`; `never`: a newer one was in effect before it could be. `until` of one in force: when a
 * newer one takes over, where that is known.
 */
export type VersionStanding = {
  standing: "in_force" | "later" | "past" | "never";
  from: string;
  until: string | null;
};

type Facts = Pick<CalendarVersionFacts, "number" | "effectiveFrom">;

/**
 * The standing of every version of one calendar, in the order given, by the rule of `calendarInForce`: of the
 * versions in effect the newest counts, and before any is in effect the first. Instants RFC 3339.
 */
export function versionStandings<Version extends Facts>(
  versions: readonly Version[],
  at: string,
): VersionStanding[] {
  const now = Temporal.Instant.from(at);
  const first = Math.min(...versions.map((one) => one.number));
  return versions.map(({ number, effectiveFrom: from }) => {
    const newer = versions.filter((one) => one.number > number).map((one) => one.effectiveFrom);
    const until = newer.length === 0 ? null : newer.reduce((a, b) => (compare(a, b) <= 0 ? a : b));
    // The first version also counts for all time before it, so only a newer one ends it.
    if (number !== first && until !== null && compare(until, from) <= 0)
      return { standing: "never", from, until };
    if (until !== null && Temporal.Instant.compare(Temporal.Instant.from(until), now) <= 0)
      return { standing: "past", from, until };
    const begun = number === first || Temporal.Instant.compare(Temporal.Instant.from(from), now) <= 0;
    return { standing: begun ? "in_force" : "later", from, until };
  });
}

function compare(a: string, b: string): number {
  return Temporal.Instant.compare(Temporal.Instant.from(a), Temporal.Instant.from(b));
}
