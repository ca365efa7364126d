import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { askCreditNote } from "../../server/billing/credits/ask-credit-note.ts";
import type { StripeStandIn } from "../../stripe-stand-in/stand-in.ts";
import { accountManager, expectBooksAgree, FEE_LINE } from "../factories/credit-story.ts";
import { localStripe } from "../factories/local-stripe.ts";
import {
  approvedByBoth,
  deliver,
  drafted,
  payOnHostedPage,
  workedContract,
} from "../factories/money-story.ts";
import { attempt, canBePaidOut, invoiceOf } from "../factories/stripe-story.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let standIn: StripeStandIn;

beforeAll(async () => {
  world = await openWorld();
  standIn = await localStripe(world);
});
afterAll(() => world.close());
beforeEach(() => standIn.controls.clearFaults());

/** A paid month whose payout's job still waits; the provider can be paid. */
async function aboutToBePaidOut() {
  const story = await workedContract(world);
  await canBePaidOut(world, story);
  await world.drainJobs();
  const { statementId } = await drafted(world, story);
  await approvedByBoth(world, story, statementId);
  await world.drainJobs();
  const invoice = await invoiceOf(world, statementId);
  await payOnHostedPage(invoice.hosted_url);
  await deliver(world, ["invoice.paid"]);
  const { rows } = await world.owner.query("select id from stripe_event where handled_at is null");
  for (const { id } of rows) await attempt(world, "stripe_event.received", { eventId: id });
  const job = { invoiceId: invoice.id as string, providerId: story.provider.organizationId };
  const whole = { ...job, organizationId: story.buyer.organizationId };
  return { story, invoiceId: invoice.id as string, pay: () => attempt(world, "invoice.paid", whole) };
}

const payoutOf = (invoiceId: string) =>
  world.row("select * from payout where invoice_id = $1", [invoiceId]);

async function transfersOf(invoiceId: string) {
  const { port } = await world.stripe();
  const { id } = await payoutOf(invoiceId);
  return port.findTransfersByGroup(`payout_${id}`);
}

test("case 6: a month that is credited away while its payout's job waits is not paid out", async () => {
  const { invoiceId, pay } = await aboutToBePaidOut();
  const { creditNoteId } = await askCreditNote(world.caller(await accountManager(world)), {
    invoiceId,
    lines: [
      { position: FEE_LINE, netMinor: "400000" },
      { position: 2, netMinor: "-9600" },
      { position: 3, netMinor: "-12000" },
    ],
    reason: "billing_error",
    memo: "The month was not ours to bill",
  });
  const { organization_id: organizationId } = await world.row("select * from credit_note where id = $1", [
    creditNoteId,
  ]);
  await attempt(world, "credit_note.asked", { creditNoteId, organizationId });
  await pay();
  await world.drainJobs();
  const payout = await payoutOf(invoiceId);
  expect(payout?.stripe_transfer_id ?? null).toBeNull();
  expect(standIn.controls.events().filter((one) => one.type === "transfer.created")).toEqual([]);
  await expectBooksAgree(world);
});

test("case 8: a payout whose reply was lost is asked for a day later and found, not sent again", async () => {
  const { invoiceId, pay } = await aboutToBePaidOut();
  standIn.controls.fault({
    kind: "reply_lost",
    match: { method: "POST", path: "/v1/transfers" },
    times: 2,
  });
  expect(await pay()).toBe("again");
  expect(await payoutOf(invoiceId)).toMatchObject({ state: "unknown", stripe_transfer_id: null });
  standIn.controls.advance(25 * 3600);
  world.clock.moveTo(world.clock.now().add({ hours: 25 }));
  expect(await pay()).toBe("done");
  const [transfer, ...others] = await transfersOf(invoiceId);
  expect(others).toEqual([]);
  expect(await payoutOf(invoiceId)).toMatchObject({ state: "sent", stripe_transfer_id: transfer?.id });
  await expectBooksAgree(world);
});

test("case 7: a payout that was refused goes out once when it may, by however many jobs at once", async () => {
  const { story, invoiceId, pay } = await aboutToBePaidOut();
  const { account_id: id } = await world.row(
    "select account_id from stripe_account where organization_id = $1",
    [story.provider.organizationId],
  );
  standIn.controls.money({ money: "capability_withdrawn", id });
  await pay();
  const refused = await payoutOf(invoiceId);
  expect(["failed", "held"]).toContain(refused.state);
  expect(refused.held_because).toMatch(
    /does not let the provider's account receive .* all of it stays owed/,
  );
  expect(await transfersOf(invoiceId)).toEqual([]);
  standIn.controls.money({ money: "capability_granted", id });
  await canBePaidOut(world, story);
  const again = () =>
    attempt(world, "payouts.releasable", { organizationId: story.provider.organizationId });
  await Promise.all([again(), again(), again()]);
  await again();
  await world.drainJobs();
  expect(await transfersOf(invoiceId)).toHaveLength(1);
  expect((await payoutOf(invoiceId)).state).toBe("sent");
  await expectBooksAgree(world);
});
