import { accountFunctions } from "./accounts.ts";
import { balanceFunctions, reconciliationFunctions } from "./balance.ts";
import { bankPayoutFunctions } from "./bank-payouts.ts";
import { type ClientOptions, createClient } from "./client.ts";
import { collectionFunctions } from "./collection.ts";
import { creditNoteFunctions } from "./credit-notes.ts";
import { customerFunctions } from "./customers.ts";
import { disputeFunctions } from "./disputes.ts";
import { eventFunctions } from "./events.ts";
import { invoiceFunctions } from "./invoices.ts";
import { paymentMethodFunctions } from "./payment-methods.ts";
import { transferFunctions } from "./transfers.ts";
import { webhookFunctions } from "./webhook.ts";

export type StripePort = ReturnType<typeof createStripePort>;

/**
 * What the product asks of Stripe, in our own types. Every writing function takes an idempotency key that the
 * caller has stored before the call. A failure is StripeRefused (nothing happened) or
 * StripeUnknownOutcome (retry with the same key).
 */
export function createStripePort(options: ClientOptions & { webhookSecret: string }) {
  const stripe = createClient(options);
  return {
    ...customerFunctions(stripe),
    ...invoiceFunctions(stripe),
    ...creditNoteFunctions(stripe),
    ...disputeFunctions(stripe),
    ...collectionFunctions(stripe),
    ...paymentMethodFunctions(stripe),
    ...transferFunctions(stripe),
    ...accountFunctions(stripe),
    ...bankPayoutFunctions(stripe),
    ...balanceFunctions(stripe),
    ...reconciliationFunctions(stripe),
    ...eventFunctions(stripe),
    ...webhookFunctions({ stripe, webhookSecret: options.webhookSecret }),
  };
}
