import { Temporal } from "temporal-polyfill";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { type Clock, toDate } from "../clock.ts";
import type { Database } from "../db.ts";
import { killPoint } from "../kill-point.ts";
import type { Logger } from "../logger.ts";
import type { StripeBalanceTransaction } from "../ports/stripe/balance.ts";
import type { StripePort } from "../ports/stripe/port.ts";
import { ABOUT_REFUND, aboutRefund } from "./credits/refund-event.ts";
import { ABOUT_DISPUTE, aboutDispute } from "./disputes/dispute-event.ts";
import { settleInvoice } from "./settle-invoice.ts";

type Deps = { db: Database; clock: Clock; stripe: StripePort; logger: Logger };

/** Stripe says that an invoice is paid, but not yet how: the job comes back. */
export class PaymentNotBookedYet extends Error {}

/**
 * Acts on a kept event, once. The event is only a hint: what counts is the object as Stripe has it now,
 * so events may come twice, late or in any order. Kinds that move nothing of ours are marked as
 * handled. Throws where the event came before our own commit; the job is tried again.
 */
export async function handleStripeEvent(deps: Deps, { eventId }: { eventId: string }): Promise<void> {
  const event = await deps.db.open.stripeEvent.findUnique({ where: { id: eventId } });
  if (!event || event.handledAt) return;
  if (ABOUT_REFUND.includes(event.type)) await aboutRefund(deps, objectOf(event.payload));
  const { id } = objectOf(event.payload);
  if (ABOUT_DISPUTE.includes(event.type) && typeof id === "string")
    await aboutDispute(deps, { stripeDisputeId: id, receivedAt: event.receivedAt });
  const invoiceId = invoiceOf(event.type, event.payload);
  if (invoiceId === null || !(await settled(deps, { eventId, stripeInvoiceId: invoiceId })))
    await deps.db.open.stripeEvent.update({
      where: { id: eventId },
      data: { handledAt: toDate(deps.clock.now()) },
    });
}

const ABOUT_PAYMENT = ["invoice.paid", "invoice.payment_succeeded", "invoice.finalized", "invoice.updated"];

/** The Stripe invoice that the event is about, where the event may mean that it was paid. */
function invoiceOf(type: string, payload: unknown): string | null {
  if (!ABOUT_PAYMENT.includes(type)) return null;
  const { id } = objectOf(payload);
  return typeof id === "string" ? id : null;
}

type EventObject = { id?: unknown; object?: unknown; charge?: unknown };

/** What the event is about, as it was then: a hint, and no more. */
function objectOf(payload: unknown): EventObject {
  const { data } = payload as { data?: { object?: EventObject } };
  return data?.object ?? {};
}

/**
 * Answers whether the invoice is one of ours and paid; the event is then handled in the same
 * transaction.
 */
async function settled(deps: Deps, p: { eventId: string; stripeInvoiceId: string }): Promise<boolean> {
  const { stripe } = deps;
  const mirror = await stripe.retrieveInvoice(p.stripeInvoiceId);
  const { invoice_id: invoiceId, organization_id: organizationId } = mirror.metadata;
  if (mirror.status !== "paid" || !invoiceId || !organizationId) return false;
  const chargeId = await stripe.invoicePaymentCharge(mirror.id);
  const booked = chargeId ? await movementOf(stripe, chargeId) : null;
  const caller = { db: deps.db, clock: deps.clock, viewer: systemViewer(organizationId, p.eventId) };
  killPoint("event.fetched");
  await settleInvoice(caller, {
    eventId: p.eventId,
    invoiceId,
    mirror,
    paidAt: Temporal.Instant.fromEpochMilliseconds(
      (mirror.paidAtEpochSeconds ?? Math.floor(deps.clock.now().epochMilliseconds / 1000)) * 1000,
    ),
    chargeId,
    booked,
  });
  killPoint("effect.committed");
  return true;
}

async function movementOf(stripe: StripePort, chargeId: string): Promise<StripeBalanceTransaction> {
  const booked = await stripe.balanceTransactionOfCharge(chargeId);
  if (!booked) throw new PaymentNotBookedYet(`The charge ${chargeId} is not in the balance yet.`);
  return booked;
}
