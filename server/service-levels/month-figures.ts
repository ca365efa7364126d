import { Temporal } from "temporal-polyfill";
import { metricById, moduleByCode } from "../../domain/catalogue/catalogue.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { calendarBook } from "../../domain/service-levels/calendar-book.ts";
import { calendarInForce } from "../../domain/service-levels/calendar-version.ts";
import { earliestMonth } from "../../domain/service-levels/level-window.ts";
import {
  type LevelFigure,
  type LevelReading,
  measureLevel,
} from "../../domain/service-levels/month-figure.ts";
import type { MonthItem } from "../../domain/service-levels/month-item.ts";
import type { TapeGroup } from "../../domain/service-levels/tape-month.ts";
import { monthPeriod, type Period } from "../../domain/shared/period.ts";
import type { Tx } from "../db.ts";
import { type ContractedEngagement, contractedEngagements } from "../delivery/contracted-engagement.ts";
import { type CalendarVersionRow, calendarVersions } from "./calendar-version.read.ts";
import { eventTapes } from "./event-tapes.read.ts";
import { monthItems } from "./month-items.ts";
import { type MonthReviewRow, monthReviews } from "./month-review.read.ts";
import { type PeriodCloseRow, periodCloses } from "./period-close.read.ts";
import { tapeFigures } from "./tape-figures.ts";

export type MonthFigures = {
  engagementId: string;
  /** YYYY-MM in the engagement's zone. */
  month: string;
  zone: string;
  state: "running" | "ready" | "frozen";
  levels: LevelFigure[];
  calendarVersion: number | null;
  frozen: PeriodCloseRow | null;
  /**
   * Since when both sides may contest the month; null before, and for months frozen before there were
   * reviews.
   */
  review: MonthReviewRow | null;
};

/**
 * The service levels of engagements in one month: the frozen figures where the month is frozen, otherwise
 * measured now from the work, the contract's terms and the calendar versions in effect on each date.
 *
 * @param month YYYY-MM; each engagement's own zone says when it begins and ends.
 */
export async function monthFigures(
  tx: Tx,
  p: { viewer: Viewer; engagementIds: readonly string[]; month: string; now: Temporal.Instant },
): Promise<MonthFigures[]> {
  const months = await figuresOfMonths(tx, { ...p, months: [p.month] });
  return months;
}

/**
 * The same for several months of the engagements, reading the work once. In order of engagement and
 * month.
 */
export async function figuresOfMonths(
  tx: Tx,
  p: { viewer: Viewer; engagementIds: readonly string[]; months: readonly string[]; now: Temporal.Instant },
): Promise<MonthFigures[]> {
  const engagements = await contractedEngagements(tx, { viewer: p.viewer, ids: p.engagementIds });
  const ids = engagements.map((one) => one.id);
  const calendars = await calendarVersions(tx, { viewer: p.viewer, engagementIds: ids });
  const closes = await periodCloses(tx, { viewer: p.viewer, engagementIds: ids });
  const reviews = await monthReviews(tx, { engagementIds: ids, months: p.months });
  const reviewOf = (id: string, month: string) =>
    reviews.find((one) => one.engagementId === id && one.period === month) ?? null;
  const tapes = await tapesOf(tx, { engagements, closes, months: p.months });
  const found: MonthFigures[] = [];
  for (const engagement of engagements) {
    const frozen = new Map((closes.get(engagement.id) ?? []).map((close) => [close.period, close]));
    const open = p.months.filter((month) => !frozen.has(month));
    const live = { engagement, calendars: calendars.get(engagement.id) ?? [], now: p.now };
    const counted = new Map(
      open.map((month) => [month, countMonth({ ...live, tapes: tapes.get(engagement.id), month })]),
    );
    const isCounted = [...counted.values()].every(
      (one) => one.size === engagement.terms.serviceLevels.length,
    );
    const items = isCounted ? [] : await itemsOf(tx, engagement, open);
    for (const month of p.months) {
      const close = frozen.get(month);
      const figures = close
        ? frozenMonth(engagement, close)
        : liveMonth({ ...live, items, month, counted: counted.get(month) ?? new Map() });
      found.push({ ...figures, review: reviewOf(engagement.id, month) });
    }
  }
  return found;
}

/** The tapes of every engagement that has a month to measure, in one read. */
async function tapesOf(
  tx: Tx,
  p: {
    engagements: readonly ContractedEngagement[];
    closes: ReadonlyMap<string, readonly PeriodCloseRow[]>;
    months: readonly string[];
  },
): Promise<Map<string, TapeGroup[] | null>> {
  const periods: Period[] = [];
  const ids: string[] = [];
  for (const { id, zone } of p.engagements) {
    const frozen = new Set((p.closes.get(id) ?? []).map((close) => close.period));
    const open = p.months.filter((month) => !frozen.has(month));
    if (open.length > 0) ids.push(id);
    for (const month of open) periods.push(monthPeriod({ month, zone }));
  }
  const starts = periods.map((period) => period.from).sort(Temporal.Instant.compare);
  const ends = periods.map((period) => period.to).sort(Temporal.Instant.compare);
  const [from, to] = [starts[0], ends.at(-1)];
  if (!from || !to) return new Map();
  return eventTapes(tx, { engagementIds: ids, from: from.toString(), to: to.toString() });
}

function countMonth(p: {
  engagement: ContractedEngagement;
  calendars: readonly CalendarVersionRow[];
  tapes: readonly TapeGroup[] | null | undefined;
  month: string;
  now: Temporal.Instant;
}): Map<string, LevelFigure> {
  const period = monthPeriod({ month: p.month, zone: p.engagement.zone });
  const tapes = p.tapes === undefined ? [] : p.tapes;
  // Where the hours changed, each clock counts by those it ran under: item by item.
  const isOneCalendar = p.calendars.filter((one) => one.siteId === "").length <= 1;
  const hours = calendarBook(p.calendars, p.engagement.terms);
  return tapeFigures({
    ...p,
    tapes: isOneCalendar ? tapes : null,
    hours,
    period,
    asOf: readAt(period, p.now),
  });
}

export type MeasuredMonth = {
  period: Period;
  calendar: CalendarVersionRow | null;
  readings: LevelReading[];
};

/** Measures every level of a contract in one month. `items` may hold more than the month's work. */
export function measureMonth(p: {
  engagement: ContractedEngagement;
  calendars: readonly CalendarVersionRow[];
  items: readonly MonthItem[];
  month: string;
  now: Temporal.Instant;
}): MeasuredMonth {
  const { engagement } = p;
  const period = monthPeriod({ month: p.month, zone: engagement.zone });
  const asOf = readAt(period, p.now);
  const last = asOf.subtract({ seconds: 1 }).toString();
  const own = p.calendars.filter((one) => one.siteId === "");
  const calendar = calendarInForce(own, last);
  const module = moduleByCode(engagement.moduleCode);
  const touched = p.items.filter((item) =>
    item.events.some((event) => {
      const at = Temporal.Instant.from(event.at);
      return Temporal.Instant.compare(at, period.from) >= 0 && Temporal.Instant.compare(at, period.to) < 0;
    }),
  );
  const rules = {
    calendar: engagement.terms.calendar,
    calendarOf: calendarBook(p.calendars, engagement.terms),
    foresee: last,
    reopenPolicy: engagement.terms.reopenPolicy,
    contractStart: engagement.startsAt.toString(),
    termsVersion: engagement.termsVersion,
  };
  const readings = engagement.terms.serviceLevels.map((level) =>
    measureLevel({
      items: p.items,
      level,
      metric: module && metricById(module, level.metric),
      rules,
      period,
      asOf: asOf.toString(),
      monthHasWork: touched.length > 0,
      lastMonth: engagement.endsOn?.toPlainYearMonth().toString() ?? null,
    }),
  );
  return { period, calendar, readings };
}

/** The work of an engagement that months from the first to the last may need. */
export async function itemsOf(
  tx: Tx,
  engagement: ContractedEngagement,
  months: readonly string[],
): Promise<MonthItem[]> {
  const sorted = [...months].sort();
  const [begins, last] = [sorted[0], sorted.at(-1)];
  if (!begins || !last) return [];
  const { zone } = engagement;
  const isLonger = engagement.terms.serviceLevels.some(
    (level) => (level.window ?? "month") !== "month" || level.smallSample?.kind === "roll_up",
  );
  const first = isLonger ? earliestMonth(begins) : begins;
  return monthItems(tx, {
    engagementIds: [engagement.id],
    from: monthPeriod({ month: first, zone }).from.toString(),
    to: monthPeriod({ month: last, zone }).to.toString(),
  });
}

/** Levels that were counted already are not measured again; the order is the contract's. */
function liveMonth(
  p: Parameters<typeof measureMonth>[0] & { counted: ReadonlyMap<string, LevelFigure> },
): Omit<MonthFigures, "review"> {
  const { engagement, counted } = p;
  const { terms } = engagement;
  const rest = terms.serviceLevels.filter((level) => !counted.has(level.id));
  const { period, calendar, readings } = measureMonth({
    ...p,
    engagement: { ...engagement, terms: { ...terms, serviceLevels: rest } },
  });
  const figures = new Map([...counted, ...readings.map(({ figure }) => [figure.levelId, figure] as const)]);
  return {
    engagementId: engagement.id,
    month: p.month,
    zone: engagement.zone,
    state: Temporal.Instant.compare(p.now, period.to) < 0 ? "running" : "ready",
    levels: terms.serviceLevels.flatMap((level) => figures.get(level.id) ?? []),
    calendarVersion: calendar?.number ?? null,
    frozen: null,
  };
}

/** A month is read at its end, or now where it has not ended. */
function readAt(period: Period, now: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(now, period.to) < 0 ? now : period.to;
}

function frozenMonth(
  engagement: ContractedEngagement,
  close: PeriodCloseRow,
): Omit<MonthFigures, "review"> {
  return {
    engagementId: engagement.id,
    month: close.period,
    zone: engagement.zone,
    state: "frozen",
    levels: close.levels,
    calendarVersion: close.calendarVersion,
    frozen: close,
  };
}
