import { Temporal } from "temporal-polyfill";
import { sentInWords } from "../../domain/billing/sent-in-words.ts";
import { type PayoutEvent, type PayoutState, payoutMachine } from "../../domain/billing/states.ts";
import { transferRefusal } from "../../domain/billing/transfer-refusal.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { transferBooked, transferMade } from "../../domain/ledger/payout-recipes.ts";
import { type Money, money } from "../../domain/shared/money.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { can, next } from "../../domain/shared/state-machine.ts";
import { type Clock, toDate } from "../clock.ts";
import { command, type Deed, enqueue } from "../command.ts";
import type { Database, Tx } from "../db.ts";
import { postFact } from "../ledger/post-entry.ts";
import type { StripeBalanceTransaction } from "../ports/stripe/balance.ts";
import { StripeRefused, StripeUnknownOutcome } from "../ports/stripe/errors.ts";
import type { StripePort } from "../ports/stripe/port.ts";
import type { StripeTransfer } from "../ports/stripe/transfers.ts";
import { CHARGED_MINOR } from "./charged-minor.ts";
import { NOT_SENT, sentElsewhere, sentMoney } from "./exchange/sent-elsewhere.ts";
import { noteStep } from "./payout-step.ts";
import { dropPlan } from "./plan-payout.ts";
import { settleParts } from "./settle-parts.ts";
import { runOperation } from "./stripe-operation.ts";

type Deps = { db: Database; clock: Clock; stripe: StripePort };

/**
 * Sends a payout as a transfer out of the buyer's charge, so that it is accepted before the money is
 * available, and books it. One transfer a payout, whatever is lost on the way: an unknown outcome is
 * shown as such and thrown to be retried with the same key; a refusal makes the payout failed, with
 * Stripe's reason.
 */
export async function sendPayout(deps: Deps, p: { payoutId: string; providerId: string }): Promise<void> {
  const viewer = systemViewer(p.providerId, `payout:${p.payoutId}`);
  const payout = await deps.db.withOrg(viewer, (tx) => ready(tx, p.payoutId));
  if (payout.state !== "pending" && payout.state !== "unknown") return;
  try {
    const sent = payout.transferMinor === 0n ? null : await transferAndMovement(deps, payout);
    await settlePayout({ db: deps.db, clock: deps.clock, viewer }, { payoutId: payout.id, sent });
  } catch (error) {
    if (error instanceof StripeUnknownOutcome)
      await deps.db.withOrg(viewer, (tx) =>
        move(tx, { id: payout.id, event: "lose_track", because: null }),
      );
    if (!(error instanceof StripeRefused)) throw error;
    const because = transferRefusal({
      code: error.code,
      message: error.message,
      currency: sentOf(payout).currency,
    });
    await deps.db.withOrg(viewer, (tx) => refuse(tx, { payout, because, at: deps.clock.now() }));
  }
}

async function transferAndMovement(deps: Deps, payout: PayoutToSend) {
  const transfer = await transferred(deps, payout);
  const booked = await deps.stripe.balanceTransactionOfTransfer(transfer.id);
  if (!booked) throw new Error(`The transfer ${transfer.id} is not in the balance yet.`);
  return { transfer, booked };
}

function transferred(deps: Deps, payout: PayoutToSend): Promise<StripeTransfer> {
  const { id, destination, chargeId } = payout;
  const amount = sentOf(payout);
  const transferGroup = `payout_${id}`;
  return runOperation<StripeTransfer>(deps, {
    kind: "payout.transfer",
    subjectId: id,
    organizationId: payout.organizationId,
    providerId: payout.providerId,
    request: { amountMinor: String(amount.amountMinor), currency: amount.currency, destination, chargeId },
    send: (idempotencyKey) =>
      deps.stripe.createTransfer({
        amount,
        destination,
        sourceTransaction: payout.transferMinor <= payout.chargedMinor ? chargeId : null,
        transferGroup,
        metadata: { payout_id: id, invoice_id: payout.invoiceId, organization_id: payout.organizationId },
        idempotencyKey,
      }),
    lookUp: async () => (await deps.stripe.findTransfersByGroup(transferGroup))[0] ?? null,
  });
}

type Sent = { transfer: StripeTransfer; booked: StripeBalanceTransaction };

/**
 * Marks a payout as sent and books the transfer and the parts that stay, once. Without a transfer, all of it
 * stays. For the worker; permission payout:set_up.
 */
const settlePayout = command({
  name: "payout.settle",
  permission: "payout:set_up",
  run: async (deed: Deed, p: { payoutId: string; sent: Sent | null }): Promise<{ payoutId: string }> => {
    const { payoutId, sent } = p;
    const payout = await payoutToSend(deed.tx, payoutId);
    if (payout.state === "sent") return { payoutId };
    await deed.tx.payout.update({
      where: { id: payoutId },
      data: {
        state: next(payoutMachine, payout.state, "send"),
        stripeTransferId: sent?.transfer.id ?? null,
        sentAt: toDate(deed.now),
        heldBecause: null,
      },
    });
    await settleParts(deed, payout);
    if (sent) await bookTransfer(deed, { payout, ...sent });
    const owed = money(payout.transferMinor, payout.currency);
    const says = sent
      ? `${sentInWords(owed, sentOf(payout))} sent as transfer ${sent.transfer.id}.`
      : "Nothing was left to transfer.";
    await noteStep(deed.tx, payout, { step: "sent", says, at: deed.now });
    const transfer = sent?.transfer.id ?? null;
    deed.about("payout", payoutId, { transfer, amountMinor: String(payout.amountMinor) });
    return { payoutId };
  },
});

async function bookTransfer(
  { tx }: Deed,
  { payout, transfer, booked }: Sent & { payout: PayoutToSend },
): Promise<void> {
  const { invoiceNumber, providerId, engagementId } = payout;
  const amount = money(payout.transferMinor, payout.currency);
  const at = (seconds: number) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000);
  const sent = sentOf(payout);
  const made = { transferId: transfer.id, invoiceNumber, providerId, engagementId, amount, sent };
  await postFact(tx, transferMade({ ...made, at: at(transfer.createdEpochSeconds) }));
  const movement = { transactionId: booked.id, invoiceNumber, amount: sent, moved: booked };
  await postFact(tx, transferBooked({ ...movement, at: at(booked.createdEpochSeconds) }));
}

type PayoutToSend = {
  id: string;
  state: PayoutState;
  organizationId: string;
  providerId: string;
  invoiceId: string;
  invoiceNumber: string;
  engagementId: string;
  currency: string;
  amountMinor: bigint;
  /** What goes out of it; the rest lies in its parts. */
  transferMinor: bigint;
  sentCurrency: string | null;
  sentMinor: bigint | null;
  chargeId: string;
  /** What the buyer paid by that charge. */
  chargedMinor: bigint;
  destination: string;
};

/** The payout with what its transfer is going to be over, which is kept before Stripe is asked. */
async function ready(tx: Tx, id: string): Promise<PayoutToSend> {
  const payout = await payoutToSend(tx, id);
  const waits = payout.state === "pending" || payout.state === "unknown";
  if (!waits || payout.sentMinor !== null || payout.transferMinor === 0n) return payout;
  const sent = await sentElsewhere(tx, { ...payout, minor: payout.transferMinor });
  if (!sent) return payout;
  await tx.payout.update({ where: { id }, data: sent });
  return { ...payout, ...sent };
}

/** What the transfer is over. */
function sentOf(payout: PayoutToSend): Money {
  return sentMoney({ ...payout, minor: payout.transferMinor });
}

async function payoutToSend(tx: Tx, id: string): Promise<PayoutToSend> {
  const [row] = await tx.$queryRaw<PayoutToSend[]>`
    select p.id, p.state, p.organization_id as "organizationId", p.provider_id as "providerId",
           p.invoice_id as "invoiceId", i.number as "invoiceNumber", s.engagement_id as "engagementId",
           p.currency, p.amount_minor as "amountMinor",
           coalesce(p.transfer_minor, p.amount_minor) as "transferMinor",
           p.sent_currency as "sentCurrency", p.sent_minor as "sentMinor",
           coalesce(i.stripe_charge_id, '') as "chargeId", coalesce(a.account_id, '') as destination,
           ${CHARGED_MINOR} as "chargedMinor"
    from payout p join invoice i on i.id = p.invoice_id join statement s on s.id = i.statement_id
    left join stripe_account a on a.organization_id = p.provider_id
    where p.id = ${id}::uuid for update of p`;
  if (!row) throw new NotFound("payout");
  return row;
}

/** Stripe said no for good: the plan is dropped, and another look makes a new one. */
async function refuse(
  tx: Tx,
  { payout, because, at }: { payout: PayoutToSend; because: string; at: Temporal.Instant },
): Promise<void> {
  await move(tx, { id: payout.id, event: "fail", because });
  const { state } = await payoutToSend(tx, payout.id);
  if (state !== "failed") return;
  await dropPlan(tx, { payoutId: payout.id, at });
  await tx.payout.update({ where: { id: payout.id }, data: { transferMinor: null, ...NOT_SENT } });
  await noteStep(tx, payout, { step: "failed", says: because, at });
  await askForLook(tx, payout.providerId);
}

/** The account may be what stands in the way: it is asked for, so that the page can say what is missing. */
async function askForLook(tx: Tx, organizationId: string): Promise<void> {
  const key = `payout_account.look:${organizationId}`;
  await enqueue(tx, { task: "payout_account.look", payload: { organizationId }, key });
}

async function move(tx: Tx, p: { id: string; event: PayoutEvent; because: string | null }): Promise<void> {
  const { state } = await payoutToSend(tx, p.id);
  if (!can(payoutMachine, state, p.event)) return;
  await tx.payout.update({
    where: { id: p.id },
    data: { state: next(payoutMachine, state, p.event), heldBecause: p.because },
  });
}
