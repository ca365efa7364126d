import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerDispute } from "../../server/billing/disputes/answer-dispute.ts";
import {
  accountManager,
  balancesOf,
  credited,
  expectBooksAgree,
  paidInvoiceOf,
  told,
} from "../factories/credit-story.ts";
import { banksOf, chargeOf, disputedPayment, disputeOf } from "../factories/disputed-payment.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe("what a bank does by itself", () => {
  test("a returned direct debit is final: it takes no evidence", async () => {
    const { story, invoiceId, stripeDispute } = await disputedPayment(world, {
      reason: "insufficient_funds",
      dueInDays: null,
    });
    const { id: disputeId, contestable } = await disputeOf(world, invoiceId);
    expect(contestable).toBe(false);
    const fields = [{ name: "uncategorized_text" as const, text: "The statement was approved by both." }];
    const desk = world.caller(await accountManager(world));
    await refusedUnchanged(world, () => answerDispute(desk, { disputeId, fields, submit: true }), {
      code: "dispute_not_contestable",
    });
    (await banksOf(world)).decide({ dispute: stripeDispute, as: "lost" });
    await told(world);
    expect(await balancesOf(world, story)).toEqual({});
  });

  test("an inquiry moves nothing, and grows into a dispute only when money is gone", async () => {
    const { story, invoiceId } = await paidInvoiceOf(world, { paidOut: true });
    const { id } = (await banksOf(world)).dispute({
      charge: await chargeOf(world, invoiceId),
      status: "warning_needs_response",
    });
    await told(world);
    expect(await disputeOf(world, invoiceId)).toMatchObject({ held_minor: "0", taken_from: null });
    expect(await balancesOf(world, story)).toEqual({});
    (await banksOf(world)).decide({ dispute: id, as: "needs_response" });
    await told(world);
    expect(await balancesOf(world, story)).toEqual({ provider_disputed: "-340560" });
    (await banksOf(world)).decide({ dispute: id, as: "prevented" });
    await told(world);
    expect(await disputeOf(world, invoiceId)).toMatchObject({ outcome: "prevented", held_minor: "0" });
    expect(await balancesOf(world, story)).toEqual({});
    await expectBooksAgree(world);
  });

  test("refund and return both pay the buyer: it is seen, and no share is taken twice", async () => {
    const { story, invoiceId } = await paidInvoiceOf(world, { paidOut: true });
    await credited(world, { invoiceId, netMinor: 100_000n, refundMinor: "100000" });
    (await banksOf(world)).dispute({
      charge: await chargeOf(world, invoiceId),
      reason: "insufficient_funds",
      dueInDays: null,
    });
    await told(world);
    expect(await disputeOf(world, invoiceId)).toMatchObject({
      pays_twice: true,
      held_minor: "378400",
      provider_minor: String(340_560 - 90_000),
      commission_minor: String(37_840 - 10_000),
    });
    expect(await balancesOf(world, story)).toEqual({
      provider_disputed: "-250560",
      provider_receivable: "90000",
    });
    await refusedUnchanged(world, () => credited(world, { invoiceId, netMinor: 1n, refundMinor: "1" }), {
      code: "payment_disputed",
    });
    await expectBooksAgree(world);
  });
});

describe("evidence", () => {
  const fields = [{ name: "product_description" as const, text: "Bookkeeping of October" }];

  test("is sent by the desk, once, and nobody else", async () => {
    const { story, invoiceId } = await disputedPayment(world);
    const { id: disputeId } = await disputeOf(world, invoiceId);
    const given = { disputeId, fields, submit: true };
    for (const person of [story.buyer, story.provider])
      await refusedUnchanged(world, () => answerDispute(world.caller(person), given), {
        code: "not_allowed",
      });
    const desk = world.caller(await accountManager(world));
    await refusedUnchanged(world, () => answerDispute(desk, { ...given, fields: [] }), {
      code: "invalid_input",
    });
    await refusedUnchanged(world, () => answerDispute(desk, { ...given, disputeId: crypto.randomUUID() }), {
      code: "not_found",
    });
    await answerDispute(desk, given);
    await world.drainJobs();
    expect(await disputeOf(world, invoiceId)).toMatchObject({
      status: "under_review",
      submission_count: 1,
    });
    const evidence = await world.row(
      "select state, refused_because from dispute_evidence where dispute_id = $1",
      [disputeId],
    );
    expect(evidence).toEqual({ state: "sent", refused_because: null });
    await refusedUnchanged(world, () => answerDispute(desk, given), { code: "dispute_not_contestable" });
  });

  test("that Stripe refuses is shown as refused", async () => {
    const { invoiceId, stripeDispute } = await disputedPayment(world);
    const { id: disputeId } = await disputeOf(world, invoiceId);
    const desk = world.caller(await accountManager(world));
    await answerDispute(desk, { disputeId, fields, submit: false });
    (await banksOf(world)).decide({ dispute: stripeDispute, as: "lost" });
    await world.drainJobs();
    const evidence = await world.row(
      "select state, refused_because from dispute_evidence where dispute_id = $1",
      [disputeId],
    );
    expect(evidence).toEqual({
      state: "refused",
      refused_because: expect.stringMatching(/no longer takes evidence/),
    });
  });
});
