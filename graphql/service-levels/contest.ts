import { actionsFor } from "../../domain/service-levels/contest.policy.ts";
import { EXCLUSION_KIND_NAMES, isUndecided, waitsFor } from "../../domain/service-levels/contest.ts";
import { contestTitle, effectSentence } from "../../domain/service-levels/contest-words.ts";
import type { VolumeArithmetic } from "../../domain/service-levels/volume-over-forecast.ts";
import { contractedEngagements } from "../../server/delivery/contracted-engagement.ts";
import {
  type ContestReadingRow,
  type ContestRow,
  contestReadings,
} from "../../server/service-levels/contest.read.ts";
import { priceOfContest } from "../../server/service-levels/contest-what-if.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";
import { RepricedMonthType } from "./repriced-month.ts";

const Volume = builder.objectRef<VolumeArithmetic>("VolumeArithmetic").implement({
  description: "Volume over 120 % of the forecast, step by step.",
  fields: (t) => ({
    forecast: t.exposeInt("forecast"),
    actual: t.exposeInt("actual"),
    allowed: t.exposeInt("allowed", { description: "forecast × 120 %, cut to whole items" }),
    over: t.exposeInt("over"),
  }),
});

const Reading = builder.objectRef<ContestReadingRow>("ContestReading").implement({
  description:
    "One step of a contest: who did what, why, and the month's price as it was in front of them.",
  fields: (t) => ({
    id: t.exposeID("id"),
    action: t.exposeString("action"),
    party: t.exposeString("party"),
    by: t.exposeString("byName"),
    reason: t.exposeString("reason"),
    at: t.field({ type: "DateTime", resolve: (one) => one.at }),
    price: t.field({ type: RepricedMonthType, resolve: (one) => one.price }),
  }),
});

export const ContestType = builder.objectRef<ContestRow>("Contest").implement({
  description:
    "What one side wants a month to read otherwise: an exclusion, an interval of a clock, a verdict.",
  fields: (t) => ({
    id: t.exposeID("id"),
    engagementId: t.exposeID("engagementId"),
    engagementTitle: t.exposeString("engagementTitle"),
    buyerName: t.exposeString("buyerName"),
    providerName: t.exposeString("providerName"),
    zone: t.exposeString("zone"),
    month: t.exposeString("period"),
    subject: t.string({ resolve: (one) => one.subject }),
    kind: t.string({ nullable: true, resolve: (one) => one.kind }),
    kindName: t.string({
      nullable: true,
      resolve: (one) => (one.kind ? EXCLUSION_KIND_NAMES[one.kind] : null),
    }),
    title: t.string({ resolve: (one) => contestTitle({ ...one, items: one.workItemIds.length }) }),
    effect: t.string({ resolve: (one) => one.effect }),
    effectSentence: t.string({ resolve: (one) => effectSentence(one) }),
    workItemId: t.id({
      nullable: true,
      resolve: (one) => (one.arithmetic ? null : (one.workItemIds[0] ?? null)),
    }),
    items: t.int({ resolve: (one) => one.workItemIds.length }),
    reference: t.exposeString("reference", { nullable: true }),
    itemTitle: t.exposeString("itemTitle", { nullable: true }),
    levelIds: t.stringList({ description: "Empty: every level.", resolve: (one) => one.levelIds }),
    from: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.from }),
    to: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.to }),
    volume: t.field({ type: Volume, nullable: true, resolve: (one) => one.arithmetic }),
    reason: t.exposeString("reason"),
    evidence: t.exposeString("evidence"),
    evidenceUrl: t.exposeString("evidenceUrl", { nullable: true }),
    evidenceHash: t.exposeString("evidenceHash", { nullable: true }),
    side: t.string({ resolve: (one) => one.side }),
    claimedBy: t.exposeString("claimedByName"),
    claimedAt: t.field({ type: "DateTime", resolve: (one) => one.claimedAt }),
    answerBy: t.field({ type: "DateTime", resolve: (one) => one.answerBy }),
    state: t.string({ resolve: (one) => one.state }),
    waitsFor: t.string({
      nullable: true,
      description: "buyer, provider or account_manager; null once it is decided.",
      resolve: (one, _args, context) => waitsFor(one, context.clock.now()),
    }),
    actions: t.stringList({
      description: "What the viewer may do next.",
      resolve: (one, _args, context) =>
        actionsFor({ viewer: context.signedIn(), contest: one, now: context.clock.now() }),
    }),
    readings: t.field({
      type: [Reading],
      description: "As contested and as decided, with who, when and why.",
      resolve: (one, _args, context) =>
        contestReadings(context.read, { viewer: context.signedIn(), contestId: one.id }),
    }),
    priceNow: t.field({
      type: RepricedMonthType,
      nullable: true,
      complexity: 50,
      description: "The month as of now, without and with it; null once it is decided.",
      resolve: (one, _args, context) => (isUndecided(one.state) ? priceNow(one, context) : null),
    }),
  }),
});

async function priceNow(contest: ContestRow, context: GraphQLContext) {
  const viewer = context.signedIn();
  const [engagement] = await contractedEngagements(context.read, {
    viewer,
    ids: [contest.engagementId],
  });
  if (!engagement) return null;
  return priceOfContest(context.read, {
    viewer,
    engagement,
    wanted: { ...contest, month: contest.period },
    workItemIds: contest.workItemIds,
    now: context.clock.now(),
  });
}
