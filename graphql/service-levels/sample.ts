import type { SampleSize } from "../../domain/catalogue/sample-size.ts";
import { samplingPlanWords } from "../../domain/catalogue/sampling-plan.ts";
import type { Round } from "../../domain/service-levels/sampling/score.ts";
import { InvalidInput } from "../../domain/shared/refusals.ts";
import type { LevelSample } from "../../server/service-levels/level-sample.read.ts";
import {
  type NamedScore,
  type SampleRow,
  sampleBundle,
  sampleIds,
  stateOf,
} from "../../server/service-levels/sample.read.ts";
import {
  ITEM_FILTERS,
  type ItemFilter,
  type SampleItem,
  type SampleItems,
  type SampleProgress,
  sampleItems,
  sampleProgress,
} from "../../server/service-levels/sample-items.read.ts";
import { builder } from "../builder.ts";

const Score = builder.objectRef<NamedScore>("SampleScore").implement({
  description: "What one person counted in one drawn item.",
  fields: (t) => ({
    errors: t.exposeInt("errors"),
    units: t.exposeInt("units"),
    note: t.exposeString("note"),
    by: t.exposeString("byName"),
    at: t.field({ type: "DateTime", resolve: (one) => one.at }),
  }),
});

const Item = builder.objectRef<SampleItem>("SampleItem").implement({
  description: "One drawn item. The other side's score is null until the viewer's side has given its own.",
  fields: (t) => {
    const scoreOf = (round: Round) =>
      t.field({ type: Score, nullable: true, resolve: (one) => one.scores[round] ?? null });
    return {
      position: t.exposeInt("position", { description: "Place in the draw, from 0." }),
      workItemId: t.id({ resolve: (one) => one.item.id }),
      reference: t.string({ resolve: (one) => one.item.reference }),
      title: t.string({ resolve: (one) => one.item.title }),
      state: t.exposeString("state", {
        description: "first, unknown, second, ruling or settled: which score it waits for.",
      }),
      hidden: t.exposeBoolean("isHidden", {
        description: "There is a score that the viewer's side sees once it has given its own.",
      }),
      mine: t.exposeBoolean("isMine", { description: "The viewer's side has to score it now." }),
      first: scoreOf("first"),
      second: scoreOf("second"),
      ruling: scoreOf("ruling"),
    };
  },
});

const Items = builder.objectRef<SampleItems>("SampleItems").implement({
  fields: (t) => ({
    rows: t.field({ type: [Item], resolve: (page) => page.rows }),
    next: t.exposeInt("next", { nullable: true, description: "Where the next page begins." }),
    total: t.exposeInt("total"),
  }),
});

const Progress = builder.objectRef<SampleProgress>("SampleProgress").implement({
  description: "How far the scoring is; counts that tell neither side the other's scores.",
  fields: (t) => ({
    round: t.exposeString("round", { description: "The viewer's own: first, second or none." }),
    first: t.exposeInt("first"),
    second: t.exposeInt("second"),
    twice: t.exposeInt("twice", {
      nullable: true,
      description: "Null until the first scoring is complete.",
    }),
    disagreements: t.exposeInt("disagreements"),
    ruled: t.exposeInt("ruled"),
    next: t.exposeInt("next", { nullable: true, description: "The next item that waits for the viewer." }),
  }),
});

export const SampleType = builder.objectRef<SampleRow>("Sample").implement({
  description: "The sample of one level in one month: its frozen population, its draw and its scoring.",
  fields: (t) => ({
    id: t.exposeID("id"),
    engagementId: t.exposeID("engagementId"),
    levelId: t.exposeString("levelId"),
    month: t.exposeString("month"),
    state: t.string({ description: "committed, drawn or scored.", resolve: (one) => stateOf(one) }),
    of: t.exposeInt("of", { description: "Items there were to draw from." }),
    size: t.exposeInt("size"),
    populationHash: t.exposeString("populationHash"),
    commitment: t.exposeString("commitment", { description: "SHA-256 of the first nonce." }),
    nonce: t.exposeString("nonce", {
      nullable: true,
      description: "The first nonce; null before the draw.",
    }),
    answer: t.exposeString("answer", { nullable: true, description: "The nonce that answered it." }),
    seed: t.exposeString("seed", { nullable: true }),
    committedBy: t.string({ resolve: (one) => one.committedBy }),
    committedByName: t.exposeString("committedName"),
    committedAt: t.field({ type: "DateTime", resolve: (one) => one.committedAt }),
    answerBy: t.field({ type: "DateTime", resolve: (one) => one.answerBy }),
    answeredBy: t.string({ nullable: true, resolve: (one) => one.answeredBy }),
    answeredByName: t.exposeString("answeredName", { nullable: true }),
    drawnAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.drawnAt }),
    waitsFor: t.string({
      nullable: true,
      description: "buyer, provider or account_manager; null once it is scored.",
      resolve: (one) => one.waitsFor,
    }),
    scoredAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.scoredAt }),
    errors: t.exposeInt("errors", { nullable: true }),
    units: t.exposeInt("units", { nullable: true }),
    bundleHash: t.exposeString("bundleHash", { nullable: true }),
  }),
});

/** What is read only where it is asked for. */
builder.objectFields(SampleType, (t) => ({
  population: t.field({
    type: ["ID"],
    complexity: 100,
    description: "Every id that could be drawn, sorted.",
    resolve: async (one, _args, context) =>
      (await sampleIds(context.read, { viewer: context.signedIn(), id: one.id })).population,
  }),
  drawn: t.field({
    type: ["ID"],
    complexity: 20,
    description: "The drawn ids in the order of the draw.",
    resolve: async (one, _args, context) =>
      (await sampleIds(context.read, { viewer: context.signedIn(), id: one.id })).drawn,
  }),
  bundle: t.field({
    type: "JSON",
    nullable: true,
    complexity: 100,
    description: "What rebuilds the verdict, once it is scored.",
    resolve: (one, _args, context) =>
      sampleBundle(context.read, { viewer: context.signedIn(), id: one.id }),
  }),
  progress: t.field({
    type: Progress,
    complexity: 10,
    resolve: (one, _args, context) =>
      sampleProgress(context.read, { viewer: context.signedIn(), sample: one }),
  }),
  items: t.field({
    type: Items,
    complexity: 20,
    description: "The drawn items in the order of the draw, 200 a page at most.",
    args: {
      filter: t.arg.string({ description: "all, mine, differing or errors." }),
      first: t.arg.int(),
      after: t.arg.int({ description: "The `next` of the page before." }),
    },
    resolve: (one, args, context) =>
      sampleItems(context.read, {
        viewer: context.signedIn(),
        sample: one,
        filter: filterOf(args.filter ?? "all"),
        first: args.first ?? 50,
        after: args.after ?? null,
      }),
  }),
}));

const Size = builder.objectRef<SampleSize>("SampleSize").implement({
  fields: (t) => ({
    size: t.exposeInt("size"),
    wanted: t.exposeInt("wanted", { description: "What the precision alone asks for." }),
    heldBy: t.string({
      nullable: true,
      description: "minimum, maximum or population, where the size is not the wanted one.",
      resolve: (one) => one.heldBy,
    }),
  }),
});

export const LevelSampleType = builder.objectRef<LevelSample>("LevelSample").implement({
  description: "One sampled level in one month: its plan, what a draw takes, and the sample.",
  fields: (t) => ({
    engagementId: t.exposeID("engagementId"),
    levelId: t.exposeString("levelId"),
    levelName: t.exposeString("levelName"),
    direction: t.string({ resolve: (one) => one.direction }),
    unit: t.exposeString("unit"),
    month: t.exposeString("month"),
    zone: t.exposeString("zone"),
    isOver: t.exposeBoolean("isOver"),
    plan: t.string({
      description: "The sample plan in words.",
      resolve: (one) => samplingPlanWords(one.plan),
    }),
    scoredBy: t.string({ resolve: (one) => one.plan.scoredBy }),
    countedUnit: t.string({ description: "item, line or field.", resolve: (one) => one.plan.unit }),
    unitsPerItem: t.int({ resolve: (one) => one.plan.unitsPerItem }),
    confidence: t.string({ resolve: (one) => one.plan.confidence }),
    twiceBps: t.int({
      description: "The part of the sample that is scored twice, in hundredths of a per cent.",
      resolve: (one) => one.plan.secondShareBps,
    }),
    of: t.exposeInt("of"),
    size: t.field({ type: Size, resolve: (one) => one.size }),
    actions: t.exposeStringList("actions", { description: "What the viewer may do next." }),
    sample: t.field({ type: SampleType, nullable: true, resolve: (one) => one.sample }),
  }),
});

function filterOf(text: string): ItemFilter {
  const found = ITEM_FILTERS.find((one) => one === text);
  if (found) return found;
  throw new InvalidInput([{ field: "filter", message: `Choose one of ${ITEM_FILTERS.join(", ")}.` }]);
}
