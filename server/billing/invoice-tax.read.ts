import type { TaxLine } from "../../domain/billing/tax/invoice-tax.ts";
import type { Tx } from "../db.ts";

export type InvoiceTaxRow = TaxLine;

/** The tax of an invoice by category and rate, as it was decided at issue. */
export function invoiceTaxRows(tx: Tx, invoice: { id: string }): Promise<InvoiceTaxRow[]> {
  return tx.$queryRaw<InvoiceTaxRow[]>`
    select category, rate_bps as "rateBps", taxable_minor as "taxableMinor", tax_minor as "taxMinor",
      reason_code as "reasonCode", note, source, positions
    from invoice_tax where invoice_id = ${invoice.id}::uuid order by category, rate_bps`;
}
