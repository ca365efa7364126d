import {
  type AttemptEvent,
  type AttemptKind,
  type AttemptState,
  attemptMachine,
} from "../../domain/billing/payment-attempt.ts";
import { next } from "../../domain/shared/state-machine.ts";
import { toDate } from "../clock.ts";
import type { Deed } from "../command.ts";
import type { Tx } from "../db.ts";

export type OpenAttempt = {
  id: string;
  state: AttemptState;
  kind: AttemptKind;
  /** Stripe's id of the method; null where the attempt came from the hosted page. */
  stripeMethodId: string | null;
};

/** The attempt of an invoice that is asked for or with the bank; there is one at most. */
export async function openAttempt(tx: Tx, invoiceId: string): Promise<OpenAttempt | null> {
  const [row] = await tx.$queryRaw<OpenAttempt[]>`
    select a.id, a.state, a.kind, m.stripe_payment_method_id as "stripeMethodId"
    from payment_attempt a left join payment_method m on m.id = a.payment_method_id
    where a.invoice_id = ${invoiceId}::uuid and a.state in ('open', 'processing')`;
  return row ?? null;
}

type Begun = {
  invoice: { id: string; organizationId: string; providerId: string; currency: string };
  amountMinor: bigint;
  kind: AttemptKind;
  state: "open" | "processing";
  paymentMethodId: string | null;
};

/**
 * Begins an attempt and answers its id, or null where one is on its way already: the index in the database
 * decides, whoever asks at the same moment.
 */
export async function beginAttempt({ tx, viewer, now }: Deed, p: Begun): Promise<string | null> {
  const { id, organizationId, providerId, currency } = p.invoice;
  const [made] = await tx.$queryRaw<{ id: string }[]>`
    insert into payment_attempt (organization_id, provider_id, invoice_id, kind, payment_method_id, state,
      amount_minor, currency, started_by_name, started_at)
    values (${organizationId}::uuid, ${providerId}::uuid, ${id}::uuid, ${p.kind}, ${p.paymentMethodId}::uuid,
      ${p.state}, ${p.amountMinor}, ${currency}, ${viewer.name}, ${toDate(now)}::timestamptz)
    on conflict (invoice_id) where state in ('open', 'processing') do nothing
    returning id`;
  return made?.id ?? null;
}

/**
 * Moves an attempt on; a request of its own whose answer was lost is settled with it, because what the
 * attempt came to is what the request came to. Throws TransitionRefused from an end.
 */
export async function moveAttempt(
  { tx, now }: Deed,
  p: {
    attempt: { id: string; state: AttemptState };
    event: AttemptEvent;
    decline?: { code: string; message: string };
  },
): Promise<AttemptState> {
  const state = next(attemptMachine, p.attempt.state, p.event);
  const isOver = state !== "open" && state !== "processing";
  await tx.paymentAttempt.update({
    where: { id: p.attempt.id },
    data: {
      state,
      ...(isOver ? { endedAt: toDate(now) } : {}),
      ...(p.decline ? { declineCode: p.decline.code, declineMessage: p.decline.message } : {}),
    },
  });
  const [outcome, doneAt] = state === "canceled" ? ["refused", null] : ["done", toDate(now)];
  await tx.$executeRaw`
    update stripe_operation set state = ${outcome}, done_at = ${doneAt}::timestamptz, last_error = null
    where kind = 'invoice.pay' and subject_id = ${p.attempt.id}::uuid and state in ('sent', 'unknown')`;
  return state;
}
