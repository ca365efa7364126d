import { declineWords } from "../../domain/billing/decline.ts";
import { daysOverdue, nextStep } from "../../domain/billing/dunning.ts";
import { whyNotCharged } from "../../domain/billing/payment-method.ts";
import { may } from "../../domain/identity/permissions.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { localDate } from "../../domain/shared/zoned.ts";
import { caseOfInvoice, latestAttempt } from "../../server/billing/dunning.read.ts";
import { dunningPolicy } from "../../server/billing/dunning-policy.read.ts";
import { findInvoice, type InvoiceRow } from "../../server/billing/invoice.read.ts";
import { payWithSavedMethod } from "../../server/billing/pay-with-saved-method.ts";
import {
  latestConsent,
  type SavedMethod,
  savedMethods,
} from "../../server/billing/payment-methods.read.ts";
import { toPlainDate } from "../../server/clock.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";
import { InvoiceType } from "./invoice.ts";

type Next = { state: string; on: string };

const NextType = builder.objectRef<Next>("CollectingStep").implement({
  description: "What comes next for an unpaid invoice, and on which day of the buyer's calendar.",
  fields: (t) => ({
    state: t.string({
      description: "due, retry_1 and on, grace or suspended",
      resolve: (one) => one.state,
    }),
    on: t.field({ type: "Date", resolve: (one) => new Date(`${one.on}T00:00:00Z`) }),
  }),
});

const Payable = builder.objectRef<SavedMethod>("PayableMethod").implement({
  fields: (t) => ({ id: t.exposeID("id"), title: t.exposeString("title") }),
});

/** How the invoice is being collected, for its buyer and for staff; the provider is told nothing of it. */
const Collecting = builder.objectRef<InvoiceRow>("InvoiceCollecting").implement({
  fields: (t) => ({
    daysOverdue: t.int({
      description: "Days of the buyer's calendar since the due day; 0 until it has passed.",
      resolve: (one, _args, context) => Math.max(0, overdue(one, context)),
    }),
    isProcessing: t.boolean({
      description: "A payment is with the bank: nothing else can be paid until the bank has answered.",
      resolve: (one) => one.attemptState === "processing",
    }),
    isAsked: t.boolean({
      description: "A payment is being asked for right now.",
      resolve: (one) => one.attemptState === "open",
    }),
    declined: t.string({
      nullable: true,
      description: "Why the latest payment failed.",
      resolve: async (one, _args, context) => {
        const last = await latestAttempt(context.read, one.id);
        return last?.state === "failed"
          ? declineWords(last.declineCode ?? "unknown", last.declineMessage)
          : null;
      },
    }),
    step: t.string({
      nullable: true,
      description: "The dunning step that was taken last; null before the due day.",
      resolve: async (one, _args, context) =>
        (await caseOfInvoice(context.read, context.signedIn(), one.id))?.state ?? null,
    }),
    next: t.field({
      type: NextType,
      nullable: true,
      resolve: (one, _args, context) => comingStep(one, context),
    }),
    heldUntil: t.field({
      type: "Date",
      nullable: true,
      description: "Until when staff agreed to wait.",
      resolve: async (one, _args, context) =>
        (await caseOfInvoice(context.read, context.signedIn(), one.id))?.heldUntil ?? null,
    }),
    autopayBy: t.string({
      nullable: true,
      description: "The method that is charged on the due day, where the buyer has agreed.",
      resolve: async (one, _args, context) => {
        const consent = await latestConsent(context.read, one.organizationId);
        if (!consent?.isOn) return null;
        const methods = await usable(one, context);
        return methods.find((method) => method.id === consent.paymentMethodId)?.title ?? null;
      },
    }),
    maySaveMethods: t.boolean({
      description: "The viewer looks after the buyer's ways to pay.",
      resolve: (one, _args, context) => {
        const viewer = context.signedIn();
        return viewer.organizationId === one.organizationId && may(viewer, "payment_method:manage");
      },
    }),
    payableWith: t.field({
      type: [Payable],
      description: "The saved ways to pay it now.",
      resolve: (one, _args, context) =>
        one.attemptState || !may(context.viewer, "payment_method:manage") ? [] : usable(one, context),
    }),
  }),
});

builder.objectField(InvoiceType, "collecting", (t) =>
  t.field({
    type: Collecting,
    nullable: true,
    description: "For the buyer and the marketplace's staff, while it is not paid.",
    resolve: (one, _args, context) => {
      const viewer = context.signedIn();
      const isTheirs = viewer.organizationId === one.organizationId || may(viewer, "dunning:read");
      return isTheirs && (one.state === "open" || one.state === "written_off") ? one : null;
    },
  }),
);

function overdue(one: InvoiceRow, context: GraphQLContext): number {
  const today = localDate(context.moment(), one.buyerZone);
  return daysOverdue({ dueOn: toPlainDate(one.dueOn), today });
}

async function comingStep(one: InvoiceRow, context: GraphQLContext): Promise<Next | null> {
  if (one.state !== "open") return null;
  const kept = await caseOfInvoice(context.read, context.signedIn(), one.id);
  if (kept?.closedAt) return null;
  const policy = await dunningPolicy(context.read, kept?.policyId ?? null);
  const taken = kept && { position: kept.position, on: toPlainDate(kept.stepOn) };
  const step = nextStep(policy, { dueOn: toPlainDate(one.dueOn), taken });
  return step && { state: step.state, on: step.on.toString() };
}

async function usable(one: InvoiceRow, context: GraphQLContext): Promise<SavedMethod[]> {
  const today = localDate(context.moment(), one.buyerZone);
  const { organizationId, currency } = one;
  const methods = await savedMethods(context.read, { organizationId, today });
  return methods.filter((method) => whyNotCharged(method.facts, { currency, today }) === null);
}

const PayInput = builder.inputType("PayWithSavedMethodInput", {
  fields: (t) => ({
    invoiceId: t.id({ required: true }),
    paymentMethodId: t.id({ required: true }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("payWithSavedMethod", (t) =>
  t.field({
    type: InvoiceType,
    description: "Charges an open invoice to a saved card or account; a debit takes days.",
    errors: {},
    authScopes: { may: "payment_method:manage" },
    args: { input: t.arg({ type: PayInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { invoiceId } = await payWithSavedMethod(context.caller(input.idempotencyKey), {
        invoiceId: String(input.invoiceId),
        paymentMethodId: String(input.paymentMethodId),
      });
      const invoice = await findInvoice(context.read, context.signedIn(), invoiceId);
      if (!invoice) throw new NotFound("invoice");
      return invoice;
    },
  }),
);
