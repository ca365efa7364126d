import Stripe from "stripe";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openInvoice, openStripeWorld, type StripeWorld } from "../test/stripe-schemas/stripe-world.ts";

let world: StripeWorld;
beforeEach(async () => {
  world = await openStripeWorld();
});
afterEach(async () => {
  await world.stop();
});

const customers = async () => (await world.stripe.customers.list()).data.length;
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: Stripe.errors.StripeError) => error,
  );

// Sentences of docs.stripe.com/api/idempotent_requests.
describe("a key of v1", () => {
  test("returns the result of the first request again", async () => {
    const first = await world.stripe.customers.create({ name: "A" }, { idempotencyKey: "k" });
    const second = await world.stripe.customers.create({ name: "A" }, { idempotencyKey: "k" });
    expect(second.id).toBe(first.id);
    expect(second.lastResponse.headers["idempotent-replayed"]).toBe("true");
    expect(await customers()).toBe(1);
  });

  test("survives a restart", async () => {
    const first = await world.stripe.customers.create({ name: "A" }, { idempotencyKey: "k" });
    await world.restart();
    expect((await world.stripe.customers.create({ name: "A" }, { idempotencyKey: "k" })).id).toBe(first.id);
  });

  test("is refused with other parameters, and nothing happens", async () => {
    await world.stripe.customers.create({ name: "A" }, { idempotencyKey: "k" });
    const error = await failure(world.stripe.customers.create({ name: "B" }, { idempotencyKey: "k" }));
    expect(error).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    expect(error?.statusCode).toBe(400);
    expect(await customers()).toBe(1);
  });

  test("repeats a 500, even after the trouble is over", async () => {
    world.standIn.controls.fault({ kind: "status_500" });
    const first = await failure(world.stripe.customers.create({ name: "A" }, { idempotencyKey: "k" }));
    const second = await failure(world.stripe.customers.create({ name: "A" }, { idempotencyKey: "k" }));
    expect([first?.statusCode, second?.statusCode]).toEqual([500, 500]);
    expect(second?.headers?.["idempotent-replayed"]).toBe("true");
    expect(await customers()).toBe(0);
  });

  test("can hide behind a 500 a request that took effect", async () => {
    world.standIn.controls.fault({ kind: "status_500", executed: true });
    await failure(world.stripe.customers.create({ name: "A" }, { idempotencyKey: "k" }));
    expect(await customers()).toBe(1);
    await failure(world.stripe.customers.create({ name: "A" }, { idempotencyKey: "k" }));
    expect(await customers()).toBe(1);
  });

  test.each(["status_429", "lock_timeout"] as const)("does not remember %s", async (kind) => {
    world.standIn.controls.fault({ kind });
    const error = await failure(world.stripe.customers.create({ name: "A" }, { idempotencyKey: "k" }));
    expect(error?.statusCode).toBe(429);
    expect(await customers()).toBe(0);
    await world.stripe.customers.create({ name: "A" }, { idempotencyKey: "k" });
    expect(await customers()).toBe(1);
  });

  test("does not remember parameters that fail validation", async () => {
    const wrong = { name: "A", nmae: "typo" } as Stripe.CustomerCreateParams;
    const error = await failure(world.stripe.customers.create(wrong, { idempotencyKey: "k" }));
    expect(error).toMatchObject({ statusCode: 400, code: "parameter_unknown" });
    await world.stripe.customers.create({ name: "A" }, { idempotencyKey: "k" });
    expect(await customers()).toBe(1);
  });

  test("remembers a refusal for the state of things", async () => {
    const invoice = await openInvoice(world);
    const pay = () => world.stripe.invoices.pay(invoice.id, {}, { idempotencyKey: "p" });
    const first = await failure(pay());
    expect(first?.statusCode).toBe(400);
    await world.stripe.customers.update(String(invoice.customer), { description: "changed" });
    const second = await failure(pay());
    expect(second?.headers?.["idempotent-replayed"]).toBe("true");
  });

  test("remembers a declined card, whose failed charge stays on record", async () => {
    const invoice = await openInvoice(world);
    const pay = () =>
      world.stripe.invoices.pay(
        invoice.id,
        { payment_method: "pm_card_chargeDeclined" },
        { idempotencyKey: "p" },
      );
    expect(await failure(pay())).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(await failure(pay())).toMatchObject({ statusCode: 402, decline_code: "generic_decline" });
    const after = await world.stripe.invoices.retrieve(invoice.id);
    expect(after).toMatchObject({ status: "open", attempt_count: 1, amount_paid: 0 });
  });

  test("conflicts with a request that is still being answered", async () => {
    world.standIn.controls.fault({ kind: "slow", delayMs: 300 });
    const slow = world.stripe.customers.create({ name: "A" }, { idempotencyKey: "k" });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const error = await failure(world.stripe.customers.create({ name: "A" }, { idempotencyKey: "k" }));
    expect(error).toMatchObject({ statusCode: 409, code: "idempotency_key_in_use" });
    const first = await slow;
    expect((await world.stripe.customers.create({ name: "A" }, { idempotencyKey: "k" })).id).toBe(first.id);
    expect(await customers()).toBe(1);
  });

  test("is forgotten after 24 hours", async () => {
    await world.stripe.customers.create({ name: "A" }, { idempotencyKey: "k" });
    world.standIn.controls.advance(24 * 3600 - 60);
    await world.stripe.customers.create({ name: "A" }, { idempotencyKey: "k" });
    expect(await customers()).toBe(1);
    world.standIn.controls.advance(60);
    await world.stripe.customers.create({ name: "A" }, { idempotencyKey: "k" });
    expect(await customers()).toBe(2);
  });
});

describe("a key of v2", () => {
  const create = () => world.stripe.v2.core.accounts.create({ display_name: "P" }, { idempotencyKey: "k" });

  test("returns the account that was made", async () => {
    expect((await create()).id).toBe((await create()).id);
  });

  test("runs a failed request again instead of repeating the failure", async () => {
    world.standIn.controls.fault({ kind: "status_500" });
    expect((await failure(create()))?.statusCode).toBe(500);
    expect((await create()).object).toBe("v2.core.account");
  });
});
