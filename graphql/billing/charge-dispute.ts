import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { takesEvidence } from "../../domain/billing/charge-dispute.ts";
import { may } from "../../domain/identity/permissions.ts";
import { isStaff } from "../../domain/identity/viewer.ts";
import { money } from "../../domain/shared/money.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { answerDispute, decideBurden } from "../../server/billing/disputes/answer-dispute.ts";
import {
  type ChargeDisputeRow,
  type DisputeEvidenceRow,
  type DisputeMoveRow,
  disputeEvidence,
  disputeMoves,
  disputesOf,
  findDispute,
  listDisputes,
} from "../../server/billing/disputes/dispute.read.ts";
import type { EvidenceFileRef } from "../../server/billing/disputes/upload-files.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";
import { InvoiceType } from "./invoice.ts";

const DisputeMove = builder.objectRef<DisputeMoveRow>("DisputeTransferMove").implement({
  description: "Money taken back from the provider's account, or sent to it again.",
  fields: (t) => ({
    id: t.exposeID("id"),
    kind: t.exposeString("kind", { description: "reversal or retransfer" }),
    state: t.exposeString("state", { description: "pending, unknown, done or refused" }),
    amount: t.field({ type: "Money", resolve: (one) => money(one.amountMinor, one.currency) }),
    because: t.exposeString("because", { nullable: true }),
    doneAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.doneAt }),
  }),
});

const EvidenceText = builder.objectRef<{ name: string; text: string }>("EvidenceText").implement({
  fields: (t) => ({ name: t.exposeString("name"), text: t.exposeString("text") }),
});

const EvidenceFileType = builder.objectRef<EvidenceFileRef>("EvidenceFile").implement({
  description: "A file as it went with an answer.",
  fields: (t) => ({
    fileId: t.exposeID("fileId"),
    field: t.exposeString("field"),
    name: t.exposeString("name"),
    sha256: t.exposeString("sha256"),
  }),
});

const DisputeEvidence = builder.objectRef<DisputeEvidenceRow>("DisputeEvidence").implement({
  fields: (t) => ({
    id: t.exposeID("id"),
    fields: t.field({
      type: [EvidenceText],
      resolve: (one) => Object.entries(one.fields).map(([name, text]) => ({ name, text })),
    }),
    files: t.field({ type: [EvidenceFileType], resolve: (one) => one.files }),
    submits: t.exposeBoolean("submits", { description: "Sent to the bank; otherwise a draft." }),
    state: t.exposeString("state", { description: "asked, sent or refused" }),
    refusedBecause: t.exposeString("refusedBecause", { nullable: true }),
    byName: t.exposeString("byName"),
    at: t.field({ type: "DateTime", resolve: (one) => one.at }),
  }),
});

const amount = (key: "amountMinor" | "heldMinor" | "providerMinor") => ({
  type: "Money" as const,
  resolve: (one: ChargeDisputeRow) => money(one[key], one.currency),
});

export const ChargeDisputeType = builder.objectRef<ChargeDisputeRow>("ChargeDispute").implement({
  description: "A payment that a bank takes back or asks about.",
  fields: (t) => ({
    id: t.exposeID("id"),
    status: t.exposeString("status", { description: "Stripe's word, such as needs_response or won" }),
    reason: t.exposeString("reason"),
    contestable: t.exposeBoolean("contestable"),
    buyerName: t.exposeString("buyerName"),
    providerName: t.exposeString("providerName"),
    engagementTitle: t.exposeString("engagementTitle"),
    zone: t.exposeString("zone"),
    invoiceId: t.exposeID("invoiceId"),
    invoiceNumber: t.exposeString("invoiceNumber"),
    amount: t.field(amount("amountMinor")),
    fee: t.field({
      type: "Money",
      description: "What Stripe charges for it; the marketplace bears it.",
      resolve: (one) => money(one.feeMinor, one.feeCurrency ?? one.currency),
    }),
    settled: t.field({
      type: "Money",
      nullable: true,
      description: "What left the Stripe balance beside the fee, where it settles in another currency.",
      resolve: ({ settledCurrency, settledMinor }) =>
        settledCurrency && settledMinor !== null ? money(settledMinor, settledCurrency) : null,
    }),
    held: t.field({ ...amount("heldMinor"), description: "What the bank has and has not given back." }),
    provider: t.field({ ...amount("providerMinor"), description: "The provider's part of what was held." }),
    takenFrom: t.exposeString("takenFrom", {
      nullable: true,
      description: "provider_payable, reversal or provider_receivable (the provider owes it)",
    }),
    notReversed: t.exposeString("notReversed", { nullable: true }),
    dueBy: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.dueBy }),
    submissionCount: t.exposeInt("submissionCount"),
    borneBy: t.string({ description: "shares or marketplace", resolve: (one) => one.borneBy }),
    outcome: t.string({ nullable: true, resolve: (one) => one.outcome }),
    paysTwice: t.boolean({
      description: "For the marketplace: refund and dispute together pay the buyer more than was paid.",
      resolve: (one, _args, context) => one.paysTwice && isStaff(context.signedIn()),
    }),
    openedAt: t.field({ type: "DateTime", resolve: (one) => one.openedAt }),
    closedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.closedAt }),
    moves: t.field({
      type: [DisputeMove],
      description: "For the provider and the marketplace.",
      resolve: (one, _args, context) =>
        context.signedIn().organizationId === one.organizationId ? [] : disputeMoves(context.read, one.id),
    }),
    evidence: t.field({
      type: [DisputeEvidence],
      description: "For the marketplace.",
      resolve: (one, _args, context) =>
        isStaff(context.signedIn()) ? disputeEvidence(context.read, one.id) : [],
    }),
    mayAnswer: t.boolean({
      resolve: (one, _args, context) =>
        one.contestable && takesEvidence(one.status) && may(context.signedIn(), "charge_dispute:answer"),
    }),
    mayDecide: t.boolean({
      resolve: (one, _args, context) =>
        one.outcome === null && may(context.signedIn(), "charge_dispute:answer"),
    }),
  }),
});

builder.queryField("chargeDispute", (t) =>
  t.field({
    type: ChargeDisputeType,
    nullable: true,
    authScopes: { may: "invoice:read" },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => findDispute(context.read, context.signedIn(), String(id)),
  }),
);

builder.queryField("chargeDisputes", (t) =>
  t.connection({
    type: ChargeDisputeType,
    description: "Disputes of payments, open ones first, then the newest; staff see all.",
    authScopes: { may: "invoice:read" },
    resolve: (_root, args, context) =>
      resolveCursorConnection(
        { args, toCursor: (one: ChargeDisputeRow) => one.id, defaultSize: 50, maxSize: 200 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          listDisputes(context.read, context.signedIn(), { after, before, take: limit, inverted }),
      ),
  }),
);

builder.objectFields(InvoiceType, (t) => ({
  disputes: t.field({
    type: [ChargeDisputeType],
    resolve: (one, _args, context) => disputesOf(context.read, context.signedIn(), one.id),
  }),
}));

const EvidenceFieldInput = builder.inputType("EvidenceFieldInput", {
  fields: (t) => ({ name: t.string({ required: true }), text: t.string({ required: true }) }),
});

const AnswerDisputeInput = builder.inputType("AnswerChargeDisputeInput", {
  fields: (t) => ({
    disputeId: t.id({ required: true }),
    fields: t.field({ type: [EvidenceFieldInput], required: true }),
    submit: t.boolean({
      required: true,
      description: "To the bank, for good; otherwise a draft with Stripe.",
    }),
    idempotencyKey: t.string(),
  }),
});

type Evidence = Parameters<typeof answerDispute>[1];

builder.mutationField("answerChargeDispute", (t) =>
  t.field({
    type: ChargeDisputeType,
    description: "Answers the bank with evidence.",
    errors: {},
    authScopes: { may: "charge_dispute:answer" },
    args: { input: t.arg({ type: AnswerDisputeInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { disputeId } = await answerDispute(context.caller(input.idempotencyKey), {
        disputeId: String(input.disputeId),
        fields: input.fields as Evidence["fields"],
        submit: input.submit,
      });
      return disputeAfter(context, disputeId);
    },
  }),
);

const DecideBurdenInput = builder.inputType("DecideDisputeBurdenInput", {
  fields: (t) => ({
    disputeId: t.id({ required: true }),
    marketplaceBears: t.boolean({ required: true }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("decideDisputeBurden", (t) =>
  t.field({
    type: ChargeDisputeType,
    description: "Says who bears a loss: everybody their part, or the marketplace all of it.",
    errors: {},
    authScopes: { may: "charge_dispute:answer" },
    args: { input: t.arg({ type: DecideBurdenInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { disputeId } = await decideBurden(context.caller(input.idempotencyKey), {
        disputeId: String(input.disputeId),
        borneBy: input.marketplaceBears ? "marketplace" : "shares",
      });
      return disputeAfter(context, disputeId);
    },
  }),
);

/** The dispute as it stands after a deed. Throws NotFound. */
export async function disputeAfter(context: GraphQLContext, disputeId: string): Promise<ChargeDisputeRow> {
  const dispute = await findDispute(context.read, context.signedIn(), disputeId);
  if (!dispute) throw new NotFound("dispute");
  return dispute;
}
