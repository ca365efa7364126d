import Stripe from "stripe";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  openInvoice,
  openStripeWorld,
  type StripeWorld,
  webhookSecret,
} from "../test/stripe-schemas/stripe-world.ts";
import { seededFaults } from "./seeded-faults.ts";

let world: StripeWorld;
beforeEach(async () => {
  world = await openStripeWorld({ timeoutMs: 2000 });
});
afterEach(async () => {
  await world.stop();
});

test("a seed decides the plan", () => {
  const plan = seededFaults({ seed: 4, count: 200 });
  expect(seededFaults({ seed: 4, count: 200 })).toEqual(plan);
  expect(seededFaults({ seed: 5, count: 200 })).not.toEqual(plan);
});

test("two hundred faults of a plan hold every kind there is, and the stand-in knows them all", () => {
  const plan = seededFaults({ seed: 1, count: 200 });
  world.standIn.controls.fault(...plan);
  const kinds = new Set(plan.map((one) => ("kind" in one ? one.kind : one.webhook)));
  expect([...kinds].sort()).toEqual([
    ...["before_reply", "delay", "drop", "duplicate", "half_body", "lock_timeout", "reorder"],
    ...["reply_lost", "slow", "status_429", "status_500", "two_secrets", "unknown_type"],
    "wrong_signature",
  ]);
});

test.each(Array.from({ length: 6 }, (_, seed) => seed))(
  "under plan %i a stored key makes one customer, however often it is asked",
  async (seed) => {
    world.standIn.controls.fault(...seededFaults({ seed, count: 12, path: "/v1/customers" }));
    const create = (turn: number) =>
      world.stripe.customers.create({ name: "A" }, { idempotencyKey: `k:${turn}` });
    // A 500 is repeated for its key, as documented; a look at what exists decides about the next key.
    for (let turn = 0; turn < 40; turn += 1) {
      const made = (await customers()).length;
      if (made === 0) await create(Math.floor(turn / 3)).catch(() => undefined);
    }
    expect(await customers()).toEqual(["A"]);
  },
);

async function customers() {
  return (await world.stripe.customers.list()).data.map((one) => one.name);
}

test("a lock is a 429 as documented today, or a 409 as older pages say; neither takes effect", async () => {
  for (const status of [429, 409] as const) {
    world.standIn.controls.fault({ kind: "lock_timeout", status });
    const failed = await world.stripe.customers.create({}).catch((error: unknown) => error);
    expect(failed).toMatchObject({ statusCode: status, code: "lock_timeout" });
  }
  expect(await customers()).toEqual([]);
});

test("while a secret is rotated both signatures stand, and ours is enough", async () => {
  world.standIn.controls.fault({ webhook: "two_secrets" });
  await openInvoice(world);
  await world.standIn.controls.drainWebhooks();
  const [first] = world.received;
  expect(first?.signature.match(/v1=/g)).toHaveLength(2);
  const check = (secret: string) =>
    world.stripe.webhooks.constructEvent(first?.body ?? "", first?.signature ?? "", secret);
  expect(check(webhookSecret).id).toBe(first?.id);
  expect(() => check("whsec_neither")).toThrow(Stripe.errors.StripeSignatureVerificationError);
});

test("an event of a type from the future comes before the one that was meant", async () => {
  world.standIn.controls.fault({ webhook: "unknown_type" });
  await world.stripe.customers.create({ name: "A" });
  await world.standIn.controls.drainWebhooks();
  expect(world.received.map((one) => one.type)).toEqual(["weather.changed", "customer.created"]);
});

test("what waits for its next attempt is sent at once when somebody asks for it", async () => {
  world.answerWebhooksWith(500);
  await world.stripe.customers.create({ name: "A" });
  await world.standIn.controls.drainWebhooks();
  world.answerWebhooksWith(200);
  const before = world.received.length;
  world.standIn.controls.retryWebhooksNow();
  await world.standIn.controls.drainWebhooks();
  expect(world.received.length).toBeGreaterThan(before);
  expect(new Set(world.received.map((one) => one.id)).size).toBe(1);
});
