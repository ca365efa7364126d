import { NotFound } from "../../domain/shared/refusals.ts";
import { beginSample } from "../../server/service-levels/begin-sample.ts";
import { drawSample } from "../../server/service-levels/draw-sample.ts";
import { findSample } from "../../server/service-levels/sample.read.ts";
import { ruleSampleItem, scoreSampleItem } from "../../server/service-levels/score-sample.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";
import { SampleType } from "./sample.ts";

const BeginInput = builder.inputType("BeginSampleInput", {
  fields: (t) => ({
    engagementId: t.id({ required: true }),
    levelId: t.string({ required: true }),
    month: t.string({ required: true, description: "YYYY-MM in the contract's zone." }),
    words: t.string({ description: "The side's own part of the nonce, beside the portal's." }),
    idempotencyKey: t.string(),
  }),
});

const DrawInput = builder.inputType("DrawSampleInput", {
  fields: (t) => ({
    sampleId: t.id({ required: true }),
    words: t.string({ description: "The answering nonce; left out: the portal takes one at random." }),
    idempotencyKey: t.string(),
  }),
});

const ScoreInput = builder.inputType("ScoreSampleItemInput", {
  fields: (t) => ({
    sampleId: t.id({ required: true }),
    position: t.int({ required: true, description: "Place in the draw, from 0." }),
    errors: t.int({ required: true }),
    units: t.int({ description: "Lines or fields of the item; left out: what the plan says." }),
    note: t.string(),
    idempotencyKey: t.string(),
  }),
});

builder.mutationFields((t) => ({
  beginSample: t.field({
    type: SampleType,
    description: "Freezes what a month's sample is drawn from and commits a nonce; the other side draws.",
    errors: {},
    authScopes: { may: "sample:take" },
    args: { input: t.arg({ type: BeginInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, engagementId, ...rest } = input;
      const asked = { ...rest, engagementId: String(engagementId) };
      return sampleNow(context, await beginSample(context.caller(idempotencyKey), asked));
    },
  }),
  drawSample: t.field({
    type: SampleType,
    description: "Answers a begun draw with a second nonce and draws the sample.",
    errors: {},
    authScopes: { may: "sample:take" },
    args: { input: t.arg({ type: DrawInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, sampleId, ...rest } = input;
      const asked = { ...rest, sampleId: String(sampleId) };
      return sampleNow(context, await drawSample(context.caller(idempotencyKey), asked));
    },
  }),
  scoreSampleItem: t.field({
    type: SampleType,
    description: "Records what the viewer's side counted in one drawn item.",
    errors: {},
    authScopes: { may: "sample:take" },
    args: { input: t.arg({ type: ScoreInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, sampleId, ...rest } = input;
      const asked = { ...rest, sampleId: String(sampleId) };
      return sampleNow(context, await scoreSampleItem(context.caller(idempotencyKey), asked));
    },
  }),
  ruleSampleItem: t.field({
    type: SampleType,
    description: "The account manager's count of an item whose two scores differ.",
    errors: {},
    authScopes: { may: "contest:rule" },
    args: { input: t.arg({ type: ScoreInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, sampleId, ...rest } = input;
      const asked = { ...rest, sampleId: String(sampleId) };
      return sampleNow(context, await ruleSampleItem(context.caller(idempotencyKey), asked));
    },
  }),
}));

async function sampleNow(context: GraphQLContext, { id }: { id: string }) {
  const sample = await findSample(context.read, { viewer: context.signedIn(), id });
  if (!sample) throw new NotFound("sample");
  return sample;
}
