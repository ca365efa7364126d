import type { CreditReason } from "../../../domain/billing/credit-note.input.ts";
import type { CreditNoteState, RefundState } from "../../../domain/billing/money-back-states.ts";
import type { Viewer } from "../../../domain/identity/viewer.ts";
import { Prisma, type Tx } from "../../db.ts";
import { isId, partiesAre } from "../../party-scope.ts";

export type CreditNoteRow = {
  id: string;
  number: string | null;
  state: CreditNoteState;
  organizationId: string;
  providerId: string;
  buyerName: string;
  providerName: string;
  engagementTitle: string;
  zone: string;
  invoiceId: string;
  invoiceNumber: string;
  currency: string;
  netMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
  commissionMinor: bigint;
  providerMinor: bigint;
  prePaymentMinor: bigint;
  refundMinor: bigint;
  balanceMinor: bigint;
  takenFrom: string | null;
  reason: CreditReason;
  memo: string;
  correctionId: string | null;
  contestId: string | null;
  stoppedBecause: string | null;
  askedByName: string;
  askedAt: Date;
  issuedAt: Date | null;
  operationState: string | null;
  /** Its invoice names both sides and its tax, and the note stands. */
  hasEInvoice: boolean;
};

export type CreditNoteLineRow = { position: number; label: string; netMinor: bigint; taxMinor: bigint };

export type RefundRow = {
  id: string;
  creditNoteId: string;
  organizationId: string;
  state: RefundState;
  currency: string;
  amountMinor: bigint;
  failure: string | null;
  replacedBy: string | null;
  createdAt: Date;
  settledAt: Date | null;
};

/** The credit note as the viewer may see it; null for a missing and for a foreign id alike. */
export async function findCreditNote(tx: Tx, viewer: Viewer, id: string): Promise<CreditNoteRow | null> {
  if (!isId(id)) return null;
  const [row] = await creditNotesWhere(tx, viewer, Prisma.sql`c.id = ${id}::uuid`);
  return row ?? null;
}

/** The credit notes of an invoice, oldest first. */
export function creditNotesOf(tx: Tx, viewer: Viewer, invoiceId: string): Promise<CreditNoteRow[]> {
  return creditNotesWhere(tx, viewer, Prisma.sql`c.invoice_id = ${invoiceId}::uuid`);
}

function creditNotesWhere(tx: Tx, viewer: Viewer, where: Prisma.Sql): Promise<CreditNoteRow[]> {
  return tx.$queryRaw<CreditNoteRow[]>`
    select c.id, c.number, c.state, c.organization_id as "organizationId", c.provider_id as "providerId",
           b.name as "buyerName", v.name as "providerName", e.title as "engagementTitle", e.zone,
           c.invoice_id as "invoiceId", i.number as "invoiceNumber", c.currency, c.net_minor as "netMinor",
           c.tax_minor as "taxMinor", c.total_minor as "totalMinor", c.commission_minor as "commissionMinor",
           c.provider_minor as "providerMinor", c.pre_payment_minor as "prePaymentMinor",
           c.refund_minor as "refundMinor", c.balance_minor as "balanceMinor", c.taken_from as "takenFrom",
           c.reason, c.memo, c.correction_id as "correctionId", c.contest_id as "contestId",
           c.stopped_because as "stoppedBecause", c.asked_by_name as "askedByName", c.asked_at as "askedAt",
           c.issued_at as "issuedAt", o.state as "operationState",
           c.state not in ('asked', 'withdrawn') and i.seller is not null and i.buyer is not null
             and exists (select 1 from invoice_tax x where x.invoice_id = i.id) as "hasEInvoice"
    from credit_note c join invoice i on i.id = c.invoice_id join engagement e on e.id = c.engagement_id
    join organization b on b.id = c.organization_id join organization v on v.id = c.provider_id
    left join stripe_operation o on o.kind = 'credit_note.create' and o.subject_id = c.id
    where ${partiesAre(viewer, "c")} and ${where} order by c.asked_at, c.id limit 200`;
}

export function creditNoteLines(tx: Tx, creditNoteId: string): Promise<CreditNoteLineRow[]> {
  return tx.$queryRaw<CreditNoteLineRow[]>`
    select position, label, net_minor as "netMinor", tax_minor as "taxMinor" from credit_note_line
    where credit_note_id = ${creditNoteId}::uuid order by position`;
}

/** The refunds of a credit note, oldest first: one, and those that took the place of one that came back. */
export function refundsOf(tx: Tx, viewer: Viewer, creditNoteId: string): Promise<RefundRow[]> {
  return refundsWhere(tx, viewer, Prisma.sql`r.credit_note_id = ${creditNoteId}::uuid`);
}

export async function findRefund(tx: Tx, viewer: Viewer, id: string): Promise<RefundRow | null> {
  if (!isId(id)) return null;
  const [row] = await refundsWhere(tx, viewer, Prisma.sql`r.id = ${id}::uuid`);
  return row ?? null;
}

function refundsWhere(tx: Tx, viewer: Viewer, where: Prisma.Sql): Promise<RefundRow[]> {
  return tx.$queryRaw<RefundRow[]>`
    select r.id, r.credit_note_id as "creditNoteId", r.organization_id as "organizationId", r.state,
           r.currency, r.amount_minor as "amountMinor", r.failure, r.replaced_by as "replacedBy",
           r.created_at as "createdAt", r.settled_at as "settledAt"
    from refund r where ${partiesAre(viewer, "r")} and ${where} order by r.created_at, r.id`;
}

export type CreditBalance = { currency: string; amountMinor: bigint };

/** A buyer's credit for its next invoices, by currency, from the books; staff ask for one organisation. */
export function buyerCredits(tx: Tx, organizationId: string): Promise<CreditBalance[]> {
  return tx.$queryRaw<CreditBalance[]>`
    select a.currency, (-b.balance_minor)::bigint as "amountMinor"
    from ledger_account a join ledger_balance b on b.account_id = a.id
    where a.code = 'buyer_credit' and a.organization_id = ${organizationId}::uuid and b.balance_minor <> 0
    order by a.currency`;
}
