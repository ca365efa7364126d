import type Stripe from "stripe";
import { WebhookSignatureError } from "./errors.ts";

/** What a webhook says. It is a hint: fetch the object before acting on it. */
export interface StripeWebhookEvent {
  id: string;
  type: string;
  createdEpochSeconds: number;
  /** The kind and id of the object that it is about. */
  object: { kind: string; id: string | null };
  /** The whole event as it was signed, to be stored. */
  payload: unknown;
}

const toleranceSeconds = 300;

export function webhookFunctions({ stripe, webhookSecret }: { stripe: Stripe; webhookSecret: string }) {
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
    let event: Stripe.Event;
    try {
      // A tolerance of zero would switch the check of the age off; the SDK takes the moment in milliseconds.
      event = stripe.webhooks.constructEvent(
        rawBody,
        signatureHeader,
        webhookSecret,
        toleranceSeconds,
        undefined,
        nowEpochSeconds * 1000,
      );
    } catch (error) {
      const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
      throw new WebhookSignatureError(message, { cause: error });
    }
    const object: { object?: unknown; id?: unknown } = event.data.object;
    return {
      id: event.id,
      type: event.type,
      createdEpochSeconds: event.created,
      object: { kind: String(object.object), id: typeof object.id === "string" ? object.id : null },
      payload: event,
    };
  }

  return { verifyWebhook };
}
