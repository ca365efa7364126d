import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findInvoice } from "../../server/billing/invoice.read.ts";
import { refreshPayoutAccount, setUpPayouts } from "../../server/billing/payout-account.ts";
import { retryInvoice } from "../../server/billing/retry-invoice.ts";
import type { Fault } from "../../stripe-stand-in/faults.ts";
import type { StripeStandIn } from "../../stripe-stand-in/stand-in.ts";
import { localStripe } from "../factories/local-stripe.ts";
import { acceptOnboarding, deliver, payOnHostedPage } from "../factories/money-story.ts";
import { member } from "../factories/people.ts";
import { approvedOnly, attempt, invoiceOf } from "../factories/stripe-story.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let standIn: StripeStandIn;

beforeAll(async () => {
  world = await openWorld();
  standIn = await localStripe(world);
});
afterAll(() => world.close());
beforeEach(() => {
  standIn.controls.clearFaults();
  standIn.controls.setDown(false);
});

async function mirrorsOf(invoiceId: string, buyerId: string) {
  const { port } = await world.stripe();
  const customer = await world.row("select customer_id from stripe_customer where organization_id = $1", [
    buyerId,
  ]);
  const all = await port.findInvoicesByOurId({ customerId: customer.customer_id, invoiceId });
  return all.filter((one) => one.status !== "draft");
}

const LOST: [string, Fault[]][] = [
  [
    "the reply to the draft lost twice",
    [{ kind: "reply_lost", match: { method: "POST", path: "/v1/invoices" }, times: 2 }],
  ],
  ["the reply to the lines lost twice", [{ kind: "reply_lost", match: { path: "*/add_lines" }, times: 2 }]],
  [
    "the reply to the finalizing lost twice",
    [{ kind: "reply_lost", match: { path: "*/finalize" }, times: 2 }],
  ],
  ["half a reply", [{ kind: "half_body", match: { path: "*/finalize" }, times: 2 }]],
  [
    "a 500 before anything happened",
    [{ kind: "status_500", match: { method: "POST", path: "/v1/invoices" } }],
  ],
  [
    "a 500 after the draft was made",
    [{ kind: "status_500", executed: true, match: { method: "POST", path: "/v1/invoices" } }],
  ],
  ["a 500 after it was finalized", [{ kind: "status_500", executed: true, match: { path: "*/finalize" } }]],
  ["a 429", [{ kind: "status_429", match: { path: "*/finalize" } }]],
  ["a lock", [{ kind: "lock_timeout", match: { path: "*/finalize" } }]],
];

describe("an invoice on its way to Stripe", () => {
  test.each(LOST)("with %s is unknown, is tried again, and exists once", async (_what, faults) => {
    const { story, statementId, payload } = await approvedOnly(world);
    standIn.controls.fault(...faults);
    expect(await attempt(world, "statement.approved", payload)).toBe("again");
    const between = await invoiceOf(world, statementId);
    expect(between.state).toBe("issued");
    const seen = await world.db.withOrg(story.buyer, (tx) => findInvoice(tx, story.buyer, between.id));
    expect(seen?.operationState).toBe("unknown");
    for (let tries = 0; tries < 3; tries++) await attempt(world, "statement.approved", payload);
    const after = await invoiceOf(world, statementId);
    expect(after).toMatchObject({ state: "open", number: between.number, total_minor: "378400" });
    const mirrors = await mirrorsOf(after.id, story.buyer.organizationId);
    expect(mirrors.map((one) => [one.id, one.total.amountMinor])).toEqual([
      [after.stripe_invoice_id, 378_400n],
    ]);
  });

  test("a retry sends the very key that was stored before the first attempt", async () => {
    const { statementId, payload } = await approvedOnly(world);
    standIn.controls.fault({ kind: "status_429", match: { path: "*/finalize" } });
    await attempt(world, "statement.approved", payload);
    const { id } = await invoiceOf(world, statementId);
    const key = `select idempotency_key, state, attempts from stripe_operation
        where kind = 'invoice.finalize' and subject_id = $1`;
    const before = await world.row(key, [id]);
    await attempt(world, "statement.approved", payload);
    expect(await world.row(key, [id])).toEqual({ ...before, state: "done", attempts: 2 });
  });

  test("while Stripe is down the statement is invoiced, and it goes out once Stripe is back", async () => {
    const { statementId, payload } = await approvedOnly(world);
    standIn.controls.setDown(true);
    expect(await attempt(world, "statement.approved", payload)).toBe("again");
    expect(await attempt(world, "statement.approved", payload)).toBe("again");
    standIn.controls.setDown(false);
    expect(await attempt(world, "statement.approved", payload)).toBe("done");
    expect((await invoiceOf(world, statementId)).state).toBe("open");
    const { rows } = await world.owner.query(
      `select count(*)::int as n from journal_entry where source_id = (select id::text
        from invoice where statement_id = $1)`,
      [statementId],
    );
    expect(rows[0].n).toBe(1);
  });

  test("case 16: two workers with the same job make one invoice with one number", async () => {
    const { story, statementId, payload } = await approvedOnly(world);
    await Promise.all([
      attempt(world, "statement.approved", payload),
      attempt(world, "statement.approved", payload),
    ]);
    await attempt(world, "statement.approved", payload);
    const invoice = await invoiceOf(world, statementId);
    expect(invoice.state).toBe("open");
    const mirrors = await mirrorsOf(invoice.id, story.buyer.organizationId);
    expect(mirrors.map((one) => one.id)).toEqual([invoice.stripe_invoice_id]);
    const { rows } = await world.owner.query("select number from invoice where statement_id = $1", [
      statementId,
    ]);
    expect(rows).toEqual([{ number: invoice.number }]);
  });

  test("case 9: a definitive refusal stops it with Stripe's reason and is not tried again", async () => {
    const { story, statementId, payload } = await approvedOnly(world);
    const { port } = await world.stripe();
    // A number that Stripe has seen already: made by another invoice of the same account.
    const [{ last_number: last }] = (await world.owner.query("select last_number from invoice_counter"))
      .rows;
    const number = `ER-${String(Number(last) + 1).padStart(6, "0")}`;
    const customerId = await port.ensureCustomer({
      organisationId: crypto.randomUUID(),
      name: "Other",
      email: "other@example.test",
      idempotencyKey: crypto.randomUUID(),
    });
    await port
      .createDraftInvoice({
        customerId,
        currency: "USD",
        lines: [],
        invoiceId: crypto.randomUUID(),
        number,
        daysUntilDue: 1,
        idempotencyKey: crypto.randomUUID(),
      })
      .catch(() => undefined);
    expect(await attempt(world, "statement.approved", payload)).toBe("done");
    const invoice = await invoiceOf(world, statementId);
    expect(invoice).toMatchObject({ state: "stopped", number });
    const seen = await world.db.withOrg(story.buyer, (tx) => findInvoice(tx, story.buyer, invoice.id));
    expect(seen?.operationError).toMatch(/has been used already/);
    expect(await mirrorsOf(invoice.id, story.buyer.organizationId)).toEqual([]);
    await expect(retryInvoice(world.caller(story.buyer), { invoiceId: invoice.id })).rejects.toThrow(
      /role/,
    );
    const staff = await member(world, {
      name: "Invoice desk",
      kind: "marketplace",
      role: "account_manager",
    });
    await retryInvoice(world.caller(staff), { invoiceId: invoice.id });
    await world.drainJobs();
    expect(await invoiceOf(world, statementId)).toMatchObject({ state: "open", number });
    await expect(retryInvoice(world.caller(staff), { invoiceId: invoice.id })).rejects.toThrow(/is open/);
  });
});

describe("a payout", () => {
  async function paid() {
    const { story, statementId, payload } = await approvedOnly(world);
    const { port: stripe } = await world.stripe();
    const addresses = { returnUrl: "http://localhost:3000/p", refreshUrl: "http://localhost:3000/p" };
    const { onboardingUrl } = await setUpPayouts(world.caller(story.provider), { stripe, ...addresses });
    await acceptOnboarding(onboardingUrl);
    await refreshPayoutAccount(world.caller(story.provider), { stripe });
    await attempt(world, "statement.approved", payload);
    const invoice = await invoiceOf(world, statementId);
    await payOnHostedPage(invoice.hosted_url);
    await deliver(world, ["invoice.paid"]);
    for (const event of standIn.controls.events().filter((one) => one.type === "invoice.paid"))
      await attempt(world, "stripe_event.received", { eventId: event.id });
    await world.owner.query("delete from graphile_worker._private_jobs");
    const { organizationId, providerId } = {
      organizationId: story.buyer.organizationId,
      providerId: story.provider.organizationId,
    };
    return { invoice, payload: { invoiceId: invoice.id, organizationId, providerId } };
  }
  const payoutOf = (invoiceId: string) =>
    world.row("select * from payout where invoice_id = $1", [invoiceId]);

  test.each([
    [
      "a reply lost twice",
      { kind: "reply_lost", match: { path: "/v1/transfers", method: "POST" }, times: 2 },
    ],
    [
      "a 500 before anything happened",
      { kind: "status_500", match: { path: "/v1/transfers", method: "POST" } },
    ],
    [
      "a 500 after it was made",
      { kind: "status_500", executed: true, match: { path: "/v1/transfers", method: "POST" } },
    ],
  ] as [string, Fault][])("with %s is settled by one transfer", async (_what, fault) => {
    const { invoice, payload } = await paid();
    standIn.controls.fault(fault);
    expect(await attempt(world, "invoice.paid", payload)).toBe("again");
    expect((await payoutOf(invoice.id)).state).toBe("unknown");
    for (let tries = 0; tries < 2; tries++) await attempt(world, "invoice.paid", payload);
    const payout = await payoutOf(invoice.id);
    expect(payout).toMatchObject({ state: "sent", amount_minor: "340560" });
    const { port } = await world.stripe();
    const transfers = await port.findTransfersByGroup(`payout_${payout.id}`);
    expect(transfers.map((one) => [one.id, one.amount.amountMinor])).toEqual([
      [payout.stripe_transfer_id, 340_560n],
    ]);
    const made = await world.row("select count(*)::int as n from journal_entry where source_id = $1", [
      payout.stripe_transfer_id,
    ]);
    expect(made.n).toBe(1);
  });
});
