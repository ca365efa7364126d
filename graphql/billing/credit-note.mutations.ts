import { CREDIT_REASONS, type CreditReason } from "../../domain/billing/credit-note.input.ts";
import { allThatIsLeft } from "../../domain/billing/credit-note.ts";
import { money } from "../../domain/shared/money.ts";
import { askCreditNote } from "../../server/billing/credits/ask-credit-note.ts";
import {
  type InvoiceToCredit,
  invoiceToCredit,
} from "../../server/billing/credits/creditable-invoice.read.ts";
import { replaceRefund, settleStoppedNote } from "../../server/billing/credits/retry-credit-note.ts";
import { findInvoice } from "../../server/billing/invoice.read.ts";
import { builder } from "../builder.ts";
import { CreditNoteType, noteAfter } from "./credit-note.ts";

type Left = { position: number; label: string; netMinor: bigint; leftMinor: bigint; currency: string };
const CreditableLine = builder.objectRef<Left>("CreditableLine").implement({
  fields: (t) => ({
    position: t.exposeInt("position"),
    label: t.exposeString("label"),
    net: t.field({ type: "Money", resolve: (one) => money(one.netMinor, one.currency) }),
    left: t.field({ type: "Money", resolve: (one) => money(one.leftMinor, one.currency) }),
  }),
});

const CreditableInvoice = builder.objectRef<InvoiceToCredit>("CreditableInvoice").implement({
  description: "An invoice with what is left of every line, before taxes.",
  fields: (t) => ({
    id: t.exposeID("id"),
    number: t.exposeString("number"),
    state: t.string({ resolve: (one) => one.state }),
    due: t.field({ type: "Money", resolve: (one) => money(one.dueMinor, one.currency) }),
    refundable: t.field({
      type: "Money",
      description: "What of the buyer's payment can still be refunded.",
      resolve: (one) => money(one.refundableMinor, one.currency),
    }),
    lines: t.field({
      type: [CreditableLine],
      resolve: (one) => {
        const left = new Map(allThatIsLeft(one).map((line) => [line.position, line.netMinor]));
        return one.lines.map(({ position, label, netMinor }) => ({
          ...{ position, label, netMinor, currency: one.currency },
          leftMinor: left.get(position) ?? 0n,
        }));
      },
    }),
  }),
});

builder.queryField("creditableInvoice", (t) =>
  t.field({
    type: CreditableInvoice,
    nullable: true,
    authScopes: { may: "credit_note:issue" },
    args: { invoiceId: t.arg.id({ required: true }) },
    resolve: async (_root, { invoiceId }, context) => {
      const invoice = await findInvoice(context.read, context.signedIn(), String(invoiceId));
      return invoice ? invoiceToCredit(context.read, invoice.id) : null;
    },
  }),
);

const CreditReasonEnum = builder.enumType("CreditReason", {
  values: Object.keys(CREDIT_REASONS) as [CreditReason, ...CreditReason[]],
});

const CreditedLineInput = builder.inputType("CreditedLineInput", {
  fields: (t) => ({
    position: t.int({ required: true }),
    netMinor: t.string({
      required: true,
      description: "Whole minor units before tax; below 0 for a credit line.",
    }),
  }),
});

const IssueCreditNoteInput = builder.inputType("IssueCreditNoteInput", {
  fields: (t) => ({
    invoiceId: t.id({ required: true }),
    lines: t.field({ type: [CreditedLineInput], required: true }),
    reason: t.field({ type: CreditReasonEnum, required: true }),
    memo: t.string({ required: true }),
    correctionId: t.id(),
    contestId: t.id(),
    refundMinor: t.string({ description: "Of the part that is paid; the rest goes to the balance." }),
    balanceMinor: t.string(),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("issueCreditNote", (t) =>
  t.field({
    type: CreditNoteType,
    description: "Credits an invoice; the worker numbers it, books it and brings it to Stripe.",
    errors: {},
    authScopes: { may: "credit_note:issue" },
    args: { input: t.arg({ type: IssueCreditNoteInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, ...asked } = input;
      const { creditNoteId } = await askCreditNote(context.caller(idempotencyKey), {
        ...asked,
        invoiceId: String(asked.invoiceId),
        correctionId: asked.correctionId ? String(asked.correctionId) : null,
        contestId: asked.contestId ? String(asked.contestId) : null,
      });
      return noteAfter(context, creditNoteId);
    },
  }),
);

const SettleStoppedInput = builder.inputType("SettleStoppedCreditNoteInput", {
  fields: (t) => ({
    creditNoteId: t.id({ required: true }),
    withdraw: t.boolean({
      required: true,
      description: "Out of the books again; otherwise to Stripe again.",
    }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("settleStoppedCreditNote", (t) =>
  t.field({
    type: CreditNoteType,
    description: "Sends a credit note that Stripe refused again, or takes it out of the books.",
    errors: {},
    authScopes: { may: "credit_note:issue" },
    args: { input: t.arg({ type: SettleStoppedInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { creditNoteId } = await settleStoppedNote(context.caller(input.idempotencyKey), {
        creditNoteId: String(input.creditNoteId),
        by: input.withdraw ? "withdraw" : "try_again",
      });
      return noteAfter(context, creditNoteId);
    },
  }),
);

const ReplaceRefundInput = builder.inputType("ReplaceRefundInput", {
  fields: (t) => ({
    refundId: t.id({ required: true }),
    byBalance: t.boolean({
      required: true,
      description: "To the buyer's credit; otherwise refunded again.",
    }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("replaceRefund", (t) =>
  t.field({
    type: CreditNoteType,
    description: "Puts another refund, or credit, in the place of a refund that came back.",
    errors: {},
    authScopes: { may: "credit_note:issue" },
    args: { input: t.arg({ type: ReplaceRefundInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { creditNoteId } = await replaceRefund(context.caller(input.idempotencyKey), {
        refundId: String(input.refundId),
        by: input.byBalance ? "balance" : "refund",
      });
      return noteAfter(context, creditNoteId);
    },
  }),
);
