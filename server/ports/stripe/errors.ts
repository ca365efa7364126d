import Stripe from "stripe";

/**
 * Stripe refused, and certainly nothing happened: another attempt needs a new idempotency key, because
 * the old one replays this refusal.
 */
export class StripeRefused extends Error {
  override readonly name = "StripeRefused";
  readonly status: number;
  readonly code: string | undefined;
  readonly declineCode: string | undefined;
  readonly param: string | undefined;
  readonly requestId: string | undefined;

  constructor(error: Stripe.errors.StripeError) {
    super(error.message, { cause: error });
    this.status = error.statusCode ?? 0;
    this.code = error.code;
    this.declineCode = error.decline_code;
    this.param = error.param;
    this.requestId = error.requestId;
  }
}

export type UnknownReason =
  | "connection_lost"
  | "server_error"
  | "rate_limited"
  | "in_progress"
  | "key_reused"
  | "not_authorised";

/**
 * It is not known whether the request took effect. Retry with the SAME key; where `replayed` is set
 * Stripe has stored this failure under the key for 24 hours, so look the object up instead of asking again.
 */
export class StripeUnknownOutcome extends Error {
  override readonly name = "StripeUnknownOutcome";
  readonly reason: UnknownReason;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly replayed: boolean;

  constructor(error: Stripe.errors.StripeError, reason: UnknownReason) {
    super(error.message, { cause: error });
    this.reason = reason;
    this.status = error.statusCode;
    this.requestId = error.requestId;
    this.replayed = error.headers?.["idempotent-replayed"] === "true";
  }
}

/** Stripe's sum of an invoice is not ours. Nothing is finalized; a person has to look. */
export class StripeTotalMismatch extends Error {
  override readonly name = "StripeTotalMismatch";
  readonly stripeInvoiceId: string;

  constructor({
    stripeInvoiceId,
    ours,
    theirs,
  }: { stripeInvoiceId: string; ours: bigint; theirs: bigint }) {
    super(`Stripe's total of ${stripeInvoiceId} is ${theirs}, ours is ${ours} (minor units).`);
    this.stripeInvoiceId = stripeInvoiceId;
  }
}

/** The webhook was not signed with our secret, or too long ago. */
export class WebhookSignatureError extends Error {
  override readonly name = "WebhookSignatureError";
}

/** Runs a call of the SDK and turns its failure into StripeRefused or StripeUnknownOutcome. */
export async function settled<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof Stripe.errors.StripeError ? classified(error) : error;
  }
}

function classified(error: Stripe.errors.StripeError): StripeRefused | StripeUnknownOutcome {
  const { statusCode: status } = error;
  if (status === undefined) return new StripeUnknownOutcome(error, "connection_lost");
  // Another request used this key with other parameters and may well have taken effect.
  if (status !== 409 && error.rawType === "idempotency_error")
    return new StripeUnknownOutcome(error, "key_reused");
  if (status === 409) return new StripeUnknownOutcome(error, "in_progress");
  if (status === 429) return new StripeUnknownOutcome(error, "rate_limited");
  // A wrong key of ours says nothing about the request; once it is right the same request may go out again.
  if (status === 401 || status === 403) return new StripeUnknownOutcome(error, "not_authorised");
  // 501 is the local Stripe naming an operation that it lacks: no retry will change that.
  if (status >= 500 && status !== 501) return new StripeUnknownOutcome(error, "server_error");
  // A body that broke off arrives as a success that cannot be read.
  return status < 400 ? new StripeUnknownOutcome(error, "connection_lost") : new StripeRefused(error);
}
