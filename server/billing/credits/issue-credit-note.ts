import { giveBackOf } from "../../../domain/billing/give-back.ts";
import { type CreditNoteState, creditNoteMachine } from "../../../domain/billing/money-back-states.ts";
import type { PayoutState } from "../../../domain/billing/states.ts";
import { creditNoteIssued, type TakenFrom } from "../../../domain/ledger/credit-recipes.ts";
import { money } from "../../../domain/shared/money.ts";
import { NotFound } from "../../../domain/shared/refusals.ts";
import { next } from "../../../domain/shared/state-machine.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import type { Tx } from "../../db.ts";
import { postEntry } from "../../ledger/post-entry.ts";
import { endCollecting } from "../end-collecting.ts";
import { stateCreditFx } from "../exchange/state-fx-lines.ts";
import { type InvoiceToCredit, invoiceToCredit, lockCredits } from "./creditable-invoice.read.ts";
import { noteShareChange } from "./share-left.ts";

/** The one company that issues invoices and credit notes. */
const LEGAL_ENTITY = "engine-room";

/**
 * Numbers a decided credit note and books it, once: what is due shrinks first, of the rest as much is
 * refunded as was wished for, what is left is the buyer's balance. The provider's part comes off what is
 * pending, what is payable, or, where the payout is out, is owed by the provider. For the worker; permission
 * statement:approve. Throws NotFound, PeriodClosed.
 */
export const issueCreditNote = command({
  name: "credit_note.issue",
  permission: "statement:approve",
  run: async (deed: Deed, { creditNoteId }: { creditNoteId: string }): Promise<{ issued: boolean }> => {
    const { tx } = deed;
    const note = await tx.creditNote.findUnique({ where: { id: creditNoteId } });
    if (!note) throw new NotFound("credit note");
    await lockCredits(tx, note.invoiceId);
    await tx.$queryRaw`select 1 as one from invoice where id = ${note.invoiceId}::uuid for update`;
    const [locked] = await tx.$queryRaw<{ state: CreditNoteState }[]>`
      select state from credit_note where id = ${creditNoteId}::uuid for update`;
    if (locked?.state !== "asked") return { issued: false };
    const invoice = await invoiceToCredit(tx, note.invoiceId);
    const { dueMinor } = invoice;
    // The note's own wish is among what is claimed already.
    const refundableMinor = invoice.refundableMinor + note.wishedRefundMinor;
    const { totalMinor, wishedRefundMinor } = note;
    const given = giveBackOf({ totalMinor, dueMinor, wishedRefundMinor, refundableMinor });
    const takenFrom = await takenFromOf(tx, invoice);
    const number = `CN-${String(await nextCount(tx)).padStart(6, "0")}`;
    await tx.creditNote.update({
      where: { id: creditNoteId },
      data: {
        state: next(creditNoteMachine, locked.state, "issue"),
        number,
        takenFrom,
        issuedAt: toDate(deed.now),
        ...given,
      },
    });
    await book(deed, { ...note, number, invoice, takenFrom, given });
    const { organizationId } = invoice;
    const { invoiceId, taxMinor } = note;
    const of = { invoiceId, organizationId, providerId: note.providerId };
    await stateCreditFx(deed, { ...of, creditNoteId, totalMinor, taxMinor });
    if (given.prePaymentMinor > 0n && given.prePaymentMinor === dueMinor)
      await endCollecting(deed, { invoiceId: invoice.id, organizationId, because: "credited" });
    // What is owed now may be taken off what is held of the provider.
    const { providerId } = note;
    if (takenFrom === "provider_receivable")
      await deed.enqueue(
        "payouts.releasable",
        { organizationId: providerId },
        `payouts.releasable:${providerId}`,
      );
    deed.about("credit_note", creditNoteId, { number, totalMinor: String(totalMinor), takenFrom });
    return { issued: true };
  },
});

type Booked = {
  id: string;
  number: string;
  providerMinor: bigint;
  commissionMinor: bigint;
  taxMinor: bigint;
  invoice: InvoiceToCredit;
  takenFrom: TakenFrom;
  given: ReturnType<typeof giveBackOf>;
};

async function book(deed: Deed, note: Booked): Promise<void> {
  const { invoice, given, takenFrom } = note;
  const { organizationId, providerId, engagementId, currency } = invoice;
  const of = (minor: bigint) => money(minor, currency);
  await postEntry(
    deed.tx,
    creditNoteIssued({
      buyerId: organizationId,
      providerId,
      engagementId,
      creditNoteId: note.id,
      number: note.number,
      invoiceNumber: invoice.number,
      takenFrom,
      provider: of(note.providerMinor),
      commission: of(note.commissionMinor),
      tax: of(note.taxMinor),
      due: of(given.prePaymentMinor),
      refund: of(given.refundMinor),
      balance: of(given.balanceMinor),
      at: deed.now,
    }),
  );
  if (takenFrom !== "provider_receivable")
    await noteShareChange(deed, {
      ...{ organizationId, providerId, engagementId, invoiceId: invoice.id, currency },
      ...{ cause: "credit_note", causeId: note.id, amountMinor: note.providerMinor },
    });
}

/**
 * Once a payout is planned or a transfer was asked for, what the provider gives back is owed by the
 * provider: a claw-back.
 */
async function takenFromOf(tx: Tx, invoice: InvoiceToCredit): Promise<TakenFrom> {
  if (invoice.state !== "paid") return "provider_pending";
  const [payout] = await tx.$queryRaw<{ state: PayoutState; asked: boolean }[]>`
    select p.state, p.transfer_minor is not null or exists (select 1 from stripe_operation o
      where o.kind = 'payout.transfer' and o.subject_id = p.id and o.state <> 'refused') as asked
    from payout p where p.invoice_id = ${invoice.id}::uuid for update of p`;
  const isOut = payout && (payout.state === "sent" || payout.state === "unknown" || payout.asked);
  return isOut ? "provider_receivable" : "provider_payable";
}

async function nextCount(tx: Tx): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ count: bigint }[]>`
    insert into credit_note_counter as c (legal_entity, last_number) values (${LEGAL_ENTITY}, 1)
    on conflict (legal_entity) do update set last_number = c.last_number + 1 returning last_number as count`;
  if (!row) throw new Error("The counter of credit notes gave no number.");
  return row.count;
}
