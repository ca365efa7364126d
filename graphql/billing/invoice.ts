import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { type InvoiceLine, invoiceLines } from "../../domain/billing/invoice-document.ts";
import { orderReference } from "../../domain/billing/order-reference.ts";
import { isStaff } from "../../domain/identity/viewer.ts";
import { money } from "../../domain/shared/money.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import {
  findInvoice,
  type InvoiceRow,
  invoiceCredits,
  invoicePaper,
  listInvoices,
} from "../../server/billing/invoice.read.ts";
import { invoiceTaxRows } from "../../server/billing/invoice-tax.read.ts";
import { openHostedPage } from "../../server/billing/open-hosted-page.ts";
import { retryInvoice } from "../../server/billing/retry-invoice.ts";
import { connectedStripe } from "../../server/billing/stripe-connection.ts";
import type { Tx } from "../../server/db.ts";
import { builder } from "../builder.ts";
import { Node } from "../node-interface.ts";
import { InvoicePartyType, InvoiceTaxType } from "./invoice-tax.ts";

const Line = builder.objectRef<InvoiceLine>("InvoiceLine").implement({
  fields: (t) => ({
    description: t.exposeString("description"),
    amount: t.field({ type: "Money", resolve: (line) => line.amount }),
  }),
});

/** Where an invoice stands with Stripe, in one word for the page. */
function collection(invoice: InvoiceRow): string {
  if (invoice.isCredited) return "credited";
  if (invoice.state === "open" && invoice.attemptState) return "processing";
  if (invoice.state !== "issued") return invoice.state;
  const { operationState, operationAttempts } = invoice;
  if (operationState === "unknown") return "unknown";
  return operationState === "sent" && (operationAttempts ?? 0) > 1 ? "unknown" : "on_its_way";
}

function isPayable(one: InvoiceRow, organizationId: string): boolean {
  return one.state === "open" && !one.attemptState && one.organizationId === organizationId;
}

export const InvoiceType = builder.objectRef<InvoiceRow>("Invoice").implement({
  interfaces: [Node],
  description: "What the buyer owes for an approved statement.",
  fields: (t) => ({
    id: t.exposeID("id"),
    number: t.exposeString("number"),
    state: t.string({
      description: "issued, open, paid, stopped or written_off",
      resolve: (one) => one.state,
    }),
    collection: t.string({
      description:
        "on_its_way, unknown (being checked), open, processing, paid, stopped, written_off, or credited " +
        "(in full: never paid)",
      resolve: collection,
    }),
    stoppedBecause: t.string({
      nullable: true,
      description: "The reason of a refusal, as Stripe gives it.",
      resolve: (one) => (one.state === "stopped" ? one.operationError : null),
    }),
    buyerName: t.exposeString("buyerName"),
    providerName: t.exposeString("providerName"),
    statementId: t.exposeID("statementId"),
    engagementId: t.exposeID("engagementId"),
    engagementTitle: t.exposeString("engagementTitle"),
    period: t.exposeString("period"),
    zone: t.exposeString("zone"),
    total: t.field({ type: "Money", resolve: (one) => money(one.totalMinor, one.currency) }),
    lines: t.field({
      type: [Line],
      resolve: (one, _args, context) => linesOf(context.read, one),
    }),
    net: t.field({
      type: "Money",
      description: "The statement's net: the total without tax.",
      resolve: (one) => money(one.totalMinor - one.taxMinor, one.currency),
    }),
    taxes: t.field({
      type: [InvoiceTaxType],
      description: "Its tax by category and rate; empty for an invoice that was issued without a decision.",
      resolve: async (one, _args, context) =>
        (await invoiceTaxRows(context.read, one)).map((row) => ({ ...row, currency: one.currency })),
    }),
    seller: t.field({ type: InvoicePartyType, nullable: true, resolve: (one) => one.seller }),
    buyer: t.field({ type: InvoicePartyType, nullable: true, resolve: (one) => one.buyer }),
    reference: t.string({
      nullable: true,
      description: "The buyer's purchase order with what is left of it, and the cost centre.",
      resolve: (one, _args, context) => referenceOf(context.read, one),
    }),
    issuedAt: t.field({ type: "DateTime", resolve: (one) => one.issuedAt }),
    dueOn: t.field({ type: "Date", resolve: (one) => one.dueOn }),
    paidAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.paidAt }),
    mayPay: t.boolean({
      resolve: (one, _args, context) => isPayable(one, context.signedIn().organizationId),
    }),
    mayRetry: t.boolean({
      description: "For the marketplace's staff, where the invoice was stopped.",
      resolve: (one, _args, context) => one.state === "stopped" && isStaff(context.signedIn()),
    }),
    payoutId: t.id({
      nullable: true,
      description: "For the provider and staff.",
      resolve: (one, _args, context) =>
        one.organizationId === context.signedIn().organizationId ? null : one.payoutId,
    }),
  }),
});

async function linesOf(tx: Tx, one: InvoiceRow) {
  const credits = await invoiceCredits(tx, one);
  const { others, charges } = await invoicePaper(tx, one);
  return invoiceLines({ ...one, title: one.engagementTitle, credits, others, charges });
}

async function referenceOf(tx: Tx, one: InvoiceRow) {
  const { billing, orderedMinor } = await invoicePaper(tx, one);
  return orderReference({ billing, orderedMinor, currency: one.currency });
}

builder.queryField("invoice", (t) =>
  t.field({
    type: InvoiceType,
    nullable: true,
    authScopes: { may: "invoice:read" },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => findInvoice(context.read, context.signedIn(), String(id)),
  }),
);

builder.queryField("invoices", (t) =>
  t.connection({
    type: InvoiceType,
    description: "Invoices, unpaid ones first, then the newest; staff see all.",
    authScopes: { may: "invoice:read" },
    resolve: (_root, args, context) =>
      resolveCursorConnection(
        { args, toCursor: (one: InvoiceRow) => one.id, defaultSize: 50, maxSize: 200 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          listInvoices(context.read, context.signedIn(), { after, before, take: limit, inverted }),
      ),
  }),
);

const HostedPage = builder.objectRef<{ url: string }>("HostedPage").implement({
  fields: (t) => ({ url: t.exposeString("url") }),
});

const PayInvoiceInput = builder.inputType("PayInvoiceInput", {
  fields: (t) => ({ invoiceId: t.id({ required: true }), idempotencyKey: t.string() }),
});

builder.mutationField("payInvoice", (t) =>
  t.field({
    type: HostedPage,
    description: "The address of the page on which the buyer pays now.",
    errors: {},
    authScopes: { may: "invoice:read" },
    args: { input: t.arg({ type: PayInvoiceInput, required: true }) },
    resolve: (_root, { input }, context) =>
      openHostedPage(context.caller(), { stripe: connectedStripe(), invoiceId: String(input.invoiceId) }),
  }),
);

const RetryInvoiceInput = builder.inputType("RetryInvoiceInput", {
  fields: (t) => ({ invoiceId: t.id({ required: true }), idempotencyKey: t.string() }),
});

builder.mutationField("retryInvoice", (t) =>
  t.field({
    type: InvoiceType,
    description: "Sends a stopped invoice to Stripe again, once what stopped it has been put right.",
    errors: {},
    authScopes: { may: "portfolio:read" },
    args: { input: t.arg({ type: RetryInvoiceInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const caller = context.caller(input.idempotencyKey);
      const { invoiceId } = await retryInvoice(caller, { invoiceId: String(input.invoiceId) });
      const invoice = await findInvoice(context.read, context.signedIn(), invoiceId);
      if (!invoice) throw new NotFound("invoice");
      return invoice;
    },
  }),
);
