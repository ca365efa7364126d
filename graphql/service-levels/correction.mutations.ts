import { NotFound } from "../../domain/shared/refusals.ts";
import { findCorrection } from "../../server/service-levels/correction.read.ts";
import {
  acceptCorrection,
  objectToCorrection,
  ruleCorrection,
} from "../../server/service-levels/decide-correction.ts";
import { recordCorrection } from "../../server/service-levels/record-correction.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";
import { CorrectionType } from "./correction.ts";

const RecordInput = builder.inputType("RecordCorrectionInput", {
  fields: (t) => ({
    engagementId: t.id({ required: true }),
    month: t.string({ required: true, description: "YYYY-MM, a frozen month." }),
    reason: t.string({ required: true }),
    idempotencyKey: t.string(),
  }),
});

const AcceptInput = builder.inputType("AcceptCorrectionInput", {
  fields: (t) => ({ correctionId: t.id({ required: true }), idempotencyKey: t.string() }),
});

const ObjectInput = builder.inputType("ObjectToCorrectionInput", {
  fields: (t) => ({
    correctionId: t.id({ required: true }),
    reason: t.string({ required: true }),
    idempotencyKey: t.string(),
  }),
});

const RuleInput = builder.inputType("RuleCorrectionInput", {
  fields: (t) => ({
    correctionId: t.id({ required: true }),
    accept: t.boolean({ required: true }),
    reason: t.string({ required: true }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationFields((t) => ({
  recordCorrection: t.field({
    type: CorrectionType,
    description: "Measures a frozen month again with everything known today, beside the frozen one.",
    errors: {},
    authScopes: { may: "period:close" },
    args: { input: t.arg({ type: RecordInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { engagementId, month, reason } = input;
      const { id } = await recordCorrection(context.caller(input.idempotencyKey), {
        engagementId: String(engagementId),
        month,
        reason,
      });
      return correctionNow(context, id);
    },
  }),
  acceptCorrection: t.field({
    type: CorrectionType,
    description: "The viewer's side accepts; with both the next statement settles it.",
    errors: {},
    authScopes: { may: "contest:make" },
    args: { input: t.arg({ type: AcceptInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { id } = await acceptCorrection(context.caller(input.idempotencyKey), {
        correctionId: String(input.correctionId),
      });
      return correctionNow(context, id);
    },
  }),
  objectToCorrection: t.field({
    type: CorrectionType,
    description: "The viewer's side does not accept, and says why; the account manager then rules.",
    errors: {},
    authScopes: { may: "contest:make" },
    args: { input: t.arg({ type: ObjectInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { id } = await objectToCorrection(context.caller(input.idempotencyKey), {
        correctionId: String(input.correctionId),
        reason: input.reason,
      });
      return correctionNow(context, id);
    },
  }),
  ruleCorrection: t.field({
    type: CorrectionType,
    description: "The account manager rules on a correction that the sides do not both accept.",
    errors: {},
    authScopes: { may: "contest:rule" },
    args: { input: t.arg({ type: RuleInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { accept, reason } = input;
      const { id } = await ruleCorrection(context.caller(input.idempotencyKey), {
        correctionId: String(input.correctionId),
        accept,
        reason,
      });
      return correctionNow(context, id);
    },
  }),
}));

async function correctionNow(context: GraphQLContext, id: string) {
  const correction = await findCorrection(context.read, { viewer: context.signedIn(), id });
  if (!correction) throw new NotFound("correction");
  return correction;
}
