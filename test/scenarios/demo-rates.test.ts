import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rateOn } from "../../domain/ledger/exchange-rate.ts";
import { DEMO_SOURCE } from "../../prisma/seed/chapter-exchange.ts";
import { ratesBetween } from "../../server/billing/exchange/exchange-rate.read.ts";
import { stateExchangeRate } from "../../server/billing/exchange/state-exchange-rate.ts";
import { carryOnDemoRates } from "../../server/boot/demo-rates.ts";
import { member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const count = async () => (await world.row("select count(*)::int as n from exchange_rate")).n;
const later = (days: number) => world.clock.moveTo(world.clock.now().add({ hours: 24 * days }));

test("a database without the story has nothing carried on", async () => {
  expect(await carryOnDemoRates(world)).toBe(0);
  expect(await count()).toBe(0);
});

test("weeks after the story a rate holds for each of them, and a person's own rates are left alone", async () => {
  const admin = await member(world, { name: "Marketplace", kind: "marketplace", role: "admin" });
  const today = () => world.clock.now().toString().slice(0, 10);
  const state = (quote: string, rate: string, source: string) =>
    stateExchangeRate(world.caller(admin), { base: "EUR", quote, rate, validFrom: today(), source });
  await state("SEK", "11.0235", DEMO_SOURCE);
  await state("USD", "1.0842", "The bank, by letter");
  later(36);
  expect(await carryOnDemoRates(world)).toBe(5);
  expect(await carryOnDemoRates(world)).toBe(0);
  const rates = await world.db.readOrg(admin, (tx) => ratesBetween(tx, "EUR", "SEK"));
  const first = Temporal.PlainDate.from(rates[0]?.validFrom ?? "");
  expect(rates.map((one) => one.validFrom)).toEqual(
    [0, 7, 14, 21, 28, 35].map((days) => first.add({ days }).toString()),
  );
  expect(new Set(rates.map((one) => one.rate)).size).toBe(6);
  expect(rateOn(rates, { from: "SEK", to: "EUR", on: today() })?.stated.validFrom).toBe(
    first.add({ days: 35 }).toString(),
  );
  expect(await world.db.readOrg(admin, (tx) => ratesBetween(tx, "EUR", "USD"))).toHaveLength(1);
  const [event] = (
    await world.owner.query(
      "select actor_name from audit_event where action = 'exchange_rate.state' order by seq desc",
    )
  ).rows;
  expect(event.actor_name).toBe("Engine Room (demonstration)");
});
