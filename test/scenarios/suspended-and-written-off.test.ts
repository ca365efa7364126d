import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeOffInvoice } from "../../server/billing/write-off-invoice.ts";
import { createOrder } from "../../server/contracts/create-order.ts";
import { createWorkItem } from "../../server/delivery/create-work-item.ts";
import { recordWorkEvents } from "../../server/delivery/record-work-events.ts";
import {
  caseOf,
  dun,
  hearAll,
  openInvoice,
  payer,
  saveMethod,
  stateOf,
} from "../factories/collecting-story.ts";
import { payOnHostedPage } from "../factories/money-story.ts";
import { member } from "../factories/people.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

type Opened = Awaited<ReturnType<typeof openInvoice>>;

/** Noon of the day so many days after the invoice's due day, where the buyer is (Berlin). */
function goTo(due: string, days: number): void {
  const noon = Temporal.PlainDate.from(due).add({ days }).toPlainDateTime({ hour: 12 });
  world.clock.moveTo(noon.toZonedDateTime("Europe/Berlin").toInstant());
}

async function dueOn({ invoiceId }: Opened): Promise<string> {
  return (await world.row("select due_on::text as day from invoice where id = $1", [invoiceId])).day;
}

/** Runs the clock once a day over the days after the due day. */
async function everyDay(opened: Opened, from: number, to: number): Promise<void> {
  const due = await dueOn(opened);
  for (let day = from; day <= to; day++) {
    goTo(due, day);
    await dun(world, opened);
  }
  await world.drainJobs();
}

/** An item of work as the provider enters it. */
const newWork = (engagementId: string) => ({
  engagementId,
  type: "posting_line",
  title: "A line",
  reference: "",
  openedAt: world.clock.now().toString(),
  fields: {},
  tags: [],
});

const stripeMethod = async (id: string) =>
  (await world.row("select stripe_payment_method_id as id from payment_method where id = $1", [id])).id;

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
    await everyDay(opened, 0, 21);
    const refusal = { code: "new_work_suspended", message: expect.stringMatching(/is overdue/) };
    await refusedUnchanged(world, () => createWorkItem(provider, newWork(story.engagementId)), refusal);
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
  const reason = "The buyer is insolvent; the court has closed the case.";

  test("is an administrator's deed at the end of the policy, with a reason, and is booked as bad debt", async () => {
    const opened = await openInvoice(world);
    const { invoiceId, invoice, story } = opened;
    const admin = await member(world, { name: "Off", kind: "marketplace", role: "admin" });
    const manager = await member(world, { name: "Off2", kind: "marketplace", role: "account_manager" });
    const ask = (caller = world.caller(admin), why = reason) =>
      writeOffInvoice(caller, { invoiceId, reason: why });
    await refusedUnchanged(world, () => ask(), { code: "not_to_be_written_off" });
    await everyDay(opened, 0, 30);
    await refusedUnchanged(world, () => ask(), { message: expect.stringMatching(/before/) });
    goTo(await dueOn(opened), 61);
    await refusedUnchanged(world, () => ask(world.caller(manager)), { code: "not_allowed" });
    await refusedUnchanged(world, () => ask(world.caller(admin), "no"), { code: "invalid_input" });
    await ask();
    await refusedUnchanged(world, () => ask(), { message: expect.stringMatching(/already/) });
    await world.drainJobs();
    expect(await stateOf(world, invoiceId)).toBe("written_off");
    expect(await sums(story.engagementId)).toEqual({ receivable: 0, provider_pending: 0 });
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
      () => createWorkItem(world.caller(story.provider), newWork(story.engagementId)),
      { code: "new_work_suspended" },
    );
  });

  test("is taken back in the books where the buyer pays after all", async () => {
    const opened = await openInvoice(world);
    const { invoiceId, invoice, story } = opened;
    await everyDay(opened, 0, 30);
    goTo(await dueOn(opened), 61);
    const admin = await member(world, { name: "Back", kind: "marketplace", role: "admin" });
    await writeOffInvoice(world.caller(admin), { invoiceId, reason });
    await world.drainJobs();
    const { port } = await world.stripe();
    const card = await saveMethod(world, story, { how: "card" });
    await port.payInvoice({
      stripeInvoiceId: invoice.stripe_invoice_id,
      paymentMethodId: await stripeMethod(card),
      idempotencyKey: `after all:${invoiceId}`,
    });
    await hearAll(world);
    expect(await stateOf(world, invoiceId)).toBe("paid");
    expect(await caseOf(world, invoiceId)).toMatchObject({ over: "paid" });
    expect(await sums(story.engagementId)).toEqual({ receivable: 0, provider_pending: 0 });
    const debt = await world.row(
      `select coalesce(sum(p.amount_minor), 0)::int as n from posting p join ledger_account a on a.id = p.account_id
       join journal_entry e on e.id = p.entry_id where a.code = 'bad_debt' and e.source_id = $1`,
      [invoiceId],
    );
    expect(debt.n).toBe(0);
  });

  /** What stands on the engagement's own accounts that must return to zero. */
  async function sums(engagementId: string) {
    const { rows } = await world.owner.query(
      `select a.code, sum(p.amount_minor)::int as n from posting p join ledger_account a on a.id = p.account_id
       where a.engagement_id = $1 and a.code in ('receivable', 'provider_pending') group by a.code`,
      [engagementId],
    );
    return Object.fromEntries(rows.map((row) => [row.code, row.n]));
  }
});
