import type { Temporal } from "temporal-polyfill";
import type { CalendarOf } from "../../domain/service-levels/calendar-book.ts";
import { compileCalendar } from "../../domain/service-levels/compiled-calendar.ts";
import type { LevelFigure } from "../../domain/service-levels/month-figure.ts";
import { tapeFigure } from "../../domain/service-levels/tape-figure.ts";
import {
  haveEvents,
  isTapeLevel,
  type TapeGroup,
  tallyMonth,
} from "../../domain/service-levels/tape-month.ts";
import type { Period } from "../../domain/shared/period.ts";
import type { ContractedEngagement } from "../delivery/contracted-engagement.ts";

/**
 * The figures of the levels that tapes measure, by the level's id, equal to those of measureLevel; the
 * levels left out have to be measured item by item. Empty where the engagement has no tapes. The contract
 * has one calendar, whatever the moment.
 */
export function tapeFigures(p: {
  engagement: ContractedEngagement;
  tapes: readonly TapeGroup[] | null;
  hours: CalendarOf;
  period: Period;
  asOf: Temporal.Instant;
}): Map<string, LevelFigure> {
  const found = new Map<string, LevelFigure>();
  const { tapes, engagement } = p;
  const levels = engagement.terms.serviceLevels.filter(isTapeLevel);
  if (tapes === null || levels.length === 0) return found;
  const range = { fromMs: p.period.from.epochMilliseconds, toMs: p.period.to.epochMilliseconds };
  const monthHasWork = haveEvents(tapes, range);
  for (const level of levels) {
    const tally = tallyMonth(
      {
        level,
        calendar: compileCalendar(p.hours({ level, fields: {}, from: "", until: "" })),
        reopenPolicy: engagement.terms.reopenPolicy,
        contractStartMs: engagement.startsAt.epochMilliseconds,
        asOfMs: p.asOf.epochMilliseconds,
        ...range,
      },
      tapes,
    );
    const rules = {
      calendar: engagement.terms.calendar,
      reopenPolicy: engagement.terms.reopenPolicy,
      contractStart: engagement.startsAt.toString(),
    };
    const { period } = p;
    const input = { level, metric: undefined, rules, period, asOf: p.asOf.toString(), monthHasWork };
    found.set(level.id, tapeFigure(input, tally));
  }
  return found;
}
