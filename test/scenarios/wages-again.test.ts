import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sendWageAgain } from "../../server/billing/client-money/send-wage-again.ts";
import { answerWageResend, proposeWageResend } from "../../server/billing/client-money/wage-resend.ts";
import { ask } from "../factories/ask.ts";
import { payrollStory } from "../factories/payroll-story.ts";
import { member } from "../factories/people.ts";
import { reconciled } from "../factories/reconciled.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
  // The bank's clock is ours and never goes back.
  world.clock.moveTo(Temporal.Instant.from("2026-12-01T10:00:00Z"));
  await world.stripe();
  await member(world, { name: "Again house", kind: "marketplace", role: "admin" });
});
afterAll(() => world.close());

const { answer, books, cleared, deps, later, pay, prepare, run, told } = payrollStory(() => world);
type Story = Awaited<ReturnType<typeof told>>;

/** A run over 1,000.00 of which 250.00 came back, and 500.00 the client has not used. */
async function cameBack() {
  const one = await told();
  await cleared(one, "1,500.00");
  const { runId } = await prepare(one, "Ada; GB29600001; 750.00\nLeo; GB29600000; 250.00");
  await answer(one, runId);
  await pay(one, runId);
  later(0.1);
  await pay(one, runId);
  const { id: paymentId } = await wage(runId, "Leo");
  return { one, runId, paymentId: paymentId as string };
}
const wage = (runId: string, payee: string) =>
  world.row("select * from payroll_payment where run_id = $1 and payee = $2", [runId, payee]);
const propose = (one: Story, paymentId: string, account = "GB29 6000 03", by = one.provider) =>
  proposeWageResend(world.caller(by), { paymentId, account });
const say = (one: Story, resendId: string, change: object = {}, by = one.finance) =>
  answerWageResend(world.caller(by), { resendId, approve: true, ...change });
const send = async (one: Story, resendId: string) => {
  const { organizationId } = one.buyer;
  await sendWageAgain(deps(), { resendId, organizationId });
};
const resend = (id: string) => world.row("select * from wage_resend where id = $1", [id]);

describe("a wage that came back", () => {
  test("goes out once to the account that another person approved, and the books follow it", async () => {
    const { one, runId, paymentId } = await cameBack();
    const before = { client_money: -50_000, fa_payroll: 75_000, wages_unpaid: -25_000 };
    expect(await books(one)).toEqual(before);
    const { resendId } = await propose(one, paymentId);
    await send(one, resendId);
    expect(await books(one), "nothing moves on a proposal").toEqual(before);
    const query = `query($id: ID!) { payrollRun(id: $id) { payments { payee mayPropose
      resends { account state proposedByName mayAnswer } } } }`;
    const { data } = await ask(world, one.finance, query, { id: runId });
    expect(data.payrollRun.payments[1]).toEqual({
      ...{ payee: "Leo", mayPropose: false },
      resends: [
        { account: "•••• 0003", state: "proposed", proposedByName: one.provider.name, mayAnswer: true },
      ],
    });
    await say(one, resendId);
    await Promise.all([send(one, resendId), send(one, resendId)]);
    expect(await books(one)).toEqual({
      client_money: -50_000,
      fa_payroll: 75_000,
      payroll_clearing: -25_000,
    });
    expect(await run(runId)).toMatchObject({ paid_minor: "75000", returned_minor: "0" });
    later(0.1);
    await Promise.all([send(one, resendId), send(one, resendId)]);
    expect(await resend(resendId)).toMatchObject({ state: "paid", answered_by_name: one.finance.name });
    expect(await books(one)).toEqual({ client_money: -50_000, fa_payroll: 50_000 });
    expect(await run(runId)).toMatchObject({ paid_minor: "100000", returned_minor: "0" });
    expect(world.rail.bank.taken().filter((each) => each.key === resendId)).toEqual([
      { key: resendId, minor: "25000", account: "GB29600003" },
    ]);
    await refusedUnchanged(world, () => propose(one, paymentId, "GB29600004"), {
      code: "not_to_send_again",
      message: expect.stringMatching(/arrived already/),
    });
  });

  test("and comes back again is owed again, and another account may be proposed", async () => {
    const { one, runId, paymentId } = await cameBack();
    const first = await propose(one, paymentId, "GB29610000");
    await say(one, first.resendId);
    await send(one, first.resendId);
    later(0.1);
    await send(one, first.resendId);
    expect(await resend(first.resendId)).toMatchObject({
      state: "returned",
      reason: "The account is closed.",
    });
    expect(await books(one)).toEqual({ client_money: -50_000, fa_payroll: 75_000, wages_unpaid: -25_000 });
    expect(await run(runId)).toMatchObject({ returned_minor: "25000" });
    await refusedUnchanged(world, () => propose(one, paymentId, "GB29610000"), {
      code: "not_to_send_again",
    });
    const second = await propose(one, paymentId);
    await say(one, second.resendId, { approve: false, reason: "Leo says it is not his" });
    const third = await propose(one, paymentId, "GB29600005");
    await say(one, third.resendId);
    await world.drainJobs();
    expect(await resend(third.resendId)).toMatchObject({ state: "sent" });
  });

  test("is sent again by nobody alone, by no stranger, and to no account that is none", async () => {
    const { one, runId, paymentId } = await cameBack();
    const paid = await wage(runId, "Ada");
    const refuse = (deed: () => Promise<unknown>, code: string) => refusedUnchanged(world, deed, { code });
    const stranger = await member(world, { name: "Again stranger", kind: "provider", role: "owner" });
    const other = await member(world, { name: "Again client", kind: "buyer", role: "finance" });
    await refuse(() => propose(one, paymentId, "GB29600003", one.finance), "not_allowed");
    await refuse(() => propose(one, paymentId, "GB29600003", stranger), "not_found");
    await refuse(() => propose(one, runId), "not_found");
    await refuse(() => propose(one, paymentId, "?"), "invalid_input");
    await refuse(() => propose(one, paymentId, "GB29600000"), "not_to_send_again");
    await refuse(() => propose(one, paid.id), "not_to_send_again");
    const { resendId } = await propose(one, paymentId);
    await refuse(() => propose(one, paymentId, "GB29600004"), "not_to_send_again");
    await refuse(() => say(one, resendId, {}, one.provider), "not_allowed");
    await refuse(() => say(one, resendId, {}, other), "not_found");
    await refuse(() => say(one, resendId, { approve: false, reason: " " }), "invalid_input");
    // A person who works for both sides is still one person.
    await refuse(
      () => say(one, resendId, {}, { ...one.finance, userId: one.provider.userId }),
      "second_person_needed",
    );
    const set = (what: string) =>
      world.owner.query(`update wage_resend set ${what} where id = $1`, [resendId]);
    await expect(set("account = 'X'")).rejects.toThrow(/does not change/);
    await expect(
      set("state = 'approved', answered_by_name = 'X', answered_by_id = proposed_by_id"),
    ).rejects.toThrow(/second_person/);
    await say(one, resendId);
    await refuse(() => say(one, resendId), "transition_refused");
    await world.drainJobs();
  });
});

describe("the nightly comparison with the bank", () => {
  const differing = async () => {
    const found = await reconciled(world);
    const last = await world.row("select state, failure from recon_run order by id desc limit 1");
    expect(last).toEqual({ state: "done", failure: null });
    return found.filter((one) => one.kind === "rail_differs");
  };

  test("finds nothing where all is booked, nor where the bank is only ahead of us", async () => {
    const { one, paymentId } = await cameBack();
    expect(await differing()).toEqual([]);
    const { resendId } = await propose(one, paymentId);
    await say(one, resendId);
    await send(one, resendId);
    later(0.1);
    // The bank has paid, and nobody has told us yet.
    expect(await resend(resendId)).toMatchObject({ state: "sent" });
    expect(await differing()).toEqual([]);
  });

  test("finds money that went without us, by amount, and that it came back", async () => {
    await cameBack();
    const { bank } = world.rail;
    bank.announce({ key: "of-nobody", minor: "777", currency: "EUR" });
    later(0.1);
    expect(await differing()).toMatchObject([
      { subject: "EUR", says: expect.stringMatching(/segregated account/i), gone_at: null },
    ]);
    const [found] = await differing();
    expect(BigInt(found?.expected_minor ?? 0) - BigInt(found?.actual_minor ?? 0)).toBe(777n);
    bank.pay({ key: "to-nobody", minor: "777", currency: "EUR", account: "GB29600009" });
    later(0.1);
    expect(await differing()).toMatchObject([{ subject: "EUR", gone_at: expect.anything() }]);
  });
});
