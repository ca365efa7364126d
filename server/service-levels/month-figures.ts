import { Temporal } from "temporal-polyfill";
import { metricById, moduleByCode } from "../../domain/catalogue/catalogue.ts";
import type { ServiceLevel } from "../../domain/catalogue/service-level.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { calendarBook } from "../../domain/service-levels/calendar-book.ts";
import { calendarInForce } from "../../domain/service-levels/calendar-version.ts";
import {
  type LevelFigure,
  type LevelReading,
  type MonthInput,
  measureLevel,
} from "../../domain/service-levels/month-figure.ts";
import { isBefore, type MonthItem } from "../../domain/service-levels/month-item.ts";
import type { RuleVersion } from "../../domain/service-levels/rule-version.ts";
import { monthPeriod, type Period } from "../../domain/shared/period.ts";
import type { Tx } from "../db.ts";
import { type ContractedEngagement, contractedEngagements } from "../delivery/contracted-engagement.ts";
import { type CalendarVersionRow, calendarVersions } from "./calendar-version.read.ts";
import { spansOf } from "./contract-items.ts";
import { type CountedContract, countedMonths, type OpenMonths } from "./counted-months.ts";
import { tapedItems } from "./month-items.ts";
import { type MonthReviewRow, monthReviews } from "./month-review.read.ts";
import { type MonthSamples, sampleKey, samplesOf } from "./month-samples.read.ts";
import { type PeriodCloseRow, periodCloses } from "./period-close.read.ts";
import { readAt } from "./read-at.ts";

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
   * Milliseconds since 1970 until which the figures stay as they are if nothing is recorded; null where they
   * stay for good, and the present moment where nobody can say.
   */
  holdsUntilMs: number | null;
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

type MonthsAsked = {
  viewer: Viewer;
  engagementIds: readonly string[];
  months: readonly string[];
  /** Where engagements do not show the same: those of the months that one of them is asked for. */
  monthsOf?: ReadonlyMap<string, readonly string[]>;
  now: Temporal.Instant;
};

/**
 * The same for several months of the engagements, reading the work once; the number of statements does not
 * depend on how many engagements there are, up to fifty. In order of engagement and month.
 */
export async function figuresOfMonths(tx: Tx, p: MonthsAsked): Promise<MonthFigures[]> {
  const shown = (id: string) => p.monthsOf?.get(id) ?? p.months;
  const engagements = await contractedEngagements(tx, { viewer: p.viewer, ids: p.engagementIds });
  const ids = engagements.map((one) => one.id);
  const calendars = await calendarVersions(tx, { viewer: p.viewer, engagementIds: ids });
  const closes = await periodCloses(tx, { viewer: p.viewer, engagementIds: ids });
  const reviews = await monthReviews(tx, { engagementIds: ids, months: p.months });
  const byMonth = new Map(reviews.map((one) => [`${one.engagementId} ${one.period}`, one]));
  const reviewOf = (id: string, month: string) => byMonth.get(`${id} ${month}`) ?? null;
  const contracts = engagements.map((engagement): OpenMonths & { frozen: Map<string, PeriodCloseRow> } => {
    const frozen = new Map((closes.get(engagement.id) ?? []).map((close) => [close.period, close]));
    const months = shown(engagement.id)
      .filter((month) => !frozen.has(month))
      .sort();
    return { engagement, calendars: calendars.get(engagement.id) ?? [], months, frozen };
  });
  const counted = await countedMonths(tx, { contracts, now: p.now });
  const found: MonthFigures[] = [];
  for (let at = 0; at < contracts.length; at += TOGETHER) {
    const some = contracts.slice(at, at + TOGETHER);
    const items = await itemsOfAll(
      tx,
      some.filter((one) => !isCounted(one, counted.get(one.engagement.id))),
    );
    const samples = await samplesOf(tx, some);
    for (const { engagement, calendars, frozen } of some) {
      const { id } = engagement;
      const drawn = samples.get(id) ?? new Map();
      const live = { engagement, calendars, samples: drawn, now: p.now };
      for (const month of shown(id)) {
        const close = frozen.get(month);
        const work = { known: counted.get(id), items: items.get(workKey(id, month)) ?? [] };
        const figures = close ? frozenMonth(engagement, close) : liveMonth({ ...live, ...work, month });
        found.push({ ...figures, review: reviewOf(id, month) });
      }
    }
  }
  return found;
}

/** The work of so many contracts is held at once: as many as a page lists, so that it asks once. */
const TOGETHER = 50;

/** Whether tapes gave every figure of the months. */
function isCounted({ engagement, months }: OpenMonths, known: CountedContract | undefined): boolean {
  const levels = engagement.terms.serviceLevels.length;
  return months.every((month) => (known?.months.get(month)?.size ?? 0) === levels);
}

/** The work of each contract's month, by `workKey`. */
async function itemsOfAll(tx: Tx, contracts: readonly OpenMonths[]): Promise<Map<string, MonthItem[]>> {
  const asked = contracts.flatMap(({ engagement, months }) => spansOf(engagement, months));
  const lists = asked.map((): MonthItem[] => []);
  const spans = asked.map(({ span }) => span);
  for (const { item, place } of await tapedItems(tx, spans)) lists[place]?.push(item);
  return new Map(
    asked.flatMap(({ span, months }, place) =>
      months.map((month) => [workKey(span.engagementId, month), lists[place] ?? []] as const),
    ),
  );
}

const workKey = (engagementId: string, month: string) => `${engagementId} ${month}`;

export type MeasuredMonth = {
  period: Period;
  calendar: CalendarVersionRow | null;
  /** What each level was measured from, in the contract's order, as are the readings. */
  inputs: MonthInput[];
  readings: LevelReading[];
};

type MonthWork = {
  engagement: ContractedEngagement;
  calendars: readonly CalendarVersionRow[];
  items: readonly MonthItem[];
  samples: MonthSamples;
  month: string;
  now: Temporal.Instant;
  /** Left out: the rules of today. */
  ruleVersion?: RuleVersion;
};

/** Measures every level of a contract in one month. `items` may hold more than the month's work. */
export function measureMonth(p: MonthWork): MeasuredMonth {
  const prepared = inputsOf(p);
  return { ...prepared, readings: prepared.inputs.map(measureLevel) };
}

/** The same for one level alone: of a month of many items the others cost as much as it does. */
export function measureLevelOf(p: MonthWork, levelId: string): LevelReading | null {
  const [input] = inputsOf(withLevels(p, (level) => level.id === levelId)).inputs;
  return input ? measureLevel(input) : null;
}

function withLevels<Work extends MonthWork>(work: Work, keep: (level: ServiceLevel) => boolean): Work {
  const { engagement } = work;
  const serviceLevels = engagement.terms.serviceLevels.filter(keep);
  return { ...work, engagement: { ...engagement, terms: { ...engagement.terms, serviceLevels } } };
}

function inputsOf(p: MonthWork): Omit<MeasuredMonth, "readings"> {
  const { engagement } = p;
  const period = monthPeriod({ month: p.month, zone: engagement.zone });
  const asOf = readAt(period, p.now);
  const last = asOf.subtract({ seconds: 1 }).toString();
  const calendar = calendarOfMonth(p.calendars, asOf);
  const module = moduleByCode(engagement.moduleCode);
  const [begin, end] = [period.from.toString(), period.to.toString()];
  const monthHasWork = p.items.some((item) =>
    item.events.some(({ at }) => isBefore(at, end) && !isBefore(at, begin)),
  );
  const rules = {
    calendar: engagement.terms.calendar,
    calendarOf: calendarBook(p.calendars, engagement.terms),
    foresee: last,
    reopenPolicy: engagement.terms.reopenPolicy,
    contractStart: engagement.startsAt.toString(),
    termsVersion: engagement.termsVersion,
    ...(p.ruleVersion ? { ruleVersion: p.ruleVersion } : {}),
  };
  const inputs = engagement.terms.serviceLevels.map(
    (level): MonthInput => ({
      items: p.items,
      level,
      metric: module && metricById(module, level.metric),
      rules,
      period,
      asOf: asOf.toString(),
      monthHasWork,
      lastMonth: engagement.endsOn?.toPlainYearMonth().toString() ?? null,
      ...p.samples.get(sampleKey(p.month, level.id)),
    }),
  );
  return { period, calendar, inputs };
}

/** The contract's own calendar in force just before a month is read. */
function calendarOfMonth(
  calendars: readonly CalendarVersionRow[],
  asOf: Temporal.Instant,
): CalendarVersionRow | null {
  const own = calendars.filter((one) => one.siteId === "");
  if (own.length <= 1) return own[0] ?? null;
  return calendarInForce(own, asOf.subtract({ seconds: 1 }).toString());
}

/** Levels that were counted already are not measured again; the order is the contract's. */
function liveMonth(p: MonthWork & { known: CountedContract | undefined }): Omit<MonthFigures, "review"> {
  const { engagement, known } = p;
  const counted: ReadonlyMap<string, LevelFigure> = known?.months.get(p.month) ?? new Map();
  const { terms } = engagement;
  const rest = terms.serviceLevels.filter((level) => !counted.has(level.id));
  const period = monthPeriod({ month: p.month, zone: engagement.zone });
  // Of each level only the figure is kept: what it was read from is as large as the month's work.
  const measured = rest.length === 0 ? [] : inputsOf(withLevels(p, (level) => rest.includes(level))).inputs;
  const calendar = calendarOfMonth(p.calendars, readAt(period, p.now));
  const figures = new Map(counted);
  for (const input of measured) figures.set(input.level.id, measureLevel(input).figure);
  return {
    engagementId: engagement.id,
    month: p.month,
    zone: engagement.zone,
    state: Temporal.Instant.compare(p.now, period.to) < 0 ? "running" : "ready",
    levels: terms.serviceLevels.flatMap((level) => figures.get(level.id) ?? []),
    calendarVersion: calendar?.number ?? null,
    frozen: null,
    holdsUntilMs: holdsUntil({ rest, period, now: p.now, changesAtMs: known?.changesAtMs }),
  };
}

/** A month that runs is known ahead where tapes count all of it. What is drawn and scored changes unseen. */
function holdsUntil(p: {
  rest: readonly ServiceLevel[];
  period: Period;
  now: Temporal.Instant;
  changesAtMs: number | undefined;
}): number | null {
  const { rest, period, now } = p;
  if (rest.some((level) => level.kind === "sample" || level.samplePlan)) return now.epochMilliseconds;
  if (Temporal.Instant.compare(now, period.to) >= 0) return null;
  if (rest.length > 0) return now.epochMilliseconds;
  return Math.min(period.to.epochMilliseconds, p.changesAtMs ?? Number.POSITIVE_INFINITY);
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
    holdsUntilMs: null,
  };
}
