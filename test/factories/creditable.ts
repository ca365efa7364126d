import type { CreditableInvoice, CreditNoteAmounts } from "../../domain/billing/credit-note.ts";
import { groupOf, taxLines } from "../../domain/billing/tax/invoice-tax.ts";
import type { TaxTreatment } from "../../domain/billing/tax/tax-provider.ts";

/** A line as it is invoiced, at the standard rate in hundredths of a per cent; 0 is reverse charge. */
export type Plain = { netMinor: bigint; rateBps?: number };

/** The line as the tax rules see it. */
export const taxable = ({ netMinor, rateBps = 0 }: Plain) => {
  const category: TaxTreatment["category"] = rateBps === 0 ? "AE" : "S";
  return {
    amountMinor: netMinor,
    treatment: { category, rateBps, reasonCode: null, note: null, source: "" },
  };
};

/** An invoice as it is issued: its tax is decided by category, as every invoice's is. */
export const invoiceOf = (
  lines: readonly Plain[],
  commissionMinor: bigint,
  stepMinor = 1n,
): CreditableInvoice => ({
  stepMinor,
  lines: lines.map((line, index) => ({
    ...{ position: index + 1, label: `Line ${index + 1}`, netMinor: line.netMinor, creditedNetMinor: 0n },
    group: groupOf(taxable(line).treatment),
  })),
  taxes: taxLines(lines.map(taxable), stepMinor).map((tax) => ({
    ...{ group: groupOf(tax), rateBps: tax.rateBps, taxMinor: tax.taxMinor, creditedTaxMinor: 0n },
  })),
  commissionMinor,
  creditedCommissionMinor: 0n,
});

/** The invoice after a credit note. */
export function credited(invoice: CreditableInvoice, note: CreditNoteAmounts): CreditableInvoice {
  return {
    ...invoice,
    creditedCommissionMinor: invoice.creditedCommissionMinor + note.commissionMinor,
    lines: invoice.lines.map((line) => {
      const part = note.lines.find((one) => one.position === line.position);
      return {
        ...line,
        creditedNetMinor: line.creditedNetMinor + (part?.netMinor ?? 0n),
      };
    }),
    taxes: invoice.taxes.map((tax) => ({
      ...tax,
      creditedTaxMinor: tax.creditedTaxMinor + (taxOf(invoice, note).get(tax.group) ?? 0n),
    })),
  };
}

/** The tax of a credit note by category. */
function taxOf(invoice: CreditableInvoice, note: CreditNoteAmounts): Map<string, bigint> {
  const groups = new Map(invoice.lines.map((line) => [line.position, String(line.group)]));
  const taxes = new Map<string, bigint>();
  for (const { position, taxMinor } of note.lines) {
    const group = groups.get(position) ?? "";
    taxes.set(group, (taxes.get(group) ?? 0n) + taxMinor);
  }
  return taxes;
}

export const sum = (values: readonly bigint[]) => values.reduce((total, one) => total + one, 0n);
export const totalOf = (invoice: CreditableInvoice) =>
  sum([...invoice.lines.map((line) => line.netMinor), ...invoice.taxes.map((tax) => tax.taxMinor)]);
