import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "../factories/ask.ts";
import { owedOn } from "../factories/claw-back.ts";
import { signedContract } from "../factories/contracted.ts";
import { accountManager, credited, expectBooksAgree, paidInvoiceOf } from "../factories/credit-story.ts";
import { controlsOf } from "../factories/local-stripe.ts";
import { member } from "../factories/people.ts";
import { attempt, canBePaidOut, paidStatement } from "../factories/stripe-story.ts";
import { hashOfRows } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const PAYOUT = `query P($id: ID!) { payout(id: $id) { state heldBecause stripeTransferId
  steps { step says } } }`;

/**
 * A buyer's credit, given by one provider that has been paid out, pays most of another provider's invoice:
 * that one's share is more than the buyer's charge, so it goes out of the balance, which does not hold it.
 */
async function paidWithCredit() {
  const { story: first, invoiceId: credit } = await paidInvoiceOf(world, { paidOut: true });
  await credited(world, { invoiceId: credit, netMinor: 300_000n });
  const provider = await member(world, {
    name: "Second",
    kind: "provider",
    role: "owner",
    currency: "USD",
  });
  const { buyer, terms } = first;
  const parties = { organizationId: buyer.organizationId, providerId: provider.organizationId };
  const story = {
    buyer,
    provider,
    terms,
    engagementId: await signedContract(world, { ...parties, terms }),
  };
  await canBePaidOut(world, story);
  const { invoiceId } = await paidStatement(world, story);
  const { id } = await world.row("select id from payout where invoice_id = $1", [invoiceId]);
  const look = () =>
    attempt(world, "payouts.releasable", { organizationId: provider.organizationId }).then(() =>
      world.drainJobs(),
    );
  return { story, payoutId: id as string, look };
}

test("a transfer that the balance does not hold is refused in words, stays owed, and goes once it does", async () => {
  const { story, payoutId, look } = await paidWithCredit();
  const { port } = await world.stripe();
  const transfers = () => port.findTransfersByGroup(`payout_${payoutId}`);
  const says =
    "The marketplace's balance at Stripe does not hold this sum in USD, so the transfer was refused. " +
    "Nothing was sent and all of it stays owed; the marketplace has to bring the balance in USD up to it first.";
  for (const viewer of [story.provider, await accountManager(world)]) {
    const { payout } = (await ask(world, viewer, PAYOUT, { id: payoutId })).data;
    expect(payout).toMatchObject({ state: "failed", heldBecause: says, stripeTransferId: null });
    expect(payout.steps.at(-1)).toEqual({ step: "failed", says });
  }
  expect(await transfers()).toEqual([]);
  expect(await owedOn(world, story, "provider_payable")).toBe(340_560n);
  await expectBooksAgree(world);

  const rows = async () => (await hashOfRows(world)).split("\n");
  const before = await rows();
  await look();
  const moved = (await rows()).filter((line) => !before.includes(line)).map((line) => line.split(" ")[0]);
  // That it was asked for again, and nothing of the payout, its steps, the books or anybody's rows.
  expect(moved).toEqual(["audit_event", "audit_head", "stripe_operation"]);
  expect(await transfers()).toEqual([]);

  // Another month is paid whose share stays: what came in is available after a week.
  await paidInvoiceOf(world);
  const week = { hours: 7 * 24 };
  (await controlsOf(world)).advance(week.hours * 3600);
  world.clock.moveTo(world.clock.now().add(week));
  await look();
  await look();
  const { payout } = (await ask(world, story.provider, PAYOUT, { id: payoutId })).data;
  expect(payout).toMatchObject({ state: "sent", heldBecause: null });
  expect((await transfers()).map((one) => one.amount.amountMinor)).toEqual([340_560n]);
  expect(await owedOn(world, story, "provider_payable")).toBe(0n);
  await expectBooksAgree(world);
});
