import {
  DISPUTE_MOVES,
  type EarningsDispute,
  type EarningsMonth,
  type EarningsSums,
  type EarningsTotal,
  type EarningsYear,
  earningsCsv,
  yearTotals,
} from "../../domain/billing/earnings.ts";
import { money } from "../../domain/shared/money.ts";
import { earningsFile } from "../../server/billing/documents/document-file.ts";
import { earningsOf } from "../../server/billing/earnings.read.ts";
import { builder } from "../builder.ts";
import { freshlyProved } from "../fresh-proof.ts";
import { DocumentFileType, DocumentFormatType, orRefusal } from "./document.ts";

type Sums = EarningsSums & { currency: string };
const amount = <Row extends Sums>(minorOf: (one: Row) => bigint) => ({
  type: "Money" as const,
  resolve: (one: Row) => money(minorOf(one), one.currency),
});

const Month = builder.objectRef<EarningsMonth>("EarningsMonth").implement({
  description: "A provider's month in a currency, every figure a sum of legs of the books.",
  fields: (t) => ({
    providerId: t.exposeID("providerId"),
    providerName: t.exposeString("providerName"),
    month: t.exposeString("month"),
    currency: t.exposeString("currency"),
    payments: t.exposeInt("payments"),
    gross: t.field(amount((one) => one.grossMinor)),
    commission: t.field(amount((one) => one.commissionMinor)),
    earned: t.field(amount((one) => one.earnedMinor)),
    takenBack: t.field({
      ...amount((one: EarningsMonth) => one.creditNotesMinor + one.lostMinor),
      description: "By credit notes and by disputes that were lost.",
    }),
    creditNotes: t.field(amount((one) => one.creditNotesMinor)),
    lostToDisputes: t.field(amount((one) => one.lostMinor)),
    paidOut: t.field(amount((one) => one.paidOutMinor)),
    returned: t.field({
      ...amount((one: EarningsMonth) => one.returnedMinor),
      description: "What banks had taken back of what was paid out, while they decide a dispute.",
    }),
    closing: t.field(amount((one) => one.closingMinor)),
    underDispute: t.field({
      ...amount((one: EarningsMonth) => one.disputedMinor),
      description: "What of the closing amount is under dispute.",
    }),
  }),
});

const Total = builder.objectRef<EarningsTotal>("EarningsTotal").implement({
  description: "A provider's year in a currency: the sums of its months.",
  fields: (t) => ({
    providerId: t.exposeID("providerId"),
    providerName: t.exposeString("providerName"),
    currency: t.exposeString("currency"),
    payments: t.exposeInt("payments"),
    gross: t.field(amount((one) => one.grossMinor)),
    commission: t.field(amount((one) => one.commissionMinor)),
    earned: t.field(amount((one) => one.earnedMinor)),
    creditNotes: t.field(amount((one) => one.creditNotesMinor)),
    lostToDisputes: t.field(amount((one) => one.lostMinor)),
    paidOut: t.field(amount((one) => one.paidOutMinor)),
    returned: t.field(amount((one) => one.returnedMinor)),
  }),
});

const Dispute = builder.objectRef<EarningsDispute>("EarningsDispute").implement({
  description: "What happened to a provider's part of a disputed payment, on a day of its zone.",
  fields: (t) => ({
    disputeId: t.exposeID("disputeId"),
    providerName: t.exposeString("providerName"),
    invoiceNumber: t.exposeString("invoiceNumber"),
    day: t.exposeString("day"),
    kind: t.exposeString("kind"),
    says: t.string({ resolve: (one) => DISPUTE_MOVES[one.kind] }),
    amount: t.field({ type: "Money", resolve: (one) => money(one.amountMinor, one.currency) }),
  }),
});

const Earnings = builder.objectRef<EarningsYear>("Earnings").implement({
  fields: (t) => ({
    months: t.field({ type: [Month], resolve: (year) => [...year.months] }),
    totals: t.field({ type: [Total], resolve: (year) => yearTotals(year.months) }),
    disputes: t.field({ type: [Dispute], resolve: (year) => [...year.disputes] }),
    csv: t.string({
      description: "All of it as a file, in a session for a person who has proved lately that it is them.",
      resolve: (year, _args, context) => {
        freshlyProved(context);
        return earningsCsv(year);
      },
    }),
    file: t.field({
      type: DocumentFileType,
      args: { format: t.arg({ type: DocumentFormatType, required: true }) },
      description: "As `csv`, in a format of the documents.",
      resolve: (year, { format }, context) => {
        freshlyProved(context);
        return orRefusal(earningsFile(year, format));
      },
    }),
  }),
});

builder.queryField("earnings", (t) =>
  t.field({
    type: Earnings,
    description: "A year of earnings: the provider's own; staff name a provider, or none for all.",
    authScopes: { may: "payout:read" },
    args: { year: t.arg.int({ required: true }), providerId: t.arg.id() },
    resolve: (_root, { year, providerId }, context) =>
      earningsOf(context.read, {
        ...{ viewer: context.signedIn(), year },
        providerId: providerId ? String(providerId) : null,
      }),
  }),
);
