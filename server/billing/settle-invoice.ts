import { Temporal } from "temporal-polyfill";
import { PaidAmountDiffers } from "../../domain/billing/errors.ts";
import {
  type InvoiceState,
  invoiceMachine,
  type StatementState,
  statementMachine,
} from "../../domain/billing/states.ts";
import { chargeBooked, earned, paymentSucceeded } from "../../domain/ledger/invoice-recipes.ts";
import { money } from "../../domain/shared/money.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { next } from "../../domain/shared/state-machine.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { postFact } from "../ledger/post-entry.ts";
import type { StripeBalanceTransaction } from "../ports/stripe/balance.ts";
import type { StripeInvoice } from "../ports/stripe/invoices.ts";
import { type Credits, creditedBefore } from "./credited-before.ts";
import { bookBalanceApplied } from "./credits/balance-applied.ts";
import { endCollecting } from "./end-collecting.ts";
import { recoverWriteOff } from "./write-off-invoice.ts";

export type Settlement = {
  /** Null where the truth was read at Stripe without an event. */
  eventId: string | null;
  invoiceId: string;
  /** As Stripe has it now. What is due after credit notes and the balance may be nothing. */
  mirror: StripeInvoice;
  paidAt: Temporal.Instant;
  chargeId: string | null;
  booked: StripeBalanceTransaction | null;
  /** Stripe's id of the method that paid, where an attempt of ours waits to know. */
  paidWith?: string | null;
};

/**
 * Marks an invoice as paid and books it, in one transaction with the event that said so. Nothing leads
 * out of `paid`, so a second, late or reordered event only marks itself. For the worker; permission
 * statement:approve. Throws NotFound where the invoice is not committed yet, PaidAmountDiffers where
 * the amounts do not agree.
 */
export const settleInvoice = command({
  name: "invoice.settle",
  permission: "statement:approve",
  run: async (deed: Deed, p: Settlement): Promise<{ changed: boolean }> => {
    const { tx } = deed;
    const [locked] = await tx.$queryRaw<{ state: InvoiceState }[]>`
      select state from invoice where id = ${p.invoiceId}::uuid for update`;
    if (!locked) throw new NotFound("invoice");
    if (p.eventId)
      await tx.stripeEvent.update({ where: { id: p.eventId }, data: { handledAt: toDate(deed.now) } });
    if (locked.state === "paid") return { changed: false };
    const invoice = await tx.invoice.findUniqueOrThrow({
      where: { id: p.invoiceId },
      include: { statement: true },
    });
    const { organizationId, providerId, number, statement } = invoice;
    const credits = await creditedBefore(tx, invoice.id);
    const { engagementId } = statement;
    const appliedMinor = await bookBalanceApplied(tx, {
      invoice: { ...invoice, engagementId },
      mirror: p.mirror,
      at: p.paidAt,
    });
    refuseOtherAmount(p, { invoice, appliedMinor, prePaymentMinor: credits.prePaymentMinor });
    await tx.invoice.update({
      where: { id: invoice.id },
      data: {
        state: next(invoiceMachine, locked.state, "pay"),
        paidAt: toDate(p.paidAt),
        stripeInvoiceId: p.mirror.id,
        stripeChargeId: p.chargeId,
        ...settledElsewhere(p),
      },
    });
    await tx.statement.update({
      where: { id: statement.id },
      data: { state: next(statementMachine, statement.state as StatementState, "pay") },
    });
    if (locked.state === "written_off") await recoverWriteOff(deed, { invoice, at: p.paidAt });
    await book(deed, { ...p, invoice, credits });
    const paidWith = p.paidWith ?? null;
    await endCollecting(deed, { invoiceId: invoice.id, organizationId, because: "paid", paidWith });
    await deed.enqueue(
      "invoice.paid",
      { invoiceId: invoice.id, organizationId, providerId },
      `invoice.paid:${invoice.id}`,
    );
    deed.about("invoice", invoice.id, { number, stripeEvent: p.eventId });
    return { changed: true };
  },
});

/** Where Stripe settles in another currency: what was paid, and what it came to there before its fee. */
function settledElsewhere({ mirror, booked }: Settlement) {
  const { amountMinor: chargedMinor, currency } = mirror.amountPaid;
  if (!booked || booked.amount.currency === currency) return {};
  const { currency: settledCurrency, amountMinor: settledMinor } = booked.amount;
  return { chargedMinor, settledCurrency, settledMinor };
}

/** Total − balance − credit notes that Stripe has, none of them unknown to us, is what was paid. */
function refuseOtherAmount(
  { mirror }: Settlement,
  p: {
    invoice: { number: string; totalMinor: bigint; currency: string };
    appliedMinor: bigint;
    prePaymentMinor: bigint;
  },
): void {
  const { number, totalMinor, currency } = p.invoice;
  const credited = mirror.creditedBeforePayment.amountMinor;
  const ours = totalMinor - p.appliedMinor - credited;
  const theirs = mirror.amountPaid;
  const isOurs = mirror.total.amountMinor === totalMinor && credited <= p.prePaymentMinor;
  if (!isOurs || theirs.amountMinor !== ours || theirs.currency !== currency)
    throw new PaidAmountDiffers({ number, ours, theirs: theirs.amountMinor });
}

type Books = Settlement & {
  credits: Credits;
  invoice: {
    id: string;
    number: string;
    organizationId: string;
    providerId: string;
    currency: string;
    totalMinor: bigint;
    statement: { engagementId: string; providerMinor: bigint; commissionMinor: bigint };
  };
};

async function book({ tx }: Deed, { invoice, credits, paidAt: at, mirror, booked }: Books): Promise<void> {
  const { currency, number, statement } = invoice;
  const parties = {
    buyerId: invoice.organizationId,
    providerId: invoice.providerId,
    engagementId: statement.engagementId,
  };
  const paid = mirror.amountPaid;
  if (paid.amountMinor > 0n)
    await postFact(
      tx,
      paymentSucceeded({ ...parties, stripeInvoiceId: mirror.id, number, total: paid, at }),
    );
  if (booked)
    await postFact(
      tx,
      chargeBooked({
        transactionId: booked.id,
        number,
        charge: paid,
        settled: booked,
        at: Temporal.Instant.fromEpochMilliseconds(booked.createdEpochSeconds * 1000),
      }),
    );
  const providerShare = money(statement.providerMinor - credits.providerMinor, currency);
  const commission = money(statement.commissionMinor - credits.commissionMinor, currency);
  // An invoice that was credited away before it was paid leaves nothing to earn.
  if (providerShare.amountMinor !== 0n || commission.amountMinor !== 0n)
    await postFact(
      tx,
      earned({ ...parties, invoiceId: invoice.id, number, providerShare, commission, at }),
    );
}
