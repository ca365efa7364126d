import { systemViewer } from "../../../domain/identity/system-viewer.ts";
import type { Tx } from "../../db.ts";
import { StripeRefused, StripeUnknownOutcome } from "../../ports/stripe/errors.ts";
import { movedElsewhere, sentMoney } from "../exchange/sent-elsewhere.ts";
import type { MirrorDeps } from "../mirror-invoice.ts";
import { runOperation } from "../stripe-operation.ts";
import { refuseMove, settleMove } from "./settle-move.ts";

type Deps = Omit<MirrorDeps, "publicUrl">;

/** What a move at Stripe made: a reversal or a transfer, and the movement of the balance that it is. */
type Made = { id: string; transactionId: string | null; createdEpochSeconds: number };

export type MoveToSend = {
  id: string;
  disputeId: string;
  kind: "reversal" | "retransfer";
  state: string;
  organizationId: string;
  providerId: string;
  invoiceId: string;
  invoiceNumber: string;
  currency: string;
  amountMinor: bigint;
  sentCurrency: string | null;
  sentMinor: bigint | null;
  transferId: string;
  chargeId: string;
  /** The provider's account of today: the one the first transfer went to may be closed by now. */
  destination: string;
  transfersStatus: string;
};

/**
 * Does what is still to be done with a provider's money for a dispute: takes exactly the disputed part back,
 * or sends it again. One effect a move, whatever is lost on the way. A reversal that Stripe refuses leaves
 * the part owed by the provider and rings; a second transfer waits until the account can receive it.
 */
export async function moveTransfers(
  deps: Deps,
  p: { disputeId: string; providerId: string },
): Promise<void> {
  const viewer = systemViewer(p.providerId, `charge_dispute:${p.disputeId}`);
  const caller = { db: deps.db, clock: deps.clock, viewer };
  const moves = await deps.db.withOrg(viewer, (tx) => readyMoves(tx, p.disputeId));
  for (const move of moves) {
    if (move.kind === "retransfer" && (move.destination === "" || move.transfersStatus !== "active")) {
      await refuseMove(caller, {
        moveId: move.id,
        as: "waits",
        because: "The account cannot receive transfers.",
      });
      continue;
    }
    try {
      const made = await (move.kind === "reversal" ? reversed(deps, move) : sentAgain(deps, move));
      const booked = made.transactionId
        ? await deps.stripe.findBalanceTransaction(made.transactionId)
        : null;
      if (!booked) throw new Error(`${made.id} is not in the balance yet.`);
      await settleMove(caller, { moveId: move.id, made, booked });
    } catch (error) {
      if (error instanceof StripeUnknownOutcome)
        await refuseMove(caller, { moveId: move.id, as: "unknown", because: null });
      if (!(error instanceof StripeRefused)) throw error;
      deps.logger.error({ err: error, moveId: move.id, alarm: true }, `a ${move.kind} was refused`);
      await refuseMove(caller, { moveId: move.id, as: "refused", because: error.message });
    }
  }
}

function reversed(deps: Deps, move: MoveToSend): Promise<Made> {
  const { id, transferId } = move;
  const sent = sentOf(move);
  const made = (row: { id: string; balanceTransactionId: string | null; createdEpochSeconds: number }) => ({
    ...{ id: row.id, transactionId: row.balanceTransactionId },
    createdEpochSeconds: row.createdEpochSeconds,
  });
  return runOperation<Made>(deps, {
    ...operationOf(move, "dispute.reversal"),
    request: { transferId, amount: String(sent.amountMinor), currency: sent.currency },
    send: async (idempotencyKey) =>
      made(
        await deps.stripe.reverseTransfer({
          ...{ transferId, idempotencyKey, metadata: { move_id: id } },
          amount: sent,
        }),
      ),
    lookUp: async () => {
      const found = (await deps.stripe.reversalsOf(transferId)).find((one) => one.metadata.move_id === id);
      return found ? made(found) : null;
    },
  });
}

function sentAgain(deps: Deps, move: MoveToSend): Promise<Made> {
  const transferGroup = `dispute_${move.disputeId}`;
  const { destination, chargeId } = move;
  const sent = sentOf(move);
  const made = (row: { id: string; balanceTransactionId: string | null; createdEpochSeconds: number }) => ({
    ...{ id: row.id, transactionId: row.balanceTransactionId },
    createdEpochSeconds: row.createdEpochSeconds,
  });
  return runOperation<Made>(deps, {
    ...operationOf(move, "dispute.retransfer"),
    request: { destination, chargeId, amount: String(sent.amountMinor), currency: sent.currency },
    send: async (idempotencyKey) =>
      made(
        await deps.stripe.createTransfer({
          amount: sent,
          ...{ destination, sourceTransaction: chargeId, transferGroup, idempotencyKey },
          metadata: { move_id: move.id, invoice_id: move.invoiceId },
        }),
      ),
    lookUp: async () => {
      const [found] = await deps.stripe.findTransfersByGroup(transferGroup);
      return found ? made(found) : null;
    },
  });
}

function operationOf(move: MoveToSend, kind: string) {
  const { organizationId, providerId } = move;
  return { kind, subjectId: move.id, organizationId, providerId };
}

const sentOf = (move: MoveToSend) => sentMoney({ ...move, minor: move.amountMinor });

/** The moves with what each is going to be over at Stripe, which is kept before Stripe is asked. */
async function readyMoves(tx: Tx, disputeId: string): Promise<MoveToSend[]> {
  const moves = await movesToSend(tx, disputeId);
  const ready: MoveToSend[] = [];
  for (const move of moves) {
    const sent = move.sentMinor === null ? await movedElsewhere(tx, move) : null;
    if (sent) await tx.transferMove.update({ where: { id: move.id }, data: sent });
    ready.push({ ...move, ...sent });
  }
  return ready;
}

async function movesToSend(tx: Tx, disputeId: string): Promise<MoveToSend[]> {
  return tx.$queryRaw<MoveToSend[]>`
    select m.id, m.dispute_id as "disputeId", m.kind, m.state, m.organization_id as "organizationId",
           m.provider_id as "providerId", d.invoice_id as "invoiceId", i.number as "invoiceNumber",
           m.currency, m.amount_minor as "amountMinor", m.sent_currency as "sentCurrency",
           m.sent_minor as "sentMinor", coalesce(p.stripe_transfer_id, '') as "transferId",
           coalesce(i.stripe_charge_id, '') as "chargeId", coalesce(a.account_id, '') as destination,
           coalesce(a.transfers_status, '') as "transfersStatus"
    from transfer_move m join charge_dispute d on d.id = m.dispute_id join invoice i on i.id = d.invoice_id
    left join payout p on p.invoice_id = i.id left join stripe_account a on a.organization_id = m.provider_id
    where m.dispute_id = ${disputeId}::uuid and m.state in ('pending', 'unknown')
    order by m.created_at, m.id`;
}
