import { type AdjustmentLine, priceLines } from "../../domain/billing/adjustment-lines.ts";
import type { RatedLine } from "../../domain/billing/rating/rate-line.ts";
import { ratedLinesOf } from "../../domain/billing/rating/rated-bundle.ts";
import type { InvoiceState } from "../../domain/billing/states.ts";
import type { TaxCategory } from "../../domain/billing/tax/tax-provider.ts";
import type { StatementBundle } from "../../domain/service-levels/statement-bundle.ts";
import type { Tx } from "../db.ts";
import type { InvoiceTaxRow } from "./invoice-tax.read.ts";
import { signedTerms } from "./signed-terms.ts";
import { adjustingLines } from "./statement.read.ts";

/** All that Stripe is told of an invoice, read at once so that nothing changes between two requests. */
export type InvoiceToMirror = {
  id: string;
  number: string;
  state: InvoiceState;
  organizationId: string;
  providerId: string;
  engagementId: string;
  title: string;
  period: string;
  currency: string;
  totalMinor: bigint;
  feeMinor: bigint;
  credits: { name: string; amountMinor: bigint }[];
  adjustments: { period: string; netMinor: bigint }[];
  others: AdjustmentLine[];
  charges: RatedLine[] | null;
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
  const credits = await tx.serviceCredit.findMany({
    where: { statementId: statement.id },
    orderBy: { levelId: "asc" },
  });
  const names = new Map(terms.serviceLevels.map((level) => [level.id, level.name]));
  const bundle = statement.bundle as StatementBundle;
  return {
    id: invoice.id,
    number: invoice.number,
    state: invoice.state as InvoiceState,
    organizationId: invoice.organizationId,
    providerId: invoice.providerId,
    engagementId: statement.engagementId,
    title: terms.title,
    period: statement.period,
    currency: invoice.currency,
    totalMinor: invoice.totalMinor,
    feeMinor: statement.feeMinor,
    credits: credits.map(({ levelId, amountMinor }) => ({
      name: names.get(levelId) ?? levelId,
      amountMinor,
    })),
    adjustments: await adjustingLines(tx, statement),
    others: priceLines(bundle, terms),
    charges: ratedLinesOf(bundle),
    taxes: invoice.taxes.map((one) => ({ ...one, category: one.category as TaxCategory })),
    daysUntilDue: terms.paymentTermsDays,
  };
}
