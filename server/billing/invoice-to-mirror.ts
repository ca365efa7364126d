import type { InvoiceState } from "../../domain/billing/states.ts";
import type { TaxCategory } from "../../domain/billing/tax/tax-provider.ts";
import type { Tx } from "../db.ts";
import { type InvoiceParts, invoiceParts } from "./invoice-parts.read.ts";
import type { InvoiceTaxRow } from "./invoice-tax.read.ts";
import { signedTerms } from "./signed-terms.ts";

/** All that Stripe is told of an invoice, read at once so that nothing changes between two requests. */
export type InvoiceToMirror = InvoiceParts & {
  id: string;
  number: string;
  state: InvoiceState;
  organizationId: string;
  providerId: string;
  engagementId: string;
  totalMinor: bigint;
  /** What the invoice holds of tax, by category and rate. */
  taxes: InvoiceTaxRow[];
  daysUntilDue: number;
};

export async function invoiceToMirror(tx: Tx, invoiceId: string): Promise<InvoiceToMirror | null> {
  const invoice = await tx.invoice.findUnique({
    where: { id: invoiceId },
    include: { statement: { include: { engagement: true } }, taxes: true },
  });
  if (!invoice) return null;
  const { statement } = invoice;
  const terms = await signedTerms(tx, statement.engagement);
  return {
    id: invoice.id,
    number: invoice.number,
    state: invoice.state as InvoiceState,
    organizationId: invoice.organizationId,
    providerId: invoice.providerId,
    engagementId: statement.engagementId,
    totalMinor: invoice.totalMinor,
    ...(await invoiceParts(tx, { statement, terms })),
    taxes: invoice.taxes.map((one) => ({ ...one, category: one.category as TaxCategory })),
    daysUntilDue: terms.paymentTermsDays,
  };
}
