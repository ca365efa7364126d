import { Temporal } from "temporal-polyfill";
import { disputeParts, isContestable } from "../../../domain/billing/charge-dispute.ts";
import { disputeMoved, shareSetAside } from "../../../domain/ledger/dispute-recipes.ts";
import { money } from "../../../domain/shared/money.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { postFact } from "../../ledger/post-entry.ts";
import type { StripeDispute } from "../../ports/stripe/disputes.ts";
import { lockCredits } from "../credits/creditable-invoice.read.ts";
import { noteShareChange } from "../credits/share-left.ts";
import { type DisputeRow, lockedDispute } from "./dispute-row.read.ts";
import { disputedInvoice } from "./disputed-invoice.read.ts";
import { ofPayment } from "./of-payment.ts";

const instant = (seconds: number) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000);

/**
 * Keeps a dispute as Stripe describes it now and books what the bank moved, each movement once. With the
 * first money that is gone it sets the provider's part aside: off what is still owed, or as a transfer to
 * take back. May run any number of times and in any order. For the worker; permission statement:approve.
 */
export const keepDispute = command({
  name: "charge_dispute.keep",
  permission: "statement:approve",
  run: async (deed: Deed, p: { dispute: StripeDispute; invoiceId: string }): Promise<{ id: string }> => {
    const { dispute, invoiceId } = p;
    const { tx } = deed;
    await lockCredits(tx, invoiceId);
    const invoice = await disputedInvoice(tx, { invoiceId, exceptStripeId: dispute.id });
    const { organizationId, providerId, engagementId, number } = invoice;
    for (const movement of dispute.movements)
      await postFact(
        tx,
        disputeMoved({
          ...{
            transactionId: movement.id,
            invoiceNumber: number,
            at: instant(movement.createdEpochSeconds),
          },
          ...{ amount: ofPayment(dispute, movement), moved: movement },
        }),
      );
    const heldMinor = -sum(dispute.movements.map((one) => ofPayment(dispute, one).amountMinor));
    const feeMinor = sum(dispute.movements.map((one) => one.fee.amountMinor));
    const hasDeadline = dispute.dueByEpochSeconds !== null;
    const facts = {
      status: dispute.status,
      contestable: isContestable({ reason: dispute.reason, hasDeadline }),
      feeMinor,
      heldMinor: heldMinor > 0n ? heldMinor : 0n,
      dueBy: hasDeadline ? toDate(instant(dispute.dueByEpochSeconds ?? 0)) : null,
      submissionCount: dispute.submissionCount,
      ...settledElsewhere(dispute),
    };
    const row = await tx.chargeDispute.upsert({
      where: { stripeDisputeId: dispute.id },
      update: facts,
      create: {
        ...{ organizationId, providerId, engagementId, invoiceId, stripeDisputeId: dispute.id, ...facts },
        ...{ reason: dispute.reason, currency: dispute.amount.currency },
        amountMinor: dispute.amount.amountMinor,
        openedAt: toDate(instant(dispute.createdEpochSeconds)),
      },
      select: { id: true },
    });
    const locked = await lockedDispute(tx, row.id);
    if (facts.heldMinor > 0n && locked.takenFrom === null) await setAside(deed, { row: locked, invoice });
    deed.about("charge_dispute", row.id, { status: dispute.status, heldMinor: String(facts.heldMinor) });
    return row;
  },
});

/** Where it settles in another currency: what left Stripe's balance there, and in what the fee is. */
function settledElsewhere({ amount, movements }: StripeDispute) {
  const settledCurrency = movements[0]?.amount.currency ?? amount.currency;
  if (settledCurrency === amount.currency) return {};
  const settledMinor = -sum(movements.map((one) => one.amount.amountMinor));
  return { settledCurrency, settledMinor, feeCurrency: settledCurrency };
}

/** What is on its way out cannot be stopped: the provider owes its part, and later payouts settle it. */
const TAKEN_FROM = { here: "provider_payable", planned: "provider_receivable", out: "reversal" } as const;

async function setAside(
  deed: Deed,
  { row, invoice }: { row: DisputeRow; invoice: Awaited<ReturnType<typeof disputedInvoice>> },
): Promise<void> {
  const parts = disputeParts(invoice, row.heldMinor);
  const paysTwice = invoice.backToBuyerMinor + row.heldMinor > invoice.chargedMinor;
  const takenFrom = TAKEN_FROM[invoice.payoutStands];
  const { organizationId, providerId, engagementId, currency } = row;
  await deed.tx.chargeDispute.update({
    where: { id: row.id },
    data: { ...parts, takenFrom, paysTwice },
    select: { id: true },
  });
  if (parts.providerMinor === 0n) return;
  if (takenFrom === "reversal") {
    await deed.tx.transferMove.create({
      data: {
        ...{ organizationId, providerId, disputeId: row.id, kind: "reversal", state: "pending", currency },
        amountMinor: parts.providerMinor,
        createdAt: toDate(deed.now),
      },
      select: { id: true },
    });
    return;
  }
  await postFact(
    deed.tx,
    shareSetAside({
      ...{ disputeId: row.id, invoiceNumber: invoice.number, providerId, engagementId },
      ...{ from: takenFrom, amount: money(parts.providerMinor, currency), at: deed.now },
    }),
  );
  if (takenFrom === "provider_receivable") return;
  await noteShareChange(deed, {
    ...{ organizationId, providerId, engagementId, invoiceId: row.invoiceId, currency },
    ...{ cause: "dispute", causeId: row.id, amountMinor: parts.providerMinor },
  });
}

const sum = (values: readonly bigint[]) => values.reduce((total, one) => total + one, 0n);
