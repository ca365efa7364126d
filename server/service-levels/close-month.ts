import { partySide } from "../../domain/service-levels/contest.policy.ts";
import { frozenFigures, hashedFigures } from "../../domain/service-levels/frozen-figures.ts";
import { monthCourses } from "../../domain/service-levels/month-course.ts";
import type { LevelFigure } from "../../domain/service-levels/month-figure.ts";
import type { ItemVerdict } from "../../domain/service-levels/month-item.ts";
import { MonthMoved, refuseFreeze } from "../../domain/service-levels/month-step.ts";
import { FIRST_LINK, periodCloseHash, refuseClose } from "../../domain/service-levels/period-close.ts";
import { RULE_VERSION } from "../../domain/service-levels/rule-version.ts";
import type { Json } from "../../domain/shared/canonical-json.ts";
import { monthOf, monthsBetween } from "../../domain/shared/period.ts";
import { parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { Prisma } from "../db.ts";
import { type ContractedEngagement, contractedEngagement } from "../delivery/contracted-engagement.ts";
import { calendarVersions } from "./calendar-version.read.ts";
import { itemsOf } from "./contract-items.ts";
import { askForBreaches } from "./keep-breaches.ts";
import { type MonthDecisions, monthDecisions } from "./month-decisions.read.ts";
import { type MeasuredMonth, measureMonth } from "./month-figures.ts";
import { monthsWithWork } from "./month-items.ts";
import { monthReview } from "./month-review.read.ts";
import { monthSamples } from "./month-samples.read.ts";
import { hasMovedSinceReview } from "./moved-since-review.ts";
import { lockMonths, partiesOf } from "./open-contest.ts";
import { type PeriodCloseRow, periodCloses } from "./period-close.read.ts";
import { type MonthInput, monthSchema, refuseOthers } from "./review-month.ts";
import { writeMonthCourse } from "./write-month-course.ts";

/**
 * Freezes a month: every verdict with the bundle that rebuilds it, the figures of every level, the
 * versions of
 * rule and calendar, and a hash over all of it and the month before. Billing drafts the statement from it.
 * Refused before the month is over in the contract's zone, twice, while an earlier month is open, before it
 * was reviewed, while a contest is undecided (which it names), while either side may still contest, and where
 * work or hours were changed since the review.
 */
export const closeMonth = command({
  name: "period.close",
  permission: "period:close",
  async run(deed, input: MonthInput): Promise<{ id: string; month: string }> {
    const { engagementId, month } = parseInput(monthSchema, input);
    const engagement = await contractedEngagement(deed.tx, { viewer: deed.viewer, id: engagementId });
    refuseOthers(deed, engagement);
    // Two at once wait for each other here; the second then finds the month frozen.
    await lockMonths(deed, engagement.id);
    const closes = await refuseUnready(deed, engagement, month);
    const { decisions } = await refuseUncontested(deed, engagement, month);
    if (await hasMovedSinceReview(deed, engagement, month)) throw new MonthMoved(month);
    const measured = await measure(deed, engagement, month);
    await writeMonthCourse(deed, { engagement, month, courses: measured.courses });
    const id = await freeze(deed, { engagement, month, measured, closes, decisions });
    await deed.enqueue(
      "period.closed",
      { periodCloseId: id, organizationId: engagement.organizationId },
      `period:${id}`,
    );
    const { organizationId } = engagement;
    if (engagement.terms.termination)
      await deed.enqueue("termination.check", { periodCloseId: id, organizationId }, `triggers:${id}`);
    await askForBreaches(deed, { engagementId: engagement.id, organizationId, month });
    await deed.enqueue("months.changed", { engagementId, organizationId }, `months:${engagementId}`);
    // The catalogue shows what frozen months measured.
    const { providerId } = engagement;
    await deed.enqueue("listing.changed", { organizationId: providerId }, `listings:${providerId}`);
    return { id, month };
  },
});

async function refuseUnready(
  deed: Deed,
  engagement: ContractedEngagement,
  month: string,
): Promise<PeriodCloseRow[]> {
  const found = await periodCloses(deed.tx, { viewer: deed.viewer, engagementIds: [engagement.id] });
  const closes = found.get(engagement.id) ?? [];
  const { zone } = engagement;
  const firstMonth = engagement.startsOn.toPlainYearMonth().toString();
  const months = month < firstMonth ? [] : monthsBetween({ first: firstMonth, last: month });
  refuseClose({
    month,
    currentMonth: monthOf(deed.now, zone),
    firstMonth,
    lastMonth: engagement.endsOn?.toPlainYearMonth().toString() ?? null,
    frozen: closes.map((close) => close.period),
    withWork: await monthsWithWork(deed.tx, { engagementId: engagement.id, zone, months }),
  });
  return closes;
}

/** Both sides have had their say. */
async function refuseUncontested(
  deed: Deed,
  engagement: ContractedEngagement,
  month: string,
): Promise<MonthDecisions> {
  const { tx, viewer, now } = deed;
  const found = await monthDecisions(tx, { viewer, engagementId: engagement.id, month, now });
  const review = await monthReview(tx, { engagementId: engagement.id, month });
  const { undecided } = found;
  refuseFreeze({ month, review, undecided, now, by: partySide(viewer, engagement) });
  return found;
}

async function measure(deed: Deed, engagement: ContractedEngagement, month: string) {
  const items = await itemsOf(deed.tx, engagement, [month]);
  const byId = new Map(items.map((item) => [item.id, item]));
  const calendars = await calendarVersions(deed.tx, {
    viewer: deed.viewer,
    engagementIds: [engagement.id],
  });
  const measured = measureMonth({
    engagement,
    calendars: calendars.get(engagement.id) ?? [],
    items,
    samples: await monthSamples(deed.tx, { engagement, months: [month] }),
    month,
    now: deed.now,
  });
  return { ...measured, courses: monthCourses(measured.readings, measured.period, byId) };
}

async function freeze(
  deed: Deed,
  p: {
    engagement: ContractedEngagement;
    month: string;
    measured: MeasuredMonth;
    closes: readonly PeriodCloseRow[];
    decisions: MonthDecisions["decisions"];
  },
): Promise<string> {
  const { engagement, month, measured } = p;
  const levels = measured.readings.map((one) => one.figure);
  const verdicts = measured.readings.flatMap((one) =>
    one.verdicts.map((verdict) => ({ levelId: one.figure.levelId, verdict })),
  );
  const { itemCount, eventCount } = sizeOf(
    levels,
    verdicts.map((one) => one.verdict),
  );
  const facts = {
    engagementId: engagement.id,
    period: month,
    ruleVersion: RULE_VERSION,
    calendarVersion: measured.calendar?.number ?? 0,
    itemCount,
    eventCount,
    prevHash: p.closes.at(-1)?.hash ?? FIRST_LINK,
  };
  const lines = verdicts.map(({ levelId, verdict: { item, result } }) => ({
    workItemId: item.id,
    levelId,
    verdict: result.verdict,
    bundleHash: result.bundleHash,
  }));
  const figures = frozenFigures({ engagementId: engagement.id, measured });
  const hash = periodCloseHash({
    ...facts,
    ...hashedFigures(figures),
    levels: JSON.parse(JSON.stringify(levels)) as Json,
    verdicts: lines,
    ...(p.decisions ? { decisions: p.decisions } : {}),
  });
  const close = await deed.tx.periodClose.create({
    data: {
      ...facts,
      organizationId: engagement.organizationId,
      providerId: engagement.providerId,
      levels: levels as unknown as Prisma.InputJsonValue,
      decisions: (p.decisions as Prisma.InputJsonValue | null) ?? Prisma.DbNull,
      hash,
      frozenAt: toDate(deed.now),
      frozenById: deed.viewer.via === "job" ? null : deed.viewer.userId,
    },
    select: { id: true },
  });
  await writeVerdicts(deed, { engagement, periodCloseId: close.id, verdicts });
  await deed.tx.frozenFigure.createMany({
    data: figures.map((one) => ({ ...one, ...partiesOf(engagement), periodCloseId: close.id })),
  });
  deed.about("period_close", close.id, { month, hash, verdicts: verdicts.length });
  return close.id;
}

async function writeVerdicts(
  deed: Deed,
  p: {
    engagement: ContractedEngagement;
    periodCloseId: string;
    verdicts: readonly { levelId: string; verdict: ItemVerdict }[];
  },
): Promise<void> {
  if (p.verdicts.length === 0) return;
  const rows = p.verdicts.map(({ levelId, verdict: { item, bundle, result } }) => ({
    work_item_id: item.id,
    level_id: levelId,
    verdict: result.verdict,
    net_seconds: result.netSeconds,
    gross_seconds: result.grossSeconds,
    target_seconds: result.targetSeconds,
    breach_at: result.breachAt,
    bundle,
    bundle_hash: result.bundleHash,
  }));
  const { organizationId, providerId } = p.engagement;
  await deed.tx.$executeRaw`
    insert into verdict (organization_id, provider_id, period_close_id, work_item_id, level_id, verdict,
      net_seconds,
      gross_seconds, target_seconds, breach_at, bundle, bundle_hash)
    select ${organizationId}::uuid, ${providerId}::uuid, ${p.periodCloseId}::uuid, n.*
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(work_item_id uuid, level_id text,
      verdict text,
      net_seconds int, gross_seconds int, target_seconds int, breach_at timestamptz, bundle jsonb,
      bundle_hash text)`;
}

/** Distinct items that count in any level, and the events by which their clocks were measured. */
function sizeOf(levels: readonly LevelFigure[], verdicts: readonly ItemVerdict[]) {
  const items = new Set(verdicts.map((one) => one.item.id));
  for (const level of levels) for (const one of level.counted ?? []) items.add(one.workItemId);
  const eventCount = verdicts.reduce((sum, one) => sum + one.bundle.events.length, 0);
  return { itemCount: items.size, eventCount };
}
