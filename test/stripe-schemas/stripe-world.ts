import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Stripe from "stripe";
import { type StripeStandIn, startStripeStandIn } from "../../stripe-stand-in/stand-in.ts";
import { guardStripeTraffic, type StripeTrafficGuard } from "./guard.ts";

export const webhookSecret = "whsec_test_secret";

/** A stand-in, the real SDK pointed at it, a listening webhook endpoint and the guard over the traffic. */
export interface StripeWorld {
  standIn: StripeStandIn;
  stripe: Stripe;
  guard: StripeTrafficGuard;
  /** What the endpoint received, in order. */
  received: Array<{ body: string; signature: string; type: string; id: string }>;
  /** The status that the endpoint answers with. */
  answerWebhooksWith(status: number): void;
  /** Stops the stand-in and starts it anew on the same state. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function openStripeWorld(
  given: { timeoutMs?: number; now?: () => number; requestsPerSecond?: number } = {},
): Promise<StripeWorld> {
  const dataDir = mkdtempSync(join(tmpdir(), "stripe-stand-in-"));
  const received: StripeWorld["received"] = [];
  let status = 200;
  const endpoint = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const { id, type } = JSON.parse(body) as { id: string; type: string };
    received.push({ body, signature: String(request.headers["stripe-signature"]), type, id });
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => endpoint.listen(0, "127.0.0.1", resolve));
  const webhookUrl = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/webhooks/stripe`;
  const start = () =>
    startStripeStandIn({
      port: 0,
      dataDir,
      webhookUrl,
      webhookSecret,
      webhookRetryBaseMs: 20,
      ...(given.now === undefined ? {} : { now: given.now }),
      ...(given.requestsPerSecond === undefined ? {} : { requestsPerSecond: given.requestsPerSecond }),
    });
  const connect = (standIn: StripeStandIn) => ({
    standIn,
    stripe: new Stripe("sk_test_local", {
      host: "127.0.0.1",
      port: standIn.port,
      protocol: "http",
      telemetry: false,
      maxNetworkRetries: 0,
      timeout: given.timeoutMs ?? 10_000,
    }),
    guard: guardStripeTraffic(standIn),
  });
  const world: StripeWorld = {
    ...connect(await start()),
    received,
    answerWebhooksWith: (value) => {
      status = value;
    },
    restart: async () => {
      await world.standIn.stop();
      Object.assign(world, connect(await start()));
    },
    stop: async () => {
      await world.standIn.stop();
      endpoint.closeAllConnections();
      await new Promise((resolve) => endpoint.close(resolve));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return world;
}

/** A customer with an open invoice of one line, in euro cents. */
export async function openInvoice(
  { stripe }: StripeWorld,
  { amount = 100_000, metadata = {} }: { amount?: number; metadata?: Record<string, string> } = {},
): Promise<Stripe.Invoice> {
  const customer = await stripe.customers.create({ name: "Acme & Sons", email: "billing@acme.example" });
  const draft = await stripe.invoices.create({
    customer: customer.id,
    currency: "eur",
    collection_method: "send_invoice",
    days_until_due: 30,
    auto_advance: false,
    pending_invoice_items_behavior: "exclude",
    metadata,
  });
  await stripe.invoiceItems.create({
    customer: customer.id,
    invoice: draft.id,
    amount,
    currency: "eur",
    description: "IT support, <March>",
  });
  return stripe.invoices.finalizeInvoice(draft.id);
}

export async function payOnPage(
  invoice: Stripe.Invoice,
  { number = "4242 4242 4242 4242" } = {},
): Promise<Response> {
  return fetch(invoice.hosted_invoice_url ?? "", {
    method: "POST",
    body: new URLSearchParams({ number, expiry: "12/40", cvc: "123" }),
    redirect: "manual",
  });
}

/** A connected account that may receive transfers. */
export async function activeAccount({ stripe }: StripeWorld): Promise<string> {
  const account = await stripe.v2.core.accounts.create({
    display_name: "Provider",
    configuration: {
      recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } },
    },
  });
  const link = await stripe.v2.core.accountLinks.create({
    account: account.id,
    use_case: {
      type: "account_onboarding",
      account_onboarding: { refresh_url: "http://localhost/again", return_url: "http://localhost/back" },
    },
  });
  await fetch(link.url, {
    method: "POST",
    body: new URLSearchParams({ accept: "yes" }),
    redirect: "manual",
  });
  return account.id;
}

/** The charge that paid an invoice. */
export async function chargeOf({ stripe }: StripeWorld, invoice: Stripe.Invoice): Promise<Stripe.Charge> {
  const payments = await stripe.invoicePayments.list({
    invoice: invoice.id,
    expand: ["data.payment.payment_intent.latest_charge"],
  });
  const intent = payments.data[0]?.payment.payment_intent as Stripe.PaymentIntent;
  return intent.latest_charge as Stripe.Charge;
}
