import type { BillingDocument, DocumentParty } from "../../domain/billing/documents/billing-document.ts";
import { taxLines, taxPerLine } from "../../domain/billing/tax/invoice-tax.ts";
import type { TaxTreatment } from "../../domain/billing/tax/tax-provider.ts";
import { taxNotes } from "../../domain/billing/tax/tax-words.ts";
import { chargeStepMinor } from "../../domain/shared/currency.ts";

export const STANDARD: TaxTreatment = {
  ...{ category: "S", rateBps: 2550, reasonCode: null, note: null, source: "FI" },
};
export const REVERSE: TaxTreatment = {
  ...{ category: "AE", rateBps: 0, reasonCode: "VATEX-EU-AE", note: "Reverse charge.", source: "EU" },
};
export const OUTSIDE: TaxTreatment = {
  ...{ category: "O", rateBps: 0, reasonCode: "VATEX-EU-O", note: "Outside the scope.", source: "FI" },
};

export const SELLER: DocumentParty = {
  ...{ name: "Engine Room Oy", addressLine: "Kalevankatu 20", postalCode: "00100", city: "Helsinki" },
  ...{ country: "FI", vatNumber: "FI32765418", registrationNumber: "3276541-8" },
  email: "invoices@engine-room.example",
};
export const BUYER: DocumentParty = {
  ...{ name: "Łódź & Söhne ąęž Ωλ Ж", addressLine: "ul. Długa 1", postalCode: "80-827", city: "Gdańsk" },
  ...{ country: "PL", vatNumber: "PL5833127764", registrationNumber: null },
  email: "invoices@lodz.example",
};

/** An invoice over lines of which one is a credit, as its maker would leave it. */
export function invoiceOver(
  amounts: readonly bigint[],
  treatment: TaxTreatment = STANDARD,
  change: Partial<BillingDocument> = {},
): BillingDocument {
  const taxable = amounts.map((amountMinor) => ({ amountMinor, treatment }));
  const step = chargeStepMinor(change.currency ?? "EUR");
  const taxes = taxLines(taxable, step);
  const parts = taxPerLine(taxable, step);
  const netMinor = amounts.reduce((sum, one) => sum + one, 0n);
  const taxMinor = taxes.reduce((sum, one) => sum + one.taxMinor, 0n);
  const { category, rateBps } = treatment;
  return {
    ...{ kind: "invoice", number: "ER-000042", title: "Invoice ER-000042", currency: "EUR" },
    ...{ issuedOn: "2026-11-05", dueOn: "2026-11-19", period: { from: "2026-10-01", to: "2026-10-31" } },
    ...{ seller: SELLER, buyer: BUYER, providerName: "Tally & Co", buyerName: "Łódź & Söhne" },
    ...{ corrects: null, purchaseOrder: "PO <7>", costCentre: "4410" },
    lines: amounts.map((amountMinor, index) => ({
      label: `${amountMinor < 0n ? "Service credit" : "Line"} ${index + 1} & more`,
      detail: index === 0 ? "€4,000.00 × 12 % pool × 40 % weight" : null,
      amountMinor,
      tax: { category, rateBps, minor: parts[index] ?? 0n },
    })),
    ...{ taxes, netMinor, taxMinor, totalMinor: netMinor + taxMinor, netLabel: "Total before tax" },
    notes: [...taxNotes(taxes), "The arithmetic stands on the statement of October 2026."],
    tables: [],
    ...change,
  };
}

/** A credit note over parts of lines of such an invoice. */
export function creditNoteOver(
  amounts: readonly bigint[],
  treatment: TaxTreatment = STANDARD,
  change: Partial<BillingDocument> = {},
): BillingDocument {
  return invoiceOver(amounts, treatment, {
    ...{ kind: "credit_note", number: "CN-000007", title: "Credit note CN-000007", dueOn: null },
    corrects: { number: "ER-000042", issuedOn: "2026-11-05" },
    ...change,
  });
}
