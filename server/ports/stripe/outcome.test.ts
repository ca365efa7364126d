import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { money } from "../../../domain/shared/money.ts";
import {
  openStripeWorld,
  type StripeWorld,
  webhookSecret,
} from "../../../test/stripe-schemas/stripe-world.ts";
import { StripeRefused, StripeUnknownOutcome, WebhookSignatureError } from "./errors.ts";
import { createStripePort, type StripePort } from "./port.ts";

let world: StripeWorld;
let port: StripePort;
beforeEach(async () => {
  world = await openStripeWorld();
  port = createStripePort({
    apiKey: "sk_test_1",
    apiBase: world.standIn.url,
    webhookSecret,
    timeoutMs: 1500,
  });
});
afterEach(async () => {
  await world.stop();
});

const eur = (minor: bigint) => money(minor, "EUR");
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
const counts = () => world.standIn.controls.state().counts;

async function customer() {
  return port.ensureCustomer({
    organisationId: "org_1",
    name: "Acme",
    email: "billing@acme.example",
    country: "DE",
    idempotencyKey: "customer",
  });
}

describe("an outcome", () => {
  const unknown = [
    ["reply_lost", "connection_lost"],
    ["half_body", "connection_lost"],
    ["status_500", "server_error"],
    ["status_429", "rate_limited"],
    ["lock_timeout", "rate_limited"],
    ["slow", "connection_lost"],
  ] as const;

  test.each(unknown)(
    "of %s is unknown, and the same key settles it with one effect",
    async (kind, reason) => {
      // The SDK tries a closed connection once more on its own.
      world.standIn.controls.fault({
        kind,
        times: 2,
        delayMs: 2000,
        match: { operation: "customers.create" },
      });
      const error = await failure(customer());
      expect(error).toBeInstanceOf(StripeUnknownOutcome);
      expect((error as StripeUnknownOutcome).reason).toBe(reason);
      world.standIn.controls.clearFaults();
      if (kind === "slow") await new Promise((resolve) => setTimeout(resolve, 700));
      const second = await failure(customer());
      // v1 repeats its 500 for a day; the port says so, and the caller looks the object up instead.
      if (kind === "status_500") expect(second).toMatchObject({ replayed: true, status: 500 });
      else expect(second).toBeUndefined();
      expect(counts()).toMatchObject({ customer: kind === "status_500" ? 0 : 1 });
    },
  );

  test("while Stripe is down is unknown", async () => {
    world.standIn.controls.setDown(true);
    expect(await failure(customer())).toMatchObject({
      name: "StripeUnknownOutcome",
      reason: "connection_lost",
    });
  });

  test("of a key that served another request is unknown, never a refusal", async () => {
    await customer();
    const other = {
      organisationId: "org_9",
      name: "Other",
      email: "o@o.example",
      idempotencyKey: "customer",
    };
    expect(await failure(port.ensureCustomer(other))).toMatchObject({ reason: "key_reused" });
    expect(counts()).toMatchObject({ customer: 1 });
  });

  test("with a wrong key of ours is no refusal of the request", async () => {
    const stranger = createStripePort({ apiKey: "pk_wrong", apiBase: world.standIn.url, webhookSecret });
    expect(await failure(stranger.retrieveBalance())).toMatchObject({ reason: "not_authorised" });
  });

  test("is a refusal where Stripe says no, with its reason", async () => {
    const attempt = port.createTransfer({
      amount: eur(1n),
      destination: "acct_unknown",
      sourceTransaction: "ch_unknown",
      transferGroup: "g",
      metadata: {},
      idempotencyKey: "t",
    });
    const error = await failure(attempt);
    expect(error).toBeInstanceOf(StripeRefused);
    expect(error).toMatchObject({ status: 404, code: "resource_missing", param: "destination" });
    expect(counts()).toMatchObject({ transfer: 0 });
  });
});

describe("a webhook", () => {
  async function delivered() {
    await customer();
    await world.standIn.controls.drainWebhooks();
    const [first] = world.received;
    if (first === undefined) throw new Error("Nothing was delivered.");
    return { rawBody: first.body, signatureHeader: first.signature };
  }

  test("with our signature is read", async () => {
    const nowEpochSeconds = world.standIn.controls.nowSeconds();
    const event = port.verifyWebhook({ ...(await delivered()), nowEpochSeconds });
    expect(event).toMatchObject({ type: "customer.created", object: { kind: "customer" } });
    expect(event.object.id).toMatch(/^cus_/);
  });

  test("that was changed, unsigned, forged or is old is refused", async () => {
    const { rawBody, signatureHeader } = await delivered();
    const nowEpochSeconds = world.standIn.controls.nowSeconds();
    const refused = (given: {
      rawBody?: string;
      signatureHeader?: string | null;
      nowEpochSeconds?: number;
    }) => {
      expect(() => port.verifyWebhook({ rawBody, signatureHeader, nowEpochSeconds, ...given })).toThrow(
        WebhookSignatureError,
      );
    };
    refused({ rawBody: rawBody.replace("customer.created", "invoice.paid") });
    refused({ signatureHeader: null });
    refused({ signatureHeader: "t=1,v1=00" });
    refused({ signatureHeader: "nonsense" });
    refused({ nowEpochSeconds: nowEpochSeconds + 302 });
  });
});
