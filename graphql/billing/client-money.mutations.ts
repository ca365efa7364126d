import { NotFound } from "../../domain/shared/refusals.ts";
import { findRun, listClientMoney } from "../../server/billing/client-money/client-money.read.ts";
import { answerPayrollRun, preparePayrollRun } from "../../server/billing/client-money/payroll-run.ts";
import { requestFunding } from "../../server/billing/client-money/request-funding.ts";
import { answerWageResend, proposeWageResend } from "../../server/billing/client-money/wage-resend.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";
import { ClientMoneyType, RunType } from "./client-money.ts";

const RequestFundingInput = builder.inputType("RequestFundingInput", {
  fields: (t) => ({
    engagementId: t.id({ required: true }),
    amount: t.string({ required: true, description: "As a person types it: 50,000.00" }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("requestFunding", (t) =>
  t.field({
    type: ClientMoneyType,
    description: "The buyer announces money for wages; the reference for the bank transfer follows.",
    errors: {},
    authScopes: { may: "payroll_run:approve" },
    args: { input: t.arg({ type: RequestFundingInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const engagementId = String(input.engagementId);
      await requestFunding(context.caller(input.idempotencyKey), { engagementId, amount: input.amount });
      const [found] = await listClientMoney(context.read, context.signedIn(), engagementId);
      if (!found) throw new NotFound("engagement");
      return found;
    },
  }),
);

const PreparePayrollRunInput = builder.inputType("PreparePayrollRunInput", {
  fields: (t) => ({
    engagementId: t.id({ required: true }),
    title: t.string({ required: true }),
    wages: t.string({ required: true, description: "A wage a line: person; account; amount." }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("preparePayrollRun", (t) =>
  t.field({
    type: RunType,
    description: "The provider prepares a run; it never changes afterwards.",
    errors: {},
    authScopes: { may: "payroll_run:prepare" },
    args: { input: t.arg({ type: PreparePayrollRunInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, engagementId, title, wages } = input;
      const asked = { engagementId: String(engagementId), title, wages };
      const { runId } = await preparePayrollRun(context.caller(idempotencyKey), asked);
      return runOf(context, runId);
    },
  }),
);

const AnswerPayrollRunInput = builder.inputType("AnswerPayrollRunInput", {
  fields: (t) => ({
    runId: t.id({ required: true }),
    approve: t.boolean({ required: true }),
    reason: t.string({ description: "Of a rejection." }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("answerPayrollRun", (t) =>
  t.field({
    type: RunType,
    description:
      "The buyer approves a run, which is paid as soon as cleared funds cover it, or rejects it.",
    errors: {},
    authScopes: { may: "payroll_run:approve" },
    args: { input: t.arg({ type: AnswerPayrollRunInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, approve, reason } = input;
      const runId = String(input.runId);
      await answerPayrollRun(context.caller(idempotencyKey), {
        ...{ runId, approve, reason: reason ?? undefined },
      });
      return runOf(context, runId);
    },
  }),
);

const ProposeWageResendInput = builder.inputType("ProposeWageResendInput", {
  fields: (t) => ({
    paymentId: t.id({ required: true }),
    account: t.string({ required: true }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("proposeWageResend", (t) =>
  t.field({
    type: RunType,
    description: "The provider proposes another account for a wage that came back; nothing moves yet.",
    errors: {},
    authScopes: { may: "payroll_run:prepare" },
    args: { input: t.arg({ type: ProposeWageResendInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, paymentId, account } = input;
      const asked = { paymentId: String(paymentId), account };
      const { runId } = await proposeWageResend(context.caller(idempotencyKey), asked);
      return runOf(context, runId);
    },
  }),
);

const AnswerWageResendInput = builder.inputType("AnswerWageResendInput", {
  fields: (t) => ({
    resendId: t.id({ required: true }),
    approve: t.boolean({ required: true }),
    reason: t.string({ description: "Of a rejection." }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("answerWageResend", (t) =>
  t.field({
    type: RunType,
    description: "Another person approves the account, and the wage goes out to it; or rejects it.",
    errors: {},
    authScopes: { may: "payroll_run:approve" },
    args: { input: t.arg({ type: AnswerWageResendInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, resendId, approve, reason } = input;
      const { runId } = await answerWageResend(context.caller(idempotencyKey), {
        ...{ resendId: String(resendId), approve, reason: reason ?? undefined },
      });
      return runOf(context, runId);
    },
  }),
);

async function runOf(context: GraphQLContext, id: string) {
  const run = await findRun(context.read, context.signedIn(), id);
  if (!run) throw new NotFound("payroll run");
  return run;
}
