import Stripe from "stripe";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  openInvoice,
  openStripeWorld,
  type StripeWorld,
  webhookSecret,
} from "../test/stripe-schemas/stripe-world.ts";

let world: StripeWorld;
beforeEach(async () => {
  world = await openStripeWorld();
});
afterEach(async () => {
  await world.stop();
});

const types = () => world.received.map((delivery) => delivery.type);
const makeCustomer = (name = "A") => world.stripe.customers.create({ name });

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error("It did not happen within half a minute.");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test("the signature stands for the body, byte by byte, and for our secret", async () => {
  await makeCustomer();
  await world.standIn.controls.drainWebhooks();
  const [delivery] = world.received;
  const verify = (body: string, secret: string) =>
    world.stripe.webhooks.constructEvent(body, delivery?.signature ?? "", secret);
  expect(verify(delivery?.body ?? "", webhookSecret).type).toBe("customer.created");
  expect(() => verify(`${delivery?.body} `, webhookSecret)).toThrow(
    Stripe.errors.StripeSignatureVerificationError,
  );
  expect(() => verify(delivery?.body ?? "", "whsec_other")).toThrow(
    Stripe.errors.StripeSignatureVerificationError,
  );
});

test("a forged delivery fails the check of the signature", async () => {
  world.standIn.controls.fault({ webhook: "wrong_signature" });
  await makeCustomer();
  await world.standIn.controls.drainWebhooks();
  const [delivery] = world.received;
  expect(() =>
    world.stripe.webhooks.constructEvent(delivery?.body ?? "", delivery?.signature ?? "", webhookSecret),
  ).toThrow(Stripe.errors.StripeSignatureVerificationError);
});

test("an event that is refused comes again, later each time, until it is taken", async () => {
  world.answerWebhooksWith(500);
  await makeCustomer();
  await until(() => world.received.length >= 4);
  world.answerWebhooksWith(200);
  await until(() => world.standIn.controls.state().counts.delivery === 0);
  expect(new Set(world.received.map((delivery) => delivery.id)).size).toBe(1);
  const times = world.standIn.controls.deliveries().map((delivery) => delivery.at);
  const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  // 20, 40, 80 ms and so on; timers are late, never early.
  for (const [index, wait] of waits.entries()) expect(wait).toBeGreaterThanOrEqual(20 * 2 ** index - 2);
});

test("after three days without an answer an event is given up and can still be listed", async () => {
  world.answerWebhooksWith(500);
  await makeCustomer();
  await until(() => world.received.length >= 1);
  for (let day = 0; day < 4; day += 1) {
    world.standIn.controls.advance(86_400);
    await world.standIn.controls.drainWebhooks();
  }
  const before = world.received.length;
  world.standIn.controls.advance(86_400);
  await world.standIn.controls.drainWebhooks();
  expect(world.received.length).toBe(before);
  expect((await world.stripe.events.list()).data.map((event) => event.type)).toEqual(["customer.created"]);
});

test("an event that was not delivered is delivered after a restart", async () => {
  world.answerWebhooksWith(500);
  await makeCustomer();
  await until(() => world.received.length >= 1);
  world.answerWebhooksWith(200);
  await world.restart();
  await until(() => world.standIn.controls.state().counts.delivery === 0);
  expect(new Set(world.received.map((delivery) => delivery.id)).size).toBe(1);
});

test("a duplicate carries the same id", async () => {
  world.standIn.controls.fault({ webhook: "duplicate", eventType: "customer.created" });
  await makeCustomer();
  await world.standIn.controls.drainWebhooks();
  expect(types()).toEqual(["customer.created", "customer.created"]);
  expect(new Set(world.received.map((delivery) => delivery.id)).size).toBe(1);
});

test("a dropped delivery comes with the next attempt", async () => {
  world.standIn.controls.fault({ webhook: "drop", times: 2 });
  await makeCustomer();
  await until(() => world.standIn.controls.deliveries().length === 3);
  expect(world.standIn.controls.deliveries().map((delivery) => delivery.status)).toEqual([null, null, 200]);
});

test("a delayed event is overtaken by later ones", async () => {
  world.standIn.controls.fault({ webhook: "delay", eventType: "customer.created", delayMs: 3_600_000 });
  await openInvoice(world);
  await world.standIn.controls.drainWebhooks();
  expect(types()).toHaveLength(5);
  expect(types()).not.toContain("customer.created");
  world.standIn.controls.advance(3600);
  await world.standIn.controls.drainWebhooks();
  expect(types().at(-1)).toBe("customer.created");
});

test("two events can arrive in the wrong order", async () => {
  world.standIn.controls.fault({ webhook: "reorder", eventType: "payment_intent.created" });
  await openInvoice(world);
  await world.standIn.controls.drainWebhooks();
  expect(types().slice(-2)).toEqual(["invoice.finalized", "payment_intent.created"]);
});

test("an event comes after the reply, or before it where the plan says so", async () => {
  world.standIn.controls.fault({ webhook: "before_reply", eventType: "customer.created" });
  await makeCustomer();
  expect(types()).toEqual(["customer.created"]);
});
