import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recomputeStatement } from "../../domain/service-levels/recompute.ts";
import { approveStatement } from "../../server/billing/approve-statement.ts";
import { refreshPayoutAccount, setUpPayouts } from "../../server/billing/payout-account.ts";
import { accountBalances, trialBalance } from "../../server/ledger/ledger.read.ts";
import {
  acceptOnboarding,
  approvedByBoth,
  type Contracted,
  contracted,
  deliver,
  drafted,
  payOnHostedPage,
} from "../factories/money-story.ts";
import { member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const addresses = {
  returnUrl: "http://localhost:3000/payouts",
  refreshUrl: "http://localhost:3000/payouts",
};

async function row(sql: string, values: unknown[]) {
  return (await world.owner.query(sql, values)).rows[0];
}

async function canBePaidOut(story: Contracted) {
  const { port: stripe } = await world.stripe();
  const { onboardingUrl } = await setUpPayouts(world.caller(story.provider), { stripe, ...addresses });
  await acceptOnboarding(onboardingUrl);
  return refreshPayoutAccount(world.caller(story.provider), { stripe });
}

async function paidStatement(story: Contracted, period = "2026-10") {
  const { statementId } = await drafted(world, story, period);
  await approvedByBoth(world, story, statementId);
  await world.drainJobs();
  const invoice = await row("select * from invoice where statement_id = $1", [statementId]);
  await payOnHostedPage(invoice.hosted_url);
  await deliver(world, ["invoice.paid", "invoice.payment_succeeded"]);
  await world.drainJobs();
  return { statementId, invoiceId: invoice.id as string };
}

describe("a month's money", () => {
  test("the worked example comes out to the cent and rebuilds from its bundle", async () => {
    const story = await contracted(world);
    const { statementId } = await drafted(world, story);
    const statement = await row("select * from statement where id = $1", [statementId]);
    expect(statement).toMatchObject({
      state: "awaiting_approval",
      fee_minor: "400000",
      credit_minor: "21600",
      net_minor: "378400",
      commission_minor: "37840",
      provider_minor: "340560",
      provider_bears_minor: "19440",
      platform_bears_minor: "2160",
    });
    expect(recomputeStatement(statement.bundle)).toEqual(statement.result);
    expect(statement.bundle_hash).toBe(statement.result.bundleHash);
    const { rows } = await world.owner.query(
      "select level_id, amount_minor, arithmetic->>'sentence' as sentence from service_credit where statement_id = $1 order by 1",
      [statementId],
    );
    expect(rows).toEqual([
      {
        level_id: "accuracy",
        amount_minor: "9600",
        sentence: "$4,000.00 × 12 % pool × 40 % weight × 50 % = $96.00",
      },
      {
        level_id: "compliance",
        amount_minor: "12000",
        sentence: "$4,000.00 × 12 % pool × 25 % weight × 100 % = $120.00",
      },
      { level_id: "turnaround", amount_minor: "0", sentence: "$0.00" },
    ]);
  });

  test("the whole story: approved by both, invoiced, paid on the hosted page, paid out; the books agree with Stripe", async () => {
    const story = await contracted(world);
    await canBePaidOut(story);
    const { statementId, invoiceId } = await paidStatement(story);
    expect(await row("select state from statement where id = $1", [statementId])).toEqual({
      state: "paid",
    });
    const invoice = await row("select * from invoice where id = $1", [invoiceId]);
    expect(invoice).toMatchObject({ state: "paid", total_minor: "378400" });
    expect(
      await row("select state, amount_minor, held_because from payout where invoice_id = $1", [invoiceId]),
    ).toEqual({
      state: "sent",
      amount_minor: "340560",
      held_because: null,
    });
    const own = await world.db.withOrg(story.provider, (tx) => accountBalances(tx, story.provider));
    expect(own.map(({ code, balanceMinor }) => [code, balanceMinor])).toEqual([
      ["provider_payable", 0n],
      ["provider_pending", 0n],
    ]);
    await expectBooksAgreeWithStripe();
  });
});

async function expectBooksAgreeWithStripe() {
  const { port } = await world.stripe();
  const staff = await member(world, {
    name: `Market ${crypto.randomUUID()}`,
    kind: "marketplace",
    role: "account_manager",
  });
  const rows = await world.db.withOrg(staff, (tx) => trialBalance(tx));
  const net = new Map(rows.map((one) => [`${one.code} ${one.currency}`, one.debitMinor - one.creditMinor]));
  for (const clearing of ["clearing_charge", "clearing_transfer", "fee_pending"])
    expect(net.get(`${clearing} USD`) ?? 0n, clearing).toBe(0n);
  expect([...net.values()].reduce((sum, one) => sum + one, 0n)).toBe(0n);
  const balance = await port.retrieveBalance();
  const held = [...balance.available, ...balance.pending].reduce((sum, one) => sum + one.amountMinor, 0n);
  expect(net.get("stripe_balance USD")).toBe(held);
}
