import { taxLabel } from "../../domain/billing/tax/tax-words.ts";
import { addressLines } from "../../domain/identity/tax-identity.ts";
import { money } from "../../domain/shared/money.ts";
import type { InvoiceTaxRow } from "../../server/billing/invoice-tax.read.ts";
import type { InvoiceParty } from "../../server/billing/tax/decide-invoice-tax.ts";
import { builder } from "../builder.ts";

export const InvoiceTaxType = builder
  .objectRef<InvoiceTaxRow & { currency: string }>("InvoiceTax")
  .implement({
    description: "The tax of an invoice in one category at one rate.",
    fields: (t) => ({
      category: t.string({
        description: "As EN 16931 writes it: S, Z, E, AE (reverse charge) or O (outside the scope)",
        resolve: (one) => one.category,
      }),
      rateBps: t.exposeInt("rateBps", { description: "Hundredths of a per cent: 2100 is 21 %." }),
      label: t.string({ resolve: taxLabel }),
      taxable: t.field({ type: "Money", resolve: (one) => money(one.taxableMinor, one.currency) }),
      tax: t.field({ type: "Money", resolve: (one) => money(one.taxMinor, one.currency) }),
      note: t.exposeString("note", { nullable: true, description: "The sentence that the law wants." }),
      source: t.exposeString("source"),
    }),
  });

export const InvoicePartyType = builder.objectRef<InvoiceParty>("InvoiceParty").implement({
  description: "A side as the invoice names it for ever.",
  fields: (t) => ({
    name: t.exposeString("name"),
    addressLines: t.stringList({ resolve: addressLines }),
    country: t.exposeString("country"),
    vatNumber: t.exposeString("vatNumber", { nullable: true }),
    registrationNumber: t.exposeString("registrationNumber", { nullable: true }),
  }),
});
