import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setUpPayouts } from "../../server/billing/payout-account.ts";
import { keepAccount } from "../../server/billing/provider-account/keep-account.ts";
import { atStripe, providerWithAccount, tellOfAccounts } from "../factories/account-story.ts";
import { ask } from "../factories/ask.ts";
import { owedOn } from "../factories/claw-back.ts";
import { expectBooksAgree } from "../factories/credit-story.ts";
import { controlsOf } from "../factories/local-stripe.ts";
import { acceptOnboarding, workedContract } from "../factories/money-story.ts";
import { canBePaidOut, PAYOUT_ADDRESSES, paidStatement } from "../factories/stripe-story.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const ACCOUNT = `{ payoutAccount { transfersStatus wayOut closedAt asked { what turn urgency } } }`;
const payoutOf = (invoiceId: string) =>
  world.row("select * from payout where invoice_id = $1", [invoiceId]);

async function transfersOf(invoiceId: string) {
  const { port } = await world.stripe();
  return port.findTransfersByGroup(`payout_${(await payoutOf(invoiceId)).id}`);
}

describe("the account's standing", () => {
  test("says in plain words what Stripe asks for, and follows its thin events without anyone asking", async () => {
    const story = await workedContract(world);
    const { port: stripe } = await world.stripe();
    const { onboardingUrl } = await setUpPayouts(world.caller(story.provider), {
      stripe,
      ...PAYOUT_ADDRESSES,
    });
    const before = await ask(world, story.provider, ACCOUNT);
    expect(before.data.payoutAccount).toEqual({
      transfersStatus: "restricted",
      wayOut: "give",
      closedAt: null,
      asked: [
        { what: "the company's details", turn: "you", urgency: "needed now" },
        { what: "a bank account to pay out to", turn: "you", urgency: "needed now" },
      ],
    });
    await acceptOnboarding(onboardingUrl);
    await tellOfAccounts(world);
    const after = await ask(world, story.provider, ACCOUNT);
    expect(after.data.payoutAccount).toEqual({
      transfersStatus: "active",
      wayOut: "none",
      closedAt: null,
      asked: [],
    });
  });

  test("an answer that was asked for earlier does not undo a later one", async () => {
    const { story, account, accountId, happens } = await providerWithAccount(world);
    const { port: stripe } = await world.stripe();
    const earlier = world.clock.now();
    const active = await stripe.retrieveRecipientAccount(accountId);
    happens({ money: "capability_withdrawn", id: accountId });
    world.clock.moveTo(earlier.add({ minutes: 1 }));
    await tellOfAccounts(world);
    expect(await account()).toMatchObject({ transfers_status: "restricted" });
    await keepAccount(world.caller(story.provider), { account: active, askedAt: earlier });
    expect(await account()).toMatchObject({ transfers_status: "restricted" });
  });
});

test("case 40: withdrawn at Stripe between invoice and transfer, nothing is lost and it goes by itself", async () => {
  const { story, account, accountId, happens } = await providerWithAccount(world);
  // Stripe knows it first: our row still says that the account can receive transfers.
  happens({ money: "capability_withdrawn", id: accountId });
  const { invoiceId } = await paidStatement(world, story);
  expect(await transfersOf(invoiceId)).toEqual([]);
  expect(await payoutOf(invoiceId)).toMatchObject({ state: "failed", transfer_minor: null });
  expect((await payoutOf(invoiceId)).held_because).toMatch(/does not let the provider.s account receive/);
  expect(await owedOn(world, story, "provider_payable")).toBe(340_560n);
  // The refusal made us ask: the page knows why, although no event came.
  expect(await account()).toMatchObject({ transfers_status: "restricted" });
  expect((await ask(world, story.provider, ACCOUNT)).data.payoutAccount).toMatchObject({ wayOut: "give" });
  happens({ money: "capability_granted", id: accountId });
  await tellOfAccounts(world);
  expect(await payoutOf(invoiceId)).toMatchObject({ state: "sent", transfer_minor: "340560" });
  expect(await transfersOf(invoiceId)).toHaveLength(1);
  expect(await owedOn(world, story, "provider_payable")).toBe(0n);
  await tellOfAccounts(world);
  expect(await transfersOf(invoiceId)).toHaveLength(1);
  await expectBooksAgree(world);
});

test("case 20: an account that was closed gets nothing; what is owed waits and goes to the new one", async () => {
  const { story, account, accountId: old, happens } = await providerWithAccount(world);
  happens({ money: "account_closed", id: old });
  await tellOfAccounts(world);
  expect(await account()).toMatchObject({ account_id: old, transfers_status: "unsupported" });
  expect((await account()).closed_at).not.toBeNull();
  const { invoiceId } = await paidStatement(world, story);
  expect(await payoutOf(invoiceId)).toMatchObject({ state: "held", transfer_minor: null });
  expect((await payoutOf(invoiceId)).held_because).toMatch(
    /was closed and gets nothing more: open a new one/,
  );
  expect((await ask(world, story.provider, ACCOUNT)).data.payoutAccount).toMatchObject({
    wayOut: "open_new",
    closedAt: expect.any(String),
  });
  expect(await owedOn(world, story, "provider_payable")).toBe(340_560n);

  await canBePaidOut(world, story);
  await world.drainJobs();
  const { account_id: next } = await account();
  expect(next).not.toBe(old);
  const transfers = await transfersOf(invoiceId);
  expect(transfers.map((one) => one.destination)).toEqual([next]);
  expect(await payoutOf(invoiceId)).toMatchObject({ state: "sent" });
  // A late event of the old account changes nothing, and the row never goes back to it.
  await tellOfAccounts(world);
  expect(await account()).toMatchObject({ account_id: next, transfers_status: "active", closed_at: null });
  await expect(
    world.owner.query("update stripe_account set account_id = $1 where account_id = $2", [old, next]),
  ).rejects.toThrow(/takes no money/);
  await expectBooksAgree(world);
});

test("case 20: closed at Stripe while our transfer is on its way, the refused amount goes to the new one", async () => {
  const { story, account, accountId: old, happens } = await providerWithAccount(world);
  happens({ money: "account_closed", id: old });
  const { invoiceId } = await paidStatement(world, story);
  expect(await payoutOf(invoiceId)).toMatchObject({ state: "failed" });
  expect((await account()).closed_at).not.toBeNull();
  await canBePaidOut(world, story);
  await world.drainJobs();
  const { accountId: next } = await atStripe(world, story);
  expect((await transfersOf(invoiceId)).map((one) => one.destination)).toEqual([next]);
  expect(next).not.toBe(old);
});

test("case 20: one account at a time: pressing twice after a closing opens one new account", async () => {
  const { story, account, accountId: old, happens } = await providerWithAccount(world);
  happens({ money: "account_closed", id: old });
  await tellOfAccounts(world);
  const count = async () => (await controlsOf(world)).state().counts.account;
  const before = await count();
  const { port: stripe } = await world.stripe();
  const caller = world.caller(story.provider);
  await setUpPayouts(caller, { stripe, ...PAYOUT_ADDRESSES });
  await setUpPayouts(caller, { stripe, ...PAYOUT_ADDRESSES });
  expect(await count()).toBe((before ?? 0) + 1);
  expect((await account()).account_id).not.toBe(old);
  const { rows } = await world.owner.query("select account_id from closed_account where account_id = $1", [
    old,
  ]);
  expect(rows).toHaveLength(1);
});
