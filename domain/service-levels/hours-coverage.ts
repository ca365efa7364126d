import type { Terms } from "../contracts/terms.ts";
import type { BusinessCalendar } from "../shared/business-calendar.ts";
import type { EpochSeconds } from "../shared/instant.ts";
import { siteCounted } from "./calendar-book.ts";
import { compileCalendar } from "./compiled-calendar.ts";
import type { Stretch } from "./elapsed-time.ts";
import { without } from "./elapsed-time.ts";

/** One calendar that a contract counts, to be compared with the hours a provider covers. */
export type AgreedHours = {
  /** "contract", "around_the_clock", or the site's id. */
  id: string;
  name: string;
  /** The zone in which gaps are read. */
  zone: string;
  calendar: BusinessCalendar | null;
};

export type HoursCoverage = {
  openSeconds: number;
  coveredSeconds: number;
  /** The agreed time in which nobody works, ascending and apart: every second of it. */
  uncovered: Stretch[];
};

/**
 * The agreed hours in [from, to) against those that a provider covers. Covered and uncovered time are apart
 * and make up the agreed hours exactly. Null is around the clock on either side.
 */
export function hoursCoverage(p: {
  agreed: BusinessCalendar | null;
  covered: BusinessCalendar | null;
  from: EpochSeconds;
  to: EpochSeconds;
}): HoursCoverage {
  const open = compileCalendar(p.agreed).openIn(p.from, p.to);
  const uncovered = without(open, compileCalendar(p.covered).openIn(p.from, p.to));
  const openSeconds = lengthOf(open);
  return { openSeconds, coveredSeconds: openSeconds - lengthOf(uncovered), uncovered };
}

/** The time in [from, to) in which both calendars are open, in order and apart; either way round the same. */
export function sharedHours(p: {
  calendars: readonly [BusinessCalendar | null, BusinessCalendar | null];
  from: EpochSeconds;
  to: EpochSeconds;
}): Stretch[] {
  const [left, right] = p.calendars.map((one) => compileCalendar(one).openIn(p.from, p.to));
  const shared: Stretch[] = [];
  let [i, j] = [0, 0];
  for (;;) {
    const [a, b] = [left?.[i], right?.[j]];
    if (!a || !b) return shared;
    const both = { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
    if (both.from < both.to) shared.push(both);
    if (a.to <= b.to) i += 1;
    else j += 1;
  }
}

/** The calendars that a contract's clocks count, each once; its own hours where no level has a clock. */
export function agreedHours(
  terms: Pick<Terms, "calendar" | "zone" | "sites" | "serviceLevels">,
): AgreedHours[] {
  const clocks = terms.serviceLevels.filter((level) => level.clock);
  const counted = new Set(clocks.map((level) => siteCounted(level, {}, terms)));
  const anySite = clocks.some((level) => level.clock?.calendar === "site");
  const sites = (terms.sites ?? []).filter((one) => anySite || counted.has(one.id));
  const { calendar, zone } = terms;
  const found: AgreedHours[] = sites.map((one) => ({ ...one }));
  if (counted.has("") || counted.size === 0)
    found.unshift({ id: "contract", name: "Contract hours", zone: calendar?.zone ?? zone, calendar });
  if (counted.has(null))
    found.push({ id: "around_the_clock", name: "Levels around the clock", zone, calendar: null });
  return found;
}

export function lengthOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { from, to }) => sum + to - from, 0);
}
