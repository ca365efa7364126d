import { creditNoteMachine } from "../../../domain/billing/money-back-states.ts";
import { systemViewer } from "../../../domain/identity/system-viewer.ts";
import { creditPaidMeanwhile } from "../../../domain/ledger/credit-recipes.ts";
import { money } from "../../../domain/shared/money.ts";
import { next } from "../../../domain/shared/state-machine.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { postEntry } from "../../ledger/post-entry.ts";
import type { StripeCreditNote } from "../../ports/stripe/credit-notes.ts";
import { StripeRefused } from "../../ports/stripe/errors.ts";
import type { MirrorDeps } from "../mirror-invoice.ts";
import { runOperation } from "../stripe-operation.ts";
import { issueCreditNote } from "./issue-credit-note.ts";
import { keepRefund } from "./keep-refund.ts";
import { type LockedNote, lockedNote } from "./locked-note.read.ts";

type Asked = { creditNoteId: string; organizationId: string };

/** Stripe's split of a credit note is not ours; nothing is settled and a person has to look. */
class CreditNoteDiffers extends Error {}

/** Numbers, books and mirrors a decided credit note. May be called again at any point. */
export async function creditAsDecided(deps: MirrorDeps, asked: Asked): Promise<void> {
  await issueCreditNote(callerOf(deps, asked), { creditNoteId: asked.creditNoteId });
  await mirrorCreditNote(deps, asked);
}

/**
 * Brings a booked credit note to Stripe. Where the buyer paid before Stripe heard of it, what it took off the
 * invoice becomes balance, and it goes out again as that. Any other refusal stops it, with Stripe's reason;
 * an unknown outcome is thrown, to be retried with the same key.
 */
export async function mirrorCreditNote(deps: MirrorDeps, asked: Asked): Promise<void> {
  const caller = callerOf(deps, asked);
  const note = await deps.db.withOrg(caller.viewer, (tx) => lockedNote(tx, asked.creditNoteId));
  if (note.state !== "issued" || !note.stripeInvoiceId) return;
  try {
    const mirror = await created(deps, note);
    await settleCreditNote(caller, { creditNoteId: note.id, mirror });
  } catch (error) {
    if (error instanceof StripeRefused && note.prePaymentMinor > 0n) {
      const { status } = await deps.stripe.retrieveInvoice(note.stripeInvoiceId);
      if (status === "paid") {
        await creditAfterPayment(caller, { creditNoteId: note.id });
        return mirrorCreditNote(deps, asked);
      }
    }
    if (!(error instanceof StripeRefused || error instanceof CreditNoteDiffers)) throw error;
    deps.logger.error(
      { err: error, creditNoteId: note.id, alarm: true },
      "a credit note stopped at Stripe",
    );
    await stopCreditNote(caller, { creditNoteId: note.id, because: error.message });
  }
}

async function created(deps: MirrorDeps, note: LockedNote): Promise<StripeCreditNote> {
  const { id, currency, stripeInvoiceId } = note;
  const [total, refund, balance] = [note.totalMinor, note.refundMinor, note.balanceMinor].map((minor) =>
    money(minor, currency),
  ) as [ReturnType<typeof money>, ReturnType<typeof money>, ReturnType<typeof money>];
  const mirror = await runOperation<StripeCreditNote>(deps, {
    kind: "credit_note.create",
    subjectId: id,
    organizationId: note.organizationId,
    providerId: note.providerId,
    request: {
      stripeInvoiceId,
      currency,
      total: String(note.totalMinor),
      refund: String(note.refundMinor),
      balance: String(note.balanceMinor),
    },
    send: (idempotencyKey) =>
      deps.stripe.createCreditNote({
        stripeInvoiceId,
        creditNoteId: id,
        ...{ total, refund, balance },
        memo: `Credit note ${note.number}: ${note.memo}`.slice(0, 500),
        reason: note.reason === "service_not_met" ? "product_unsatisfactory" : "order_change",
        idempotencyKey,
      }),
    lookUp: () => deps.stripe.findCreditNote({ stripeInvoiceId, creditNoteId: id }),
  });
  if (
    mirror.total.amountMinor !== note.totalMinor ||
    mirror.prePayment.amountMinor !== note.prePaymentMinor
  )
    throw new CreditNoteDiffers(
      `Stripe has ${mirror.id} over ${mirror.total.amountMinor}, ` +
        `${mirror.prePayment.amountMinor} of it before payment.`,
    );
  return mirror;
}

/** Notes Stripe's mirror, with the refund that it began. Once. For the worker. */
const settleCreditNote = command({
  name: "credit_note.settle",
  permission: "statement:approve",
  run: async (deed: Deed, p: { creditNoteId: string; mirror: StripeCreditNote }) => {
    const note = await lockedNote(deed.tx, p.creditNoteId);
    if (note.state !== "issued") return { settled: false };
    const { organizationId, providerId } = note;
    await deed.tx.creditNote.update({
      where: { id: note.id },
      data: {
        state: next(creditNoteMachine, note.state, "settle"),
        stripeCreditNoteId: p.mirror.id,
        settledAt: toDate(deed.now),
        stoppedBecause: null,
      },
    });
    const [stripeRefundId] = p.mirror.refundIds;
    if (note.refundMinor > 0n && stripeRefundId) {
      await keepRefund(deed, {
        ...{ organizationId, providerId, invoiceId: note.invoiceId, creditNoteId: note.id, stripeRefundId },
        ...{ currency: note.currency, amountMinor: note.refundMinor },
      });
      await deed.enqueue("refund.check", { stripeRefundId, organizationId }, `refund:${stripeRefundId}`);
    }
    deed.about("credit_note", note.id, { stripeCreditNote: p.mirror.id });
    return { settled: true };
  },
});

/** The payment came first: what the note took off the invoice goes to the buyer's balance. For the worker. */
const creditAfterPayment = command({
  name: "credit_note.after_payment",
  permission: "statement:approve",
  run: async (deed: Deed, { creditNoteId }: { creditNoteId: string }): Promise<null> => {
    const note = await lockedNote(deed.tx, creditNoteId);
    deed.about("credit_note", creditNoteId);
    if (note.state !== "issued" || note.prePaymentMinor === 0n) return null;
    await deed.tx.creditNote.update({
      where: { id: creditNoteId },
      data: { prePaymentMinor: 0n, balanceMinor: note.balanceMinor + note.prePaymentMinor },
    });
    await deed.tx.dunningCase.updateMany({
      where: { invoiceId: note.invoiceId, closedBecause: "credited" },
      data: { closedBecause: "paid" },
    });
    await postEntry(
      deed.tx,
      creditPaidMeanwhile({
        creditNoteId,
        number: note.number,
        buyerId: note.organizationId,
        providerId: note.providerId,
        engagementId: note.engagementId,
        amount: money(note.prePaymentMinor, note.currency),
        at: deed.now,
      }),
    );
    return null;
  },
});

const stopCreditNote = command({
  name: "credit_note.stop",
  permission: "statement:approve",
  run: async (deed: Deed, p: { creditNoteId: string; because: string }): Promise<null> => {
    const note = await lockedNote(deed.tx, p.creditNoteId);
    deed.about("credit_note", p.creditNoteId, { because: p.because });
    if (note.state === "issued")
      await deed.tx.creditNote.update({
        where: { id: note.id },
        data: { state: next(creditNoteMachine, note.state, "stop"), stoppedBecause: p.because },
      });
    return null;
  },
});

function callerOf(deps: MirrorDeps, { creditNoteId, organizationId }: Asked) {
  const viewer = systemViewer(organizationId, `credit_note:${creditNoteId}`);
  return { db: deps.db, clock: deps.clock, viewer };
}
