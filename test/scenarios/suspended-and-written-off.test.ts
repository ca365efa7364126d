import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeOffInvoice } from "../../server/billing/write-off-invoice.ts";
import { createOrder } from "../../server/contracts/create-order.ts";
import { createWorkItem } from "../../server/delivery/create-work-item.ts";
import { recordWorkEvents } from "../../server/delivery/record-work-events.ts";
import { caseOf, hearAll, openInvoice, payer, saveMethod, stateOf } from "../factories/collecting-story.ts";
import {
  badDebtOf,
  dueOn,
  everyDay,
  goTo,
  newWork,
  openSums,
  stripeMethod,
  suspensionsOf,
  WRITE_OFF_REASON,
  writtenOff,
} from "../factories/dunning-story.ts";
import { payOnHostedPage } from "../factories/money-story.ts";
import { member } from "../factories/people.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe("suspension", () => {
  test("refuses new work and orders in words, lets what runs run on, and ends with the payment", async () => {
    const opened = await openInvoice(world);
    const { story, invoiceId, invoice } = opened;
    const provider = world.caller(story.provider);
    const events = (item: string, id: string) => ({
      engagementId: story.engagementId,
      source: "desk",
      events: [{ id, item, type: "start", at: world.clock.now().toString(), itemType: "posting_line" }],
    });
    await recordWorkEvents(provider, events("RUNS-1", "e1"));
    await everyDay(world, opened, 0, 21);
    const refusal = { code: "new_work_suspended", message: expect.stringMatching(/is overdue/) };
    await refusedUnchanged(
      world,
      () => createWorkItem(provider, newWork(world, story.engagementId)),
      refusal,
    );
    await refusedUnchanged(
      world,
      () => createOrder(world.caller(payer(story)), { listingId: invoiceId, terms: {} }),
      refusal,
    );
    const fresh = await recordWorkEvents(provider, events("NEW-1", "e2"));
    expect(fresh).toMatchObject({ accepted: 0, refused: 1, itemsNew: 0 });
    expect(fresh.rows[0]).toMatchObject({ code: "new_work_suspended" });
    const goesOn = { id: "e3", item: "RUNS-1", type: "stop", at: world.clock.now().toString() };
    const running = { ...events("RUNS-1", "e3"), events: [goesOn] };
    expect(await recordWorkEvents(provider, running)).toMatchObject({ accepted: 1 });

    await payOnHostedPage(invoice.hosted_url);
    await hearAll(world);
    expect(await stateOf(world, invoiceId)).toBe("paid");
    expect(await recordWorkEvents(provider, events("NEW-1", "e4"))).toMatchObject({ accepted: 1 });
  });
});

describe("writing off", () => {
  test("is an administrator's deed at the end of the policy, with a reason, and is booked as bad debt", async () => {
    const opened = await openInvoice(world);
    const { invoiceId, invoice, story } = opened;
    const admin = await member(world, { name: "Off", kind: "marketplace", role: "admin" });
    const manager = await member(world, { name: "Off2", kind: "marketplace", role: "account_manager" });
    const ask = (caller = world.caller(admin), why = WRITE_OFF_REASON) =>
      writeOffInvoice(caller, { invoiceId, reason: why });
    await refusedUnchanged(world, () => ask(), { code: "not_to_be_written_off" });
    await everyDay(world, opened, 0, 30);
    await refusedUnchanged(world, () => ask(), { message: expect.stringMatching(/before/) });
    goTo(world, await dueOn(world, opened), 61);
    await refusedUnchanged(world, () => ask(world.caller(manager)), { code: "not_allowed" });
    await refusedUnchanged(world, () => ask(world.caller(admin), "no"), { code: "invalid_input" });
    await ask();
    await refusedUnchanged(world, () => ask(), { message: expect.stringMatching(/already/) });
    await world.drainJobs();
    expect(await stateOf(world, invoiceId)).toBe("written_off");
    expect(await openSums(world, story.engagementId)).toEqual({ receivable: 0, provider_pending: 0 });
    const { rows } = await world.owner.query(
      `select a.code, sum(p.amount_minor)::int as minor from posting p join ledger_account a on a.id = p.account_id
       join journal_entry e on e.id = p.entry_id where e.source_id = $1 and e.step = 'written_off'
       group by a.code order by a.code`,
      [invoiceId],
    );
    expect(Object.fromEntries(rows.map((row) => [row.code, row.minor]))).toMatchObject({
      receivable: -378400,
      bad_debt: expect.any(Number),
    });
    const { port } = await world.stripe();
    expect((await port.retrieveCollection(invoice.stripe_invoice_id)).status).toBe("uncollectible");
    // The debt was not paid: new work stays suspended.
    await refusedUnchanged(
      world,
      () => createWorkItem(world.caller(story.provider), newWork(world, story.engagementId)),
      { code: "new_work_suspended" },
    );
  });

  test("is taken back in the books where the buyer pays after all", async () => {
    const { invoiceId, invoice, story } = await writtenOff(world);
    const { port } = await world.stripe();
    const card = await saveMethod(world, story, { how: "card" });
    await port.payInvoice({
      stripeInvoiceId: invoice.stripe_invoice_id,
      paymentMethodId: await stripeMethod(world, card),
      idempotencyKey: `after all:${invoiceId}`,
    });
    await hearAll(world);
    expect(await stateOf(world, invoiceId)).toBe("paid");
    expect(await caseOf(world, invoiceId)).toMatchObject({ over: "paid" });
    expect(await openSums(world, story.engagementId)).toEqual({ receivable: 0, provider_pending: 0 });
    expect(await badDebtOf(world, invoiceId)).toBe(0);
    expect(await suspensionsOf(world, story.buyer.organizationId)).toMatchObject([
      { holds: false, by: null },
    ]);
  });
});
