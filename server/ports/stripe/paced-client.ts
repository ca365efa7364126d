import Stripe from "stripe";

/** Waits until a request to an endpoint may go out. */
export type Pace = (endpoint: string) => Promise<void>;

type Client = ReturnType<typeof Stripe.createNodeHttpClient>;

/**
 * The SDK's own client, each of whose requests waits for its turn at its endpoint. The time limit of a
 * request
 * begins when it goes out.
 */
export function pacedClient(pace: Pace): Client {
  const client = Stripe.createNodeHttpClient();
  const send = client.makeRequest.bind(client);
  client.makeRequest = async (...request: Parameters<Client["makeRequest"]>) => {
    const [, , path, method] = request;
    await pace(endpointOf(method, path));
    return send(...request);
  };
  return client;
}

/** "POST /v1/invoices/in_1Q2w/finalize" → "POST /v1/invoices/:id/finalize": what Stripe's limit counts by. */
export function endpointOf(method: string, path: string): string {
  const places = (path.split("?")[0] ?? "")
    .split("/")
    .map((place) => (/^[a-z]+_(?=.*[\dA-Z])\w+$/.test(place) ? ":id" : place));
  return `${method.toUpperCase()} ${places.join("/")}`;
}
