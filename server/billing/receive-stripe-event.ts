import type { Temporal } from "temporal-polyfill";
import { type Clock, toDate } from "../clock.ts";
import type { Database } from "../db.ts";
import { killPoint } from "../kill-point.ts";
import { WebhookSignatureError } from "../ports/stripe/errors.ts";
import type { StripePort } from "../ports/stripe/port.ts";

type Deps = { db: Database; clock: Clock; stripe: Pick<StripePort, "verifyWebhook"> };

/**
 * Takes a webhook: checks the signature over the raw body and keeps the event. Answers what to tell Stripe:
 * 400 for a wrong signature.
 */
export async function receiveStripeEvent(
  { db, clock, stripe }: Deps,
  { body, signature }: { body: string; signature: string | null },
): Promise<{ status: number; message: string }> {
  const now = clock.now();
  try {
    const event = stripe.verifyWebhook({
      rawBody: body,
      signatureHeader: signature,
      nowEpochSeconds: Math.floor(now.epochMilliseconds / 1000),
    });
    killPoint("event.verified");
    await keepStripeEvent(db, event, now);
    killPoint("event.kept");
    return { status: 200, message: "The event is kept." };
  } catch (error) {
    if (error instanceof WebhookSignatureError)
      return { status: 400, message: "The signature does not fit this body." };
    throw error;
  }
}

/**
 * Keeps an event and adds the job that acts on it, in one statement, so that none is ever kept without its
 * job. An event that came before is kept once; as long as it is not handled a second one wakes its job again.
 */
export async function keepStripeEvent(
  db: Database,
  event: { id: string; type: string; payload: unknown },
  now: Temporal.Instant,
): Promise<void> {
  await db.open.$queryRaw`
    with kept as (
      insert into stripe_event (id, type, payload, received_at)
      values (${event.id}, ${event.type}, ${JSON.stringify(event.payload)}::jsonb, ${toDate(now)})
      on conflict (id) do nothing)
    select app.enqueue('stripe_event.received', ${JSON.stringify({ eventId: event.id })}::json,
                       ${`stripe_event:${event.id}`})::text
    where not exists (select 1 from stripe_event where id = ${event.id} and handled_at is not null)`;
}
