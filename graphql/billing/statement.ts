import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { mayApprove, missingApprovals } from "../../domain/billing/approval.ts";
import { frozenLevelsSchema } from "../../domain/billing/frozen-level.ts";
import { statementLines } from "../../domain/billing/statement-lines.ts";
import { type Burden, whoBearsIt } from "../../domain/billing/who-bears-it.ts";
import { moduleByCode } from "../../domain/catalogue/catalogue.ts";
import { bookDay } from "../../domain/ledger/period-lock.ts";
import { money } from "../../domain/shared/money.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { approveStatement } from "../../server/billing/approve-statement.ts";
import {
  type AdjustingLine,
  adjustingLines,
  findStatement,
  listStatements,
  type StatementPaper,
  type StatementRow,
  statementPaper,
} from "../../server/billing/statement.read.ts";
import { statementBlockers } from "../../server/billing/tax/statement-blockers.read.ts";
import { builder } from "../builder.ts";
import { Node } from "../node-interface.ts";
import { InvoiceBlocker } from "./legal-entity.ts";
import { RatedLineType } from "./rated-line.ts";
import { AdjustmentType, StatementLineType } from "./statement-line.ts";

type BurdenOf = Burden & { currency: string };
type PaperOf = StatementPaper & { id: string; currency: string };
type AdjustingOf = AdjustingLine & { currency: string };

const BurdenType = builder.objectRef<BurdenOf>("StatementBurden").implement({
  fields: (t) => ({
    party: t.exposeString("party", { description: "buyer, provider or commission" }),
    without: t.field({ type: "Money", resolve: (one) => money(one.withoutMinor, one.currency) }),
    now: t.field({ type: "Money", resolve: (one) => money(one.nowMinor, one.currency) }),
    difference: t.field({
      type: "Money",
      resolve: (one) => money(one.nowMinor - one.withoutMinor, one.currency),
    }),
  }),
});

const Adjusting = builder.objectRef<AdjustingOf>("StatementAdjustment").implement({
  description: "A correction of an earlier month that this statement settles, as a whole or in part.",
  fields: (t) => ({
    correctionId: t.exposeID("correctionId"),
    month: t.exposeString("period"),
    amount: t.field({
      type: "Money",
      description: "Above 0 a charge, below 0 a credit.",
      resolve: (one) => money(one.netMinor, one.currency),
    }),
    whole: t.field({ type: "Money", resolve: (one) => money(one.wholeMinor, one.currency) }),
  }),
});

const Paper = builder.objectRef<PaperOf>("StatementPaper").implement({
  description: "What the statement is printed from, and the bundle that rebuilds it.",
  fields: (t) => ({
    charges: t.field({
      type: [RatedLineType],
      nullable: true,
      description: "What fee and charges are made of; null where the contract has a flat fee alone.",
      resolve: (paper) =>
        linesOf(paper).charges?.map((line) => ({ ...line, currency: paper.currency })) ?? null,
    }),
    lines: t.field({
      type: [StatementLineType],
      resolve: (paper) => linesOf(paper).lines.map((line) => ({ ...line, currency: paper.currency })),
    }),
    adjustments: t.field({
      type: [Adjusting],
      resolve: async (paper, _args, context) =>
        (await adjustingLines(context.read, paper)).map((one) => ({ ...one, currency: paper.currency })),
    }),
    priceLines: t.field({
      type: [AdjustmentType],
      description: "What stands beside fee, credits and corrections.",
      resolve: (paper) =>
        linesOf(paper)
          .adjustments.filter((one) => one.kind !== "correction")
          .map((one) => ({ ...one, currency: paper.currency })),
    }),
    commissionOn: t.string({
      description: "Of what the commission is a share: net, or fee where the provider alone bears credits.",
      resolve: (paper) => paper.bundle.commissionOn ?? "net",
    }),
    capSentence: t.string({ nullable: true, resolve: (paper) => linesOf(paper).capSentence }),
    commissionBps: t.int({ resolve: (paper) => paper.bundle.commissionBps }),
    contractVersion: t.exposeInt("contractVersion"),
    ruleVersion: t.exposeString("ruleVersion"),
    calendarVersion: t.exposeInt("calendarVersion"),
    itemCount: t.exposeInt("itemCount"),
    eventCount: t.exposeInt("eventCount"),
    frozenAt: t.field({ type: "DateTime", resolve: (paper) => paper.frozenAt }),
    buyerApprover: t.exposeString("buyerApprover", { nullable: true }),
    providerApprover: t.exposeString("providerApprover", { nullable: true }),
    bundle: t.field({ type: "JSON", resolve: (paper) => paper.bundle }),
  }),
});

function linesOf({ bundle, terms, levels }: StatementPaper) {
  return statementLines({ bundle, terms, levels: frozenLevelsSchema.parse(levels) });
}

function approvals(one: StatementRow) {
  return {
    ...one,
    buyerApproved: one.buyerApprovedAt !== null,
    providerApproved: one.providerApprovedAt !== null,
  };
}

type AmountKey =
  | "feeMinor"
  | "creditMinor"
  | "chargesMinor"
  | "adjustmentMinor"
  | "collarMinor"
  | "carriedMinor"
  | "netMinor"
  | "commissionMinor"
  | "providerMinor";

const amount = (key: AmountKey) => ({
  type: "Money" as const,
  resolve: (one: StatementRow) => money(one[key], one.currency),
});

export const StatementType = builder.objectRef<StatementRow>("Statement").implement({
  interfaces: [Node],
  description: "A month's money of one engagement: fee, credits, what is due, and who bears it.",
  fields: (t) => ({
    id: t.exposeID("id"),
    engagementId: t.exposeID("engagementId"),
    buyerName: t.exposeString("buyerName"),
    providerName: t.exposeString("providerName"),
    title: t.exposeString("title"),
    moduleName: t.string({ resolve: (one) => moduleByCode(one.moduleCode)?.name ?? one.moduleCode }),
    zone: t.exposeString("zone"),
    period: t.exposeString("period", { description: "YYYY-MM" }),
    closing: t.exposeInt("closing", {
      description:
        "0 for the month's own statement; n for the nth after the contract's last month, which settles " +
        "corrections by which the buyer owes more and has an invoice of its own.",
    }),
    state: t.string({ resolve: (one) => one.state }),
    currency: t.exposeString("currency"),
    fee: t.field(amount("feeMinor")),
    credit: t.field(amount("creditMinor")),
    charges: t.field({
      ...amount("chargesMinor"),
      description: "What is charged beside the fee and is no share of any credit.",
    }),
    adjustment: t.field({
      ...amount("adjustmentMinor"),
      description: "Outcome prices, earn-backs and corrections together; positive is owed by the buyer.",
    }),
    collar: t.field({ ...amount("collarMinor"), description: "What the collar gives back or takes off." }),
    carried: t.field({ ...amount("carriedMinor"), description: "What the next month takes off instead." }),
    net: t.field(amount("netMinor")),
    commission: t.field(amount("commissionMinor")),
    provider: t.field(amount("providerMinor")),
    whoBearsIt: t.field({
      type: [BurdenType],
      resolve: (one) => whoBearsIt(one).map((burden) => ({ ...burden, currency: one.currency })),
    }),
    bundleHash: t.exposeString("bundleHash"),
    buyerApprovedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.buyerApprovedAt }),
    providerApprovedAt: t.field({
      type: "DateTime",
      nullable: true,
      resolve: (one) => one.providerApprovedAt,
    }),
    waitsFor: t.stringList({ resolve: (one) => missingApprovals(approvals(one)) }),
    waitsForViewer: t.exposeBoolean("waitsForViewer"),
    mayApprove: t.boolean({
      resolve: (one, _args, context) => mayApprove(context.signedIn(), approvals(one)),
    }),
    invoiceId: t.exposeID("invoiceId", { nullable: true }),
    invoiceNumber: t.exposeString("invoiceNumber", { nullable: true }),
    invoiceState: t.exposeString("invoiceState", { nullable: true }),
    invoiceBlockers: t.field({
      type: [InvoiceBlocker],
      description: "What keeps its invoice from being issued, whose it is to put right; empty once issued.",
      resolve: (one, _args, context) =>
        statementBlockers(context.read, one, bookDay(context.moment()).toString()),
    }),
    paper: t.field({
      type: Paper,
      resolve: async (one, _args, context) => ({
        ...(await statementPaper(context.read, one)),
        id: one.id,
        currency: one.currency,
      }),
    }),
  }),
});

builder.queryField("statement", (t) =>
  t.field({
    type: StatementType,
    nullable: true,
    authScopes: { may: "statement:read" },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => findStatement(context.read, context.signedIn(), String(id)),
  }),
);

builder.queryField("statements", (t) =>
  t.connection({
    type: StatementType,
    description: "Statements that wait for the viewer first, then the newest months; staff see all.",
    authScopes: { may: "statement:read" },
    args: { engagementId: t.arg.id() },
    resolve: (_root, args, context) =>
      resolveCursorConnection(
        { args, toCursor: (one: StatementRow) => one.id, defaultSize: 50, maxSize: 200 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          listStatements(context.read, context.signedIn(), {
            after,
            before,
            take: limit,
            inverted,
            engagementId: args.engagementId ? String(args.engagementId) : undefined,
          }),
      ),
  }),
);

const ApproveStatementInput = builder.inputType("ApproveStatementInput", {
  fields: (t) => ({ statementId: t.id({ required: true }), idempotencyKey: t.string() }),
});

builder.mutationField("approveStatement", (t) =>
  t.field({
    type: StatementType,
    description: "The viewer's side says yes; the second side's yes sends the statement on to be invoiced.",
    errors: {},
    authScopes: { may: "statement:approve" },
    args: { input: t.arg({ type: ApproveStatementInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const caller = context.caller(input.idempotencyKey);
      const { statementId } = await approveStatement(caller, { statementId: String(input.statementId) });
      const statement = await findStatement(context.read, context.signedIn(), statementId);
      if (!statement) throw new NotFound("statement");
      return statement;
    },
  }),
);
