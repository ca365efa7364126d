import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Clock } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import type { Database } from "../db.ts";
import type { StripeCollection } from "../ports/stripe/collection.ts";
import { StripeRefused } from "../ports/stripe/errors.ts";
import type { StripePort } from "../ports/stripe/port.ts";
import { endAttempt, observeCollection } from "./observe-collection.ts";
import { openAttempt } from "./payment-attempt.ts";
import { settleIfPaid } from "./settle-if-paid.ts";
import { runOperation } from "./stripe-operation.ts";

export type CollectDeps = { db: Database; clock: Clock; stripe: StripePort };

type Facts = {
  invoiceId: string;
  providerId: string;
  stripeInvoiceId: string;
  methodId: string;
  amountMinor: bigint;
  /** Of this attempt's own request: pending, sent, unknown, done or refused; null before it was ever sent. */
  operation: string | null;
};

/**
 * Charges an open attempt: reads first what Stripe has, because the buyer may be paying on Stripe's page;
 * then asks for the payment with the attempt's own key, which stays the same however often this runs. A
 * decline ends the attempt; an unknown outcome is thrown, to be asked again with that key. Safe to call at
 * any point.
 */
export async function collectInvoice(
  deps: CollectDeps,
  p: { attemptId: string; organizationId: string },
): Promise<void> {
  const viewer = systemViewer(p.organizationId, `payment_attempt:${p.attemptId}`);
  const caller = { db: deps.db, clock: deps.clock, viewer };
  const [facts] = await deps.db.withOrg(
    viewer,
    (tx) => tx.$queryRaw<Facts[]>`
      select a.invoice_id as "invoiceId", a.provider_id as "providerId",
        i.stripe_invoice_id as "stripeInvoiceId", m.stripe_payment_method_id as "methodId",
        a.amount_minor as "amountMinor", o.state as operation
      from payment_attempt a join invoice i on i.id = a.invoice_id
      join payment_method m on m.id = a.payment_method_id
      left join stripe_operation o on o.kind = 'invoice.pay' and o.subject_id = a.id
      where a.id = ${p.attemptId}::uuid and a.state = 'open'`,
  );
  if (!facts) return;
  const { invoiceId, stripeInvoiceId } = facts;
  const before = await deps.stripe.retrieveCollection(stripeInvoiceId);
  if (!takesPayment(before.status) || before.intent?.status === "processing")
    return follow(deps, { caller, invoiceId, now: before });
  if (facts.operation === "done") return follow(deps, { caller, invoiceId, now: before, answered: true });
  // A refusal that was noted before a crash is final: the attempt has had its one request.
  if (facts.operation === "refused")
    return declined(caller, { ...p, invoiceId, error: before.intent?.error });
  try {
    const now = await asked(deps, { ...p, facts });
    await follow(deps, { caller, invoiceId, now, answered: true });
  } catch (error) {
    if (!(error instanceof StripeRefused)) throw error;
    const now = await deps.stripe.retrieveCollection(stripeInvoiceId);
    if (!takesPayment(now.status) || now.intent?.status === "processing")
      return follow(deps, { caller, invoiceId, now });
    const code = error.declineCode ?? error.code ?? "unknown";
    await declined(caller, { ...p, invoiceId, error: { code, message: error.message } });
  }
}

/** Stripe takes a payment of an open invoice, and of one that nobody expected to be paid any more. */
function takesPayment(status: StripeCollection["status"]): boolean {
  return status === "open" || status === "uncollectible";
}

type Caller = { db: Database; clock: Clock; viewer: ReturnType<typeof systemViewer> };

/** Notes what Stripe has now and, where it is paid, books it without waiting for the event. */
async function follow(
  deps: CollectDeps,
  p: { caller: Caller; invoiceId: string; now: StripeCollection; answered?: boolean },
): Promise<void> {
  const { caller, invoiceId, now } = p;
  await observeCollection(caller, { invoiceId, now, answered: p.answered ?? false });
  if (now.status === "paid")
    await settleIfPaid(deps, { eventId: null, stripeInvoiceId: now.stripeInvoiceId });
}

function asked(
  deps: CollectDeps,
  p: { attemptId: string; organizationId: string; facts: Facts },
): Promise<StripeCollection> {
  const { stripeInvoiceId, methodId, providerId, amountMinor } = p.facts;
  return runOperation<StripeCollection>(deps, {
    kind: "invoice.pay",
    subjectId: p.attemptId,
    organizationId: p.organizationId,
    providerId,
    request: { stripeInvoiceId, methodId, amountMinor: String(amountMinor) },
    send: (idempotencyKey) =>
      deps.stripe.payInvoice({ stripeInvoiceId, paymentMethodId: methodId, idempotencyKey }),
    lookUp: async () => {
      const now = await deps.stripe.retrieveCollection(stripeInvoiceId);
      return !takesPayment(now.status) || now.intent?.status === "processing" ? now : null;
    },
  });
}

const declined = command({
  name: "payment.decline",
  permission: "statement:approve",
  run: async (
    deed: Deed,
    p: {
      attemptId: string;
      invoiceId: string;
      organizationId: string;
      error: { code: string; message: string } | null | undefined;
    },
  ): Promise<void> => {
    const { tx } = deed;
    await tx.$queryRaw`select id from invoice where id = ${p.invoiceId}::uuid for update`;
    const attempt = await openAttempt(tx, p.invoiceId);
    deed.about("invoice", p.invoiceId, { code: p.error?.code ?? null });
    if (attempt?.id !== p.attemptId) return;
    const { invoiceId: id, organizationId } = p;
    await endAttempt(deed, {
      attempt,
      event: "fail",
      decline: p.error ?? null,
      invoice: { id, organizationId },
    });
  },
});
