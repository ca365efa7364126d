import { Temporal } from "temporal-polyfill";
import type { BillingDocument } from "../../../domain/billing/documents/billing-document.ts";
import { fxWords } from "../../../domain/billing/fx-line.ts";
import { invoiceLines } from "../../../domain/billing/invoice-document.ts";
import { monthName } from "../../../domain/billing/month-name.ts";
import { issuedTaxPerLine, type TaxLine } from "../../../domain/billing/tax/invoice-tax.ts";
import { taxPointOf } from "../../../domain/billing/tax/tax-point.ts";
import { taxNotes } from "../../../domain/billing/tax/tax-words.ts";
import { chargeStepMinor } from "../../../domain/shared/currency.ts";
import { localDate } from "../../../domain/shared/zoned.ts";
import { toInstant } from "../../clock.ts";
import type { Tx } from "../../db.ts";
import { invoiceFxLines } from "../exchange/fx-line.read.ts";
import { type InvoiceRow, invoiceCredits, invoicePaper } from "../invoice.read.ts";
import { invoiceTaxRows } from "../invoice-tax.read.ts";

/** An invoice as a document: as it was issued, whatever was paid since. */
export async function invoiceDocument(tx: Tx, invoice: InvoiceRow): Promise<BillingDocument> {
  const credits = await invoiceCredits(tx, invoice);
  const { others, charges, billing } = await invoicePaper(tx, invoice);
  const taxes = await invoiceTaxRows(tx, invoice);
  const fx = await invoiceFxLines(tx, invoice.id);
  const lines = invoiceLines({ ...invoice, title: invoice.engagementTitle, credits, others, charges });
  const { number, currency, period, totalMinor, taxMinor, seller, buyer } = invoice;
  return {
    kind: "invoice",
    ...{ number, title: `Invoice ${number}`, currency, seller, buyer, corrects: null },
    issuedOn: dayIn(invoice.issuedAt, invoice.zone),
    dueOn: invoice.dueOn.toISOString().slice(0, 10),
    period: daysOf(period),
    ...{ providerName: invoice.providerName, buyerName: invoice.buyerName },
    purchaseOrder: billing?.purchaseOrder?.number ?? null,
    costCentre: billing?.costCentre ?? null,
    lines: taxedLines(
      lines.map(({ description, amount }) => ({ label: description, amountMinor: amount.amountMinor })),
      { taxes, currency },
    ),
    taxes,
    ...{ netMinor: totalMinor - taxMinor, taxMinor, totalMinor, netLabel: "Total before tax" },
    notes: [
      ...taxNotes(taxes),
      ...fx.map(fxWords),
      `The arithmetic stands on the statement of ${monthName(period)}.`,
    ],
    ...(fx.length > 0 ? { fx } : {}),
    tables: [],
  };
}

/** Lines with their share of the tax; without one there is none. */
export function taxedLines(
  lines: readonly { label: string; amountMinor: bigint }[],
  { taxes, currency }: { taxes: readonly TaxLine[]; currency: string },
): BillingDocument["lines"] {
  const parts = issuedTaxPerLine(
    taxes,
    lines.map(({ amountMinor }) => amountMinor),
    chargeStepMinor(currency),
  );
  return lines.map((line, index) => {
    const part = parts[index];
    const tax = part && {
      ...{ category: part.treatment.category, rateBps: part.treatment.rateBps, minor: part.minor },
    };
    return { ...line, detail: null, tax: tax ?? null };
  });
}

/** The day an instant falls on in a zone, as YYYY-MM-DD. */
export function dayIn(at: Date, zone: string): string {
  return localDate(toInstant(at), zone).toString();
}

/** The first and last day of a month. */
export function daysOf(period: string): { from: string; to: string } {
  const from = Temporal.PlainYearMonth.from(period).toPlainDate({ day: 1 });
  return { from: from.toString(), to: taxPointOf(period).toString() };
}
