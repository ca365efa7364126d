import type { Temporal } from "temporal-polyfill";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { Proposal } from "../../domain/service-levels/contest.input.ts";
import { ChangesNothing, ContestWindowClosed, isOver } from "../../domain/service-levels/contest.ts";
import { refuseSampledContest } from "../../domain/service-levels/contested-sample.ts";
import { type ItemAdjustment, withAdjustment } from "../../domain/service-levels/item-adjustment.ts";
import type { LevelReading } from "../../domain/service-levels/month-figure.ts";
import type { MonthItem } from "../../domain/service-levels/month-item.ts";
import { MonthFrozen, MonthOutsideContract } from "../../domain/service-levels/period-close.ts";
import { type RepricedMonth, repricedMonth } from "../../domain/service-levels/repriced-month.ts";
import {
  type VolumeArithmetic,
  volumeOverForecast,
} from "../../domain/service-levels/volume-over-forecast.ts";
import { monthOf, monthPeriod, previousMonth } from "../../domain/shared/period.ts";
import { InvalidInput, NotFound } from "../../domain/shared/refusals.ts";
import type { Tx } from "../db.ts";
import type { ContractedEngagement } from "../delivery/contracted-engagement.ts";
import { calendarVersions } from "./calendar-version.read.ts";
import { tapedItemsOf } from "./contract-items.ts";
import { expectedTermsOf } from "./credit-base.ts";
import { measureMonth } from "./month-figures.ts";
import { monthReview } from "./month-review.read.ts";
import { begunSamples, monthSamples } from "./month-samples.read.ts";
import { periodCloses } from "./period-close.read.ts";

export type WhatIf = {
  price: RepricedMonth;
  workItemIds: string[];
  arithmetic: VolumeArithmetic | null;
};

type Wanted = Pick<Proposal, "month" | "effect" | "levelIds" | "from" | "to" | "subject" | "kind">;

/**
 * Throws MonthOutsideContract, MonthFrozen or ContestWindowClosed where nothing can be put forward any
 * more.
 */
export async function refuseOutsideWindow(
  tx: Tx,
  p: { viewer: Viewer; engagement: ContractedEngagement; month: string; now: Temporal.Instant },
): Promise<void> {
  const { viewer, engagement, month, now } = p;
  const first = engagement.startsOn.toPlainYearMonth().toString();
  const last = engagement.endsOn?.toPlainYearMonth().toString() ?? month;
  if (month < first || month > last || month > monthOf(now, engagement.zone))
    throw new MonthOutsideContract(month);
  const closes = await periodCloses(tx, { viewer, engagementIds: [engagement.id] });
  if (closes.get(engagement.id)?.some((close) => close.period === month)) throw new MonthFrozen(month);
  const review = await monthReview(tx, { engagementId: engagement.id, month });
  if (review && isOver(review.windowEndsAt, now)) throw new ContestWindowClosed(month);
}

/**
 * The month as it stands and as it would with the proposal, by the functions that freeze and draft;
 * nothing is
 * written. Throws NotFound for work the month does not know, ChangesNothing, VolumeWithinForecast,
 * SampleNotContested, InvalidInput.
 */
export async function whatIf(
  tx: Tx,
  p: { viewer: Viewer; engagement: ContractedEngagement; proposal: Proposal; now: Temporal.Instant },
): Promise<WhatIf> {
  const { engagement, proposal } = p;
  refuseUnknownLevels(engagement, proposal);
  const items = await tapedItemsOf(tx, engagement, [proposal.month]);
  const { workItemIds, arithmetic } = concerned(engagement, proposal, items);
  await refuseForSamples(tx, { engagement, proposal, items, workItemIds });
  const { standing, proposed } = await bothReadings(tx, { ...p, wanted: proposal, items, workItemIds });
  if (proposal.subject !== "exclusion" && readsTheSame(standing, proposed)) throw new ChangesNothing();
  const price = await priceOf(tx, { ...p, month: proposal.month, standing, proposed });
  return { price, workItemIds, arithmetic };
}

/** The price of a contest that was put forward, as of now: what the one who answers or rules sees. */
export async function priceOfContest(
  tx: Tx,
  p: {
    viewer: Viewer;
    engagement: ContractedEngagement;
    wanted: Wanted;
    workItemIds: readonly string[];
    now: Temporal.Instant;
  },
): Promise<RepricedMonth> {
  const items = await tapedItemsOf(tx, p.engagement, [p.wanted.month]);
  const { standing, proposed } = await bothReadings(tx, { ...p, items });
  return priceOf(tx, { ...p, month: p.wanted.month, standing, proposed });
}

async function bothReadings(
  tx: Tx,
  p: {
    viewer: Viewer;
    engagement: ContractedEngagement;
    wanted: Wanted;
    items: readonly MonthItem[];
    workItemIds: readonly string[];
    now: Temporal.Instant;
  },
): Promise<{ standing: LevelReading[]; proposed: LevelReading[] }> {
  const { engagement, wanted, items } = p;
  const found = await calendarVersions(tx, { viewer: p.viewer, engagementIds: [engagement.id] });
  const calendars = found.get(engagement.id) ?? [];
  const ids = new Set(p.workItemIds);
  const adjustment: ItemAdjustment = {
    contestId: "what-if",
    period: wanted.month,
    effect: wanted.effect,
    levelIds: wanted.levelIds,
    from: wanted.from ?? null,
    to: wanted.to ?? null,
  };
  const changed = items.map((item) => (ids.has(item.id) ? withAdjustment(item, adjustment) : item));
  const samples = await monthSamples(tx, { engagement, months: [wanted.month] });
  const measure = (list: readonly MonthItem[]) =>
    measureMonth({ engagement, calendars, items: list, samples, month: wanted.month, now: p.now }).readings;
  return { standing: measure(items), proposed: measure(changed) };
}

function concerned(
  engagement: ContractedEngagement,
  proposal: Proposal,
  items: readonly MonthItem[],
): { workItemIds: string[]; arithmetic: VolumeArithmetic | null } {
  if (proposal.kind === "volume_over_forecast") {
    const arithmetic = volumeOverForecast({
      forecast: proposal.forecast ?? 0,
      opened: openedIn(engagement, proposal, items),
    });
    return { workItemIds: arithmetic.workItemIds, arithmetic };
  }
  const item = items.find((one) => one.id === proposal.workItemId);
  if (!item) throw new NotFound("work in this month");
  return { workItemIds: [item.id], arithmetic: null };
}

/** The month's new items of the levels' kinds of work, in the order in which they were opened. */
function openedIn(
  engagement: ContractedEngagement,
  proposal: Proposal,
  items: readonly MonthItem[],
): MonthItem[] {
  const { from, to } = monthPeriod({ month: proposal.month, zone: engagement.zone });
  const levels = engagement.terms.serviceLevels.filter(
    (level) => proposal.levelIds.length === 0 || proposal.levelIds.includes(level.id),
  );
  const types = new Set(levels.flatMap((level) => level.workItemTypes));
  return items.filter((item) => {
    const opened = Date.parse(item.events[0]?.at ?? "");
    return types.has(item.type) && opened >= from.epochMilliseconds && opened < to.epochMilliseconds;
  });
}

function readsTheSame(standing: readonly LevelReading[], proposed: readonly LevelReading[]): boolean {
  const facts = (all: readonly LevelReading[]) =>
    JSON.stringify(
      all.map(({ figure, verdicts }) => [
        ...[figure.measured, figure.gross, figure.hits, figure.n, figure.excluded],
        figure.counted,
        figure.detail,
        verdicts.map((one) => one.result.bundleHash),
      ]),
    );
  return facts(standing) === facts(proposed);
}

/** Throws SampleNotContested: a drawn sample is frozen, and its items are judged by their scores. */
async function refuseForSamples(
  tx: Tx,
  p: {
    engagement: ContractedEngagement;
    proposal: Proposal;
    items: readonly MonthItem[];
    workItemIds: readonly string[];
  },
): Promise<void> {
  const { engagement, proposal } = p;
  const levels = engagement.terms.serviceLevels;
  if (!levels.some((one) => one.samplePlan)) return;
  const ids = new Set(p.workItemIds);
  const types = new Set(p.items.filter((one) => ids.has(one.id)).map((one) => one.type));
  const begun = await begunSamples(tx, { engagementId: engagement.id, month: proposal.month });
  refuseSampledContest({ levels, begun, types, proposal });
}

function refuseUnknownLevels(engagement: ContractedEngagement, proposal: Proposal): void {
  const known = new Set(engagement.terms.serviceLevels.map((level) => level.id));
  if (proposal.levelIds.some((id) => !known.has(id)))
    throw new InvalidInput([{ field: "levelIds", message: "The contract has no such service level." }]);
}

async function priceOf(
  tx: Tx,
  p: {
    viewer: Viewer;
    engagement: ContractedEngagement;
    month: string;
    standing: readonly LevelReading[];
    proposed: readonly LevelReading[];
  },
): Promise<RepricedMonth> {
  const { id } = p.engagement;
  const closes = await periodCloses(tx, { viewer: p.viewer, engagementIds: [id] });
  const before = closes.get(id)?.find((one) => one.period === previousMonth(p.month));
  const figures = (all: readonly LevelReading[]) => all.map((one) => one.figure);
  return repricedMonth({
    terms: await expectedTermsOf(tx, p.engagement),
    standing: figures(p.standing),
    proposed: figures(p.proposed),
    before: before?.levels ?? null,
  });
}
