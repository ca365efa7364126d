import { z } from "zod";
import { isStaff } from "../../domain/identity/viewer.ts";
import { partySide } from "../../domain/service-levels/contest.policy.ts";
import { DEFAULT_CONTEST_DAYS, windowEnd } from "../../domain/service-levels/contest.ts";
import { MonthNotReviewed, MonthReviewedAlready } from "../../domain/service-levels/month-step.ts";
import { MonthFrozen, refuseClose } from "../../domain/service-levels/period-close.ts";
import { monthOf } from "../../domain/shared/period.ts";
import { NotAllowed, parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import type { Prisma } from "../db.ts";
import { type ContractedEngagement, contractedEngagement } from "../delivery/contracted-engagement.ts";
import { calendarVersions } from "./calendar-version.read.ts";
import { itemsOf } from "./contract-items.ts";
import { askForBreaches } from "./keep-breaches.ts";
import { measureMonth } from "./month-figures.ts";
import { monthReview } from "./month-review.read.ts";
import { monthSamples } from "./month-samples.read.ts";
import { hasMovedSinceReview } from "./moved-since-review.ts";
import { lockMonths, partiesOf } from "./open-contest.ts";
import { periodCloses } from "./period-close.read.ts";

export const monthSchema = z.object({
  engagementId: z.string(),
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "Write a month such as 2026-10."),
});

export type MonthInput = { engagementId: string; month: string };

/**
 * Says that a month is ready for the other side: its figures are kept as they were, and both sides have the
 * contract's days to claim and contest. A provider who does it says with it that it has nothing to add.
 * Refused before the month is over, when it is frozen, outside the contract, and twice, unless its work or
 * hours have changed since.
 */
export const reviewMonth = command({
  name: "period.review",
  permission: "period:close",
  async run(deed, input: MonthInput): Promise<{ month: string }> {
    const { engagementId, month } = parseInput(monthSchema, input);
    const engagement = await contractedEngagement(deed.tx, { viewer: deed.viewer, id: engagementId });
    refuseOthers(deed, engagement);
    await lockMonths(deed, engagement.id);
    await refuseUnready(deed, engagement, month);
    const moved = await hasMovedSinceReview(deed, engagement, month);
    if (!moved && (await monthReview(deed.tx, { engagementId: engagement.id, month })))
      throw new MonthReviewedAlready(month);
    const days = engagement.terms.contestDays ?? DEFAULT_CONTEST_DAYS;
    const byProvider = partySide(deed.viewer, engagement) === "provider";
    const now = toDate(deed.now);
    const key = { engagementId: engagement.id, period: month };
    const sent = {
      levels: (await figuresNow(deed, engagement, month)) as unknown as Prisma.InputJsonValue,
      reviewedAt: now,
      reviewedById: deed.viewer.via === "job" ? null : deed.viewer.userId,
      reviewedByName: deed.viewer.name,
      windowEndsAt: toDate(windowEnd({ from: deed.now, days, zone: engagement.zone })),
      // What was confirmed before was another month; nobody has confirmed what they have not seen.
      buyerConfirmedAt: null,
      buyerConfirmedBy: null,
      providerConfirmedAt: byProvider ? now : null,
      providerConfirmedBy: byProvider ? deed.viewer.name : null,
    };
    const review = await deed.tx.monthReview.upsert({
      where: { engagementId_period: key },
      create: { ...partiesOf(engagement), ...key, ...sent },
      update: sent,
      select: { id: true },
    });
    const { organizationId } = engagement;
    await askForBreaches(deed, { engagementId: engagement.id, organizationId, month });
    deed.about("month_review", review.id, { month, days });
    return { month };
  },
});

/**
 * One side says that it has nothing (more) to contest in a reviewed month; once both have, nobody has to
 * wait for
 * the window's end. A second time changes nothing. Throws NotFound, NotAllowed, MonthFrozen,
 * MonthNotReviewed.
 */
export const confirmMonth = command({
  name: "period.confirm",
  permission: "contest:make",
  async run(deed, input: MonthInput): Promise<{ month: string }> {
    const { engagementId, month } = parseInput(monthSchema, input);
    const engagement = await contractedEngagement(deed.tx, { viewer: deed.viewer, id: engagementId });
    const side = partySide(deed.viewer, engagement);
    if (!side) throw new NotAllowed("The two sides of the contract confirm a month.");
    await lockMonths(deed, engagement.id);
    const closes = await periodCloses(deed.tx, { viewer: deed.viewer, engagementIds: [engagement.id] });
    if (closes.get(engagement.id)?.some((close) => close.period === month)) throw new MonthFrozen(month);
    const review = await monthReview(deed.tx, { engagementId: engagement.id, month });
    if (!review) throw new MonthNotReviewed(month);
    const mark = { at: toDate(deed.now), by: deed.viewer.name };
    const given = side === "buyer" ? review.buyerConfirmedAt : review.providerConfirmedAt;
    if (given === null)
      await deed.tx.monthReview.update({
        where: { engagementId_period: { engagementId: engagement.id, period: month } },
        data:
          side === "buyer"
            ? { buyerConfirmedAt: mark.at, buyerConfirmedBy: mark.by }
            : { providerConfirmedAt: mark.at, providerConfirmedBy: mark.by },
        select: { id: true },
      });
    deed.about("engagement", engagement.id, { month, side });
    return { month };
  },
});

/** Throws NotAllowed unless the provider, the account manager or a job asks. */
export function refuseOthers(deed: Deed, engagement: ContractedEngagement): void {
  const { viewer } = deed;
  if (isStaff(viewer) || viewer.via === "job" || viewer.organizationId === engagement.providerId) return;
  throw new NotAllowed("The provider or an account manager closes a month.");
}

async function refuseUnready(deed: Deed, engagement: ContractedEngagement, month: string): Promise<void> {
  const closes = await periodCloses(deed.tx, { viewer: deed.viewer, engagementIds: [engagement.id] });
  refuseClose({
    month,
    currentMonth: monthOf(deed.now, engagement.zone),
    firstMonth: engagement.startsOn.toPlainYearMonth().toString(),
    lastMonth: engagement.endsOn?.toPlainYearMonth().toString() ?? null,
    frozen: (closes.get(engagement.id) ?? []).map((close) => close.period),
    // A month may be reviewed while the one before it still waits to be frozen.
    withWork: [],
  });
}

async function figuresNow(deed: Deed, engagement: ContractedEngagement, month: string) {
  const calendars = await calendarVersions(deed.tx, {
    viewer: deed.viewer,
    engagementIds: [engagement.id],
  });
  const measured = measureMonth({
    engagement,
    calendars: calendars.get(engagement.id) ?? [],
    items: await itemsOf(deed.tx, engagement, [month]),
    samples: await monthSamples(deed.tx, { engagement, months: [month] }),
    month,
    now: deed.now,
  });
  return measured.readings.map((one) => one.figure);
}
