import { createHmac } from "node:crypto";

/**
 * The `Stripe-Signature` header of a payload: HMAC-SHA256 over "timestamp.payload"
 * (docs.stripe.com/webhooks).
 */
export function signatureHeader({
  payload,
  secret,
  timestamp,
}: {
  payload: string;
  secret: string;
  timestamp: number;
}) {
  const signature = createHmac("sha256", secret).update(`${timestamp}.${payload}`).digest("hex");
  return `t=${timestamp},v1=${signature}`;
}
