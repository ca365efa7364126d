import Stripe from "stripe";
import { type Pace, pacedClient } from "./paced-client.ts";

export interface ClientOptions {
  apiKey: string;
  /** Another address of the API, such as http://127.0.0.1:12111; Stripe itself without it. */
  apiBase?: string;
  timeoutMs?: number;
  /** Lets requests out as fast as Stripe takes them; at once without it. */
  pace?: Pace;
}

/**
 * The SDK without retries of its own: the outbox retries, with the same key, across processes. One
 * exception is the SDK's: a connection that closes is tried again once; our key makes that harmless.
 */
export function createClient({ apiKey, apiBase, timeoutMs = 20_000, pace }: ClientOptions): Stripe {
  return new Stripe(apiKey, {
    maxNetworkRetries: 0,
    telemetry: false,
    timeout: timeoutMs,
    ...(pace === undefined ? {} : { httpClient: pacedClient(pace) }),
    ...(apiBase === undefined ? {} : addressOf(apiBase)),
  });
}

function addressOf(apiBase: string) {
  const url = new URL(apiBase);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new TypeError(
      `The address of the Stripe API has to begin with http:// or https://, not ${apiBase}.`,
    );
  }
  if (url.pathname !== "/" || url.search !== "") {
    throw new TypeError(`The address of the Stripe API has to be without a path: ${apiBase}.`);
  }
  const protocol: "http" | "https" = url.protocol === "http:" ? "http" : "https";
  const port = url.port === "" ? (protocol === "http" ? 80 : 443) : Number(url.port);
  return { host: url.hostname, port, protocol };
}
