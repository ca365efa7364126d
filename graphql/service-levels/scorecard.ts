import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import type { ServiceLevel } from "../../domain/catalogue/service-level.ts";
import { type LevelScore, type MonthScore, scoreChange } from "../../domain/service-levels/scorecard.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { saveScorecard } from "../../server/service-levels/save-scorecard.ts";
import {
  findScorecard,
  listScorecards,
  type Scorecard,
} from "../../server/service-levels/scorecard.read.ts";
import type { ScorecardVersionRow } from "../../server/service-levels/scorecard-versions.read.ts";
import { builder } from "../builder.ts";

const CardLevel = builder.objectRef<ScorecardVersionRow["levels"][number]>("ScorecardLevel").implement({
  fields: (t) => ({
    levelId: t.exposeString("levelId"),
    weightBps: t.exposeInt("weightBps", { description: "Of 10,000 in all." }),
  }),
});

const Version = builder.objectRef<ScorecardVersionRow>("ScorecardVersion").implement({
  description: "The levels and weights that hold from a month until a later version does.",
  fields: (t) => ({
    number: t.exposeInt("number"),
    fromMonth: t.exposeString("fromMonth"),
    levels: t.field({ type: [CardLevel], resolve: (one) => one.levels }),
    note: t.exposeString("note"),
    createdBy: t.exposeString("createdBy"),
    createdAt: t.field({ type: "DateTime", resolve: (one) => one.createdAt }),
  }),
});

const LevelScoreType = builder.objectRef<LevelScore>("LevelScore").implement({
  fields: (t) => ({
    levelId: t.exposeString("levelId"),
    weightBps: t.exposeInt("weightBps"),
    score: t.exposeString("score", {
      nullable: true,
      description: "100 at the target or better, 0 at the minimum or worse, in proportion between them.",
    }),
    leftOut: t.exposeString("leftOut", { nullable: true, description: "Why it does not count." }),
  }),
});

const Month = builder.objectRef<MonthScore>("ScorecardMonth").implement({
  fields: (t) => ({
    month: t.exposeString("month"),
    runs: t.exposeBoolean("runs"),
    version: t.exposeInt("version", { nullable: true }),
    value: t.exposeString("value", { nullable: true, description: "Out of 100, weighted." }),
    levels: t.field({ type: [LevelScoreType], resolve: (one) => one.levels }),
  }),
});

const Figure = builder.objectRef<ServiceLevel & { card: Scorecard }>("ScorecardFigure").implement({
  description: "A level of the contract with its figures over the months of the card.",
  fields: (t) => ({
    levelId: t.exposeString("id"),
    name: t.exposeString("name"),
    unit: t.exposeString("unit"),
    direction: t.exposeString("direction"),
    target: t.exposeString("target"),
    minimum: t.exposeString("minimum"),
    measured: t.stringList({
      nullable: { list: false, items: true },
      description: "Month by month, as the card's months.",
      resolve: ({ id, card }) =>
        card.figures.map(({ levels }) => levels.find((one) => one.levelId === id)?.measured ?? null),
    }),
    n: t.intList({
      description: "The items behind each.",
      resolve: ({ id, card }) =>
        card.figures.map(({ levels }) => levels.find((one) => one.levelId === id)?.n ?? 0),
    }),
    excluded: t.intList({
      description: "What was left out of each.",
      resolve: ({ id, card }) =>
        card.figures.map(({ levels }) => levels.find((one) => one.levelId === id)?.excluded ?? 0),
    }),
    windowFrom: t.stringList({
      description: "The first month of the window of each; its last is the card's month.",
      resolve: ({ id, card }) =>
        card.figures.map(
          ({ month, levels }) => levels.find((one) => one.levelId === id)?.window?.from ?? month,
        ),
    }),
  }),
});

export const ScorecardType = builder.objectRef<Scorecard>("Scorecard").implement({
  description: "Up to eight weighted levels of one engagement, and their score over thirteen months.",
  fields: (t) => ({
    engagementId: t.exposeID("engagementId"),
    title: t.exposeString("title"),
    buyer: t.exposeString("buyer"),
    provider: t.exposeString("provider"),
    levels: t.field({
      type: [Figure],
      resolve: (card) => card.levels.map((level) => ({ ...level, card })),
    }),
    versions: t.field({ type: [Version], resolve: (card) => card.versions }),
    current: t.field({ type: Version, nullable: true, resolve: (card) => card.current }),
    months: t.field({ type: [Month], resolve: (card) => card.months }),
    change: t.string({
      nullable: true,
      description: "Points from the first month with a score to the last.",
      resolve: (card) => scoreChange(card.months.map((one) => one.value)),
    }),
    nextMonth: t.exposeString("nextMonth", {
      description: "The earliest month with which a new version may begin.",
    }),
    mayEdit: t.exposeBoolean("mayEdit"),
  }),
});

const WeightInput = builder.inputType("ScorecardWeightInput", {
  fields: (t) => ({
    levelId: t.string({ required: true }),
    weight: t.string({
      required: true,
      description: "Per cent; empty for a level that is not on the card.",
    }),
  }),
});

const SaveInput = builder.inputType("SaveScorecardInput", {
  fields: (t) => ({
    engagementId: t.id({ required: true }),
    baseVersion: t.int({ required: true, description: "The version that was changed; 0 for the first." }),
    fromMonth: t.string({ required: true, description: "YYYY-MM" }),
    note: t.string(),
    levels: t.field({ type: [WeightInput], required: true }),
    idempotencyKey: t.string(),
  }),
});

builder.queryFields((t) => ({
  scorecard: t.field({
    type: ScorecardType,
    nullable: true,
    description: "The scorecard of one engagement; null where the viewer sees none.",
    complexity: 60,
    authScopes: { may: "service_level:read" },
    args: { engagementId: t.arg.id({ required: true }) },
    resolve: (_root, { engagementId }, context) =>
      findScorecard(context.read, {
        viewer: context.signedIn(),
        now: context.clock.now(),
        engagementId: String(engagementId),
      }),
  }),
  scorecards: t.connection({
    type: ScorecardType,
    description: "The scorecards of the viewer's engagements; staff see all.",
    authScopes: { may: "service_level:read" },
    resolve: (_root, args, context) =>
      resolveCursorConnection(
        { args, toCursor: (one: Scorecard) => one.engagementId, defaultSize: 25, maxSize: 50 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          listScorecards(context.read, {
            viewer: context.signedIn(),
            now: context.clock.now(),
            ...{ limit, inverted },
            ...(after === undefined ? {} : { after }),
            ...(before === undefined ? {} : { before }),
          }),
      ),
  }),
}));

builder.mutationField("saveScorecard", (t) =>
  t.field({
    type: ScorecardType,
    description: "Writes a new version of an engagement's scorecard.",
    errors: {},
    authScopes: { may: "scorecard:edit" },
    args: { input: t.arg({ type: SaveInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, engagementId, note, ...rest } = input;
      await saveScorecard(context.caller(idempotencyKey), {
        ...rest,
        engagementId: String(engagementId),
        note: note ?? "",
      });
      const card = await findScorecard(context.read, {
        viewer: context.signedIn(),
        now: context.clock.now(),
        engagementId: String(engagementId),
      });
      if (!card) throw new NotFound("engagement");
      return card;
    },
  }),
);
