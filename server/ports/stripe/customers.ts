import type Stripe from "stripe";
import { settled } from "./errors.ts";

export interface CustomerDetails {
  /** Our organisation's id, kept as `metadata.organisation_id`. */
  organisationId: string;
  name: string;
  email: string;
  country?: string;
  /** The customer that we know already; it is brought up to date instead of created again. */
  existingId?: string;
  idempotencyKey: string;
}

export function customerFunctions(stripe: Stripe) {
  /** The id of the customer that stands for a buying organisation. */
  async function ensureCustomer(details: CustomerDetails): Promise<string> {
    const { existingId, idempotencyKey } = details;
    const params = {
      name: details.name,
      email: details.email,
      metadata: { organisation_id: details.organisationId },
      ...(details.country === undefined ? {} : { address: { country: details.country } }),
    };
    const customer = await settled(() =>
      existingId === undefined
        ? stripe.customers.create(params, { idempotencyKey })
        : stripe.customers.update(existingId, params, { idempotencyKey }),
    );
    return customer.id;
  }

  return { ensureCustomer };
}
