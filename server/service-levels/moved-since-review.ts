import type { MonthItem } from "../../domain/service-levels/month-item.ts";
import { canonicalJson, type Json } from "../../domain/shared/canonical-json.ts";
import type { Deed } from "../command.ts";
import type { ContractedEngagement } from "../delivery/contracted-engagement.ts";
import { calendarVersions } from "./calendar-version.read.ts";
import { itemsOf } from "./contract-items.ts";
import { measureMonth } from "./month-figures.ts";
import { monthSamples } from "./month-samples.read.ts";

/**
 * Whether a month reads otherwise than it was sent for review, what was contested and decided since apart:
 * work or hours were changed behind the back of whoever had nothing to contest.
 * False where there was no review.
 */
export async function hasMovedSinceReview(
  deed: Deed,
  engagement: ContractedEngagement,
  month: string,
): Promise<boolean> {
  const review = await deed.tx.monthReview.findUnique({
    where: { engagementId_period: { engagementId: engagement.id, period: month } },
  });
  if (!review) return false;
  const ids = { viewer: deed.viewer, engagementIds: [engagement.id] };
  const items = await itemsOf(deed.tx, engagement, [month]);
  const calendars = (await calendarVersions(deed.tx, ids)).get(engagement.id) ?? [];
  const samples = await monthSamples(deed.tx, { engagement, months: [month] });
  const sent = canonicalJson(review.levels as Json);
  // What was decided in the very instant of the review may be part of what was sent, or not.
  for (const bound of ["gt", "gte"] as const) {
    const since = await decidedSince(deed, engagement.id, { [bound]: review.reviewedAt });
    const known = items.map((item) => withoutThose(item, since));
    const { readings } = measureMonth({
      ...{ engagement, calendars, samples, month },
      items: known,
      now: deed.now,
    });
    if (canonicalJson(JSON.parse(JSON.stringify(readings.map((one) => one.figure))) as Json) === sent)
      return false;
  }
  return true;
}

function withoutThose({ adjustments = [], ...item }: MonthItem, since: ReadonlySet<string>): MonthItem {
  const known = adjustments.filter((one) => !since.has(one.contestId));
  return known.length > 0 ? { ...item, adjustments: known } : item;
}

async function decidedSince(
  deed: Deed,
  engagementId: string,
  at: { gt?: Date; gte?: Date },
): Promise<Set<string>> {
  const decided = await deed.tx.contestReading.findMany({
    where: { contest: { engagementId }, action: { in: ["accept", "rule_for"] }, at },
    select: { contestId: true },
  });
  return new Set(decided.map((one) => one.contestId));
}
