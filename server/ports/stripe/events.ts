import type Stripe from "stripe";
import { settled } from "./errors.ts";

/** An event as the list gives it, for what a webhook did not deliver. */
export interface ListedEvent {
  id: string;
  type: string;
  createdEpochSeconds: number;
  payload: unknown;
}

export function eventFunctions(stripe: Stripe) {
  /** Every event from the moment on, newest first. Stripe keeps events for 30 days. */
  async function listEvents(given: {
    createdFromEpochSeconds: number;
    types?: string[];
  }): Promise<ListedEvent[]> {
    const { createdFromEpochSeconds, types } = given;
    const params = {
      limit: 100,
      created: { gte: createdFromEpochSeconds },
      ...(types === undefined ? {} : { types }),
    };
    const found: ListedEvent[] = [];
    await settled(async () => {
      for await (const event of stripe.events.list(params)) {
        found.push({ id: event.id, type: event.type, createdEpochSeconds: event.created, payload: event });
      }
    });
    return found;
  }

  return { listEvents };
}
