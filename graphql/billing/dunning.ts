import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { declineWords } from "../../domain/billing/decline.ts";
import { daysOverdue, writeOffFrom } from "../../domain/billing/dunning.ts";
import { may } from "../../domain/identity/permissions.ts";
import { money } from "../../domain/shared/money.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { localDate } from "../../domain/shared/zoned.ts";
import { type CaseRow, caseOfInvoice, listCases } from "../../server/billing/dunning.read.ts";
import { dunningPolicy, type KeptPolicy } from "../../server/billing/dunning-policy.read.ts";
import { holdDunning } from "../../server/billing/hold-dunning.ts";
import { setDunningPolicy } from "../../server/billing/set-dunning-policy.ts";
import { writeOffInvoice } from "../../server/billing/write-off-invoice.ts";
import { fromPlainDate, toPlainDate } from "../../server/clock.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";

const Case = builder.objectRef<CaseRow>("DunningCase").implement({
  description: "An invoice that fell due unpaid, and how far its collection has come.",
  fields: (t) => ({
    id: t.exposeID("id"),
    invoiceId: t.exposeID("invoiceId"),
    number: t.exposeString("number"),
    buyerName: t.exposeString("buyerName"),
    total: t.field({ type: "Money", resolve: (one) => money(one.totalMinor, one.currency) }),
    dueOn: t.field({ type: "Date", resolve: (one) => one.dueOn }),
    daysOverdue: t.int({
      resolve: (one, _args, context) =>
        Math.max(0, daysOverdue({ dueOn: toPlainDate(one.dueOn), today: day(one, context) })),
    }),
    state: t.string({
      description: "due, retry_1 and on, grace, suspended or written_off",
      resolve: (one) => one.state,
    }),
    stepOn: t.field({ type: "Date", resolve: (one) => one.stepOn }),
    nextOn: t.field({ type: "Date", nullable: true, resolve: (one) => one.nextOn }),
    nextState: t.string({
      nullable: true,
      description: "The step that is taken on that day.",
      resolve: (one) => one.nextState,
    }),
    heldUntil: t.field({ type: "Date", nullable: true, resolve: (one) => one.heldUntil }),
    heldBecause: t.exposeString("heldBecause", { nullable: true }),
    heldByName: t.exposeString("heldByName", { nullable: true }),
    closedBecause: t.string({
      nullable: true,
      description: "paid, credited or written_off",
      resolve: (one) => one.closedBecause,
    }),
    isProcessing: t.boolean({
      resolve: (one) => one.attemptState === "open" || one.attemptState === "processing",
    }),
    declined: t.string({
      nullable: true,
      description: "Why the latest payment failed.",
      resolve: (one) =>
        one.attemptState === "failed"
          ? declineWords(one.declineCode ?? "unknown", one.declineMessage)
          : null,
    }),
    writeOffFrom: t.field({
      type: "Date",
      description: "The first day on which the policy lets it be written off.",
      resolve: async (one, _args, context) => {
        const policy = await dunningPolicy(context.read, one.policyId);
        return fromPlainDate(writeOffFrom(policy, toPlainDate(one.dueOn)));
      },
    }),
    writeOffReason: t.exposeString("writeOffReason", { nullable: true }),
    mayHold: t.boolean({
      resolve: (one, _args, context) => !one.closedAt && may(context.viewer, "dunning:hold"),
    }),
    mayWriteOff: t.boolean({
      description: "For an administrator, once it is suspended; the day is checked when it is done.",
      resolve: (one, _args, context) =>
        one.state === "suspended" &&
        !one.closedAt &&
        !one.writeOffAskedAt &&
        may(context.viewer, "invoice:write_off"),
    }),
  }),
});

function day(one: CaseRow, context: GraphQLContext) {
  return localDate(context.moment(), one.zone);
}

const PolicyStep = builder.objectRef<KeptPolicy["steps"][number]>("DunningPolicyStep").implement({
  fields: (t) => ({
    state: t.string({ resolve: (step) => step.state }),
    daysAfterDue: t.exposeInt("daysAfterDue"),
  }),
});

const Policy = builder.objectRef<KeptPolicy>("DunningPolicy").implement({
  description: "What happens to an unpaid invoice, and when; in force for those that fall due from now on.",
  fields: (t) => ({
    id: t.exposeID("id"),
    version: t.exposeInt("version"),
    steps: t.field({ type: [PolicyStep], resolve: (policy) => [...policy.steps] }),
    writeOffAfterDays: t.exposeInt("writeOffAfterDays"),
    setByName: t.exposeString("setByName"),
    setAt: t.field({ type: "DateTime", resolve: (policy) => policy.setAt }),
    maySet: t.boolean({ resolve: (_policy, _args, context) => may(context.viewer, "dunning:set") }),
  }),
});

builder.queryFields((t) => ({
  dunningPolicy: t.field({
    type: Policy,
    authScopes: { may: "dunning:read" },
    resolve: (_root, _args, context) => dunningPolicy(context.read, null),
  }),
  dunningCases: t.connection({
    type: Case,
    description: "Unpaid invoices that fell due: open ones first, then by their latest step.",
    authScopes: { may: "dunning:read" },
    resolve: (_root, args, context) =>
      resolveCursorConnection(
        { args, toCursor: (one: CaseRow) => one.id, defaultSize: 50, maxSize: 200 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          listCases(context.read, context.signedIn(), { after, before, take: limit, inverted }),
      ),
  }),
}));

const HoldInput = builder.inputType("HoldDunningInput", {
  fields: (t) => ({
    invoiceId: t.id({ required: true }),
    until: t.string({ required: true, description: "YYYY-MM-DD, a day of the buyer's calendar." }),
    because: t.string({ required: true }),
    idempotencyKey: t.string(),
  }),
});
const WriteOffInput = builder.inputType("WriteOffInvoiceInput", {
  fields: (t) => ({
    invoiceId: t.id({ required: true }),
    reason: t.string({ required: true, description: "At least ten characters." }),
    idempotencyKey: t.string(),
  }),
});
const PolicyInput = builder.inputType("SetDunningPolicyInput", {
  fields: (t) => ({
    retryDays: t.intList({ required: true, description: "Days after the due day, ascending." }),
    graceDay: t.int({ required: true }),
    suspendDay: t.int({ required: true }),
    writeOffAfterDays: t.int({ required: true }),
    idempotencyKey: t.string(),
  }),
});

async function changedCase(context: GraphQLContext, invoiceId: string): Promise<CaseRow> {
  const found = await caseOfInvoice(context.read, context.signedIn(), invoiceId);
  if (!found) throw new NotFound("invoice");
  return found;
}

builder.mutationFields((t) => ({
  holdDunning: t.field({
    type: Case,
    description: "Waits for an unpaid invoice: no step is taken up to and on the day.",
    errors: {},
    authScopes: { may: "dunning:hold" },
    args: { input: t.arg({ type: HoldInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { until, because } = input;
      const caller = context.caller(input.idempotencyKey);
      const { invoiceId } = await holdDunning(caller, {
        invoiceId: String(input.invoiceId),
        until,
        because,
      });
      return changedCase(context, invoiceId);
    },
  }),
  writeOffInvoice: t.field({
    type: Case,
    description: "Gives an unpaid invoice up; the worker books it as bad debt.",
    errors: {},
    authScopes: { may: "invoice:write_off" },
    args: { input: t.arg({ type: WriteOffInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const caller = context.caller(input.idempotencyKey);
      const { reason } = input;
      const { invoiceId } = await writeOffInvoice(caller, { invoiceId: String(input.invoiceId), reason });
      return changedCase(context, invoiceId);
    },
  }),
  setDunningPolicy: t.field({
    type: Policy,
    description: "Sets the rules for invoices that fall due from now on.",
    errors: {},
    authScopes: { may: "dunning:set" },
    args: { input: t.arg({ type: PolicyInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { retryDays, graceDay, suspendDay, writeOffAfterDays } = input;
      const caller = context.caller(input.idempotencyKey);
      await setDunningPolicy(caller, { retryDays, graceDay, suspendDay, writeOffAfterDays });
      return dunningPolicy(context.read, null);
    },
  }),
}));
