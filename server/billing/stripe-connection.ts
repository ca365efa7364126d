import type { StripePort } from "../ports/stripe/port.ts";

let connected: StripePort | undefined;

/** Says which Stripe this process talks to; called once at the start. */
export function connectStripe(port: StripePort): void {
  connected = port;
}

/**
 * The Stripe of this process, for the few deeds that a person waits for: a hosted page, an onboarding
 * link.
 */
export function connectedStripe(): StripePort {
  if (!connected) throw new Error("No Stripe is connected; the start of the process does it.");
  return connected;
}
