import { Temporal } from "temporal-polyfill";
import { reversalBooked, shareSetAside, transferReversed } from "../../../domain/ledger/dispute-recipes.ts";
import { transferBooked, transferMade } from "../../../domain/ledger/payout-recipes.ts";
import { money } from "../../../domain/shared/money.ts";
import { NotFound } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { postFact } from "../../ledger/post-entry.ts";
import type { StripeBalanceTransaction } from "../../ports/stripe/balance.ts";
import { noteShareChange } from "../credits/share-left.ts";
import { sentMoney } from "../exchange/sent-elsewhere.ts";
import { lockedDispute } from "./dispute-row.read.ts";

type Settled = {
  moveId: string;
  made: { id: string; createdEpochSeconds: number };
  booked: StripeBalanceTransaction;
};

const instant = (seconds: number) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000);

/** Marks a move as done and books it, once. For the worker; permission statement:approve. */
export const settleMove = command({
  name: "transfer_move.settle",
  permission: "statement:approve",
  run: async (deed: Deed, { moveId, made, booked }: Settled): Promise<null> => {
    const { move, dispute } = await heldMove(deed, moveId);
    deed.about("transfer_move", moveId, { stripe: made.id });
    if (move.state === "done") return null;
    await deed.tx.transferMove.update({
      where: { id: moveId },
      data: { state: "done", stripeId: made.id, because: null, doneAt: toDate(deed.now) },
    });
    const amount = money(move.amountMinor, move.currency);
    const sent = sentMoney({ ...move, minor: move.amountMinor });
    const { invoiceNumber, providerId, engagementId, organizationId, invoiceId } = dispute;
    const at = instant(made.createdEpochSeconds);
    const movement = {
      transactionId: booked.id,
      invoiceNumber,
      amount: sent,
      moved: booked,
      at: instant(booked.createdEpochSeconds),
    };
    if (move.kind === "reversal") {
      const about = { disputeId: dispute.id, invoiceNumber, providerId, engagementId, amount, at };
      await postFact(deed.tx, transferReversed({ ...about, back: sent, reversalId: made.id }));
      await postFact(deed.tx, reversalBooked(movement));
      return null;
    }
    const again = { transferId: made.id, invoiceNumber, providerId, engagementId, amount, sent, at };
    await postFact(deed.tx, transferMade(again));
    await postFact(deed.tx, transferBooked(movement));
    await noteShareChange(deed, {
      ...{ organizationId, providerId, engagementId, invoiceId, currency: move.currency },
      ...{ cause: "retransfer", causeId: moveId, amountMinor: move.amountMinor },
    });
    return null;
  },
});

type Refused = { moveId: string; as: "refused" | "unknown" | "waits"; because: string | null };

/**
 * Notes that a move was refused, is unknown, or waits. A reversal that was refused makes the disputed part a
 * claw-back: the buyer's bank has the money, the provider owes it. For the worker.
 */
export const refuseMove = command({
  name: "transfer_move.refuse",
  permission: "statement:approve",
  run: async (deed: Deed, p: Refused): Promise<null> => {
    const { move, dispute } = await heldMove(deed, p.moveId);
    deed.about("transfer_move", p.moveId, { as: p.as, because: p.because });
    if (move.state === "done" || move.state === "refused") return null;
    await deed.tx.transferMove.update({
      where: { id: p.moveId },
      data: { state: p.as === "waits" ? move.state : p.as, because: p.because },
    });
    if (p.as !== "refused" || move.kind !== "reversal") return null;
    await deed.tx.chargeDispute.update({
      where: { id: dispute.id },
      data: { takenFrom: "provider_receivable", notReversed: p.because },
      select: { id: true },
    });
    const { invoiceNumber, providerId, engagementId } = dispute;
    await postFact(
      deed.tx,
      shareSetAside({
        ...{ disputeId: dispute.id, invoiceNumber, providerId, engagementId, from: "provider_receivable" },
        ...{ amount: money(move.amountMinor, move.currency), at: deed.now },
      }),
    );
    return null;
  },
});

async function heldMove({ tx }: Deed, moveId: string) {
  await tx.$queryRaw`select 1 as one from transfer_move where id = ${moveId}::uuid for update`;
  const move = await tx.transferMove.findUnique({ where: { id: moveId } });
  if (!move) throw new NotFound("transfer move");
  return { move, dispute: await lockedDispute(tx, move.disputeId) };
}
