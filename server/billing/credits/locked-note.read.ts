import type { CreditNoteState } from "../../../domain/billing/money-back-states.ts";
import type { TakenFrom } from "../../../domain/ledger/credit-recipes.ts";
import { NotFound } from "../../../domain/shared/refusals.ts";
import type { Tx } from "../../db.ts";

export type LockedNote = {
  id: string;
  number: string;
  state: CreditNoteState;
  organizationId: string;
  providerId: string;
  engagementId: string;
  invoiceId: string;
  invoiceNumber: string;
  stripeInvoiceId: string;
  currency: string;
  totalMinor: bigint;
  taxMinor: bigint;
  commissionMinor: bigint;
  providerMinor: bigint;
  prePaymentMinor: bigint;
  refundMinor: bigint;
  balanceMinor: bigint;
  takenFrom: TakenFrom;
  reason: string;
  memo: string;
};

/** A credit note, held against others until the transaction ends. Throws NotFound. */
export async function lockedNote(tx: Tx, id: string): Promise<LockedNote> {
  const [note] = await tx.$queryRaw<LockedNote[]>`
    select c.id, coalesce(c.number, '') as number, c.state, c.organization_id as "organizationId",
           c.provider_id as "providerId", c.engagement_id as "engagementId", c.invoice_id as "invoiceId",
           i.number as "invoiceNumber", coalesce(i.stripe_invoice_id, '') as "stripeInvoiceId", c.currency,
           c.total_minor as "totalMinor", c.tax_minor as "taxMinor", c.commission_minor as "commissionMinor",
           c.provider_minor as "providerMinor", c.pre_payment_minor as "prePaymentMinor",
           c.refund_minor as "refundMinor", c.balance_minor as "balanceMinor", c.taken_from as "takenFrom",
           c.reason, c.memo
    from credit_note c join invoice i on i.id = c.invoice_id where c.id = ${id}::uuid for update of c`;
  if (!note) throw new NotFound("credit note");
  return note;
}
