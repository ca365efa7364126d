import type { Temporal } from "temporal-polyfill";
import { attainmentFrom } from "../../domain/service-levels/attainment.ts";
import type { CalendarOf } from "../../domain/service-levels/calendar-book.ts";
import { compileCalendar } from "../../domain/service-levels/compiled-calendar.ts";
import { clockLevelFigure, deskFrom, type LevelFigure } from "../../domain/service-levels/month-figure.ts";
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
    const { desk, ...tally } = tallyMonth(
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
    const attainment = attainmentFrom(tally, level.minimumSample);
    found.set(level.id, clockLevelFigure({ level, monthHasWork }, attainment, deskFrom(desk.n, desk.met)));
  }
  return found;
}
