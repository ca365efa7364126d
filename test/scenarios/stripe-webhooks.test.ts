import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { handleStripeEvent } from "../../server/billing/handle-stripe-event.ts";
import { receiveStripeEvent } from "../../server/billing/receive-stripe-event.ts";
import type { StripeStandIn } from "../../stripe-stand-in/stand-in.ts";
import { localStripe } from "../factories/local-stripe.ts";
import { deliver, payOnHostedPage, signed } from "../factories/money-story.ts";
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

describe("a webhook", () => {
  test("with a wrong signature gets one sentence and leaves nothing", async () => {
    const { port: stripe } = await world.stripe();
    const deps = { db: world.db, clock: world.clock, stripe };
    const body = JSON.stringify({
      id: "evt_forged",
      object: "event",
      type: "invoice.paid",
      data: { object: {} },
    });
    for (const signature of [null, "", "t=1,v1=00", signed(world, { body, secret: "whsec_other" })])
      expect(await receiveStripeEvent(deps, { body, signature })).toEqual({
        status: 400,
        message: "The signature does not fit this body.",
      });
    expect(await world.row("select id from stripe_event where id = 'evt_forged'", [])).toBeUndefined();
  });

  test("twice, reordered and late pays once", async () => {
    const { statementId, payload } = await approvedOnly(world);
    await attempt(world, "statement.approved", payload);
    const invoice = await invoiceOf(world, statementId);
    await payOnHostedPage(invoice.hosted_url);
    const types = ["invoice.paid", "invoice.payment_succeeded", "invoice.finalized", "invoice.updated"];
    for (let times = 0; times < 3; times++) await deliver(world, types);
    await world.drainJobs();
    await deliver(world, types.reverse());
    await world.drainJobs();
    expect((await invoiceOf(world, statementId)).state).toBe("paid");
    const { rows } = await world.owner.query(
      `select step, count(*)::int as n from journal_entry where source_id in ($1,
        $2) group by step order by step`,
      [invoice.id, invoice.stripe_invoice_id],
    );
    expect(rows).toEqual([
      { step: "earned", n: 1 },
      { step: "issued", n: 1 },
      { step: "paid", n: 1 },
    ]);
    const { rows: open } = await world.owner.query("select id from stripe_event where handled_at is null");
    expect(open).toEqual([]);
  });

  test("case 13: that comes before our own commit is tried again and then counts", async () => {
    const { statementId, payload } = await approvedOnly(world);
    await attempt(world, "statement.approved", payload);
    const invoice = await invoiceOf(world, statementId);
    await payOnHostedPage(invoice.hosted_url);
    const { port: stripe } = await world.stripe();
    const paid = standIn.controls.events().findLast((one) => one.type === "invoice.paid");
    await deliver(world, ["invoice.paid"]);
    const unseen = {
      ...stripe,
      retrieveInvoice: async (id: string) => {
        const mirror = await stripe.retrieveInvoice(id);
        return { ...mirror, metadata: { ...mirror.metadata, invoice_id: crypto.randomUUID() } };
      },
    };
    const deps = { db: world.workDb, clock: world.clock, logger: world.logger };
    await expect(
      handleStripeEvent({ ...deps, stripe: unseen }, { eventId: paid?.id ?? "" }),
    ).rejects.toThrow(/no such invoice/);
    expect(
      (await world.row("select handled_at from stripe_event where id = $1", [paid?.id])).handled_at,
    ).toBeNull();
    await handleStripeEvent({ ...deps, stripe }, { eventId: paid?.id ?? "" });
    expect((await invoiceOf(world, statementId)).state).toBe("paid");
    await world.drainJobs();
  });
});
