import { type FxLine, fxWords } from "../../domain/billing/fx-line.ts";
import { money } from "../../domain/shared/money.ts";
import {
  creditNoteFxLines,
  invoiceFxLines,
  partFxLine,
  payoutFxLine,
} from "../../server/billing/exchange/fx-line.read.ts";
import { builder } from "../builder.ts";
import { CreditNoteType } from "./credit-note.ts";
import { InvoiceType } from "./invoice.ts";
import { PayoutType } from "./payout.ts";
import { PayoutPartType } from "./payout-part.ts";

const FxLineType = builder.objectRef<FxLine>("FxLine").implement({
  description:
    "A sum stated in a second currency, at a rate that stays with it. What is owed is the first.",
  fields: (t) => ({
    purpose: t.string({
      description: "total, vat, payout; credit, credit_vat, refund; part (sent later) or netted",
      resolve: (one) => one.purpose,
    }),
    before: t.field({ type: "Money", resolve: (one) => money(one.beforeMinor, one.beforeCurrency) }),
    after: t.field({ type: "Money", resolve: (one) => money(one.afterMinor, one.afterCurrency) }),
    base: t.exposeString("base", { description: "One unit of it is `rate` units of the quote." }),
    quote: t.exposeString("quote"),
    rate: t.exposeString("rate"),
    rateOf: t.exposeString("rateOf", { description: "The day that the rate is of; YYYY-MM-DD" }),
    statedFor: t.exposeString("statedFor", { description: "The day for which it was looked up." }),
    source: t.exposeString("source"),
    exact: t.exposeString("exact", { description: "Before rounding, in the second currency." }),
    roundedBy: t.exposeString("roundedBy", { description: "What rounding once added." }),
    words: t.string({ resolve: fxWords }),
  }),
});

builder.objectFields(InvoiceType, (t) => ({
  fxLines: t.field({
    type: [FxLineType],
    description: "Its total and its VAT in the currencies in which others need them; empty: in none.",
    resolve: (one, _args, context) => invoiceFxLines(context.read, one.id),
  }),
}));

builder.objectFields(PayoutType, (t) => ({
  fxLine: t.field({
    type: FxLineType,
    nullable: true,
    description: "What goes out, in the currency of the provider's books.",
    resolve: (one, _args, context) => payoutFxLine(context.read, one.invoiceId),
  }),
}));

builder.objectFields(CreditNoteType, (t) => ({
  fxLines: t.field({
    type: [FxLineType],
    description:
      "What it takes off, and what of it was refunded, in the currencies of its invoice's lines.",
    resolve: (one, _args, context) => creditNoteFxLines(context.read, one.id),
  }),
}));

builder.objectFields(PayoutPartType, (t) => ({
  fxLine: t.field({
    type: FxLineType,
    nullable: true,
    description: "What of it went out later, or was taken off, in the currency of the provider's books.",
    resolve: (one, _args, context) => partFxLine(context.read, one.id),
  }),
}));
