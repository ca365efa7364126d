import { expect, test } from "vitest";
import { openStripeWorld } from "../test/stripe-schemas/stripe-world.ts";
import { createRateLimit } from "./rate-limit.ts";

test("a bucket lets its number through at once, then one for every part of a second, each endpoint alone", () => {
  let ms = 0;
  const passes = createRateLimit(25, () => ms);
  const through = (operation: string, tries: number) =>
    Array.from({ length: tries }, () => passes(operation)).filter(Boolean).length;
  expect(through("invoices.create", 40)).toBe(25);
  expect(through("invoices.finalizeInvoice", 10)).toBe(10);
  ms = 40;
  expect(through("invoices.create", 5)).toBe(1);
  ms = 1040;
  expect(through("invoices.create", 40)).toBe(25);
  ms = 100_000;
  expect(through("invoices.create", 40)).toBe(25);
});

test("without a limit everything passes", () => {
  const passes = createRateLimit(undefined);
  expect(Array.from({ length: 500 }, () => passes("a")).every(Boolean)).toBe(true);
});

test("what comes too soon is answered 429, takes no effect and may come again with its key", async () => {
  const world = await openStripeWorld({ requestsPerSecond: 2 });
  const create = (n: number) =>
    world.stripe.customers.create({ name: `C${n}` }, { idempotencyKey: `k${n}` }).then(
      () => 200,
      (error) => error.statusCode,
    );
  try {
    const answers = await Promise.all([1, 2, 3, 4].map(create));
    expect(answers.filter((status) => status === 200)).toHaveLength(2);
    expect(answers.filter((status) => status === 429)).toHaveLength(2);
    expect((await world.stripe.customers.list()).data).toHaveLength(2);
    await new Promise((done) => setTimeout(done, 1_100));
    const late = answers.flatMap((status, at) => (status === 429 ? [at + 1] : []));
    expect(await Promise.all(late.map(create))).toEqual([200, 200]);
    expect((await world.stripe.customers.list()).data).toHaveLength(4);
  } finally {
    await world.stop();
  }
});
