import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openHostedPage } from "../../server/billing/open-hosted-page.ts";
import { payWithSavedMethod } from "../../server/billing/pay-with-saved-method.ts";
import type { StripeStandIn } from "../../stripe-stand-in/stand-in.ts";
import {
  agree,
  attemptsOf,
  chargesOf,
  dun,
  hearAll,
  openInvoice,
  payer,
  saveMethod,
  stateOf,
} from "../factories/collecting-story.ts";
import { localStripe } from "../factories/local-stripe.ts";
import { deliver, payOnHostedPage } from "../factories/money-story.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let standIn: StripeStandIn;
const DAY = 86_400;

beforeAll(async () => {
  world = await openWorld();
  standIn = await localStripe(world);
});
afterAll(() => world.close());
beforeEach(() => standIn.controls.clearFaults());

const dueDay = () => world.clock.moveTo(world.clock.now().add({ hours: 24 * 15 }));

describe("an invoice that falls due", () => {
  test("is charged to the card that the buyer agreed to, once, and booked", async () => {
    const { story, invoiceId, invoice } = await openInvoice(world);
    const card = await saveMethod(world, story, { how: "card" });
    await agree(world, story, card);
    await dun(world, { story, invoiceId });
    expect(await attemptsOf(world, invoiceId)).toEqual([]);
    dueDay();
    await dun(world, { story, invoiceId });
    await dun(world, { story, invoiceId });
    await hearAll(world);
    expect(await stateOf(world, invoiceId)).toBe("paid");
    expect(await attemptsOf(world, invoiceId)).toMatchObject([
      { kind: "autopay", state: "succeeded", amount: 378400, method: card },
    ]);
    expect(await chargesOf(world, invoice.stripe_invoice_id)).toBe(1);
  });

  test("is not charged without consent: the buyer is reminded", async () => {
    const { story, invoiceId } = await openInvoice(world);
    await saveMethod(world, story, { how: "card" });
    dueDay();
    await dun(world, { story, invoiceId });
    await world.drainJobs();
    expect(await attemptsOf(world, invoiceId)).toEqual([]);
    expect(await stateOf(world, invoiceId)).toBe("open");
    const mail = await world.row(
      "select subject from mail_message where organization_id = $1 and kind = 'collecting'",
      [story.buyer.organizationId],
    );
    expect(mail.subject).toMatch(/is due today/);
  });
});

describe("case 1: hosted page and automatic charge", () => {
  test("case 1: paid on the open hosted page, the charge that falls due afterwards collects nothing", async () => {
    const { story, invoiceId, invoice } = await openInvoice(world);
    await agree(world, story, await saveMethod(world, story, { how: "card" }));
    await payOnHostedPage(invoice.hosted_url);
    dueDay();
    await dun(world, { story, invoiceId });
    await hearAll(world);
    expect(await stateOf(world, invoiceId)).toBe("paid");
    expect(await attemptsOf(world, invoiceId)).toEqual([]);
    expect(await chargesOf(world, invoice.stripe_invoice_id)).toBe(1);
  });

  test("case 1: paid on the page between our look and our request, the charge is refused and comes to nothing", async () => {
    const { story, invoiceId, invoice } = await openInvoice(world);
    const card = await saveMethod(world, story, { how: "card" });
    const caller = world.caller(payer(story));
    await payWithSavedMethod(caller, { invoiceId, paymentMethodId: card });
    await payOnHostedPage(invoice.hosted_url);
    await world.drainJobs();
    await hearAll(world);
    expect(await stateOf(world, invoiceId)).toBe("paid");
    expect(await attemptsOf(world, invoiceId)).toMatchObject([{ kind: "by_hand", state: "canceled" }]);
    expect(await chargesOf(world, invoice.stripe_invoice_id)).toBe(1);
  });

  test("case 1: while a charge is on its way nobody is sent to the page, and the page takes no second payment", async () => {
    const { story, invoiceId, invoice } = await openInvoice(world);
    const ach = await saveMethod(world, story, { how: "ach" });
    const caller = world.caller(payer(story));
    await payWithSavedMethod(caller, { invoiceId, paymentMethodId: ach });
    await world.drainJobs();
    expect(await attemptsOf(world, invoiceId)).toMatchObject([{ state: "processing" }]);
    const { port: stripe } = await world.stripe();
    await expect(openHostedPage(caller, { stripe, invoiceId })).rejects.toThrow(/with the bank/);
    await payOnHostedPage(invoice.hosted_url);
    standIn.controls.advance(5 * DAY);
    await hearAll(world);
    expect(await stateOf(world, invoiceId)).toBe("paid");
    expect(await chargesOf(world, invoice.stripe_invoice_id)).toBe(1);
  });
});

describe("case 2 and 3: keys", () => {
  test("case 2: a reply that is lost goes out again with the same key, however often it was tried", async () => {
    const { story, invoiceId, invoice } = await openInvoice(world);
    const card = await saveMethod(world, story, { how: "card" });
    await payWithSavedMethod(world.caller(payer(story)), { invoiceId, paymentMethodId: card });
    const [{ id: attemptId }] = await attemptsOf(world, invoiceId);
    const lost = { match: { operation: "invoices.pay" }, kind: "reply_lost", times: 4 } as const;
    standIn.controls.fault(lost);
    await world.drainJobs().catch(() => undefined);
    standIn.controls.clearFaults();
    await world.owner.query("update graphile_worker._private_jobs set run_at = now(), last_error = null");
    await world.drainJobs();
    await hearAll(world);
    const operation = await world.row(
      "select idempotency_key as key, state from stripe_operation where kind = 'invoice.pay' and subject_id = $1",
      [attemptId],
    );
    expect(operation).toEqual({ key: `invoice.pay:${attemptId}:1`, state: "done" });
    expect(await stateOf(world, invoiceId)).toBe("paid");
    expect(await attemptsOf(world, invoiceId)).toMatchObject([{ state: "succeeded" }]);
    expect(await chargesOf(world, invoice.stripe_invoice_id)).toBe(1);
  });

  test("case 3: the button pressed twice, the clock and the event at once make one attempt with one key", async () => {
    const { story, invoiceId, invoice } = await openInvoice(world);
    const card = await saveMethod(world, story, { how: "card" });
    await agree(world, story, card);
    dueDay();
    const press = () =>
      payWithSavedMethod(world.caller(payer(story)), { invoiceId, paymentMethodId: card });
    const answers = await Promise.allSettled([
      press(),
      press(),
      press(),
      dun(world, { story, invoiceId }),
      dun(world, { story, invoiceId }),
    ]);
    const refused = answers.filter((one) => one.status === "rejected");
    for (const one of refused) expect(String(one.reason)).toMatch(/payment of this invoice|paid already/);
    await world.drainJobs();
    await hearAll(world);
    expect(await stateOf(world, invoiceId)).toBe("paid");
    expect((await attemptsOf(world, invoiceId)).filter((one) => one.state === "succeeded")).toHaveLength(1);
    expect(await chargesOf(world, invoice.stripe_invoice_id)).toBe(1);
    const { rows } = await world.owner.query(
      `select distinct idempotency_key from stripe_operation o join payment_attempt a on a.id = o.subject_id
       where o.kind = 'invoice.pay' and a.invoice_id = $1`,
      [invoiceId],
    );
    expect(rows).toHaveLength(1);
  });
});

describe("case 4: a debit that is with the bank", () => {
  test("case 4: blocks every other attempt for days and then pays once", async () => {
    const { story, invoiceId, invoice } = await openInvoice(world);
    const ach = await saveMethod(world, story, { how: "ach" });
    await agree(world, story, ach);
    dueDay();
    await dun(world, { story, invoiceId });
    for (let day = 0; day < 3; day++) {
      world.clock.moveTo(world.clock.now().add({ hours: 24 }));
      await dun(world, { story, invoiceId });
      await hearAll(world);
    }
    expect(await attemptsOf(world, invoiceId)).toMatchObject([{ state: "processing", kind: "autopay" }]);
    const caller = world.caller(payer(story));
    await expect(payWithSavedMethod(caller, { invoiceId, paymentMethodId: ach })).rejects.toThrow(
      /with the bank/,
    );
    standIn.controls.advance(5 * DAY);
    await hearAll(world);
    expect(await stateOf(world, invoiceId)).toBe("paid");
    expect(await chargesOf(world, invoice.stripe_invoice_id)).toBe(1);
  });

  test("case 4: that comes back is a failure with its reason, and only then may another begin", async () => {
    const { story, invoiceId, invoice } = await openInvoice(world);
    const closed = await saveMethod(world, story, { how: "achClosed" });
    const caller = world.caller(payer(story));
    await payWithSavedMethod(caller, { invoiceId, paymentMethodId: closed });
    await world.drainJobs();
    standIn.controls.advance(5 * DAY);
    await hearAll(world);
    expect(await attemptsOf(world, invoiceId)).toMatchObject([{ state: "failed", code: "account_closed" }]);
    expect(await stateOf(world, invoiceId)).toBe("open");
    const card = await saveMethod(world, story, { how: "card" });
    await payWithSavedMethod(caller, { invoiceId, paymentMethodId: card });
    await world.drainJobs();
    await hearAll(world);
    expect(await stateOf(world, invoiceId)).toBe("paid");
    expect(await chargesOf(world, invoice.stripe_invoice_id)).toBe(1);
  });
});

describe("what Stripe says late", () => {
  test("case 14: a late word of a failed or cancelled payment does not take a paid invoice back", async () => {
    const { story, invoiceId } = await openInvoice(world);
    const card = await saveMethod(world, story, { how: "card" });
    const caller = world.caller(payer(story));
    const method = await world.row(
      "select stripe_payment_method_id as id from payment_method where id = $1",
      [card],
    );
    standIn.controls.buyer.decline({ method: method.id, because: "insufficient_funds" });
    await payWithSavedMethod(caller, { invoiceId, paymentMethodId: card });
    await world.drainJobs();
    expect(await attemptsOf(world, invoiceId)).toMatchObject([
      { state: "failed", code: "insufficient_funds" },
    ]);
    standIn.controls.buyer.decline({ method: method.id, because: null });
    await payWithSavedMethod(caller, { invoiceId, paymentMethodId: card });
    await world.drainJobs();
    await deliver(world, ["invoice.paid"]);
    await world.drainJobs();
    const before = await attemptsOf(world, invoiceId);
    // Only now the events of the first, failed try arrive.
    await hearAll(world);
    expect(await stateOf(world, invoiceId)).toBe("paid");
    expect(await attemptsOf(world, invoiceId)).toEqual(before);
    expect(before).toMatchObject([{ state: "failed" }, { state: "succeeded" }]);
  });

  test("case 15: a payment that an event brings has Stripe's amount, not what we think is due", async () => {
    const { story, invoiceId, invoice } = await openInvoice(world);
    const ach = await saveMethod(world, story, { how: "ach" });
    const method = await world.row(
      "select stripe_payment_method_id as id from payment_method where id = $1",
      [ach],
    );
    // Somebody pays by debit beside us: the product hears of it by the event alone.
    const { port: stripe } = await world.stripe();
    await stripe.payInvoice({
      stripeInvoiceId: invoice.stripe_invoice_id,
      paymentMethodId: method.id,
      idempotencyKey: `beside:${invoiceId}`,
    });
    await hearAll(world);
    expect(await attemptsOf(world, invoiceId)).toMatchObject([
      { kind: "hosted_page", state: "processing", amount: 378400 },
    ]);
    const caller = world.caller(payer(story));
    await expect(payWithSavedMethod(caller, { invoiceId, paymentMethodId: ach })).rejects.toThrow(
      /with the bank/,
    );
    standIn.controls.advance(5 * DAY);
    await hearAll(world);
    const booked = await world.row(
      `select sum(p.amount_minor)::int as paid from posting p join journal_entry e on e.id = p.entry_id
       join ledger_account a on a.id = p.account_id
       where e.source_id = $1 and e.step = 'paid' and a.code = 'clearing_charge'`,
      [invoice.stripe_invoice_id],
    );
    expect(booked.paid).toBe(378400);
    expect(await attemptsOf(world, invoiceId)).toMatchObject([{ state: "succeeded", amount: 378400 }]);
  });
});
