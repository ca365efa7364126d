import type { z } from "zod";
import { InvoiceNotCreditable, PaymentDisputed } from "../../../domain/billing/credit-errors.ts";
import { creditNoteInput } from "../../../domain/billing/credit-note.input.ts";
import { type CreditNoteAmounts, creditNoteAmounts } from "../../../domain/billing/credit-note.ts";
import { refuseGiveBack } from "../../../domain/billing/give-back.ts";
import { NotFound, parseInput } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { findInvoice } from "../invoice.read.ts";
import { type InvoiceToCredit, invoiceToCredit, lockCredits } from "./creditable-invoice.read.ts";

type Asked = z.output<typeof creditNoteInput>;

/**
 * Decides a credit note on an open or paid invoice; the worker numbers, books and mirrors it. For account
 * managers and administrators; permission credit_note:issue. Throws NotFound, InvalidInput,
 * InvoiceNotCreditable, CreditTooLarge, GiveBackDoesNotAddUp, RefundTooLarge, PaymentDisputed.
 */
export const askCreditNote = command({
  name: "credit_note.ask",
  permission: "credit_note:issue",
  run: async (deed: Deed, input: z.input<typeof creditNoteInput>): Promise<{ creditNoteId: string }> => {
    const asked = parseInput(creditNoteInput, input);
    const { tx, viewer } = deed;
    if (!(await findInvoice(tx, viewer, asked.invoiceId))) throw new NotFound("invoice");
    await lockCredits(tx, asked.invoiceId);
    const invoice = await invoiceToCredit(tx, asked.invoiceId);
    refuseUncreditable(invoice);
    await refuseForeignCause(deed, asked, invoice);
    const amounts = creditNoteAmounts(invoice, asked.lines);
    const wishedRefundMinor = wishOf(invoice, { amounts, asked });
    if (wishedRefundMinor > 0n) await refuseDisputed(deed, asked.invoiceId);
    return keepCreditNote(deed, { invoice, amounts, asked: { ...asked, wishedRefundMinor } });
  },
});

/** Keeps a decided credit note with its lines and adds the job that issues it. The credits' lock is held. */
export async function keepCreditNote(
  deed: Deed,
  p: {
    invoice: InvoiceToCredit;
    amounts: CreditNoteAmounts;
    asked: Pick<Asked, "reason" | "memo" | "correctionId" | "contestId"> & { wishedRefundMinor: bigint };
  },
): Promise<{ creditNoteId: string }> {
  const { invoice, amounts, asked } = p;
  const { organizationId, providerId, engagementId } = invoice;
  const { lines, ...sums } = amounts;
  const { viewer } = deed;
  const note = await deed.tx.creditNote.create({
    data: {
      organizationId,
      providerId,
      engagementId,
      invoiceId: invoice.id,
      state: "asked",
      currency: invoice.currency,
      ...sums,
      reason: asked.reason,
      memo: asked.memo,
      correctionId: asked.correctionId ?? null,
      contestId: asked.contestId ?? null,
      wishedRefundMinor: asked.wishedRefundMinor,
      askedById: viewer.via === "job" ? null : viewer.userId,
      askedByName: viewer.name,
      askedAt: toDate(deed.now),
    },
    select: { id: true },
  });
  for (const line of lines)
    await deed.tx.creditNoteLine.create({
      data: { organizationId, providerId, creditNoteId: note.id, ...line },
      select: { id: true },
    });
  await deed.enqueue(
    "credit_note.asked",
    { creditNoteId: note.id, organizationId },
    `credit_note:${note.id}`,
  );
  deed.about("credit_note", note.id, { invoice: invoice.number, totalMinor: String(sums.totalMinor) });
  return { creditNoteId: note.id };
}

function refuseUncreditable(invoice: InvoiceToCredit): void {
  if (invoice.totalMinor === 0n)
    throw new InvoiceNotCreditable("An invoice of nothing has nothing to credit.");
  if (invoice.state !== "open" && invoice.state !== "paid")
    throw new InvoiceNotCreditable(
      "This invoice is still on its way to the payment page; credit it once it is open.",
    );
}

/** How much of the part that is paid the person wants refunded; all of it goes to the balance by default. */
function wishOf(invoice: InvoiceToCredit, p: { amounts: CreditNoteAmounts; asked: Asked }): bigint {
  const { refundMinor, balanceMinor } = p.asked;
  const { totalMinor } = p.amounts;
  const paidPartMinor = totalMinor > invoice.dueMinor ? totalMinor - invoice.dueMinor : 0n;
  const refund = refundMinor ?? (balanceMinor == null ? 0n : paidPartMinor - balanceMinor);
  const balance = balanceMinor ?? paidPartMinor - refund;
  const { refundableMinor } = invoice;
  refuseGiveBack({ paidPartMinor, refundMinor: refund, balanceMinor: balance, refundableMinor });
  return refund;
}

/** A cause that is named has to be one of the invoice's engagement. */
async function refuseForeignCause({ tx }: Deed, asked: Asked, invoice: InvoiceToCredit): Promise<void> {
  const { engagementId } = invoice;
  const { correctionId, contestId } = asked;
  const where = (id: string) => ({ where: { id, engagementId }, select: { id: true } });
  if (correctionId && !(await tx.correction.findFirst(where(correctionId))))
    throw new NotFound("correction");
  if (contestId && !(await tx.contest.findFirst(where(contestId)))) throw new NotFound("contest");
}

async function refuseDisputed({ tx }: Deed, invoiceId: string): Promise<void> {
  const [open] = await tx.$queryRaw<{ id: string }[]>`
    select id from charge_dispute where invoice_id = ${invoiceId}::uuid and outcome is null limit 1`;
  if (open) throw new PaymentDisputed();
}
