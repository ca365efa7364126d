import { answerCost, stateCost } from "../../server/billing/pass-cost.ts";
import { answerMilestone, deliverMilestone } from "../../server/billing/step-milestone.ts";
import { builder } from "../builder.ts";
import { ChargesType, chargesOf } from "./charges.ts";

const DeliverMilestoneInput = builder.inputType("DeliverMilestoneInput", {
  fields: (t) => ({
    engagementId: t.id({ required: true }),
    lineId: t.string({ required: true }),
    on: t.string({ required: true, description: "YYYY-MM-DD, in the contract's zone" }),
    evidence: t.string({ required: true }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("deliverMilestone", (t) =>
  t.field({
    type: ChargesType,
    description: "The provider says that a milestone is delivered, and with what evidence.",
    errors: {},
    authScopes: { may: "contract:edit" },
    args: { input: t.arg({ type: DeliverMilestoneInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, engagementId, ...rest } = input;
      await deliverMilestone(context.caller(idempotencyKey), {
        ...rest,
        engagementId: String(engagementId),
      });
      return chargesOf(context, String(engagementId));
    },
  }),
);

const AnswerMilestoneInput = builder.inputType("AnswerMilestoneInput", {
  fields: (t) => ({
    engagementId: t.id({ required: true }),
    lineId: t.string({ required: true }),
    on: t.string({ required: true, description: "YYYY-MM-DD: an acceptance is billed in its month." }),
    accept: t.boolean({ required: true }),
    reason: t.string({ description: "Of a refusal." }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("answerMilestone", (t) =>
  t.field({
    type: ChargesType,
    description: "The buyer accepts a delivered milestone or refuses it with a reason.",
    errors: {},
    authScopes: { may: "statement:approve" },
    args: { input: t.arg({ type: AnswerMilestoneInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, engagementId, reason, ...rest } = input;
      await answerMilestone(context.caller(idempotencyKey), {
        ...{ ...rest, engagementId: String(engagementId), reason: reason ?? undefined },
      });
      return chargesOf(context, String(engagementId));
    },
  }),
);

const StateCostInput = builder.inputType("StateCostInput", {
  fields: (t) => ({
    engagementId: t.id({ required: true }),
    lineId: t.string({ required: true }),
    receipt: t.string({ required: true }),
    description: t.string({ required: true }),
    incurredOn: t.string({ required: true, description: "YYYY-MM-DD" }),
    amount: t.string({ required: true, description: "As a person types it: 120.50" }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("stateCost", (t) =>
  t.field({
    type: ChargesType,
    description: "The provider states a cost of others; it is billed once the buyer approves it.",
    errors: {},
    authScopes: { may: "contract:edit" },
    args: { input: t.arg({ type: StateCostInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, engagementId, ...rest } = input;
      await stateCost(context.caller(idempotencyKey), { ...rest, engagementId: String(engagementId) });
      return chargesOf(context, String(engagementId));
    },
  }),
);

const AnswerCostInput = builder.inputType("AnswerCostInput", {
  fields: (t) => ({
    costId: t.id({ required: true }),
    approve: t.boolean({ required: true }),
    reason: t.string({ description: "Of a rejection." }),
    idempotencyKey: t.string(),
  }),
});

const CostAnsweredType = builder.objectRef<{ costId: string }>("CostAnswer").implement({
  fields: (t) => ({ costId: t.exposeID("costId") }),
});

builder.mutationField("answerCost", (t) =>
  t.field({
    type: CostAnsweredType,
    description: "The buyer approves a cost that is passed through, or rejects it with a reason.",
    errors: {},
    authScopes: { may: "statement:approve" },
    args: { input: t.arg({ type: AnswerCostInput, required: true }) },
    resolve: (_root, { input }, context) => {
      const { idempotencyKey, costId, approve, reason } = input;
      return answerCost(context.caller(idempotencyKey), {
        ...{ costId: String(costId), approve, reason: reason ?? undefined },
      });
    },
  }),
);
