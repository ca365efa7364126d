import { Temporal } from "temporal-polyfill";
import { PaidAmountDiffers } from "../../domain/billing/errors.ts";
import {
  type InvoiceState,
  invoiceMachine,
  type StatementState,
  statementMachine,
} from "../../domain/billing/states.ts";
import {
  chargeBooked,
  earned,
  paymentCarriedOver,
  paymentSucceeded,
} from "../../domain/ledger/invoice-recipes.ts";
import { type Money, money } from "../../domain/shared/money.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { next } from "../../domain/shared/state-machine.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { postFact } from "../ledger/post-entry.ts";
import type { StripeBalanceTransaction } from "../ports/stripe/balance.ts";

export type Settlement = {
  eventId: string;
  invoiceId: string;
  stripeInvoiceId: string;
  /** As Stripe has them now. A total too small to be charged counts as paid with nothing paid. */
  paid: Money;
  total: Money;
  paidAt: Temporal.Instant;
  chargeId: string | null;
  booked: StripeBalanceTransaction | null;
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
    await tx.stripeEvent.update({ where: { id: p.eventId }, data: { handledAt: toDate(deed.now) } });
    if (locked.state === "paid") return { changed: false };
    const invoice = await tx.invoice.findUniqueOrThrow({
      where: { id: p.invoiceId },
      include: { statement: true },
    });
    const { organizationId, providerId, number, statement } = invoice;
    const theirs = p.chargeId ? p.paid : p.total;
    if (theirs.amountMinor !== invoice.totalMinor || theirs.currency !== invoice.currency)
      throw new PaidAmountDiffers({ number, ours: invoice.totalMinor, theirs: theirs.amountMinor });
    await tx.invoice.update({
      where: { id: invoice.id },
      data: {
        state: next(invoiceMachine, locked.state, "pay"),
        paidAt: toDate(p.paidAt),
        stripeInvoiceId: p.stripeInvoiceId,
        stripeChargeId: p.chargeId,
      },
    });
    await tx.statement.update({
      where: { id: statement.id },
      data: { state: next(statementMachine, statement.state as StatementState, "pay") },
    });
    await book(deed, { ...p, invoice });
    await deed.enqueue(
      "invoice.paid",
      { invoiceId: invoice.id, organizationId, providerId },
      `invoice.paid:${invoice.id}`,
    );
    deed.about("invoice", invoice.id, { number, stripeEvent: p.eventId });
    return { changed: true };
  },
});

type Books = Settlement & {
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

async function book({ tx }: Deed, { invoice, paidAt: at, stripeInvoiceId, booked }: Books): Promise<void> {
  const { currency, number, statement } = invoice;
  const parties = {
    buyerId: invoice.organizationId,
    providerId: invoice.providerId,
    engagementId: statement.engagementId,
  };
  const total = money(invoice.totalMinor, currency);
  const payment = { ...parties, stripeInvoiceId, number, total, at };
  await postFact(tx, booked ? paymentSucceeded(payment) : paymentCarriedOver(payment));
  if (booked)
    await postFact(
      tx,
      chargeBooked({
        transactionId: booked.id,
        number,
        charge: total,
        settled: booked,
        at: Temporal.Instant.fromEpochMilliseconds(booked.createdEpochSeconds * 1000),
      }),
    );
  await postFact(
    tx,
    earned({
      ...parties,
      invoiceId: invoice.id,
      number,
      providerShare: money(statement.providerMinor, currency),
      commission: money(statement.commissionMinor, currency),
      at,
    }),
  );
}
