import { expect, test } from "vitest";
import { openStripeWorld } from "../../../test/stripe-schemas/stripe-world.ts";
import { endpointOf } from "./paced-client.ts";
import { createStripePort } from "./port.ts";

test.each([
  ["POST", "/v1/invoices", "POST /v1/invoices"],
  ["post", "/v1/invoices/in_1Q2w3E/finalize", "POST /v1/invoices/:id/finalize"],
  ["POST", "/v1/invoices/in_1Q2w3E/add_lines", "POST /v1/invoices/:id/add_lines"],
  ["GET", "/v1/invoices?customer=cus_9s6XKzkNRiz8i3&limit=100", "GET /v1/invoices"],
  ["GET", "/v1/payment_intents/pi_3MtwBwLkdIwHu7ix", "GET /v1/payment_intents/:id"],
  ["GET", "/v1/invoice_payments", "GET /v1/invoice_payments"],
  ["POST", "/v2/core/accounts/acct_1Nv0FGQ9RKHgCVdK", "POST /v2/core/accounts/:id"],
])("%s %s is counted as %s", (method, path, endpoint) => {
  expect(endpointOf(method, path)).toBe(endpoint);
});

test("a request goes out when its endpoint's turn has come, and a pace that fails sends nothing", async () => {
  const world = await openStripeWorld();
  const asked: string[] = [];
  const port = (pace: (endpoint: string) => Promise<void>) =>
    createStripePort({ apiKey: "sk_test_1", apiBase: world.standIn.url, webhookSecret: "whsec_1", pace });
  const facts = { organisationId: crypto.randomUUID(), name: "A", email: "a@example.test", country: "DE" };
  try {
    await port(async (endpoint) => {
      asked.push(endpoint);
    }).ensureCustomer({ ...facts, idempotencyKey: "k1" });
    expect(asked).toContain("POST /v1/customers");
    const broken = port(() => Promise.reject(new Error("no database")));
    await expect(broken.ensureCustomer({ ...facts, idempotencyKey: "k2" })).rejects.toThrow();
    expect((await world.stripe.customers.list()).data).toHaveLength(1);
  } finally {
    await world.stop();
  }
});
