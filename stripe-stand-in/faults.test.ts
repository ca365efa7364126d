import Stripe from "stripe";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStripeWorld, type StripeWorld } from "../test/stripe-schemas/stripe-world.ts";

let world: StripeWorld;
beforeEach(async () => {
  world = await openStripeWorld({ timeoutMs: 1000 });
});
afterEach(async () => {
  await world.stop();
});

const names = async () => (await world.stripe.customers.list()).data.map((customer) => customer.name);
const create = (key: string) => world.stripe.customers.create({ name: "A" }, { idempotencyKey: key });
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

test("a lost reply leaves the effect, and the same key gets the answer later", async () => {
  // Twice, because the SDK tries a closed connection once more on its own.
  world.standIn.controls.fault({ kind: "reply_lost", match: { path: "/v1/customers" }, times: 2 });
  expect(await failure(create("k"))).toBeInstanceOf(Stripe.errors.StripeConnectionError);
  expect(await names()).toEqual(["A"]);
  const found = await create("k");
  expect(found.lastResponse.headers["idempotent-replayed"]).toBe("true");
  expect(await names()).toEqual(["A"]);
});

test("the SDK's own second try of a lost reply has one effect", async () => {
  world.standIn.controls.fault({ kind: "reply_lost", match: { method: "POST" } });
  await create("k");
  expect(await names()).toEqual(["A"]);
});

test("half a body is no answer, and the effect is there", async () => {
  world.standIn.controls.fault({ kind: "half_body", match: { operation: "customers.create" }, times: 2 });
  expect(await failure(create("k"))).toBeInstanceOf(Error);
  expect(await names()).toEqual(["A"]);
});

test("a slow answer runs into the client's time limit and has happened all the same", async () => {
  world.standIn.controls.fault({ kind: "slow", delayMs: 1500, match: { method: "POST" } });
  expect(await failure(create("k"))).toBeInstanceOf(Stripe.errors.StripeConnectionError);
  expect(await names()).toEqual(["A"]);
});

test("while it is down nothing is answered and nothing happens", async () => {
  world.standIn.controls.setDown(true);
  expect(await failure(create("k"))).toBeInstanceOf(Stripe.errors.StripeConnectionError);
  world.standIn.controls.setDown(false);
  expect(await names()).toEqual([]);
});

test("a fault hits what it is for, as often as it says", async () => {
  world.standIn.controls.fault({ kind: "status_500", match: { path: "/v1/customers/*" }, times: 1 });
  const customer = await create("k");
  expect(await failure(world.stripe.customers.retrieve(customer.id))).toMatchObject({ statusCode: 500 });
  expect((await world.stripe.customers.retrieve(customer.id)).id).toBe(customer.id);
});

const post = (path: string, body: unknown) =>
  fetch(`${world.standIn.url}/_stand_in/${path}`, { method: "POST", body: JSON.stringify(body) });

test("the plan, the switch and the clock can be worked over HTTP", async () => {
  await post("faults", [{ kind: "status_429", match: { method: "POST" } }]);
  expect(await failure(create("k"))).toMatchObject({ statusCode: 429 });
  await post("down", { down: true });
  expect(await failure(create("k"))).toBeInstanceOf(Stripe.errors.StripeConnectionError);
  const health = await fetch(`${world.standIn.url}/_stand_in/health`);
  expect(await health.json()).toEqual({ ok: true, apiVersion: "2026-10-28.endive", down: true });
  await post("down", { down: false });
  const before = world.standIn.controls.nowSeconds();
  await post("clock", { advanceSeconds: 3600 });
  expect(world.standIn.controls.nowSeconds()).toBeGreaterThanOrEqual(before + 3600);
  await create("k");
  const state = await (await fetch(`${world.standIn.url}/_stand_in/state`)).json();
  expect(state).toMatchObject({ counts: { customer: 1 }, faults: [], down: false });
});

test.each([
  ["faults", { kind: "slow" }],
  ["faults", [{ kind: "earthquake" }]],
  ["down", {}],
  ["clock", { advanceSeconds: -1 }],
])("a control that makes no sense is refused: %s %j", async (path, body) => {
  expect((await post(path, body)).status).toBe(400);
  expect(world.standIn.controls.state()).toMatchObject({ faults: [], down: false });
});
