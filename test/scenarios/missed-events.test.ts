import { afterAll, beforeAll, expect, test } from "vitest";
import { takeInMissedEvents } from "../../server/billing/take-in-missed-events.ts";
import { expectBooksAgree, openInvoiceOf, paidInvoiceOf } from "../factories/credit-story.ts";
import { banksOf, chargeOf, disputeOf } from "../factories/disputed-payment.ts";
import { controlsOf } from "../factories/local-stripe.ts";
import { payOnHostedPage } from "../factories/money-story.ts";
import { attempt } from "../factories/stripe-story.ts";
import { hashOfRows } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.stripe();
});
afterAll(() => world.close());

const look = async () => {
  expect(await attempt(world, "stripe_events:missed", {})).toBe("done");
  await world.drainJobs();
};
const stateOf = async (invoiceId: string) =>
  (await world.row("select state from invoice where id = $1", [invoiceId])).state;

test("a payment of which no webhook told is found in Stripe's list, and booked once", async () => {
  const { invoiceId, hostedUrl } = await openInvoiceOf(world);
  await payOnHostedPage(hostedUrl);
  await world.drainJobs();
  expect(await stateOf(invoiceId)).toBe("open");
  await look();
  expect(await stateOf(invoiceId)).toBe("paid");
  await expectBooksAgree(world);
  const before = await hashOfRows(world);
  await look();
  expect(await hashOfRows(world)).toBe(before);
});

test("a dispute that nobody was told of takes the provider's part back all the same", async () => {
  const { invoiceId } = await paidInvoiceOf(world, { paidOut: true });
  (await banksOf(world)).dispute({ charge: await chargeOf(world, invoiceId) });
  expect(await disputeOf(world, invoiceId)).toBeUndefined();
  await look();
  expect(await disputeOf(world, invoiceId)).toMatchObject({
    provider_minor: "340560",
    taken_from: "reversal",
  });
  await expectBooksAgree(world);
});

test("asks for what Stripe still lists, and after two nights for no more than them", async () => {
  const asked: number[] = [];
  const deps = { db: world.workDb, clock: world.clock, logger: world.logger };
  const listEvents = async (p: { createdFromEpochSeconds: number }) => {
    asked.push(p.createdFromEpochSeconds);
    return [];
  };
  const hoursBack = async () => {
    await takeInMissedEvents({ ...deps, stripe: { listEvents } });
    return Math.round((world.clock.now().epochMilliseconds / 1000 - (asked.at(-1) ?? 0)) / 3600);
  };
  expect(await hoursBack()).toBe(30 * 24);
  const night = async () => {
    await attempt(world, "reconciliation:daily", {});
    const day = { hours: 24 };
    (await controlsOf(world)).advance(day.hours * 3600);
    world.clock.moveTo(world.clock.now().add(day));
  };
  await night();
  expect(await hoursBack()).toBe(30 * 24);
  await night();
  expect(await hoursBack()).toBe(2 * 24 + 3);
});
