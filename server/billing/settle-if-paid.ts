import { Temporal } from "temporal-polyfill";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../db.ts";
import { killPoint } from "../kill-point.ts";
import type { StripeBalanceTransaction } from "../ports/stripe/balance.ts";
import type { StripePort } from "../ports/stripe/port.ts";
import { openAttempt } from "./payment-attempt.ts";
import { settleInvoice } from "./settle-invoice.ts";

type Deps = { db: Database; clock: Clock; stripe: StripePort };

/** Stripe says that an invoice is paid, but not yet how: the job comes back. */
export class PaymentNotBookedYet extends Error {}

/**
 * Settles an invoice as Stripe has it now and answers whether it is one of ours and paid. An event that
 * said so is handled in the same transaction; without one the truth was read at Stripe for another reason.
 */
export async function settleIfPaid(
  deps: Deps,
  p: { eventId: string | null; stripeInvoiceId: string },
): Promise<boolean> {
  const { stripe } = deps;
  const mirror = await stripe.retrieveInvoice(p.stripeInvoiceId);
  const { invoice_id: invoiceId, organization_id: organizationId } = mirror.metadata;
  if (mirror.status !== "paid" || !invoiceId || !organizationId) return false;
  const chargeId = await stripe.invoicePaymentCharge(mirror.id);
  const booked = chargeId ? await movementOf(stripe, chargeId) : null;
  const viewer = systemViewer(organizationId, p.eventId ?? `settle:${invoiceId}`);
  const attempt = await deps.db.withOrg(viewer, (tx) => openAttempt(tx, invoiceId));
  const paidWith = attempt
    ? ((await stripe.retrieveCollection(mirror.id)).intent?.paymentMethodId ?? null)
    : null;
  killPoint("event.fetched");
  await settleInvoice(
    { db: deps.db, clock: deps.clock, viewer },
    {
      eventId: p.eventId,
      invoiceId,
      mirror,
      paidAt: Temporal.Instant.fromEpochMilliseconds(
        (mirror.paidAtEpochSeconds ?? Math.floor(deps.clock.now().epochMilliseconds / 1000)) * 1000,
      ),
      chargeId,
      booked,
      paidWith,
    },
  );
  killPoint("effect.committed");
  return true;
}

async function movementOf(stripe: StripePort, chargeId: string): Promise<StripeBalanceTransaction> {
  const booked = await stripe.balanceTransactionOfCharge(chargeId);
  if (!booked) throw new PaymentNotBookedYet(`The charge ${chargeId} is not in the balance yet.`);
  return booked;
}
