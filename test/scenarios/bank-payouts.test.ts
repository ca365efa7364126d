import { afterAll, beforeAll, expect, test } from "vitest";
import { refreshPayoutAccount } from "../../server/billing/payout-account.ts";
import { keepBankPayout } from "../../server/billing/provider-account/keep-bank-payout.ts";
import { askForAccountLooks } from "../../server/billing/provider-account/look-at-account.ts";
import { deliverBody, providerWithAccount, tellOfAccounts } from "../factories/account-story.ts";
import { ask } from "../factories/ask.ts";
import { controlsOf } from "../factories/local-stripe.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const PAGE = `{ payoutAccount { transfersStatus wayOut asked { what urgency turn } }
  bankPayouts { edges { node { state amount { amountMinor currency } paidAt failedAt failedBecause
    wayOut } } } }`;

/** A payout of 1,200.00 EUR from the provider's Stripe balance that the bank is said to have. */
async function paidToBank() {
  const provider = await providerWithAccount(world);
  const id = provider.accountId;
  const { payoutId = "" } = provider.happens({
    money: "connected_payout",
    id,
    amount: 120_000,
    currency: "eur",
  });
  await tellOfAccounts(world);
  provider.happens({ money: "connected_payout_paid", id: payoutId });
  await tellOfAccounts(world);
  const row = () => world.row("select * from bank_payout where stripe_payout_id = $1", [payoutId]);
  return { ...provider, payoutId, row };
}

const entries = async () => (await world.row("select count(*)::int as n from journal_entry", [])).n;

test("case 21: a payout that failed after it was paid is shown as failed, with its reason and the way out", async () => {
  const { story, row, payoutId, happens } = await paidToBank();
  expect(await row()).toMatchObject({ state: "paid", amount_minor: "120000", failed_at: null });
  const before = await entries();
  happens({ money: "payout_failed", id: payoutId });
  await tellOfAccounts(world);
  expect(await row()).toMatchObject({ state: "failed", failure_code: "account_closed" });
  const { data, errors } = await ask(world, story.provider, PAGE);
  expect(errors).toEqual([]);
  expect(data.bankPayouts.edges).toEqual([
    {
      node: {
        state: "failed",
        amount: { amountMinor: "120000", currency: "EUR" },
        paidAt: expect.any(String),
        failedAt: expect.any(String),
        failedBecause: "The bank account is closed.",
        wayOut: expect.stringMatching(/another bank account/),
      },
    },
  ]);
  // Transfers still work; what is wanted is another bank account.
  expect(data.payoutAccount).toEqual({
    transfersStatus: "active",
    wayOut: "give",
    asked: [{ what: "a bank account to pay out to", urgency: "needed now", turn: "you" }],
  });
  // The money is the provider's own since the transfer: the marketplace's books do not move.
  expect(await entries()).toBe(before);
});

test("case 21: whatever order the events and the answers come in, failed stays failed", async () => {
  const { story, row, payoutId, accountId, happens } = await paidToBank();
  const { port } = await world.stripe();
  const paid = await port.retrieveBankPayout({ accountId, payoutId });
  happens({ money: "payout_failed", id: payoutId });
  const mine = (await controlsOf(world)).events().filter((one) => one.data.object.id === payoutId);
  for (const event of [...mine].reverse()) await deliverBody(world, { ...event, id: `${event.id}_again` });
  await world.drainJobs();
  expect(await row()).toMatchObject({ state: "failed" });
  // An answer of before the failure that was on its way for long.
  await keepBankPayout(world.caller(story.provider), { accountId, payout: paid });
  expect(await row()).toMatchObject({ state: "failed" });
  await expect(
    world.owner.query(
      "update bank_payout set state = 'paid', failed_at = null where stripe_payout_id = $1",
      [payoutId],
    ),
  ).rejects.toThrow(/does not go from failed to paid/);
});

test("T9: a lost webhook is made good by the daily look, and by the provider's own", async () => {
  for (const how of ["daily", "own"] as const) {
    const { story, row, payoutId, happens } = await paidToBank();
    happens({ money: "payout_failed", id: payoutId });
    expect(await row()).toMatchObject({ state: "paid" });
    const { port: stripe } = await world.stripe();
    if (how === "daily") await askForAccountLooks({ db: world.workDb });
    else await refreshPayoutAccount(world.caller(story.provider), { stripe });
    await world.drainJobs();
    expect(await row()).toMatchObject({ state: "failed" });
  }
});

test("an event of an account or a payout that is not ours moves nothing, nor does one of nobody's", async () => {
  const { row, payoutId, accountId } = await paidToBank();
  const before = await row();
  const said = {
    object: "event",
    type: "payout.failed",
    data: { object: { id: payoutId, object: "payout" } },
  };
  expect(await deliverBody(world, { ...said, id: "evt_stranger", account: "acct_stranger" })).toBe(200);
  const thin = { object: "v2.core.event", created: "2026-10-01T00:00:00Z", type: "v2.core.account.closed" };
  const about = { id: "acct_stranger", type: "v2.core.account", url: "/" };
  expect(await deliverBody(world, { ...thin, id: "evt_thin", related_object: about })).toBe(200);
  // What a connected account's own invoice event says is none of the marketplace's.
  expect(
    await deliverBody(world, {
      ...said,
      id: "evt_own",
      type: "invoice.paid",
      account: accountId,
      data: { object: { id: "in_theirs", object: "invoice" } },
    }),
  ).toBe(200);
  await world.drainJobs();
  expect(await row()).toEqual(before);
  const { rows } = await world.owner.query(
    "select id from stripe_event where handled_at is null and id in ('evt_stranger', 'evt_thin', 'evt_own')",
  );
  expect(rows).toEqual([]);
  expect(
    await deliverBody(world, { ...thin, id: "evt_forged", related_object: about }, "whsec_other"),
  ).toBe(400);
  expect(await world.row("select id from stripe_event where id = 'evt_forged'", [])).toBeUndefined();
});

test("a provider sees its own payouts to the bank only, and a buyer none", async () => {
  const { story } = await paidToBank();
  const other = await providerWithAccount(world);
  expect((await ask(world, other.story.provider, PAGE)).data.bankPayouts.edges).toEqual([]);
  const buyer = await ask(world, story.buyer, PAGE);
  expect(buyer.data?.bankPayouts?.edges ?? []).toEqual([]);
});
