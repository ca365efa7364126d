import { type AdjustmentLine, adjustmentLines } from "../../domain/billing/adjustment-lines.ts";
import type { RatedLine } from "../../domain/billing/rating/rate-line.ts";
import { ratedLinesOf } from "../../domain/billing/rating/rated-bundle.ts";
import type { InvoiceState } from "../../domain/billing/states.ts";
import type { Terms } from "../../domain/contracts/terms.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { StatementBundle } from "../../domain/service-levels/statement-bundle.ts";
import { Prisma, type Tx } from "../db.ts";
import { isId, partiesAre } from "../party-scope.ts";
import { keyset, type PageOf } from "./keyset.ts";
import type { InvoiceParty } from "./tax/decide-invoice-tax.ts";

export type InvoiceRow = {
  id: string;
  organizationId: string;
  providerId: string;
  buyerName: string;
  buyerCountry: string;
  providerName: string;
  statementId: string;
  engagementId: string;
  engagementTitle: string;
  period: string;
  zone: string;
  number: string;
  state: InvoiceState;
  currency: string;
  totalMinor: bigint;
  taxMinor: bigint;
  feeMinor: bigint;
  /** Both sides as the invoice names them; null for one that was issued before they were stated. */
  seller: InvoiceParty | null;
  buyer: InvoiceParty | null;
  issuedAt: Date;
  dueOn: Date;
  paidAt: Date | null;
  stripeInvoiceId: string | null;
  hostedUrl: string | null;
  /** Of the request to Stripe that is not settled: its state, its last error and how often it went out. */
  operationState: string | null;
  operationError: string | null;
  operationAttempts: number | null;
  payoutId: string | null;
  /** Credit notes come to all of it. */
  isCredited: boolean;
  /** The payment on its way, for the buyer and staff: open or processing. */
  attemptState: string | null;
  /** Where the buyer is: whether it is overdue is a matter of its calendar. */
  buyerZone: string;
};

const FROM = Prisma.sql`invoice i`;

/** The invoice as the viewer may see it; null for a missing and for a foreign id alike. */
export async function findInvoice(tx: Tx, viewer: Viewer, id: string): Promise<InvoiceRow | null> {
  if (!isId(id)) return null;
  const rows = await rowsWhere(tx, viewer, { where: Prisma.sql`i.id = ${id}::uuid`, order: Prisma.empty });
  return rows[0] ?? null;
}

/** Invoices, unpaid ones first, then the newest. */
export function listInvoices(tx: Tx, viewer: Viewer, page: PageOf): Promise<InvoiceRow[]> {
  const by = Prisma.sql`(i.state <> 'paid')::int, i.issued_at, i.id`;
  return rowsWhere(
    tx,
    viewer,
    keyset({ by, from: FROM, id: Prisma.sql`i.id`, scope: partiesAre(viewer, "i"), page }),
  );
}

function rowsWhere(
  tx: Tx,
  viewer: Viewer,
  p: { where: Prisma.Sql; order: Prisma.Sql },
): Promise<InvoiceRow[]> {
  return tx.$queryRaw<InvoiceRow[]>`
    select i.id, i.organization_id as "organizationId", i.provider_id as "providerId",
      b.name as "buyerName",
           b.country as "buyerCountry", v.name as "providerName", i.statement_id as "statementId",
           e.id as "engagementId", e.title as "engagementTitle", s.period, e.zone, i.number, i.state,
             i.currency,
           i.total_minor as "totalMinor", i.tax_minor as "taxMinor", i.seller, i.buyer,
             s.fee_minor as "feeMinor", i.issued_at as "issuedAt",
             i.due_on as "dueOn",
           i.paid_at as "paidAt", i.stripe_invoice_id as "stripeInvoiceId", i.hosted_url as "hostedUrl",
           o.state as "operationState", o.last_error as "operationError", o.attempts as "operationAttempts",
           p.id as "payoutId",
           i.total_minor > 0 and i.total_minor = (select coalesce(sum(c.total_minor), 0)
             from credit_note c where c.invoice_id = i.id and c.state not in ('asked', 'withdrawn')) as "isCredited",
           b.zone as "buyerZone", (select a.state from payment_attempt a
             where a.invoice_id = i.id and a.state in ('open', 'processing')) as "attemptState"
    from ${FROM} join statement s on s.id = i.statement_id join engagement e on e.id = s.engagement_id
    join organization b on b.id = i.organization_id join organization v on v.id = i.provider_id
    left join payout p on p.invoice_id = i.id
    left join lateral (
      select state, last_error, attempts from stripe_operation
      where ((kind in ('invoice.draft', 'invoice.finalize') and subject_id = i.id)
             or (kind = 'customer.create' and subject_id = i.organization_id))
        and state <> 'done'
      order by created_at desc limit 1) o on true
    where ${partiesAre(viewer, "i")} and ${p.where} ${p.order}`;
}

export type InvoiceCredit = { levelId: string; name: string; amountMinor: bigint };

/** The credits that stand on an invoice, in the order in which they are printed and sent to Stripe. */
export function invoiceCredits(tx: Tx, invoice: { statementId: string }): Promise<InvoiceCredit[]> {
  return tx.$queryRaw<InvoiceCredit[]>`
    select level_id as "levelId", coalesce(arithmetic->>'name', level_id) as name,
      amount_minor as "amountMinor"
    from service_credit where statement_id = ${invoice.statementId}::uuid and amount_minor > 0
      order by level_id`;
}

/** What an invoice is printed from beside its credits. */
export type InvoicePaper = {
  others: AdjustmentLine[];
  /** What fee and charges are made of; null where the contract has a flat fee alone. */
  charges: RatedLine[] | null;
  billing: NonNullable<Terms["billing"]> | null;
  /** What this invoice and those before it come to before tax, in minor units. */
  orderedMinor: bigint;
};

export async function invoicePaper(
  tx: Tx,
  invoice: { statementId: string; engagementId: string; number: string },
): Promise<InvoicePaper> {
  const [found] = await tx.$queryRaw<{ bundle: StatementBundle; terms: Terms; orderedMinor: bigint }[]>`
    select s.bundle, t.terms,
      (select coalesce(sum(i.total_minor - i.tax_minor), 0)
        from invoice i join statement o on o.id = i.statement_id
        where o.engagement_id = e.id and i.number <= ${invoice.number})::bigint as "orderedMinor"
    from statement s join engagement e on e.id = s.engagement_id
    join sow_version t on t.id = e.sow_version_id where s.id = ${invoice.statementId}::uuid`;
  if (!found) return { others: [], charges: null, billing: null, orderedMinor: 0n };
  const { bundle, terms, orderedMinor } = found;
  const others = adjustmentLines(bundle, terms);
  return { others, charges: ratedLinesOf(bundle), billing: terms.billing ?? null, orderedMinor };
}
