import { CREDIT_REASONS } from "../../domain/billing/credit-note.input.ts";
import { may } from "../../domain/identity/permissions.ts";
import { money } from "../../domain/shared/money.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import {
  buyerCredits,
  type CreditBalance,
  type CreditNoteLineRow,
  type CreditNoteRow,
  creditNoteLines,
  creditNotesOf,
  findCreditNote,
  type RefundRow,
  refundsOf,
} from "../../server/billing/credits/credit-note.read.ts";
import { invoiceDue } from "../../server/billing/credits/invoice-due.read.ts";
import { shareTaken } from "../../server/billing/credits/share-left.ts";
import { builder } from "../builder.ts";
import { InvoiceType } from "./invoice.ts";
import { PayoutType } from "./payout.ts";

const CreditNoteLine = builder
  .objectRef<CreditNoteLineRow & { currency: string }>("CreditNoteLine")
  .implement({
    fields: (t) => ({
      position: t.exposeInt("position", { description: "The line's place on the invoice, from 1." }),
      label: t.exposeString("label"),
      net: t.field({ type: "Money", resolve: (one) => money(one.netMinor, one.currency) }),
      tax: t.field({ type: "Money", resolve: (one) => money(one.taxMinor, one.currency) }),
    }),
  });

const Refund = builder.objectRef<RefundRow>("Refund").implement({
  description: "Money on its way back to the method that paid.",
  fields: (t) => ({
    id: t.exposeID("id"),
    state: t.string({
      description: "pending, succeeded, failed (owed again) or replaced",
      resolve: (one) => one.state,
    }),
    amount: t.field({ type: "Money", resolve: (one) => money(one.amountMinor, one.currency) }),
    failure: t.exposeString("failure", {
      nullable: true,
      description: "Why it came back, in Stripe's words.",
    }),
    replacedBy: t.exposeString("replacedBy", { nullable: true }),
    createdAt: t.field({ type: "DateTime", resolve: (one) => one.createdAt }),
    mayReplace: t.boolean({
      resolve: (one, _args, context) =>
        one.state === "failed" && may(context.signedIn(), "credit_note:issue"),
    }),
  }),
});

const amount = (key: "netMinor" | "taxMinor" | "totalMinor" | "commissionMinor" | "providerMinor") => ({
  type: "Money" as const,
  resolve: (one: CreditNoteRow) => money(one[key], one.currency),
});
const part = (key: "prePaymentMinor" | "refundMinor" | "balanceMinor") => ({
  type: "Money" as const,
  resolve: (one: CreditNoteRow) => money(one[key], one.currency),
});

export const CreditNoteType = builder.objectRef<CreditNoteRow>("CreditNote").implement({
  description: "A credit on an issued invoice: what it takes off, why, and how the buyer gets it.",
  fields: (t) => ({
    id: t.exposeID("id"),
    number: t.exposeString("number", { nullable: true, description: "Taken when it is booked." }),
    state: t.string({
      description: "asked, issued (on its way to Stripe), settled, stopped or withdrawn",
      resolve: (one) => one.state,
    }),
    isUnknown: t.boolean({
      description: "Stripe did not answer; it is asked again with the same key.",
      resolve: (one) => one.state === "issued" && one.operationState === "unknown",
    }),
    stoppedBecause: t.exposeString("stoppedBecause", { nullable: true }),
    buyerName: t.exposeString("buyerName"),
    providerName: t.exposeString("providerName"),
    engagementTitle: t.exposeString("engagementTitle"),
    zone: t.exposeString("zone"),
    invoiceId: t.exposeID("invoiceId"),
    invoiceNumber: t.exposeString("invoiceNumber"),
    reason: t.string({ resolve: (one) => CREDIT_REASONS[one.reason] }),
    memo: t.exposeString("memo"),
    correctionId: t.exposeID("correctionId", { nullable: true }),
    contestId: t.exposeID("contestId", { nullable: true }),
    net: t.field(amount("netMinor")),
    tax: t.field(amount("taxMinor")),
    total: t.field(amount("totalMinor")),
    commission: t.field(amount("commissionMinor")),
    provider: t.field(amount("providerMinor")),
    offInvoice: t.field(part("prePaymentMinor")),
    refunded: t.field(part("refundMinor")),
    toBalance: t.field(part("balanceMinor")),
    takenFrom: t.string({
      nullable: true,
      description: "provider_pending, provider_payable or provider_receivable (the provider owes it)",
      resolve: (one) => one.takenFrom,
    }),
    askedByName: t.exposeString("askedByName"),
    askedAt: t.field({ type: "DateTime", resolve: (one) => one.askedAt }),
    issuedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.issuedAt }),
    lines: t.field({
      type: [CreditNoteLine],
      resolve: async (one, _args, context) =>
        (await creditNoteLines(context.read, one.id)).map((line) => ({ ...line, currency: one.currency })),
    }),
    refunds: t.field({
      type: [Refund],
      resolve: (one, _args, context) => refundsOf(context.read, context.signedIn(), one.id),
    }),
    hasEInvoice: t.exposeBoolean("hasEInvoice", {
      description: "Its invoice names both sides and its tax, and it was not withdrawn.",
    }),
    maySettle: t.boolean({
      description: "For the marketplace, where Stripe has refused it.",
      resolve: (one, _args, context) =>
        one.state === "stopped" && may(context.signedIn(), "credit_note:issue"),
    }),
  }),
});

builder.queryField("creditNote", (t) =>
  t.field({
    type: CreditNoteType,
    nullable: true,
    authScopes: { may: "invoice:read" },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => findCreditNote(context.read, context.signedIn(), String(id)),
  }),
);

const BuyerCredit = builder.objectRef<CreditBalance>("BuyerCredit").implement({
  description: "A buyer's credit in one currency; its next invoice in that currency uses it.",
  fields: (t) => ({
    amount: t.field({ type: "Money", resolve: (one) => money(one.amountMinor, one.currency) }),
  }),
});

builder.queryField("buyerCredits", (t) =>
  t.field({
    type: [BuyerCredit],
    description: "The credit of one's own organisation, by currency; empty for anybody who buys nothing.",
    authScopes: { may: "invoice:read" },
    resolve: (_root, _args, context) => buyerCredits(context.read, context.signedIn().organizationId),
  }),
);

type Due = Awaited<ReturnType<typeof invoiceDue>> & { currency: string };
const due = (
  key: "appliedMinor" | "creditedMinor" | "creditedBeforeMinor" | "dueMinor" | "refundOwedMinor",
) => ({
  type: "Money" as const,
  resolve: (one: Due) => money(one[key], one.currency),
});
const InvoiceDueType = builder.objectRef<Due>("InvoiceDue").implement({
  description: "What became of an invoice's total.",
  fields: (t) => ({
    applied: t.field({ ...due("appliedMinor"), description: "Paid from the buyer's credit." }),
    credited: t.field({ ...due("creditedMinor"), description: "All credit notes." }),
    creditedBefore: t.field({ ...due("creditedBeforeMinor"), description: "Those before the payment." }),
    due: t.field({ ...due("dueMinor"), description: "Still to be paid." }),
    refundOwed: t.field({ ...due("refundOwedMinor"), description: "Refunds that came back." }),
  }),
});

builder.objectFields(InvoiceType, (t) => ({
  settlement: t.field({
    type: InvoiceDueType,
    resolve: async (one, _args, context) => ({
      ...(await invoiceDue(context.read, one.id)),
      currency: one.currency,
    }),
  }),
  creditNotes: t.field({
    type: [CreditNoteType],
    resolve: (one, _args, context) => creditNotesOf(context.read, context.signedIn(), one.id),
  }),
  mayCredit: t.boolean({
    description: "For the marketplace's account managers and administrators.",
    resolve: (one, _args, context) =>
      (one.state === "open" || one.state === "paid") &&
      one.totalMinor > 0n &&
      may(context.signedIn(), "credit_note:issue"),
  }),
}));

builder.objectField(PayoutType, "takenBack", (t) =>
  t.field({
    type: "Money",
    description: "What credit notes and disputes took from the share before it went out.",
    resolve: async (one, _args, context) =>
      money(await shareTaken(context.read, one.invoiceId), one.currency),
  }),
);

/** The note that a mutation has changed, as the viewer sees it. Throws NotFound. */
export async function noteAfter(
  context: {
    read: Parameters<typeof findCreditNote>[0];
    signedIn: () => Parameters<typeof findCreditNote>[1];
  },
  id: string,
): Promise<CreditNoteRow> {
  const note = await findCreditNote(context.read, context.signedIn(), id);
  if (!note) throw new NotFound("credit note");
  return note;
}
