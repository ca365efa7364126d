import type { Terms } from "../contracts/terms.ts";
import { type NamedCalendar, plainCalendar } from "../shared/business-calendar.ts";
import type { EpochSeconds } from "../shared/instant.ts";
import { type RecurringGap, recurringGaps } from "./coverage-gaps.ts";
import { gapWords } from "./gap-words.ts";
import { type AgreedHours, agreedHours, hoursCoverage } from "./hours-coverage.ts";

/** The hours a provider's team works, with the holidays it keeps. Null: around the clock, every day. */
export type CoveredHours = NamedCalendar | null;

export type CalendarCoverage = AgreedHours & {
  openSeconds: number;
  coveredSeconds: number;
  uncoveredSeconds: number;
  gaps: (RecurringGap & { words: string })[];
};

/** A year from an instant: what "the coming year" means in a comparison of hours. */
export const COVERAGE_SECONDS = 365 * 86_400;

/**
 * Every hour that a contract counts in the year from `from` and the provider's team does not work, by
 * calendar of the contract.
 */
export function contractCoverage(p: {
  terms: Pick<Terms, "calendar" | "zone" | "sites" | "serviceLevels">;
  covered: CoveredHours;
  from: EpochSeconds;
}): CalendarCoverage[] {
  const covered = p.covered === null ? null : plainCalendar(p.covered);
  return agreedHours(p.terms).map((agreed) => {
    const { openSeconds, coveredSeconds, uncovered } = hoursCoverage({
      agreed: agreed.calendar,
      covered,
      from: p.from,
      to: p.from + COVERAGE_SECONDS,
    });
    const names = p.covered?.holidayNames ?? {};
    return {
      ...agreed,
      openSeconds,
      coveredSeconds,
      uncoveredSeconds: openSeconds - coveredSeconds,
      gaps: recurringGaps(uncovered, agreed.zone).map((gap) => ({
        ...gap,
        words: gapWords(gap, agreed.zone, names),
      })),
    };
  });
}
