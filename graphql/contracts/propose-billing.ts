import { NotFound } from "../../domain/shared/refusals.ts";
import { proposeBilling } from "../../server/contracts/propose-billing.ts";
import { findStatementOfWork } from "../../server/contracts/statement-of-work.read.ts";
import { builder } from "../builder.ts";
import { StatementOfWorkType } from "./statement-of-work.ts";

const BillingLineInput = builder.inputType("BillingLineInput", {
  description:
    "A line of a contract's billing as a person types it; what does not fit its kind is not read.",
  fields: (t) => ({
    id: t.string({ required: true, description: "Empty for a new line." }),
    kind: t.string({
      required: true,
      description: "fixed, per_unit, per_employee, per_seat, tiered, baseline, milestone or pass_through",
    }),
    name: t.string({ required: true }),
    amount: t.string({ required: true }),
    unitPrice: t.string({ required: true, description: "May be finer than the currency: 0.0125." }),
    by: t.string({ required: true, description: "count, sum, distinct or largest" }),
    type: t.string({ required: true }),
    field: t.string({ required: true }),
    seats: t.string({ required: true }),
    bands: t.string({ required: true, description: "A band a line: 100: 2.50, the last rest: 1.75." }),
    baseline: t.string({ required: true }),
    deadBand: t.string({ required: true }),
    additional: t.string({ required: true }),
    reduced: t.string({ required: true }),
    dueOn: t.string({ description: "Of a milestone: YYYY-MM-DD." }),
    markup: t.string({ description: "Of costs passed through, in per cent." }),
    cap: t.string({ description: "Of costs passed through: the most that a month is charged." }),
    atRisk: t.string({ required: true, description: "yes or no" }),
    taxedAs: t.string({ description: "A kind of the tax table; empty: as the service of the contract." }),
  }),
});

const BillingInput = builder.inputType("BillingInput", {
  description: "What a month costs beside the monthly fee, as a person types it.",
  fields: (t) => ({
    lines: t.field({ type: [BillingLineInput], required: true }),
    minimum: t.string({ required: true }),
    yearlyMinimum: t.string({ description: "The least that a year of the contract costs." }),
    purchaseOrder: t.string({ required: true }),
    purchaseOrderAmount: t.string({ required: true }),
    costCentre: t.string({ required: true }),
    silenceNotices: t.string({
      description: "Working days of the notices to a silent side: 5, 10. Empty: silence means nothing.",
    }),
    silenceDays: t.string({ description: "Working days from the last notice to the approval." }),
  }),
});

const ProposeBillingInput = builder.inputType("ProposeBillingInput", {
  fields: (t) => ({
    statementOfWorkId: t.id({ required: true }),
    baseVersion: t.int({ required: true, description: "The version that was changed." }),
    note: t.string({ description: "Why, for the other side." }),
    billing: t.field({ type: BillingInput, required: true }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("proposeBilling", (t) =>
  t.field({
    type: StatementOfWorkType,
    description: "Writes a new version in which only the billing differs.",
    errors: {},
    authScopes: { may: "contract:edit" },
    args: { input: t.arg({ type: ProposeBillingInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, statementOfWorkId, note, ...rest } = input;
      const { id } = await proposeBilling(context.caller(idempotencyKey), {
        ...rest,
        statementOfWorkId: String(statementOfWorkId),
        note: note ?? "",
      });
      const sow = await findStatementOfWork(context.read, context.signedIn(), id);
      if (!sow) throw new NotFound("contract");
      return sow;
    },
  }),
);
