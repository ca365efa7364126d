import type { z } from "zod";
import { creditNoteIdInput, refundIdInput } from "../../../domain/billing/credit-note.input.ts";
import { creditNoteMachine, refundMachine } from "../../../domain/billing/money-back-states.ts";
import { creditNoteWithdrawn, refundToBalance } from "../../../domain/ledger/credit-recipes.ts";
import { money } from "../../../domain/shared/money.ts";
import { NotFound, parseInput } from "../../../domain/shared/refusals.ts";
import { can, next } from "../../../domain/shared/state-machine.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { postEntry } from "../../ledger/post-entry.ts";
import { findCreditNote, findRefund } from "./credit-note.read.ts";
import { keepRefund } from "./keep-refund.ts";
import { lockedNote } from "./locked-note.read.ts";
import { noteShareChange } from "./share-left.ts";

/**
 * Sends a stopped credit note to Stripe again, or takes it out of the books; the worker does it. Permission
 * credit_note:issue. Throws NotFound, TransitionRefused where it is not stopped.
 */
export const settleStoppedNote = command({
  name: "credit_note.settle_stopped",
  permission: "credit_note:issue",
  run: async (deed: Deed, input: { creditNoteId: string; by: "try_again" | "withdraw" }) => {
    const { creditNoteId } = parseInput(creditNoteIdInput, { creditNoteId: input.creditNoteId });
    const note = await findCreditNote(deed.tx, deed.viewer, creditNoteId);
    if (!note) throw new NotFound("credit note");
    next(creditNoteMachine, note.state, input.by);
    const { organizationId } = note;
    const task = input.by === "try_again" ? "credit_note.again" : "credit_note.withdraw";
    await deed.enqueue(task, { creditNoteId, organizationId }, `${task}:${creditNoteId}`);
    deed.about("credit_note", creditNoteId, { by: input.by });
    return { creditNoteId };
  },
});

/** For the worker: a stopped note is on its way again, with the same split. */
export const takeNoteUpAgain = command({
  name: "credit_note.again",
  permission: "statement:approve",
  run: async (deed: Deed, { creditNoteId }: { creditNoteId: string }): Promise<null> => {
    const note = await lockedNote(deed.tx, creditNoteId);
    deed.about("credit_note", creditNoteId);
    if (can(creditNoteMachine, note.state, "try_again"))
      await deed.tx.creditNote.update({
        where: { id: creditNoteId },
        data: { state: next(creditNoteMachine, note.state, "try_again") },
      });
    return null;
  },
});

/** For the worker: a stopped note leaves the books by its mirror entry; its number stays its own. */
export const withdrawNote = command({
  name: "credit_note.withdraw",
  permission: "statement:approve",
  run: async (deed: Deed, { creditNoteId }: { creditNoteId: string }): Promise<null> => {
    const note = await lockedNote(deed.tx, creditNoteId);
    deed.about("credit_note", creditNoteId, { number: note.number });
    if (!can(creditNoteMachine, note.state, "withdraw")) return null;
    await deed.tx.creditNote.update({ where: { id: creditNoteId }, data: { state: "withdrawn" } });
    const of = (minor: bigint) => money(minor, note.currency);
    await postEntry(
      deed.tx,
      creditNoteWithdrawn({
        ...{
          creditNoteId,
          number: note.number,
          invoiceNumber: note.invoiceNumber,
          takenFrom: note.takenFrom,
        },
        ...{ buyerId: note.organizationId, providerId: note.providerId, engagementId: note.engagementId },
        provider: of(note.providerMinor),
        commission: of(note.commissionMinor),
        tax: of(note.taxMinor),
        due: of(note.prePaymentMinor),
        refund: of(note.refundMinor),
        balance: of(note.balanceMinor),
        at: deed.now,
      }),
    );
    const { organizationId, providerId, engagementId, invoiceId, currency } = note;
    if (note.takenFrom !== "provider_receivable")
      await noteShareChange(deed, {
        ...{ organizationId, providerId, engagementId, invoiceId, currency },
        ...{ cause: "withdrawn_note", causeId: creditNoteId, amountMinor: -note.providerMinor },
      });
    return null;
  },
});

/**
 * Puts another refund, or the balance, in the place of one that came back; the worker does it. Permission
 * credit_note:issue. Throws NotFound, TransitionRefused where the refund has not failed.
 */
export const replaceRefund = command({
  name: "refund.replace",
  permission: "credit_note:issue",
  run: async (deed: Deed, input: z.input<typeof refundIdInput>): Promise<{ creditNoteId: string }> => {
    const { refundId, by } = parseInput(refundIdInput, input);
    const refund = await findRefund(deed.tx, deed.viewer, refundId);
    if (!refund) throw new NotFound("refund");
    next(refundMachine, refund.state, "replace");
    const { organizationId } = refund;
    await deed.enqueue("refund.replaced", { refundId, organizationId, by }, `refund.replaced:${refundId}`);
    deed.about("refund", refundId, { by });
    return { creditNoteId: refund.creditNoteId };
  },
});

/** For the worker: the failed refund is replaced, and what takes its place is there to be sent. Once. */
export const refundReplaced = command({
  name: "refund.replaced",
  permission: "statement:approve",
  run: async (
    deed: Deed,
    p: { refundId: string; by: "refund" | "balance" },
  ): Promise<{ newId: string | null }> => {
    const { tx } = deed;
    await tx.$queryRaw`select 1 as one from refund where id = ${p.refundId}::uuid for update`;
    const refund = await tx.refund.findUnique({ where: { id: p.refundId }, include: { creditNote: true } });
    if (!refund) throw new NotFound("refund");
    deed.about("refund", p.refundId, { by: p.by });
    if (refund.state !== "failed") return { newId: null };
    await tx.refund.update({ where: { id: p.refundId }, data: { state: "replaced", replacedBy: p.by } });
    const { organizationId, providerId, invoiceId, creditNoteId, currency, amountMinor, creditNote } =
      refund;
    if (p.by === "refund") {
      const of = { organizationId, providerId, invoiceId, creditNoteId };
      return { newId: await keepRefund(deed, { ...of, currency, amountMinor }) };
    }
    await postEntry(
      tx,
      refundToBalance({
        ...{ refundId: p.refundId, number: creditNote.number ?? "", amount: money(amountMinor, currency) },
        ...{ buyerId: organizationId, providerId, engagementId: creditNote.engagementId, at: deed.now },
      }),
    );
    return { newId: null };
  },
});
