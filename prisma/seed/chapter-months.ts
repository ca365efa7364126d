import { Temporal } from "temporal-polyfill";
import { metricById, serviceModule } from "../../domain/catalogue/catalogue.ts";
import type { ServiceLevel } from "../../domain/catalogue/service-level.ts";
import { DEFAULT_CONTEST_DAYS, windowEnd } from "../../domain/service-levels/contest.ts";
import {
  type FrozenFigure,
  frozenFigures,
  hashedFigures,
} from "../../domain/service-levels/frozen-figures.ts";
import { type LevelCourse, monthCourses } from "../../domain/service-levels/month-course.ts";
import {
  type LevelReading,
  type MonthInput,
  measureLevel,
} from "../../domain/service-levels/month-figure.ts";
import type { ItemVerdict, MeasuringRules } from "../../domain/service-levels/month-item.ts";
import { periodCloseHash } from "../../domain/service-levels/period-close.ts";
import { RULE_VERSION } from "../../domain/service-levels/rule-version.ts";
import type { Json } from "../../domain/shared/canonical-json.ts";
import { monthPeriod } from "../../domain/shared/period.ts";
import type { CastMember } from "./cast.ts";
import type { ToldContract } from "./chapter-contracts.ts";
import type { ToldSamples } from "./chapter-samples.ts";
import type { ToldItem } from "./chapter-work.ts";
import type { EngagementPlan } from "./engagement-plans.ts";
import type { Row } from "./insert-rows.ts";
import { type Story, stamp } from "./story.ts";
import type { StoryMonth } from "./year-of-work.ts";

/** Six hours after a month's end its work is in, and it is frozen. */
export const FROZEN_AFTER_SECONDS = 6 * 3600;

export type FrozenMonth = {
  month: StoryMonth;
  periodCloseId: string;
  frozenAt: number;
  readings: { level: ServiceLevel; input: MonthInput; reading: LevelReading }[];
  courses: LevelCourse[];
  hash: string;
};

/** Freezes one month of an engagement: measured as the product does, and chained to the month before. */
export function tellMonth(
  story: Story,
  input: {
    plan: EngagementPlan;
    contract: ToldContract;
    engagementId: string;
    month: StoryMonth;
    items: readonly ToldItem[];
    calendar: { number: number; rules: MeasuringRules };
    prevHash: string;
    samples: ToldSamples;
    /** What was put forward about the month and decided before it was frozen. */
    decisions: Json[] | null;
  },
): FrozenMonth {
  const { contract, month } = input;
  const frozenAt = month.to + FROZEN_AFTER_SECONDS;
  const worked = workOf(input);
  const readings = readingsOf({ ...input, worked });
  tellReview(story, { ...input, readings });
  const periodCloseId = story.id(frozenAt);
  const verdicts = readings.flatMap(({ level, reading }) =>
    reading.verdicts.map(({ item, bundle, result }) => ({ item, bundle, result, levelId: level.id })),
  );
  const content = {
    engagementId: input.engagementId,
    period: month.month,
    ruleVersion: RULE_VERSION,
    calendarVersion: input.calendar.number,
    ...sizeOf(readings),
    levels: readings.map(({ reading }) => reading.figure) as Json,
    prevHash: input.prevHash,
  };
  const figures = figuresOf(input.engagementId, readings);
  const hash = periodCloseHash({
    ...content,
    ...hashedFigures(figures),
    verdicts: verdicts.map(({ item, result, levelId }) => ({
      workItemId: item.id,
      levelId,
      verdict: result.verdict,
      bundleHash: result.bundleHash,
    })),
    ...(input.decisions ? { decisions: input.decisions } : {}),
  });
  const closer = story.cast.member({ slug: input.plan.provider, role: "delivery_manager" });
  const parties = { organization_id: contract.buyerId, provider_id: contract.providerId };
  story.add("period_close", {
    id: periodCloseId,
    ...parties,
    engagement_id: content.engagementId,
    period: content.period,
    rule_version: content.ruleVersion,
    calendar_version: content.calendarVersion,
    item_count: content.itemCount,
    event_count: content.eventCount,
    levels: content.levels,
    prev_hash: content.prevHash,
    decisions: input.decisions,
    hash,
    frozen_at: stamp(frozenAt),
    frozen_by_id: closer.userId,
  });
  const courses = tellCourses(story, { ...input, parties, frozenAt, worked, readings });
  tellVerdicts(story, { parties, periodCloseId, frozenAt, verdicts });
  tellFigures(story, { parties, periodCloseId, frozenAt, figures });
  tellClosing(story, { ...input, periodCloseId, frozenAt, hash, closer });
  return { month, periodCloseId, frozenAt, readings, courses, hash };
}

/** How the month filled up, beside the frozen figures. */
function tellCourses(
  story: Story,
  p: {
    contract: ToldContract;
    engagementId: string;
    month: StoryMonth;
    parties: Row;
    frozenAt: number;
    worked: readonly ToldItem[];
    readings: FrozenMonth["readings"];
  },
): LevelCourse[] {
  const { month } = p.month;
  const courses = monthCourses(
    p.readings.map(({ reading }) => reading),
    monthPeriod({ month, zone: p.contract.terms.zone }),
    new Map(p.worked.map(({ read }) => [read.id, read])),
  );
  const row = { ...p.parties, engagement_id: p.engagementId, period: month, levels: courses };
  story.add("month_course", { id: story.id(p.frozenAt), ...row });
  return courses;
}

/** An hour after the month's end the provider sends it for review; the buyer has nothing to contest. */
function tellReview(
  story: Story,
  p: {
    plan: EngagementPlan;
    contract: ToldContract;
    engagementId: string;
    month: StoryMonth;
    readings: FrozenMonth["readings"];
  },
): void {
  const reviewedAt = p.month.to + 3600;
  const provider = story.cast.member({ slug: p.plan.provider, role: "delivery_manager" });
  const buyer = story.cast.member({ slug: p.plan.buyer, role: "operations_lead" });
  const from = Temporal.Instant.fromEpochMilliseconds(reviewedAt * 1000);
  const { zone } = p.contract.terms;
  story.add("month_review", {
    id: story.id(reviewedAt),
    organization_id: p.contract.buyerId,
    provider_id: p.contract.providerId,
    engagement_id: p.engagementId,
    period: p.month.month,
    levels: p.readings.map(({ reading }) => reading.figure),
    reviewed_at: stamp(reviewedAt),
    reviewed_by_id: provider.userId,
    reviewed_by_name: provider.account.name,
    window_ends_at: windowEnd({ from, days: DEFAULT_CONTEST_DAYS, zone }).toString(),
    buyer_confirmed_at: stamp(reviewedAt + 4 * 3600),
    buyer_confirmed_by: buyer.account.name,
    provider_confirmed_at: stamp(reviewedAt),
    provider_confirmed_by: provider.account.name,
  });
}

/** The bundles of a month that no clock measures. */
export function figuresOf(engagementId: string, readings: FrozenMonth["readings"]): FrozenFigure[] {
  const inputs = readings.map((one) => one.input);
  return frozenFigures({
    engagementId,
    measured: { inputs, readings: readings.map((one) => one.reading) },
  });
}

function tellFigures(
  story: Story,
  p: { parties: Row; periodCloseId: string; frozenAt: number; figures: readonly FrozenFigure[] },
): void {
  for (const { levelId, kind, status, bundle, bundleHash } of p.figures)
    story.add("frozen_figure", {
      id: story.id(p.frozenAt),
      ...p.parties,
      period_close_id: p.periodCloseId,
      level_id: levelId,
      ...{ kind, status, bundle },
      bundle_hash: bundleHash,
    });
}

type LevelVerdict = ItemVerdict & { levelId: string };

function tellVerdicts(
  story: Story,
  p: { parties: Row; periodCloseId: string; frozenAt: number; verdicts: readonly LevelVerdict[] },
): void {
  for (const { item, bundle, result, levelId } of p.verdicts)
    story.add("verdict", {
      id: story.id(p.frozenAt),
      ...p.parties,
      period_close_id: p.periodCloseId,
      work_item_id: item.id,
      level_id: levelId,
      verdict: result.verdict,
      net_seconds: result.netSeconds,
      gross_seconds: result.grossSeconds,
      target_seconds: result.targetSeconds,
      breach_at: result.breachAt,
      bundle,
      bundle_hash: result.bundleHash,
    });
}

function tellClosing(
  story: Story,
  p: {
    contract: ToldContract;
    periodCloseId: string;
    month: StoryMonth;
    frozenAt: number;
    hash: string;
    closer: CastMember;
  },
): void {
  story.fact({
    organizationId: p.contract.providerId,
    at: p.frozenAt,
    userId: p.closer.userId,
    actor: p.closer.account.name,
    action: "period.close",
    subjectType: "period_close",
    subjectId: p.periodCloseId,
    data: { month: p.month.month, hash: p.hash },
  });
}

/** Every level over the month's work, by the product's own functions. */
export function readingsOf(input: {
  plan: EngagementPlan;
  contract: ToldContract;
  month: StoryMonth;
  worked: readonly ToldItem[];
  items: readonly ToldItem[];
  calendar: { rules: MeasuringRules };
  samples?: ToldSamples;
  /** Left out: as of the month's end. */
  asOf?: string;
}): FrozenMonth["readings"] {
  const module = serviceModule(input.plan.moduleCode);
  const period = monthPeriod({ month: input.month.month, zone: input.contract.terms.zone });
  // A level over a quarter reads work that was over before this month began.
  const all = input.items.map(({ read }) => read);
  const items = input.worked.map(({ read }) => read);
  return input.contract.terms.serviceLevels.map((level) => {
    const measured: MonthInput = {
      items: isLonger(level) ? all : items,
      level,
      metric: metricById(module, level.metric),
      rules: input.calendar.rules,
      period,
      asOf: input.asOf ?? period.to.toString(),
      monthHasWork: items.length > 0,
      ...input.samples?.get(level.id),
    };
    return { level, input: measured, reading: measureLevel(measured) };
  });
}

function isLonger(level: ServiceLevel): boolean {
  return (level.window ?? "month") !== "month" || level.smallSample?.kind === "roll_up";
}

/** Items that something happened to in the month, or that were still open in it. */
export function workOf(input: { month: StoryMonth; items: readonly ToldItem[] }): ToldItem[] {
  const { from, to } = input.month;
  return input.items.filter(({ item }) => {
    const last = item.events.at(-1);
    const isOver = last !== undefined && ["stop", "close", "cancel"].includes(last.type);
    return item.openedAt < to && (!isOver || last.at >= from);
  });
}

/** Items that count in any level, and the events by which their clocks were measured. */
function sizeOf(readings: FrozenMonth["readings"]): { itemCount: number; eventCount: number } {
  const items = new Set<string>();
  let eventCount = 0;
  for (const { reading } of readings) {
    for (const { item, bundle } of reading.verdicts) {
      items.add(item.id);
      eventCount += bundle.events.length;
    }
    for (const { workItemId } of reading.figure.counted ?? []) items.add(workItemId);
  }
  return { itemCount: items.size, eventCount };
}
