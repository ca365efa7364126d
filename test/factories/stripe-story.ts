import { refreshPayoutAccount, setUpPayouts } from "../../server/billing/payout-account.ts";
import { tasksFor } from "../../server/boot/tasks.ts";
import { mailboxOnly } from "../../server/ports/mail/port.ts";
import type { World } from "../world.ts";
import type { Contracted } from "./contracted.ts";
import {
  acceptOnboarding,
  approvedByBoth,
  deliver,
  drafted,
  payOnHostedPage,
  workedContract,
} from "./money-story.ts";

/** Where Stripe's onboarding page sends the provider back to. */
export const PAYOUT_ADDRESSES = {
  returnUrl: "http://localhost:3000/payouts",
  refreshUrl: "http://localhost:3000/payouts",
};

/** The provider has a payout account and has accepted its terms. */
export async function canBePaidOut(world: World, { provider }: Contracted) {
  const { port: stripe } = await world.stripe();
  const { onboardingUrl } = await setUpPayouts(world.caller(provider), { stripe, ...PAYOUT_ADDRESSES });
  await acceptOnboarding(onboardingUrl);
  return refreshPayoutAccount(world.caller(provider), { stripe });
}

/** A month from its draft to the paid invoice. */
export async function paidStatement(world: World, story: Contracted, period = "2026-10") {
  const { statementId } = await drafted(world, story, period);
  await approvedByBoth(world, story, statementId);
  await world.drainJobs();
  const invoice = await invoiceOf(world, statementId);
  await payOnHostedPage(invoice.hosted_url);
  await deliver(world, ["invoice.paid", "invoice.payment_succeeded"]);
  await world.drainJobs();
  return { statementId, invoiceId: invoice.id as string };
}

/** An approved statement whose job has not run yet. */
export async function approvedOnly(world: World) {
  const story = await workedContract(world);
  const { statementId } = await drafted(world, story);
  await approvedByBoth(world, story, statementId);
  await world.owner.query("delete from graphile_worker._private_jobs");
  return { story, statementId, payload: { statementId, organizationId: story.buyer.organizationId } };
}

/** Runs one task as the worker would, and answers whether it has to be tried again. */
export async function attempt(
  world: World,
  task: string,
  payload: Record<string, unknown>,
): Promise<"done" | "again"> {
  const { port: stripe } = await world.stripe();
  const { clock, logger, workDb: db } = world;
  const perform = tasksFor({
    db,
    clock,
    stripe,
    rail: world.rail,
    anchors: world.anchors,
    mail: mailboxOnly,
    logger,
    publicUrl: "http://localhost:3000",
  })[task];
  if (!perform) throw new Error(`There is no task ${task}.`);
  return perform(payload).then(
    () => "done" as const,
    () => "again" as const,
  );
}

/** The row of the statement's invoice; undefined before it is issued. */
export function invoiceOf(world: World, statementId: string) {
  return world.row("select * from invoice where statement_id = $1", [statementId]);
}
