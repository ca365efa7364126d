import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import Stripe from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStripeWorld, type StripeWorld } from "../test/stripe-schemas/stripe-world.ts";
import catalogue from "./generated/operations.json" with { type: "json" };
import { apiVersion, matchOperation } from "./router.ts";
import { handlers } from "./routes.ts";

let world: StripeWorld;
beforeAll(async () => {
  world = await openStripeWorld();
});
afterAll(async () => {
  await world.stop();
});

const headers = { authorization: "Bearer sk_test_1" };

test("the catalogue is that of the installed SDK", () => {
  const script = fileURLToPath(new URL("../scripts/generate-stripe-schemas.mjs", import.meta.url));
  execFileSync(process.execPath, [script, "--check"]);
  expect(apiVersion).toBe(Stripe.API_VERSION);
  expect(catalogue.operations.length).toBeGreaterThan(600);
});

test("every operation that is implemented is one of the SDK's", () => {
  const names = new Set(catalogue.operations.map(([name]) => name));
  expect(Object.keys(handlers).filter((name) => !names.has(name))).toEqual([]);
});

test("every other operation answers 501 and names itself", async () => {
  const missing = catalogue.operations.filter(([name = ""]) => !(name in handlers));
  const wrong: string[] = [];
  for (const [name = "", method = "", pattern = ""] of missing) {
    const path = pattern.replaceAll(/\{\w+\}/g, "x_1");
    const response = await fetch(`${world.standIn.url}${path}`, { method, headers });
    const body = (await response.json()) as { error?: { message?: string } };
    // Some operations of the SDK share a method and a path; the answer may name either.
    const shared = catalogue.operations
      .filter((row) => row[1] === method && row[2] === pattern)
      .map((row) => row[0]);
    const named = shared.some((candidate) => body.error?.message?.includes(String(candidate)));
    if (response.status !== 501 || !named) wrong.push(`${name}: ${response.status} ${body.error?.message}`);
  }
  expect(wrong).toEqual([]);
});

test("a fixed word in a path is not taken for an id", () => {
  expect(matchOperation({ method: "GET", path: "/v1/invoices/search" })?.operation).toBe("invoices.search");
  expect(matchOperation({ method: "GET", path: "/v1/invoices/in_1" })).toEqual({
    operation: "invoices.retrieve",
    ids: { id: "in_1" },
  });
});

test("an address that is no operation is a 404", async () => {
  expect((await fetch(`${world.standIn.url}/v1/unicorns`, { headers })).status).toBe(404);
});

const strangers: Array<Record<string, string>> = [
  {},
  { authorization: "Bearer pk_test_1" },
  { authorization: "Bearer " },
];

test.each(strangers)("without a secret key nothing is answered: %j", async (given) => {
  const response = await fetch(`${world.standIn.url}/v1/customers`, { method: "POST", headers: given });
  expect(response.status).toBe(401);
  expect(world.standIn.controls.state().counts.customer).toBe(0);
});

test("another version of the API is refused", async () => {
  const old = { ...headers, "stripe-version": "2024-06-20" };
  expect((await fetch(`${world.standIn.url}/v1/customers`, { headers: old })).status).toBe(400);
});

test("expansion reaches through lists and ids, and refuses what can't be expanded", async () => {
  const { id } = await world.stripe.customers.create({ name: "A" });
  const invoice = await world.stripe.invoices.create({ customer: id, currency: "eur" });
  const found = await world.stripe.invoices.list({ expand: ["data.customer"] });
  expect(found.data[0]?.customer).toMatchObject({ id, object: "customer" });
  const wrong = world.stripe.invoices.retrieve(invoice.id, { expand: ["colour"] });
  await expect(wrong).rejects.toThrow("cannot be expanded");
});
