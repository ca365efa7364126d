import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askCreditNote } from "../../server/billing/credits/ask-credit-note.ts";
import {
  accountManager,
  balancesOf,
  credited,
  expectBooksAgree,
  FEE_LINE,
  openInvoiceOf,
  paidInvoiceOf,
  told,
} from "../factories/credit-story.ts";
import { approvedByBoth, drafted, payOnHostedPage } from "../factories/money-story.ts";
import { hoursLater, reconciled } from "../factories/reconciled.ts";
import { canBePaidOut, invoiceOf } from "../factories/stripe-story.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const noteOf = (id: string) => world.row("select * from credit_note where id = $1", [id]);
const mirrorOf = async (invoiceId: string) => {
  const { port } = await world.stripe();
  const { stripe_invoice_id: id } = await world.row("select stripe_invoice_id from invoice where id = $1", [
    invoiceId,
  ]);
  return port.retrieveInvoice(id);
};
const creditAt = async (organizationId: string) => {
  const { port } = await world.stripe();
  const { customer_id: id } = await world.row(
    "select customer_id from stripe_customer where organization_id = $1",
    [organizationId],
  );
  return port.customerCredit(id);
};

describe("an open invoice", () => {
  test("4a: a credit note lowers what is due, at Stripe too, and what is paid is the rest", async () => {
    const { story, invoiceId, hostedUrl } = await openInvoiceOf(world);
    await canBePaidOut(world, story);
    const id = await credited(world, { invoiceId, netMinor: 10_000n });
    expect(await noteOf(id)).toMatchObject({
      state: "settled",
      net_minor: "10000",
      commission_minor: "1000",
      provider_minor: "9000",
      pre_payment_minor: "10000",
      refund_minor: "0",
      balance_minor: "0",
      taken_from: "provider_pending",
    });
    expect(await balancesOf(world, story)).toEqual({ receivable: "368400", provider_pending: "-331560" });
    expect((await mirrorOf(invoiceId)).amountRemaining.amountMinor).toBe(368_400n);
    await payOnHostedPage(hostedUrl);
    await told(world);
    expect(await balancesOf(world, story)).toEqual({});
    const payout = await world.row("select state, amount_minor from payout where invoice_id = $1", [
      invoiceId,
    ]);
    expect(payout).toEqual({ state: "sent", amount_minor: "331560" });
    await expectBooksAgree(world);
  });

  test("T11: one credited away altogether is nothing to pay, and its provider gets nothing", async () => {
    const { story, invoiceId } = await openInvoiceOf(world);
    const caller = world.caller(await accountManager(world));
    await askCreditNote(caller, {
      invoiceId,
      lines: [
        { position: FEE_LINE, netMinor: "400000" },
        { position: 2, netMinor: "-9600" },
        { position: 3, netMinor: "-12000" },
      ],
      reason: "billing_error",
      memo: "The month was not ours to bill",
    });
    await world.drainJobs();
    await told(world);
    expect(await balancesOf(world, story)).toEqual({});
    expect((await mirrorOf(invoiceId)).amountPaid.amountMinor).toBe(0n);
    expect(await world.row("select id from payout where invoice_id = $1", [invoiceId])).toBeUndefined();
    await expectBooksAgree(world);
  });

  test("paid before Stripe hears of the note: what it took off is the buyer's balance", async () => {
    const { story, invoiceId, hostedUrl } = await openInvoiceOf(world);
    const { creditNoteId } = await askCreditNote(world.caller(await accountManager(world)), {
      invoiceId,
      lines: [{ position: FEE_LINE, netMinor: "10000" }],
      reason: "goodwill",
      memo: "For the trouble",
    });
    // The buyer pays in full while the note is on its way.
    await payOnHostedPage(hostedUrl);
    await world.drainJobs();
    await told(world);
    expect(await noteOf(creditNoteId)).toMatchObject({
      state: "settled",
      pre_payment_minor: "0",
      balance_minor: "10000",
      taken_from: "provider_pending",
    });
    expect(await balancesOf(world, story)).toEqual({ buyer_credit: "-10000", provider_payable: "-331560" });
    expect(await creditAt(story.buyer.organizationId)).toEqual([{ amountMinor: 10_000n, currency: "USD" }]);
    await expectBooksAgree(world);
  });
});

describe("a paid invoice", () => {
  test("4b: to the balance, off what the provider is owed", async () => {
    const { story, invoiceId } = await paidInvoiceOf(world);
    const id = await credited(world, { invoiceId, netMinor: 10_000n });
    expect(await noteOf(id)).toMatchObject({
      state: "settled",
      balance_minor: "10000",
      taken_from: "provider_payable",
    });
    expect(await balancesOf(world, story)).toEqual({ buyer_credit: "-10000", provider_payable: "-331560" });
    expect(await creditAt(story.buyer.organizationId)).toEqual([{ amountMinor: 10_000n, currency: "USD" }]);
    const payout = await world.row("select state, amount_minor from payout where invoice_id = $1", [
      invoiceId,
    ]);
    expect(payout).toEqual({ state: "held", amount_minor: "331560" });
    await canBePaidOut(world, story);
    await world.drainJobs();
    expect(await balancesOf(world, story)).toEqual({ buyer_credit: "-10000" });
    await expectBooksAgree(world);
  });

  test("4b: once it is paid out the provider owes its part", async () => {
    const { story, invoiceId } = await paidInvoiceOf(world, { paidOut: true });
    await credited(world, { invoiceId, netMinor: 10_000n });
    expect(await balancesOf(world, story)).toEqual({ buyer_credit: "-10000", provider_receivable: "9000" });
    await expectBooksAgree(world);
  });

  test("a split sums exactly: a part refunded, a part on the balance", async () => {
    const { story, invoiceId } = await paidInvoiceOf(world, { paidOut: true });
    const id = await credited(world, { invoiceId, netMinor: 10_001n, refundMinor: "3334" });
    expect(await noteOf(id)).toMatchObject({ refund_minor: "3334", balance_minor: "6667" });
    expect(await balancesOf(world, story)).toEqual({ buyer_credit: "-6667", provider_receivable: "9001" });
    await expectBooksAgree(world);
  });

  test("4c: the balance pays a part of the next invoice by itself, to the cent", async () => {
    const { story, invoiceId } = await paidInvoiceOf(world);
    await credited(world, { invoiceId, netMinor: 10_000n });
    const { statementId } = await drafted(world, story, "2026-11");
    await approvedByBoth(world, story, statementId);
    await world.drainJobs();
    const next = await invoiceOf(world, statementId);
    expect(next).toMatchObject({ state: "open", total_minor: "378400", applied_minor: "10000" });
    expect((await mirrorOf(next.id)).amountRemaining.amountMinor).toBe(368_400n);
    expect(await creditAt(story.buyer.organizationId)).toEqual([{ amountMinor: 0n, currency: "USD" }]);
    await payOnHostedPage(next.hosted_url);
    await told(world);
    expect((await invoiceOf(world, statementId)).state).toBe("paid");
    expect(await balancesOf(world, story)).toEqual({ provider_payable: String(-331_560 - 340_560) });
    await expectBooksAgree(world);
  });

  test("more credit than the next invoice asks for pays it whole, and the rest waits", async () => {
    const { story, invoiceId } = await paidInvoiceOf(world);
    await credited(world, { invoiceId, netMinor: 378_400n });
    await openInvoiceOf(world, story, "2026-11");
    await told(world);
    const { rows } = await world.owner.query(
      "select state, applied_minor from invoice where organization_id = $1 order by number",
      [story.buyer.organizationId],
    );
    expect(rows[1]).toEqual({ state: "paid", applied_minor: "378400" });
    await expectBooksAgree(world);
  });
});

describe("T7", () => {
  test("any number of credit notes never exceeds the invoice, also at once", async () => {
    const { invoiceId } = await openInvoiceOf(world);
    const caller = world.caller(await accountManager(world));
    const ask = (netMinor: bigint) =>
      askCreditNote(caller, {
        invoiceId,
        lines: [{ position: FEE_LINE, netMinor: String(netMinor) }],
        reason: "goodwill",
        memo: "One of many",
      });
    const answers = await Promise.allSettled(Array.from({ length: 5 }, () => ask(100_000n)));
    expect(answers.filter((one) => one.status === "fulfilled")).toHaveLength(3);
    await world.drainJobs();
    await refusedUnchanged(world, () => ask(78_401n), { code: "credit_too_large" });
    await ask(78_400n);
    await world.drainJobs();
    const { sum } = await world.row("select sum(total_minor) from credit_note where invoice_id = $1", [
      invoiceId,
    ]);
    expect(sum).toBe("378400");
    const { rows } = await world.owner.query("select number from credit_note order by number");
    expect(rows.map((row) => Number(row.number.slice(3)))).toEqual(rows.map((_row, index) => index + 1));
    await expectBooksAgree(world);
  });

  test("the database itself refuses a note beyond the invoice, and a change of one", async () => {
    const { invoiceId } = await openInvoiceOf(world);
    await credited(world, { invoiceId, netMinor: 378_400n });
    const columns = `organization_id, provider_id, engagement_id, invoice_id, currency, net_minor,
      tax_minor, total_minor, commission_minor, provider_minor, reason, memo, wished_refund_minor,
      asked_by_name, asked_at`;
    const more = world.owner.query(
      `insert into credit_note (state, ${columns})
       select 'asked', ${columns} from credit_note where invoice_id = $1`,
      [invoiceId],
    );
    await expect(more).rejects.toThrow(/would exceed the invoice/);
    for (const sql of ["update credit_note set total_minor = 1", "delete from credit_note"])
      await expect(world.owner.query(`${sql} where invoice_id = $1`, [invoiceId])).rejects.toThrow();
  });
});

test("after all of it the reconciliation finds nothing", async () => {
  await told(world);
  await hoursLater(world);
  const breaks = await reconciled(world);
  expect(breaks.map((one) => one.kind)).toEqual([]);
});
