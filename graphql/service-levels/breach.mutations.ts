import type { AnswerPlanInput, PlanInput } from "../../domain/service-levels/breach-plan.input.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import {
  answerBreachPlan,
  answerForBuyer,
  finishBreachAction,
  ruleBreach,
} from "../../server/service-levels/answer-breach.ts";
import { findBreach } from "../../server/service-levels/breach.read.ts";
import { planBreach } from "../../server/service-levels/plan-breach.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";
import { BreachType } from "./breach.ts";

const PlanInputType = builder.inputType("PlanBreachInput", {
  fields: (t) => ({
    breachId: t.id({ required: true }),
    category: t.string({ required: true, description: "capacity, skills, procedure, tool, input, …" }),
    cause: t.string({ required: true }),
    explainedItemIds: t.idList({ required: true, description: "The missed items that it explains." }),
    action: t.string({ required: true }),
    ownerId: t.id({ required: true, description: "One of the provider's members." }),
    dueOn: t.string({ required: true, description: "YYYY-MM-DD" }),
    promisedFigure: t.string({ required: true, description: "A decimal in the level's unit." }),
    promisedMonth: t.string({ required: true, description: "YYYY-MM, after the month of the due date." }),
    idempotencyKey: t.string(),
  }),
});

const AnswerInput = builder.inputType("AnswerBreachPlanInput", {
  fields: (t) => ({
    breachId: t.id({ required: true }),
    accept: t.boolean({ required: true, description: "False sends it back, with a reason." }),
    reason: t.string(),
    idempotencyKey: t.string(),
  }),
});

const FinishInput = builder.inputType("FinishBreachActionInput", {
  fields: (t) => ({
    breachId: t.id({ required: true }),
    note: t.string({ required: true }),
    idempotencyKey: t.string(),
  }),
});

const RuleInput = builder.inputType("RuleBreachInput", {
  fields: (t) => ({
    breachId: t.id({ required: true }),
    effective: t.boolean({ required: true }),
    reason: t.string({ required: true }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationFields((t) => ({
  planBreach: t.field({
    type: BreachType,
    description: "The provider states the root cause and a corrective action with the effect it promises.",
    errors: {},
    authScopes: { may: "breach:plan" },
    args: { input: t.arg({ type: PlanInputType, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, breachId, explainedItemIds, ownerId, ...rest } = input;
      const { id } = await planBreach(context.caller(idempotencyKey), {
        ...rest,
        breachId: String(breachId),
        ownerId: String(ownerId),
        explainedItemIds: explainedItemIds.map(String),
      } as PlanInput);
      return breachNow(context, id);
    },
  }),
}));

builder.mutationFields((t) => ({
  answerBreachPlan: t.field({
    type: BreachType,
    description: "The buyer accepts the plan, or sends it back with a reason.",
    errors: {},
    authScopes: { may: "breach:answer" },
    args: { input: t.arg({ type: AnswerInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { id } = await answerBreachPlan(context.caller(input.idempotencyKey), answerOf(input));
      return breachNow(context, id);
    },
  }),
  answerBreachPlanForBuyer: t.field({
    type: BreachType,
    description: "The account manager answers in the buyer's place, once its answer is overdue.",
    errors: {},
    authScopes: { may: "breach:rule" },
    args: { input: t.arg({ type: AnswerInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { id } = await answerForBuyer(context.caller(input.idempotencyKey), answerOf(input));
      return breachNow(context, id);
    },
  }),
  finishBreachAction: t.field({
    type: BreachType,
    description: "The provider says that the action is done.",
    errors: {},
    authScopes: { may: "breach:plan" },
    args: { input: t.arg({ type: FinishInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { id } = await finishBreachAction(context.caller(input.idempotencyKey), {
        breachId: String(input.breachId),
        note: input.note,
      });
      return breachNow(context, id);
    },
  }),
  ruleBreach: t.field({
    type: BreachType,
    description: "The account manager rules whether the action was effective.",
    errors: {},
    authScopes: { may: "breach:rule" },
    args: { input: t.arg({ type: RuleInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { effective, reason } = input;
      const { id } = await ruleBreach(context.caller(input.idempotencyKey), {
        breachId: String(input.breachId),
        effective,
        reason,
      });
      return breachNow(context, id);
    },
  }),
}));

function answerOf(input: typeof AnswerInput.$inferInput): AnswerPlanInput {
  return {
    breachId: String(input.breachId),
    action: input.accept ? "accept" : "send_back",
    reason: input.reason ?? "",
  };
}

async function breachNow(context: GraphQLContext, id: string) {
  const breach = await findBreach(context.read, { viewer: context.signedIn(), id });
  if (!breach) throw new NotFound("breach");
  return breach;
}
