import { type Clock, toDate } from "../clock.ts";
import type { Database } from "../db.ts";
import type { Logger } from "../logger.ts";
import type { StripePort } from "../ports/stripe/port.ts";
import { ABOUT_COLLECTING, followCollectingEvent } from "./collecting-events.ts";
import { ABOUT_REFUND, aboutRefund } from "./credits/refund-event.ts";
import { ABOUT_DISPUTE, aboutDispute } from "./disputes/dispute-event.ts";
import { aboutAccount, aboutBankPayout } from "./provider-account/look-at-account.ts";
import { settleIfPaid } from "./settle-if-paid.ts";

type Deps = { db: Database; clock: Clock; stripe: StripePort; logger: Logger };

/**
 * Acts on a kept event, once. The event is only a hint: what counts is the object as Stripe has it now,
 * so events may come twice, late or in any order. Kinds that move nothing of ours are marked as
 * handled. Throws where the event came before our own commit; the job is tried again.
 */
export async function handleStripeEvent(deps: Deps, { eventId }: { eventId: string }): Promise<void> {
  const event = await deps.db.open.stripeEvent.findUnique({ where: { id: eventId } });
  if (!event || event.handledAt) return;
  const { id } = objectOf(event.payload);
  const { account } = event.payload as { account?: unknown };
  // What happens in a provider's own account moves nothing of the marketplace's.
  if (typeof account === "string") return aboutConnected(deps, { ...event, accountId: account });
  if (event.type.startsWith("v2.core.account")) await aboutThin(deps, event.payload);
  if (ABOUT_REFUND.includes(event.type)) await aboutRefund(deps, objectOf(event.payload));
  if (ABOUT_DISPUTE.includes(event.type) && typeof id === "string")
    await aboutDispute(deps, { stripeDisputeId: id, receivedAt: event.receivedAt });
  await followCollectingEvent(deps, { type: event.type, payload: event.payload });
  const invoiceId = invoiceOf(event.type, event.payload);
  if (invoiceId === null || !(await settleIfPaid(deps, { eventId, stripeInvoiceId: invoiceId })))
    await handled(deps, eventId);
}

async function handled({ db, clock }: Deps, id: string): Promise<void> {
  await db.open.stripeEvent.update({ where: { id }, data: { handledAt: toDate(clock.now()) } });
}

type Connected = { id: string; type: string; payload: unknown; accountId: string };

async function aboutConnected(deps: Deps, { accountId, ...event }: Connected): Promise<void> {
  const { id } = objectOf(event.payload);
  if (event.type.startsWith("payout.") && typeof id === "string")
    await aboutBankPayout(deps, { accountId, stripePayoutId: id });
  await handled(deps, event.id);
}

/** A thin event names an account and says nothing of it. */
async function aboutThin(deps: Deps, payload: unknown): Promise<void> {
  const { related_object: object } = payload as { related_object?: { id?: unknown; type?: unknown } };
  if (object?.type === "v2.core.account" && typeof object.id === "string")
    await aboutAccount(deps, object.id);
}

const ABOUT_PAYMENT = ["invoice.paid", "invoice.payment_succeeded", "invoice.finalized", "invoice.updated"];

/** The types of the marketplace's own events that are acted on; Stripe lists twenty types at a time. */
export const ACTED_ON: readonly (readonly string[])[] = [
  [...ABOUT_PAYMENT, ...ABOUT_REFUND, ...ABOUT_DISPUTE],
  ABOUT_COLLECTING,
];

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
