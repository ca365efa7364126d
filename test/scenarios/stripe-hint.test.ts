import { afterAll, beforeAll, expect, test } from "vitest";
import { receiveStripeEvent } from "../../server/billing/receive-stripe-event.ts";
import { deliver, payOnHostedPage, signed } from "../factories/money-story.ts";
import { approvedOnly, attempt, invoiceOf } from "../factories/stripe-story.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** An event as Stripe might have sent it earlier, or about something that changed since; rightly signed. */
async function say(id: string, type: string, object: Record<string, unknown>) {
  const { port: stripe, webhookSecret: secret } = await world.stripe();
  const body = JSON.stringify({ id, object: "event", type, data: { object } });
  const answer = await receiveStripeEvent(
    { db: world.db, clock: world.clock, stripe },
    { body, signature: signed(world, { body, secret }) },
  );
  expect(answer.status).toBe(200);
  await world.drainJobs();
}

const entries = async () => (await world.row("select count(*)::int as n from journal_entry", [])).n;

test("an event is a hint: what it says of an invoice counts for nothing, the invoice itself does", async () => {
  const { statementId, payload } = await approvedOnly(world);
  await attempt(world, "statement.approved", payload);
  const invoice = await invoiceOf(world, statementId);
  const before = await entries();
  const said = {
    id: invoice.stripe_invoice_id,
    object: "invoice",
    metadata: { invoice_id: invoice.id, organization_id: invoice.organization_id },
    currency: String(invoice.currency).toLowerCase(),
  };
  const total = Number(invoice.total_minor);
  await say("evt_hint_paid", "invoice.paid", { ...said, status: "paid", amount_paid: total, total });
  expect((await invoiceOf(world, statementId)).state).toBe(invoice.state);
  expect(await entries()).toBe(before);

  await payOnHostedPage(invoice.hosted_url);
  await say("evt_hint_open", "invoice.updated", { ...said, status: "open", amount_paid: 0, total: 1 });
  expect((await invoiceOf(world, statementId)).state).toBe("paid");
  await deliver(world, ["invoice.paid"]);
  await world.drainJobs();
  const { rows } = await world.owner.query(
    "select step, count(*)::int as n from journal_entry where source_id = $1 group by step",
    [invoice.stripe_invoice_id],
  );
  expect(rows).toEqual([{ step: "paid", n: 1 }]);
});
