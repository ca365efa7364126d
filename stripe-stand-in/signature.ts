import { createHmac } from "node:crypto";

/**
 * The `Stripe-Signature` header of a payload: HMAC-SHA256 over "timestamp.payload"
 * (docs.stripe.com/webhooks).
 */
export function signatureHeader({
  payload,
  secret,
  timestamp,
  formerSecret,
}: {
  payload: string;
  secret: string;
  timestamp: number;
  /** While a secret is rotated, both sign. */
  formerSecret?: string;
}) {
  const signed = (by: string) => createHmac("sha256", by).update(`${timestamp}.${payload}`).digest("hex");
  const former = formerSecret === undefined ? "" : `,v1=${signed(formerSecret)}`;
  return `t=${timestamp}${former},v1=${signed(secret)}`;
}
