import { receiveStripeEvent } from "../../server/billing/receive-stripe-event.ts";
import type { MoneyFault } from "../../stripe-stand-in/money-faults.ts";
import type { World } from "../world.ts";
import type { Contracted } from "./contracted.ts";
import { controlsOf } from "./local-stripe.ts";
import { signed, workedContract } from "./money-story.ts";
import { canBePaidOut } from "./stripe-story.ts";

/** Delivers a body as Stripe would, rightly signed, and answers the status. */
export async function deliverBody(world: World, event: unknown, secret?: string): Promise<number> {
  const { port, webhookSecret } = await world.stripe();
  const body = JSON.stringify(event);
  const signature = signed(world, { body, secret: secret ?? webhookSecret });
  const deps = { db: world.db, clock: world.clock, stripe: port };
  return (await receiveStripeEvent(deps, { body, signature })).status;
}

/** Tells whatever happened in connected accounts, and the thin events of v2, and does what follows. */
export async function tellOfAccounts(world: World): Promise<void> {
  const controls = await controlsOf(world);
  const connected = controls.events().filter((event) => event.account !== undefined);
  for (const event of [...connected, ...controls.thinEvents()]) await deliverBody(world, event);
  await world.drainJobs();
}

/** A provider whose account can receive transfers, and what happens to it at Stripe. */
export async function providerWithAccount(world: World) {
  const story = await workedContract(world);
  await canBePaidOut(world, story);
  await world.drainJobs();
  return { story, ...(await atStripe(world, story)) };
}

export async function atStripe(world: World, story: Contracted) {
  const { organizationId } = story.provider;
  const controls = await controlsOf(world);
  const account = () =>
    world.row("select * from stripe_account where organization_id = $1", [organizationId]);
  const { account_id: accountId } = await account();
  return {
    accountId: accountId as string,
    account,
    happens: (fault: MoneyFault) => controls.money(fault),
  };
}
