import type { AnswerInput } from "../../domain/service-levels/contest.input.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { answerContest, ruleContest } from "../../server/service-levels/answer-contest.ts";
import { findContest } from "../../server/service-levels/contest.read.ts";
import { openContest } from "../../server/service-levels/open-contest.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";
import { ProposalInputType, proposalOf } from "./contest.queries.ts";
import { ContestType } from "./contest.ts";

const OpenInput = builder.inputType("OpenContestInput", {
  fields: (t) => ({
    proposal: t.field({ type: ProposalInputType, required: true }),
    reason: t.string({ required: true }),
    evidence: t.string(),
    evidenceUrl: t.string(),
    evidenceHash: t.string({ description: "SHA-256 of the document, 64 hexadecimal digits." }),
    idempotencyKey: t.string(),
  }),
});

const AnswerInputType = builder.inputType("AnswerContestInput", {
  fields: (t) => ({
    contestId: t.id({ required: true }),
    action: t.string({ required: true, description: "accept, refuse or withdraw" }),
    reason: t.string({ required: true }),
    idempotencyKey: t.string(),
  }),
});

const RuleInput = builder.inputType("RuleContestInput", {
  fields: (t) => ({
    contestId: t.id({ required: true }),
    accept: t.boolean({ required: true, description: "Whether the month reads as it was proposed." }),
    reason: t.string({ required: true }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationFields((t) => ({
  openContest: t.field({
    type: ContestType,
    description: "Puts forward an exclusion, a contested interval or a contested verdict.",
    errors: {},
    authScopes: { may: "contest:make" },
    args: { input: t.arg({ type: OpenInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { proposal, idempotencyKey, ...grounds } = input;
      const { id } = await openContest(context.caller(idempotencyKey), {
        proposal: proposalOf(proposal),
        grounds,
      });
      return contestNow(context, id);
    },
  }),
  answerContest: t.field({
    type: ContestType,
    description: "The other side accepts or refuses, or the side that put it forward withdraws it.",
    errors: {},
    authScopes: { may: "contest:make" },
    args: { input: t.arg({ type: AnswerInputType, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { contestId, action, reason } = input;
      const { id } = await answerContest(context.caller(input.idempotencyKey), {
        contestId: String(contestId),
        action: action as AnswerInput["action"],
        reason,
      });
      return contestNow(context, id);
    },
  }),
  ruleContest: t.field({
    type: ContestType,
    description: "The account manager rules where the two sides disagree.",
    errors: {},
    authScopes: { may: "contest:rule" },
    args: { input: t.arg({ type: RuleInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { id } = await ruleContest(context.caller(input.idempotencyKey), {
        contestId: String(input.contestId),
        action: input.accept ? "rule_for" : "rule_against",
        reason: input.reason,
      });
      return contestNow(context, id);
    },
  }),
}));

async function contestNow(context: GraphQLContext, id: string) {
  const contest = await findContest(context.read, { viewer: context.signedIn(), id });
  if (!contest) throw new NotFound("contest");
  return contest;
}
