import { Temporal } from "temporal-polyfill";
import { hasOneOfEach, hoursBook } from "../../domain/service-levels/calendar-book.ts";
import { asksMore } from "../../domain/service-levels/level-counter.ts";
import type { LevelFigure } from "../../domain/service-levels/month-figure.ts";
import { isTapeLevel } from "../../domain/service-levels/tape-month.ts";
import type { TapeMonth } from "../../domain/service-levels/tape-shared.ts";
import { monthPeriod, type Period } from "../../domain/shared/period.ts";
import type { Tx } from "../db.ts";
import type { ContractedEngagement } from "../delivery/contracted-engagement.ts";
import type { CalendarVersionRow } from "./calendar-version.read.ts";
import { readTapes, withAcceptedContest } from "./event-tapes.read.ts";
import { ContractTapes, tapeMonths } from "./tape-figures.ts";

/** A contract with the months of it that are not frozen, in order of time. */
export type OpenMonths = {
  engagement: ContractedEngagement;
  calendars: readonly CalendarVersionRow[];
  months: readonly string[];
};

/** What tapes say of a contract: figures by month and level, and when those of the running month change. */
export type CountedContract = {
  months: ReadonlyMap<string, ReadonlyMap<string, LevelFigure>>;
  changesAtMs: number;
};

/**
 * The figures that tapes give, by engagement, of however many contracts, reading the work once. What is left
 * out has to be measured item by item: what is no clock, and contracts with an accepted contest.
 */
export async function countedMonths(
  tx: Tx,
  p: { contracts: readonly OpenMonths[]; now: Temporal.Instant },
): Promise<Map<string, CountedContract>> {
  const fit = p.contracts.filter(
    ({ engagement, months }) => months.length > 0 && engagement.terms.serviceLevels.some(isTapeLevel),
  );
  const contested = await withAcceptedContest(
    tx,
    fit.map((one) => one.engagement.id),
  );
  const contracts = fit.filter((one) => !contested.has(one.engagement.id));
  const spans = sharedSpans(p.now);
  const tapes = contracts.map(
    ({ engagement, calendars, months }) =>
      new ContractTapes({
        engagement,
        hours: hoursBook(calendars, engagement.terms),
        changes: hasOneOfEach(calendars)
          ? []
          : calendars.map((one) => Temporal.Instant.from(one.effectiveFrom).epochMilliseconds),
        ...spans(engagement.zone, months),
        now: p.now,
      }),
  );
  const between = spanOf(contracts);
  if (!between) return new Map();
  const engagementIds = contracts.map((one) => one.engagement.id);
  const asked = contracts.some(({ engagement }) => engagement.terms.serviceLevels.some(asksMore));
  await readTapes(tx, { engagementIds, ...between, withFields: asked }, (place, item) =>
    tapes[place]?.take(item),
  );
  return new Map(
    tapes.map((one) => [one.engagement.id, { months: one.figures(), changesAtMs: one.changesAtMs }]),
  );
}

/** The months of a zone, one object for all contracts that ask for the same. */
function sharedSpans(now: Temporal.Instant) {
  const known = new Map<string, { periods: Period[]; months: TapeMonth[] }>();
  return (zone: string, months: readonly string[]) => {
    const key = `${zone} ${months.join(" ")}`;
    const found = known.get(key);
    if (found) return found;
    const periods = months.map((month) => monthPeriod({ month, zone }));
    const made = { periods, months: tapeMonths(periods, now) };
    known.set(key, made);
    return made;
  };
}

/** From the beginning of the first month to the end of the last, in whatever zone. */
function spanOf(contracts: readonly OpenMonths[]): { from: string; to: string } | null {
  let [from, to]: [Temporal.Instant | null, Temporal.Instant | null] = [null, null];
  for (const { engagement, months } of contracts) {
    const ends = [months[0], months.at(-1)].map((month = "") =>
      monthPeriod({ month, zone: engagement.zone }),
    );
    const [first, last] = [ends[0]?.from, ends[1]?.to];
    if (first && (from === null || Temporal.Instant.compare(first, from) < 0)) from = first;
    if (last && (to === null || Temporal.Instant.compare(last, to) > 0)) to = last;
  }
  return from && to && { from: from.toString(), to: to.toString() };
}
