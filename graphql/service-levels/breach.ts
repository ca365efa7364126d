import { breachActionsFor, breachWaitsFor } from "../../domain/service-levels/breach.policy.ts";
import { type BreachFigure, CAUSE_CATEGORIES, isClosed } from "../../domain/service-levels/breach.ts";
import type { Effect, EffectSide } from "../../domain/service-levels/breach-effect.ts";
import { SEVERITY_NAMES } from "../../domain/service-levels/breach-severity.ts";
import { isOver } from "../../domain/service-levels/contest.ts";
import type { BreachRow } from "../../server/service-levels/breach.read.ts";
import {
  type BreachPlanRow,
  type BreachStepRow,
  breachPlans,
  breachSteps,
  type MissedItem,
  missedItems,
  possibleOwners,
} from "../../server/service-levels/breach-details.read.ts";
import { builder } from "../builder.ts";

const Figure = builder.objectRef<BreachFigure>("BreachFigure").implement({
  description: "The month's figure; decimals in the level's unit.",
  fields: (t) => ({
    measured: t.exposeString("measured", { nullable: true }),
    n: t.exposeInt("n"),
    misses: t.exposeInt("misses"),
    target: t.exposeString("target"),
    minimum: t.exposeString("minimum"),
    direction: t.string({ resolve: (one) => one.direction }),
    unit: t.exposeString("unit"),
    counted: t.string({
      nullable: true,
      description: "Of a small month held against a count: the misses counted.",
      resolve: (one) => one.counted?.measured ?? null,
    }),
    allowed: t.string({ nullable: true, resolve: (one) => one.counted?.target ?? null }),
  }),
});

const Plan = builder.objectRef<BreachPlanRow>("CorrectivePlan").implement({
  description: "The cause as the provider states it, and what is done about it.",
  fields: (t) => ({
    id: t.exposeID("id"),
    number: t.exposeInt("number"),
    category: t.exposeString("category"),
    categoryName: t.string({ resolve: (one) => CAUSE_CATEGORIES[one.category] }),
    cause: t.exposeString("cause"),
    explained: t.int({ resolve: (one) => one.explainedItemIds.length }),
    explainedItemIds: t.idList({ resolve: (one) => one.explainedItemIds }),
    action: t.exposeString("action"),
    owner: t.exposeString("ownerName"),
    ownerId: t.exposeID("ownerId"),
    dueOn: t.field({ type: "Date", resolve: (one) => one.dueOn }),
    promisedFigure: t.exposeString("promisedFigure"),
    promisedMonth: t.exposeString("promisedMonth"),
    by: t.exposeString("byName"),
    at: t.field({ type: "DateTime", resolve: (one) => one.at }),
  }),
});

const Step = builder.objectRef<BreachStepRow>("BreachStep").implement({
  fields: (t) => ({
    id: t.exposeID("id"),
    action: t.exposeString("action"),
    party: t.exposeString("party"),
    by: t.exposeString("byName"),
    reason: t.exposeString("reason"),
    at: t.field({ type: "DateTime", resolve: (one) => one.at }),
  }),
});

const Side = builder.objectRef<EffectSide>("BreachEffectSide").implement({
  fields: (t) => ({
    months: t.stringList({ resolve: (one) => one.months }),
    n: t.exposeInt("n"),
    figure: t.exposeString("figure", { nullable: true }),
    low: t.string({ nullable: true, resolve: (one) => one.interval?.low ?? null }),
    high: t.string({ nullable: true, resolve: (one) => one.interval?.high ?? null }),
  }),
});

const EffectType = builder.objectRef<Effect>("BreachEffect").implement({
  description: "What the action did, computed from the frozen months as they stand.",
  fields: (t) => ({
    before: t.field({ type: Side, resolve: (one) => one.before }),
    after: t.field({ type: Side, resolve: (one) => one.after }),
    difference: t.exposeString("difference", { nullable: true }),
    beyondChance: t.exposeBoolean("beyondChance", {
      nullable: true,
      description: "Whether the 95 % intervals of a share lie apart.",
    }),
    judgedMonth: t.string({ nullable: true, resolve: (one) => one.judged?.month ?? null }),
    judgedFigure: t.string({ nullable: true, resolve: (one) => one.judged?.figure ?? null }),
    kept: t.exposeBoolean("kept", { nullable: true }),
    better: t.exposeBoolean("better", { nullable: true }),
    verdict: t.string({ nullable: true, resolve: (one) => one.verdict }),
  }),
});

const Missed = builder.objectRef<MissedItem>("MissedItem").implement({
  fields: (t) => ({
    id: t.exposeID("id"),
    reference: t.exposeString("reference"),
    title: t.exposeString("title"),
    priority: t.exposeString("priority", { nullable: true }),
  }),
});

const Owner = builder.objectRef<{ userId: string; name: string }>("PossibleOwner").implement({
  fields: (t) => ({ userId: t.exposeID("userId"), name: t.exposeString("name") }),
});

/** As many missed items as a form can offer at once. */
const MOST_SHOWN = 200;

export const BreachType = builder.objectRef<BreachRow>("Breach").implement({
  description: "A month in which a level was missed, from its opening to the measured effect.",
  fields: (t) => ({
    id: t.exposeID("id"),
    engagementId: t.exposeID("engagementId"),
    engagementTitle: t.exposeString("engagementTitle"),
    buyerName: t.exposeString("buyerName"),
    providerName: t.exposeString("providerName"),
    zone: t.exposeString("zone"),
    month: t.exposeString("period"),
    levelId: t.exposeString("levelId"),
    levelName: t.exposeString("levelName"),
    status: t.string({ description: "missed or failed", resolve: (one) => one.status }),
    figure: t.field({ type: Figure, resolve: (one) => one.figure }),
    source: t.string({ description: "computed, frozen or corrected", resolve: (one) => one.source }),
    severity: t.int({ description: "1 to 3, 3 the worst.", resolve: (one) => one.severity }),
    severityName: t.string({ resolve: (one) => SEVERITY_NAMES[one.severity] }),
    state: t.string({ resolve: (one) => one.state }),
    closed: t.boolean({ resolve: (one) => isClosed(one.state) }),
    waitsFor: t.string({ nullable: true, resolve: (one) => breachWaitsFor(one.state) }),
    openedAt: t.field({ type: "DateTime", resolve: (one) => one.openedAt }),
    closedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.closedAt }),
    dueAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.dueAt }),
    overdue: t.boolean({
      resolve: (one, _args, context) => one.dueAt !== null && isOver(one.dueAt, context.moment()),
    }),
    repeated: t.boolean({ resolve: (one) => one.escalatedFor.includes("repeated") }),
    escalated: t.boolean({ resolve: (one) => one.escalatedFor.length > 0 }),
    assignedTo: t.exposeString("assignedToName", { nullable: true }),
    repeatTimes: t.int({ resolve: (one) => one.policy.repeatTimes }),
    repeatMonths: t.int({ resolve: (one) => one.policy.repeatMonths }),
    missed: t.int({ resolve: (one) => one.missedItemIds.length }),
    missedItems: t.field({
      type: [Missed],
      description: `The first ${MOST_SHOWN}, by reference.`,
      resolve: (one, _args, context) =>
        missedItems(context.read, { ids: one.missedItemIds, first: MOST_SHOWN }),
    }),
    actionDueOn: t.field({ type: "Date", nullable: true, resolve: (one) => one.actionDueOn }),
    promisedMonth: t.exposeString("promisedMonth", { nullable: true }),
    promisedFigure: t.exposeString("promisedFigure", { nullable: true }),
    effect: t.field({ type: EffectType, nullable: true, resolve: (one) => one.effect }),
    plans: t.field({
      type: [Plan],
      description: "Newest first; one that was sent back stays.",
      resolve: (one, _args, context) => breachPlans(context.read, one.id),
    }),
    steps: t.field({
      type: [Step],
      description: "Oldest first.",
      resolve: (one, _args, context) => breachSteps(context.read, one.id),
    }),
    actions: t.stringList({
      description: "What the viewer may do next.",
      resolve: (one, _args, context) => breachActionsFor({ viewer: context.signedIn(), breach: one }),
    }),
    possibleOwners: t.field({
      type: [Owner],
      description: "Who can see to an action; empty for those who do not state one.",
      resolve: (one, _args, context) => {
        const viewer = context.signedIn();
        if (!breachActionsFor({ viewer, breach: one }).includes("plan")) return [];
        return possibleOwners(context.read, { viewer, providerId: one.providerId });
      },
    }),
  }),
});
