import { Temporal } from "temporal-polyfill";
import { clockIntervals } from "../../domain/service-levels/clock-intervals.ts";
import {
  DEFAULT_CONTEST_DAYS,
  type ExclusionKind,
  windowEnd,
} from "../../domain/service-levels/contest.ts";
import {
  type ContestEffect,
  type ItemAdjustment,
  withAdjustment,
} from "../../domain/service-levels/item-adjustment.ts";
import type { LevelReading } from "../../domain/service-levels/month-figure.ts";
import type { ItemVerdict, MeasuringRules } from "../../domain/service-levels/month-item.ts";
import { type RepricedMonth, repricedMonth } from "../../domain/service-levels/repriced-month.ts";
import type { Json } from "../../domain/shared/canonical-json.ts";
import { formatInstant } from "../../domain/shared/instant.ts";
import type { CastMember } from "./cast.ts";
import type { ToldContract } from "./chapter-contracts.ts";
import { readingsOf, workOf } from "./chapter-months.ts";
import type { ToldItem } from "./chapter-work.ts";
import type { EngagementPlan } from "./engagement-plans.ts";
import { type Story, stamp } from "./story.ts";
import type { StoryMonth } from "./year-of-work.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;

export type MonthAtWork = {
  plan: EngagementPlan;
  contract: ToldContract;
  engagementId: string;
  month: StoryMonth;
  calendar: { rules: MeasuringRules };
  items: readonly ToldItem[];
  /** Of a month that still runs: the epoch second at which it is read. */
  readAt?: number;
};

/**
 * The last closed month of one engagement had an exclusion that the buyer accepted: its bundles carry it,
 * net and
 * gross differ, and the frozen month names it. Answers the items as they are measured then.
 */
export function tellDecided(
  story: Story,
  p: MonthAtWork,
): { items: readonly ToldItem[]; decisions: Json[] | null } {
  const missed = p.plan.key === "halden-it" ? missedIn(p)[0] : undefined;
  if (!missed) return { items: p.items, decisions: null };
  const claimedAt = p.month.to + HOUR;
  const contestId = story.id(claimedAt);
  const { found, levelId } = missed;
  const adjustment = wholeItem({ contestId, period: p.month.month, effect: "exclude", levelId });
  const decision = tellContest(story, {
    ...p,
    contestId,
    at: claimedAt,
    side: "provider",
    kind: "third_party",
    subject: "exclusion",
    adjustment,
    itemId: found.item.id,
    reason: "The carrier of the plants was down; its line is the buyer's contract.",
    evidence: "The carrier's fault report, reference LN-40718.",
    steps: [
      {
        action: "accept",
        party: "buyer",
        after: 2 * HOUR,
        reason: "Our carrier confirms the outage for these hours.",
      },
    ],
    state: "accepted",
  });
  const items = p.items.map((one) =>
    one.read.id === found.item.id ? { ...one, read: withAdjustment(one.read, adjustment) } : one,
  );
  return { items, decisions: [decision] };
}

/** In the running month: a claim that waits for the buyer, and a contested pause that waits for a ruling. */
export function tellContests(story: Story, p: MonthAtWork): void {
  if (p.plan.key !== "halden-it" && p.plan.key !== "norrvik-it") return;
  const now = Math.floor(story.now.epochMilliseconds / 1000);
  const missed = missedIn({ ...p, readAt: now - DAY })[0];
  if (missed) {
    const contestId = story.id(now - DAY);
    const { levelId, found } = missed;
    tellContest(story, {
      ...p,
      contestId,
      readAt: now - DAY,
      at: now - DAY,
      side: "provider",
      kind: "late_input",
      subject: "exclusion",
      adjustment: wholeItem({ contestId, period: p.month.month, effect: "exclude", levelId }),
      itemId: found.item.id,
      reason: "We asked for the serial number twice and had it the evening after.",
      evidence: "Mail of the site lead, with the number, sent 19:40.",
      steps: [],
      state: "open",
    });
  }
  const readAt = now - 3 * DAY;
  const paused = pausedIn({ ...p, readAt });
  if (paused) tellDisputed(story, { ...p, ...paused, readAt, at: readAt });
}

function tellDisputed(
  story: Story,
  p: MonthAtWork & { found: ItemVerdict; levelId: string; from: string; to: string; at: number },
): void {
  const contestId = story.id(p.at);
  const { from, to, levelId } = p;
  tellContest(story, {
    ...p,
    contestId,
    side: "buyer",
    kind: null,
    subject: "interval",
    adjustment: {
      contestId,
      period: p.month.month,
      effect: "count",
      levelIds: [levelId],
      from,
      to,
    },
    itemId: p.found.item.id,
    reason: "We had answered before the clock was stopped: this pause was not ours.",
    evidence: "Our reply in the ticket, two minutes before the pause.",
    steps: [
      {
        action: "refuse",
        party: "provider",
        after: 5 * HOUR,
        reason: "The reply left out which of the two machines it was about.",
      },
    ],
    state: "disputed",
  });
}

type Step = { action: string; party: "buyer" | "provider"; after: number; reason: string };

function tellContest(
  story: Story,
  p: MonthAtWork & {
    contestId: string;
    at: number;
    side: "buyer" | "provider";
    kind: ExclusionKind | null;
    subject: "exclusion" | "interval";
    adjustment: ItemAdjustment;
    itemId: string;
    reason: string;
    evidence: string;
    steps: readonly Step[];
    state: string;
  },
): Json & { id: string } {
  const { adjustment, contract, side } = p;
  const person = (party: "buyer" | "provider") =>
    story.cast.member(
      party === "buyer"
        ? { slug: p.plan.buyer, role: "operations_lead" }
        : { slug: p.plan.provider, role: "delivery_manager" },
    );
  const by = person(side);
  const answerer = p.steps.at(-1);
  const parties = { organization_id: contract.buyerId, provider_id: contract.providerId };
  const from = Temporal.Instant.fromEpochMilliseconds(p.at * 1000);
  const { zone } = contract.terms;
  story.add("contest", {
    id: p.contestId,
    ...parties,
    engagement_id: p.engagementId,
    period: p.month.month,
    subject: p.subject,
    kind: p.kind,
    effect: adjustment.effect,
    work_item_ids: [p.itemId],
    level_ids: adjustment.levelIds,
    from_at: adjustment.from,
    to_at: adjustment.to,
    arithmetic: null,
    reason: p.reason,
    evidence: p.evidence,
    evidence_url: null,
    evidence_hash: null,
    side,
    claimed_by_id: by.userId,
    claimed_by_name: by.account.name,
    claimed_at: stamp(p.at),
    answer_by: windowEnd({ from, days: DEFAULT_CONTEST_DAYS, zone }).toString(),
    state: p.state,
    answered_by_id: answerer ? person(answerer.party).userId : null,
  });
  tellReadings(story, p, person);
  return {
    id: p.contestId,
    subject: p.subject,
    kind: p.kind,
    effect: adjustment.effect,
    workItemIds: [p.itemId],
    levelIds: [...adjustment.levelIds],
    from: adjustment.from,
    to: adjustment.to,
    side,
    state: p.state,
  };
}

type Told = MonthAtWork & {
  contestId: string;
  at: number;
  side: "buyer" | "provider";
  adjustment: ItemAdjustment;
  itemId: string;
  reason: string;
  steps: readonly Step[];
};

/** Every step with the price that was in front of whoever took it. */
function tellReadings(story: Story, p: Told, person: (party: "buyer" | "provider") => CastMember): void {
  const { side } = p;
  const parties = { organization_id: p.contract.buyerId, provider_id: p.contract.providerId };
  const price = priceOf(p);
  for (const step of [{ action: "open", party: side, after: 0, reason: p.reason }, ...p.steps])
    story.add("contest_reading", {
      id: story.id(p.at + step.after),
      ...parties,
      contest_id: p.contestId,
      action: step.action,
      party: step.party,
      by_id: person(step.party).userId,
      by_name: person(step.party).account.name,
      reason: step.reason,
      price,
      at: stamp(p.at + step.after),
    });
}

function priceOf(p: MonthAtWork & { itemId: string; adjustment: ItemAdjustment }): RepricedMonth {
  const adjusted = p.items.map((one) =>
    one.read.id === p.itemId ? { ...one, read: withAdjustment(one.read, p.adjustment) } : one,
  );
  const figures = (items: readonly ToldItem[]) => readingsIn({ ...p, items }).map((one) => one.figure);
  return repricedMonth({
    terms: p.contract.terms,
    standing: figures(p.items),
    proposed: figures(adjusted),
    // Under a pool no month before counts; the contracts told of here have one.
    before: null,
  });
}

function readingsIn(p: MonthAtWork): LevelReading[] {
  const asOf = p.readAt === undefined ? {} : { asOf: formatInstant(p.readAt) };
  return readingsOf({ ...p, ...asOf, worked: workOf(p) }).map((one) => one.reading);
}

type Found = { found: ItemVerdict; levelId: string };

function missedIn(p: MonthAtWork): Found[] {
  return readingsIn(p).flatMap(({ figure, verdicts }) =>
    verdicts
      .filter((one) => one.result.verdict === "breached" && one.result.state === "stopped")
      .map((found) => ({ found, levelId: figure.levelId })),
  );
}

/** A finished item of the month with a pause of some length, and that pause. */
function pausedIn(p: MonthAtWork): (Found & { from: string; to: string }) | null {
  for (const { figure, verdicts } of readingsIn(p))
    for (const found of verdicts.filter((one) => one.result.state === "stopped"))
      for (const one of clockIntervals(found.bundle))
        if (one.state === "paused" && one.businessSeconds >= HOUR)
          return { found, levelId: figure.levelId, from: one.from, to: one.to };
  return null;
}

function wholeItem(p: {
  contestId: string;
  period: string;
  effect: ContestEffect;
  levelId: string;
}): ItemAdjustment {
  const { contestId, period, effect, levelId } = p;
  return { contestId, period, effect, levelIds: [levelId], from: null, to: null };
}
