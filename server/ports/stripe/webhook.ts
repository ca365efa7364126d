import type Stripe from "stripe";
import { Temporal } from "temporal-polyfill";
import { WebhookSignatureError } from "./errors.ts";

/** What a webhook says. It is a hint: fetch the object before acting on it. */
export interface StripeWebhookEvent {
  id: string;
  type: string;
  createdEpochSeconds: number;
  /** The connected account that it happened in; null for the platform's own. */
  account: string | null;
  /** The kind and id of the object that it is about. */
  object: { kind: string; id: string | null };
  /** The whole event as it was signed, to be stored. */
  payload: unknown;
}

const toleranceSeconds = 300;

/**
 * Checks webhooks. Stripe has one secret for each of its destinations (our account, connected accounts, thin
 * events) and two while one is rolled: `webhookSecret` may hold several, with commas between.
 */
export function webhookFunctions({ stripe, webhookSecret }: { stripe: Stripe; webhookSecret: string }) {
  const secrets = webhookSecret.split(/[\s,]+/).filter((one) => one !== "");
  /**
   * Checks the signature over the raw body, byte by byte as it came, and that it is at most five minutes old.
   * @throws WebhookSignatureError
   */
  function verifyWebhook(given: {
    rawBody: string | Uint8Array;
    signatureHeader: string | null;
    nowEpochSeconds: number;
  }): StripeWebhookEvent {
    const { rawBody, signatureHeader, nowEpochSeconds } = given;
    if (signatureHeader === null) throw new WebhookSignatureError("The request is not signed.");
    let failure: unknown = new Error("No secret is set.");
    for (const secret of secrets) {
      try {
        return isThin(rawBody)
          ? thin(rawBody, signatureHeader, { secret, nowEpochSeconds })
          : snapshot(rawBody, signatureHeader, { secret, nowEpochSeconds });
      } catch (error) {
        failure = error;
      }
    }
    const message = failure instanceof Error ? (failure.message.split("\n")[0] ?? "") : String(failure);
    throw new WebhookSignatureError(message, { cause: failure });
  }

  // A tolerance of zero would switch the check of the age off; the SDK takes the moment in milliseconds.
  function snapshot(body: Body, header: string, { secret, nowEpochSeconds }: With): StripeWebhookEvent {
    const now = nowEpochSeconds * 1000;
    const event = stripe.webhooks.constructEvent(body, header, secret, toleranceSeconds, undefined, now);
    const object: { object?: unknown; id?: unknown } = event.data.object;
    return {
      id: event.id,
      type: event.type,
      createdEpochSeconds: event.created,
      account: event.account ?? null,
      object: { kind: String(object.object), id: textOf(object.id) },
      payload: event,
    };
  }

  /** Of v2 only thin events come: they name the object and say nothing of it. */
  function thin(body: Body, header: string, { secret, nowEpochSeconds }: With): StripeWebhookEvent {
    const now = nowEpochSeconds * 1000;
    const payload = readable(body);
    stripe.parseEventNotification(payload, header, secret, toleranceSeconds, undefined, now);
    const event = JSON.parse(payload) as Thin;
    return {
      id: event.id,
      type: event.type,
      createdEpochSeconds: Math.floor(Temporal.Instant.from(event.created).epochMilliseconds / 1000),
      account: null,
      object: { kind: String(event.related_object?.type), id: textOf(event.related_object?.id) },
      payload: event,
    };
  }

  return { verifyWebhook };
}

type Body = string | Uint8Array;
type With = { secret: string; nowEpochSeconds: number };
type Thin = {
  id: string;
  type: string;
  created: string;
  related_object?: { id?: unknown; type?: unknown } | null;
};

function isThin(body: Body): boolean {
  try {
    return (JSON.parse(readable(body)) as { object?: unknown } | null)?.object === "v2.core.event";
  } catch {
    return false;
  }
}

const readable = (body: Body) => (typeof body === "string" ? body : new TextDecoder().decode(body));
const textOf = (value: unknown) => (typeof value === "string" ? value : null);
