import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decideBurden } from "../../server/billing/disputes/answer-dispute.ts";
import {
  accountManager,
  balanceOf,
  balancesOf,
  expectBooksAgree,
  paidInvoiceOf,
  told,
} from "../factories/credit-story.ts";
import { banksOf, chargeOf, disputedPayment, disputeOf } from "../factories/disputed-payment.ts";
import { hoursLater, reconciled } from "../factories/reconciled.ts";
import { canBePaidOut } from "../factories/stripe-story.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const movesOf = async (invoiceId: string) => {
  const { rows } = await world.owner.query(
    `select m.kind, m.state, m.amount_minor, m.because from transfer_move m
       join charge_dispute d on d.id = m.dispute_id where d.invoice_id = $1 order by m.created_at, m.id`,
    [invoiceId],
  );
  return rows;
};

describe("a dispute of a payment that is paid out", () => {
  test("6a, 6b: the bank's money is held, and exactly the provider's part is taken back", async () => {
    const { story, invoiceId } = await disputedPayment(world);
    expect(await disputeOf(world, invoiceId)).toMatchObject({
      status: "needs_response",
      contestable: true,
      held_minor: "378400",
      fee_minor: "1500",
      provider_minor: "340560",
      commission_minor: "37840",
      taken_from: "reversal",
      outcome: null,
    });
    expect(await movesOf(invoiceId)).toEqual([
      { kind: "reversal", state: "done", amount_minor: "340560", because: null },
    ]);
    expect(await balancesOf(world, story)).toEqual({ provider_disputed: "-340560" });
    await expectBooksAgree(world);
  });

  test("of a part takes back that part, by the share", async () => {
    const { story, invoiceId } = await disputedPayment(world, { amount: 100_001 });
    expect(await disputeOf(world, invoiceId)).toMatchObject({
      provider_minor: "90001",
      commission_minor: "10000",
    });
    expect(await balancesOf(world, story)).toEqual({ provider_disputed: "-90001" });
    await expectBooksAgree(world);
  });

  test("6d: won, the bank gives it back and the provider gets its part again", async () => {
    const { story, invoiceId, stripeDispute } = await disputedPayment(world);
    (await banksOf(world)).decide({ dispute: stripeDispute, as: "won" });
    await told(world);
    expect(await disputeOf(world, invoiceId)).toMatchObject({ outcome: "won", held_minor: "0" });
    expect((await movesOf(invoiceId)).map((one) => [one.kind, one.state])).toEqual([
      ["reversal", "done"],
      ["retransfer", "done"],
    ]);
    expect(await balancesOf(world, story)).toEqual({});
    await expectBooksAgree(world);
  });

  test("6c: lost, everybody loses their part", async () => {
    const [debt, fees] = [
      await balanceOf(world, { code: "bad_debt" }),
      await balanceOf(world, { code: "fee_income" }),
    ];
    const { story, invoiceId, stripeDispute } = await disputedPayment(world);
    (await banksOf(world)).decide({ dispute: stripeDispute, as: "lost" });
    await told(world);
    expect((await disputeOf(world, invoiceId)).outcome).toBe("lost");
    expect(await balancesOf(world, story)).toEqual({});
    expect(await balanceOf(world, { code: "bad_debt" })).toBe(debt);
    expect(await balanceOf(world, { code: "fee_income" })).toBe(fees);
    await expectBooksAgree(world);
  });

  test("lost, where the marketplace bears it the provider gets its part again", async () => {
    const debt = await balanceOf(world, { code: "bad_debt" });
    const { story, invoiceId, stripeDispute } = await disputedPayment(world);
    const { id: disputeId } = await disputeOf(world, invoiceId);
    await decideBurden(world.caller(await accountManager(world)), { disputeId, borneBy: "marketplace" });
    (await banksOf(world)).decide({ dispute: stripeDispute, as: "lost" });
    await told(world);
    expect((await movesOf(invoiceId)).map((one) => one.kind)).toEqual(["reversal", "retransfer"]);
    expect(await balancesOf(world, story)).toEqual({});
    expect((await balanceOf(world, { code: "bad_debt" })) - debt).toBe(340_560n);
    await expectBooksAgree(world);
    await refusedUnchanged(
      world,
      async () => decideBurden(world.caller(await accountManager(world)), { disputeId, borneBy: "shares" }),
      { code: "dispute_not_contestable" },
    );
  });

  test("lost and then won on appeal undoes the loss", async () => {
    const { story, invoiceId, stripeDispute } = await disputedPayment(world);
    for (const as of ["lost", "appeal_needs_response", "appeal_under_review"] as const) {
      (await banksOf(world)).decide({ dispute: stripeDispute, as });
      await told(world);
      expect(await disputeOf(world, invoiceId)).toMatchObject({ status: as, outcome: "lost" });
    }
    (await banksOf(world)).decide({ dispute: stripeDispute, as: "won" });
    await told(world);
    expect((await disputeOf(world, invoiceId)).outcome).toBe("won");
    expect(await balancesOf(world, story)).toEqual({});
    await expectBooksAgree(world);
  });

  test("case 11: told twice and in the wrong order it is handled once", async () => {
    const { story, invoiceId, stripeDispute } = await disputedPayment(world);
    (await banksOf(world)).decide({ dispute: stripeDispute, as: "won" });
    for (let time = 0; time < 3; time += 1) {
      await world.owner.query("update stripe_event set handled_at = null");
      await told(world);
    }
    expect(await movesOf(invoiceId)).toHaveLength(2);
    expect(await balancesOf(world, story)).toEqual({});
    const { count } = await world.row(
      "select count(*) from journal_entry where source_id = $1 and step = 'released'",
      [(await disputeOf(world, invoiceId)).id],
    );
    expect(count).toBe("1");
    await expectBooksAgree(world);
  });

  test("case 20: won after the provider's account was replaced, the new account gets it", async () => {
    const { story, invoiceId, stripeDispute } = await disputedPayment(world);
    const { organizationId } = story.provider;
    const { account_id: old } = await world.row(
      "select account_id from stripe_account where organization_id = $1",
      [organizationId],
    );
    const other = await paidInvoiceOf(world, { paidOut: true });
    const replaced = await world.row("select account_id from stripe_account where organization_id = $1", [
      other.story.provider.organizationId,
    ]);
    await world.owner.query("delete from stripe_account where organization_id = $1", [
      other.story.provider.organizationId,
    ]);
    await world.owner.query("update stripe_account set account_id = $2 where organization_id = $1", [
      organizationId,
      replaced.account_id,
    ]);
    (await banksOf(world)).decide({ dispute: stripeDispute, as: "won" });
    await told(world);
    const { port } = await world.stripe();
    const [sent] = await port.findTransfersByGroup(`dispute_${(await disputeOf(world, invoiceId)).id}`);
    expect(sent?.destination).toBe(replaced.account_id);
    expect(sent?.destination).not.toBe(old);
  });

  test("case 20: won after the provider closed its account, its part waits and is owed", async () => {
    const { story, stripeDispute, invoiceId } = await disputedPayment(world);
    const { organizationId } = story.provider;
    await world.owner.query(
      "update stripe_account set transfers_status = 'restricted' where organization_id = $1",
      [organizationId],
    );
    (await banksOf(world)).decide({ dispute: stripeDispute, as: "won" });
    await told(world);
    expect((await movesOf(invoiceId))[1]).toMatchObject({ kind: "retransfer", state: "pending" });
    expect(await balancesOf(world, story)).toEqual({ provider_payable: "-340560" });
    await canBePaidOut(world, story);
    await world.drainJobs();
    expect((await movesOf(invoiceId))[1]).toMatchObject({ state: "done", because: null });
    expect(await balancesOf(world, story)).toEqual({});
  });

  test("case 39: nothing can be taken back: the provider owes its part", async () => {
    const { story, invoiceId } = await paidInvoiceOf(world, { paidOut: true });
    const account = await world.row("select account_id from stripe_account where organization_id = $1", [
      story.provider.organizationId,
    ]);
    (await banksOf(world)).drain(account.account_id);
    const { id } = (await banksOf(world)).dispute({ charge: await chargeOf(world, invoiceId) });
    await told(world);
    expect(await disputeOf(world, invoiceId)).toMatchObject({
      taken_from: "provider_receivable",
      not_reversed: expect.stringMatching(/insufficient funds/),
    });
    expect(await balancesOf(world, story)).toEqual({
      provider_disputed: "-340560",
      provider_receivable: "340560",
    });
    (await banksOf(world)).decide({ dispute: id, as: "lost" });
    await told(world);
    expect(await balancesOf(world, story)).toEqual({ provider_receivable: "340560" });
    await expectBooksAgree(world);
  });
});

describe("a dispute before the payout", () => {
  test("keeps the provider's part back, and releases it when it is won", async () => {
    const { story, invoiceId, stripeDispute } = await disputedPayment(world, { paidOut: false });
    expect(await balancesOf(world, story)).toEqual({ provider_disputed: "-340560" });
    await canBePaidOut(world, story);
    await world.drainJobs();
    const payout = () =>
      world.row("select state, amount_minor from payout where invoice_id = $1", [invoiceId]);
    expect((await payout()).state).toBe("held");
    (await banksOf(world)).decide({ dispute: stripeDispute, as: "won" });
    await told(world);
    expect(await payout()).toEqual({ state: "sent", amount_minor: "340560" });
    expect(await balancesOf(world, story)).toEqual({});
    await expectBooksAgree(world);
  });
});

test("after all of it the reconciliation finds nothing", async () => {
  await told(world);
  await hoursLater(world);
  expect((await reconciled(world)).map((one) => [one.kind, one.says])).toEqual([]);
});
