import { attemptEvent } from "../../domain/billing/payment-attempt.ts";
import type { InvoiceState } from "../../domain/billing/states.ts";
import { command, type Deed } from "../command.ts";
import type { StripeCollection } from "../ports/stripe/collection.ts";
import { beginAttempt, moveAttempt, type OpenAttempt, openAttempt } from "./payment-attempt.ts";

type Observed = {
  invoiceId: string;
  /** As Stripe has it now; amounts are Stripe's, never ours. */
  now: StripeCollection;
  /** Our own request was answered, so what Stripe shows is about it. */
  answered?: boolean;
};

/**
 * Brings the attempts of an invoice to what Stripe has now, under the invoice's lock. A payment on Stripe's
 * own page that is with the bank becomes an attempt too, so that nothing is charged beside it. Whatever was
 * said before, late or twice leaves an ended attempt as it is. For the worker; permission
 * statement:approve.
 */
export const observeCollection = command({
  name: "payment.observe",
  permission: "statement:approve",
  run: async (deed: Deed, p: Observed): Promise<{ attemptId: string | null }> => {
    const { tx } = deed;
    const [invoice] = await tx.$queryRaw<Invoice[]>`
      select id, organization_id as "organizationId", provider_id as "providerId", currency, state
      from invoice where id = ${p.invoiceId}::uuid for update`;
    deed.about("invoice", p.invoiceId, { stripe: p.now.status, intent: p.now.intent?.status ?? null });
    if (!invoice) return { attemptId: null };
    const attempt = await openAttempt(tx, p.invoiceId);
    const left = attempt && (await follow(deed, { attempt, ...p, invoice }));
    if (left || p.now.status === "paid" || p.now.intent?.status !== "processing") {
      return { attemptId: attempt?.id ?? null };
    }
    const { amount } = p.now.intent;
    const attemptId = await beginAttempt(deed, {
      invoice,
      amountMinor: amount.amountMinor,
      kind: "hosted_page",
      state: "processing",
      paymentMethodId: null,
    });
    return { attemptId };
  },
});

type Invoice = {
  id: string;
  organizationId: string;
  providerId: string;
  currency: string;
  state: InvoiceState;
};

/** Moves the attempt as Stripe's state says; answers whether it is still the one on its way. */
async function follow(
  deed: Deed,
  p: Observed & { attempt: OpenAttempt; invoice: Invoice },
): Promise<boolean> {
  const { attempt, now } = p;
  const { intent } = now;
  const isPaid = now.status === "paid";
  const theirs = intent?.paymentMethodId ?? null;
  // Somebody pays in another way, such as on Stripe's page: our own attempt comes to nothing.
  const isAnothers =
    (isPaid || intent?.status === "processing") &&
    attempt.stripeMethodId !== null &&
    theirs !== null &&
    theirs !== attempt.stripeMethodId;
  if (isAnothers) {
    await moveAttempt(deed, { attempt, event: "cancel" });
    return false;
  }
  const state = p.answered && attempt.state === "open" ? "processing" : attempt.state;
  const event = attemptEvent(state, {
    isPaid,
    status: intent?.status ?? null,
    error: intent?.error ?? null,
  });
  if (event === null) {
    if (state !== attempt.state) await moveAttempt(deed, { attempt, event: "process" });
    return true;
  }
  await endAttempt(deed, { attempt, event, decline: intent?.error ?? null, invoice: p.invoice });
  return event === "process";
}

/** Moves the attempt and, where it failed, has the buyer told. */
export async function endAttempt(
  deed: Deed,
  p: {
    attempt: OpenAttempt;
    event: NonNullable<ReturnType<typeof attemptEvent>>;
    decline: { code: string; message: string } | null;
    invoice: { id: string; organizationId: string };
  },
): Promise<void> {
  const { attempt, event, decline } = p;
  const failed = event === "fail";
  await moveAttempt(deed, {
    attempt,
    event,
    ...(failed ? { decline: decline ?? { code: "unknown", message: "" } } : {}),
  });
  if (!failed) return;
  const { id: invoiceId, organizationId } = p.invoice;
  const payload = { what: "failed", invoiceId, organizationId, subjectId: attempt.id };
  await deed.enqueue("collecting.tell", payload, `collecting.tell:failed:${attempt.id}`);
}
