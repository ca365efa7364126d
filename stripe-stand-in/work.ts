import type { JsonObject } from "./json.ts";
import type { Store } from "./store.ts";

/** What a handler works with: the store inside a transaction, the time, and a voice for events. */
export interface Work {
  store: Store;
  /** Epoch seconds on the stand-in's clock. */
  now: number;
  /** Where a browser reaches the stand-in's pages. */
  publicUrl: string;
  requestId: string | null;
  idempotencyKey: string | null;
  /** Records an event; it is delivered after the reply. */
  emit(type: string, object: JsonObject, account?: string): void;
  /** Records a thin event of v2 about an account. */
  notify(type: string, account: string): void;
}

export interface ApiRequest {
  operation: string;
  method: string;
  path: string;
  /** The values of the path's placeholders, such as `id`. */
  ids: Record<string, string>;
  params: JsonObject;
  /** The connected account that is asked about, by the header Stripe-Account. */
  account?: string;
}
