import type { CreditableInvoice, CreditableTax } from "../../../domain/billing/credit-note.ts";
import { invoiceLines } from "../../../domain/billing/invoice-document.ts";
import type { InvoiceState } from "../../../domain/billing/states.ts";
import { groupOf, type TaxLine, treatmentAt } from "../../../domain/billing/tax/invoice-tax.ts";
import { chargeStepMinor } from "../../../domain/shared/currency.ts";
import { NotFound } from "../../../domain/shared/refusals.ts";
import type { Tx } from "../../db.ts";
import { invoiceToMirror } from "../invoice-to-mirror.ts";

export type InvoiceToCredit = CreditableInvoice & {
  id: string;
  number: string;
  organizationId: string;
  providerId: string;
  engagementId: string;
  state: InvoiceState;
  currency: string;
  totalMinor: bigint;
  /** What the buyer still has to pay; 0 once it is paid. */
  dueMinor: bigint;
  /** What of the buyer's payment no credit note has claimed for a refund. */
  refundableMinor: bigint;
};

type Facts = {
  organizationId: string;
  providerId: string;
  engagementId: string;
  state: InvoiceState;
  totalMinor: bigint;
  appliedMinor: bigint;
  hasCharge: boolean;
  commissionMinor: bigint;
  creditedCommissionMinor: bigint;
  prePaymentMinor: bigint;
  /** Refunds of credit notes, less those that became balance after they failed. */
  refundMinor: bigint;
};

/** The lock under which an invoice's credit notes are made and booked, one after the other. */
export async function lockCredits(tx: Tx, invoiceId: string): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`credit:${invoiceId}`}, 0))::text`;
}

/** An issued invoice with what is left of every line. Throws NotFound. */
export async function invoiceToCredit(tx: Tx, invoiceId: string): Promise<InvoiceToCredit> {
  const facts = await factsOf(tx, invoiceId);
  const paper = await invoiceToMirror(tx, invoiceId);
  if (!facts || !paper) throw new NotFound("invoice");
  const printed = invoiceLines(paper);
  const groupAt = (position: number) => {
    const treatment = treatmentAt(paper.taxes, position);
    return treatment && groupOf(treatment);
  };
  const credited = await creditedByLine(tx, invoiceId);
  const { appliedMinor, prePaymentMinor, totalMinor } = facts;
  const dueMinor = totalMinor - appliedMinor - prePaymentMinor;
  return {
    id: invoiceId,
    number: paper.number,
    currency: paper.currency,
    organizationId: facts.organizationId,
    providerId: facts.providerId,
    engagementId: facts.engagementId,
    state: facts.state,
    totalMinor,
    dueMinor: facts.state === "paid" ? 0n : dueMinor,
    refundableMinor: facts.state === "paid" && facts.hasCharge ? dueMinor - facts.refundMinor : 0n,
    stepMinor: chargeStepMinor(paper.currency),
    commissionMinor: facts.commissionMinor,
    creditedCommissionMinor: facts.creditedCommissionMinor,
    lines: printed.map((line, index) => {
      const before = credited.get(index + 1);
      return {
        position: index + 1,
        label: line.description,
        netMinor: line.amount.amountMinor,
        creditedNetMinor: before?.netMinor ?? 0n,
        group: groupAt(index + 1),
      };
    }),
    taxes: paper.taxes.map((tax) => creditableTax(tax, { credited, groupAt })),
  };
}

/** What was given back of a tax is that of the credited lines that it is of. */
function creditableTax(
  tax: TaxLine,
  p: { credited: Map<number, { taxMinor: bigint }>; groupAt: (position: number) => string | null },
): CreditableTax {
  const group = groupOf(tax);
  const creditedTaxMinor = [...p.credited]
    .filter(([position]) => p.groupAt(position) === group)
    .reduce((sum, [, line]) => sum + line.taxMinor, 0n);
  return { group, rateBps: tax.rateBps, taxMinor: tax.taxMinor, creditedTaxMinor };
}

async function factsOf(tx: Tx, invoiceId: string): Promise<Facts | undefined> {
  const [facts] = await tx.$queryRaw<Facts[]>`
    select i.organization_id as "organizationId", i.provider_id as "providerId",
           s.engagement_id as "engagementId", i.state, i.total_minor as "totalMinor",
           i.applied_minor as "appliedMinor", i.stripe_charge_id is not null as "hasCharge",
           s.commission_minor as "commissionMinor",
           n.commission as "creditedCommissionMinor", n.pre as "prePaymentMinor",
           (n.refund - (select coalesce(sum(r.amount_minor), 0) from refund r
             where r.invoice_id = i.id and r.replaced_by = 'balance'))::bigint as "refundMinor"
    from invoice i join statement s on s.id = i.statement_id
    cross join lateral (
      select coalesce(sum(c.commission_minor), 0)::bigint as commission,
             coalesce(sum(c.pre_payment_minor), 0)::bigint as pre,
             coalesce(sum(case when c.state = 'asked' then c.wished_refund_minor else c.refund_minor end), 0)
               as refund
      from credit_note c where c.invoice_id = i.id and c.state <> 'withdrawn') n
    where i.id = ${invoiceId}::uuid`;
  return facts;
}

async function creditedByLine(tx: Tx, invoiceId: string) {
  const rows = await tx.$queryRaw<{ position: number; netMinor: bigint; taxMinor: bigint }[]>`
    select l.position, sum(l.net_minor)::bigint as "netMinor", sum(l.tax_minor)::bigint as "taxMinor"
    from credit_note_line l join credit_note c on c.id = l.credit_note_id
    where c.invoice_id = ${invoiceId}::uuid and c.state <> 'withdrawn' group by l.position`;
  return new Map(rows.map((row) => [row.position, row]));
}
