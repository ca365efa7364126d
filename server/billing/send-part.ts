import { Temporal } from "temporal-polyfill";
import { holdMachine } from "../../domain/billing/payout-hold.ts";
import { sentInWords } from "../../domain/billing/sent-in-words.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { transferBooked } from "../../domain/ledger/payout-recipes.ts";
import { heldPartSent } from "../../domain/ledger/provider-recipes.ts";
import { money } from "../../domain/shared/money.ts";
import { next } from "../../domain/shared/state-machine.ts";
import { type Clock, toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import type { Database, Tx } from "../db.ts";
import { postFact } from "../ledger/post-entry.ts";
import type { StripeBalanceTransaction } from "../ports/stripe/balance.ts";
import type { StripePort } from "../ports/stripe/port.ts";
import type { StripeTransfer } from "../ports/stripe/transfers.ts";
import { sentElsewhere, sentMoney } from "./exchange/sent-elsewhere.ts";
import { type HeldPart, heldPart } from "./held-part.read.ts";
import { noteStep } from "./payout-step.ts";
import { runOperation } from "./stripe-operation.ts";

type Deps = { db: Database; clock: Clock; stripe: StripePort };

/**
 * Sends a released part as a transfer of its own, out of the same charge, once, and books it. Throws
 * StripeUnknownOutcome to be retried with the same key, and StripeRefused.
 */
export async function sendPart(deps: Deps, p: { partId: string; providerId: string }): Promise<void> {
  const viewer = systemViewer(p.providerId, `payout_part:${p.partId}`);
  const part = await deps.db.withOrg(viewer, (tx) => ready(tx, p.partId));
  if (part.state !== "sending" && part.state !== "unknown") return;
  const transfer = await transferred(deps, part);
  const booked = await deps.stripe.balanceTransactionOfTransfer(transfer.id);
  if (!booked) throw new Error(`The transfer ${transfer.id} is not in the balance yet.`);
  await settlePart({ db: deps.db, clock: deps.clock, viewer }, { partId: part.id, transfer, booked });
}

/** The part with what its transfer is going to be over, which is kept before Stripe is asked. */
async function ready(tx: Tx, id: string): Promise<HeldPart> {
  const part = await heldPart(tx, id);
  const waits = part.state === "sending" || part.state === "unknown";
  if (!waits || part.sentMinor !== null) return part;
  const sent = await sentElsewhere(tx, { ...part, minor: part.leftMinor });
  if (!sent) return part;
  await tx.payoutPart.update({ where: { id }, data: sent });
  return { ...part, ...sent };
}

function transferred(deps: Deps, part: HeldPart): Promise<StripeTransfer> {
  const { id, organizationId, providerId, destination } = part;
  const amount = sentMoney({ ...part, minor: part.leftMinor });
  const chargeId = part.stripeChargeId ?? "";
  const transferGroup = `payout_part_${id}`;
  return runOperation<StripeTransfer>(deps, {
    ...{ kind: "payout_part.transfer", subjectId: id, organizationId, providerId },
    request: { amountMinor: String(amount.amountMinor), currency: amount.currency, destination, chargeId },
    send: (idempotencyKey) =>
      deps.stripe.createTransfer({
        ...{ amount, destination, transferGroup, idempotencyKey },
        sourceTransaction: part.leftMinor <= part.chargedMinor ? chargeId : null,
        metadata: { payout_part_id: id, payout_id: part.payoutId, organization_id: organizationId },
      }),
    lookUp: async () => (await deps.stripe.findTransfersByGroup(transferGroup))[0] ?? null,
  });
}

/** Marks a part as released and books its transfer, once. For the worker; permission payout:set_up. */
const settlePart = command({
  name: "payout_part.settle",
  permission: "payout:set_up",
  run: async (
    deed: Deed,
    p: { partId: string; transfer: StripeTransfer; booked: StripeBalanceTransaction },
  ): Promise<{ partId: string }> => {
    const { partId, transfer, booked } = p;
    const part = await heldPart(deed.tx, partId);
    if (part.state === "released") return { partId };
    await deed.tx.payoutPart.update({
      where: { id: partId },
      data: {
        state: next(holdMachine, part.state, "send"),
        ...{ stripeTransferId: transfer.id, endedAt: toDate(deed.now) },
      },
    });
    const { kind, invoiceNumber, providerId, engagementId } = part;
    const amount = money(part.leftMinor, part.currency);
    const at = (seconds: number) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000);
    const sent = sentMoney({ ...part, minor: part.leftMinor });
    const made = { transferId: transfer.id, kind, invoiceNumber, providerId, engagementId, amount, sent };
    await postFact(deed.tx, heldPartSent({ ...made, at: at(transfer.createdEpochSeconds) }));
    const movement = {
      ...{ transactionId: booked.id, invoiceNumber, amount: sent, moved: booked },
      at: at(booked.createdEpochSeconds),
    };
    await postFact(deed.tx, transferBooked(movement));
    const says = `${sentInWords(amount, sent)} of the held part sent as transfer ${transfer.id}.`;
    await noteStep(deed.tx, part.payout, { step: "part", says, at: deed.now });
    deed.about("payout", part.payoutId, { part: partId, transfer: transfer.id });
    return { partId };
  },
});
