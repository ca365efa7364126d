import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { replaceRefund } from "../../server/billing/credits/retry-credit-note.ts";
import { signedContract } from "../factories/contracted.ts";
import {
  accountManager,
  balancesOf,
  credited,
  expectBooksAgree,
  openInvoiceOf,
  paidInvoiceOf,
  told,
} from "../factories/credit-story.ts";
import { banksOf } from "../factories/disputed-payment.ts";
import { hoursLater, reconciled } from "../factories/reconciled.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { workedTerms } from "../factories/worked-terms.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const refundsOf = async (creditNoteId: string) => {
  const { rows } = await world.owner.query(
    "select * from refund where credit_note_id = $1 order by created_at, id",
    [creditNoteId],
  );
  return rows;
};
const refundedNote = async (netMinor: bigint, invoiceId: string) =>
  credited(world, { invoiceId, netMinor, refundMinor: String(netMinor) });

describe("a refund", () => {
  test("5a, 5b: is owed when it is agreed and booked when it has left the balance", async () => {
    const { story, invoiceId } = await paidInvoiceOf(world, { paidOut: true });
    const id = await refundedNote(10_000n, invoiceId);
    expect((await refundsOf(id)).map((one) => [one.state, one.amount_minor])).toEqual([
      ["succeeded", "10000"],
    ]);
    expect(await balancesOf(world, story)).toEqual({ provider_receivable: "9000" });
    await expectBooksAgree(world);
  });

  test("case 18: the total that Stripe adds up is never taken for an increment", async () => {
    const { story, invoiceId } = await paidInvoiceOf(world, { paidOut: true });
    await refundedNote(30_000n, invoiceId);
    await refundedNote(20_000n, invoiceId);
    // charge.refunded says 500.00 altogether, twice over, and late.
    await told(world);
    await world.owner.query("update stripe_event set handled_at = null");
    await told(world);
    const { sum } = await world.row(
      `select sum(p.amount_minor) from posting p join ledger_account a on a.id = p.account_id
       where a.code = 'refund_payable' and a.organization_id = $1 and p.amount_minor > 0`,
      [story.buyer.organizationId],
    );
    expect(sum).toBe("50000");
    expect(await balancesOf(world, story)).toEqual({ provider_receivable: "45000" });
    await expectBooksAgree(world);
  });

  test("waits for the bank, and arrives once", async () => {
    (await banksOf(world)).refundsWait(true);
    const { story, invoiceId } = await paidInvoiceOf(world, { paidOut: true });
    const id = await refundedNote(10_000n, invoiceId);
    (await banksOf(world)).refundsWait(false);
    const [refund] = await refundsOf(id);
    expect(refund.state).toBe("pending");
    (await banksOf(world)).settleRefund({ refund: refund.stripe_refund_id, as: "succeeded" });
    await told(world);
    expect((await refundsOf(id))[0].state).toBe("succeeded");
    expect(await balancesOf(world, story)).toEqual({ provider_receivable: "9000" });
  });
});

describe("case 19: a refund that comes back after it had arrived", () => {
  async function cameBack() {
    const { story, invoiceId } = await paidInvoiceOf(world, { paidOut: true });
    const creditNoteId = await refundedNote(10_000n, invoiceId);
    const [refund] = await refundsOf(creditNoteId);
    (await banksOf(world)).settleRefund({
      refund: refund.stripe_refund_id,
      as: "failed",
      failure: "expired_or_canceled_card",
    });
    await told(world);
    return { story, invoiceId, creditNoteId, refundId: refund.id as string };
  }

  test("is owed again, by the mirror entry, and shows why", async () => {
    const { story, creditNoteId } = await cameBack();
    expect((await refundsOf(creditNoteId))[0]).toMatchObject({
      state: "failed",
      failure: "expired_or_canceled_card",
    });
    expect(await balancesOf(world, story)).toEqual({
      provider_receivable: "9000",
      refund_payable: "-10000",
    });
    await expectBooksAgree(world);
  });

  test("is refunded again, once, however often it is asked for", async () => {
    const { story, creditNoteId, refundId } = await cameBack();
    const desk = world.caller(await accountManager(world));
    await replaceRefund(desk, { refundId, by: "refund" });
    await replaceRefund(desk, { refundId, by: "refund" });
    await world.drainJobs();
    expect((await refundsOf(creditNoteId)).map((one) => one.state)).toEqual(["replaced", "succeeded"]);
    expect(await balancesOf(world, story)).toEqual({ provider_receivable: "9000" });
    await refusedUnchanged(world, () => replaceRefund(desk, { refundId, by: "balance" }), {
      code: "transition_refused",
    });
    await refusedUnchanged(
      world,
      () => replaceRefund(world.caller(story.buyer), { refundId, by: "balance" }),
      {
        code: "not_allowed",
      },
    );
    await expectBooksAgree(world);
  });

  test("becomes balance, with Stripe to the cent", async () => {
    const { story, creditNoteId, refundId } = await cameBack();
    await replaceRefund(world.caller(await accountManager(world)), { refundId, by: "balance" });
    await world.drainJobs();
    expect((await refundsOf(creditNoteId))[0]).toMatchObject({ state: "replaced", replaced_by: "balance" });
    expect(await balancesOf(world, story)).toEqual({ provider_receivable: "9000", buyer_credit: "-10000" });
    const { customer_id: customer } = await world.row(
      "select customer_id from stripe_customer where organization_id = $1",
      [story.buyer.organizationId],
    );
    const { port } = await world.stripe();
    expect(await port.customerCredit(customer)).toEqual([{ amountMinor: 10_000n, currency: "USD" }]);
    await expectBooksAgree(world);
  });

  test("that Stripe refuses to send again is final and shown", async () => {
    const { creditNoteId, invoiceId, refundId, story } = await cameBack();
    const { stripe_charge_id: charge } = await world.row(
      "select stripe_charge_id from invoice where id = $1",
      [invoiceId],
    );
    (await banksOf(world)).dispute({ charge });
    await replaceRefund(world.caller(await accountManager(world)), { refundId, by: "refund" });
    await world.drainJobs();
    expect((await refundsOf(creditNoteId)).map((one) => [one.state, one.failure])).toEqual([
      ["replaced", "expired_or_canceled_card"],
      ["failed", expect.stringMatching(/charged back/)],
    ]);
    expect((await balancesOf(world, story)).refund_payable).toBe("-10000");
    await told(world);
  });
});

test("case 32: credit in one currency never pays an invoice in another", async () => {
  const { story, invoiceId } = await paidInvoiceOf(world, { paidOut: true });
  await credited(world, { invoiceId, netMinor: 10_000n });
  const { buyer, provider } = story;
  const terms = workedTerms({ currency: "EUR" });
  const engagementId = await signedContract(world, {
    ...{ organizationId: buyer.organizationId, providerId: provider.organizationId, terms },
  });
  const euros = await openInvoiceOf(world, { engagementId, buyer, provider, terms });
  const invoice = await world.row("select currency, applied_minor from invoice where id = $1", [
    euros.invoiceId,
  ]);
  expect(invoice).toEqual({ currency: "EUR", applied_minor: "0" });
  expect((await balancesOf(world, story)).buyer_credit).toBe("-10000");
  const dollars = await openInvoiceOf(world, story, "2026-11");
  const next = await world.row("select applied_minor from invoice where id = $1", [dollars.invoiceId]);
  expect(next.applied_minor).toBe("10000");
});

test("after all of it the reconciliation finds nothing", async () => {
  await told(world);
  await hoursLater(world);
  expect((await reconciled(world)).map((one) => [one.kind, one.says])).toEqual([]);
});

test("credit that Stripe keeps and the books do not is a break of that buyer, and gone once it agrees", async () => {
  const { story, invoiceId } = await paidInvoiceOf(world, { paidOut: true });
  await credited(world, { invoiceId, netMinor: 10_000n });
  const { organizationId } = story.buyer;
  const { customer_id: customerId } = await world.row(
    "select customer_id from stripe_customer where organization_id = $1",
    [organizationId],
  );
  const { port } = await world.stripe();
  const change = (amountMinor: bigint) =>
    port.creditCustomer({
      ...{ customerId, amount: { amountMinor, currency: "USD" }, description: "By hand" },
      ...{ reference: `by-hand:${amountMinor}`, idempotencyKey: `by-hand:${amountMinor}` },
    });
  await change(250n);
  await told(world);
  await hoursLater(world);
  const differing = async () =>
    (await reconciled(world)).filter((one) => one.kind === "customer_balance_differs");
  expect(await differing()).toMatchObject([
    { subject: `${organizationId} USD`, expected_minor: "10250", actual_minor: "10000", gone_at: null },
  ]);
  await change(-250n);
  expect(await differing()).toMatchObject([{ gone_at: expect.anything() }]);
});
