import { afterAll, beforeAll, expect, test } from "vitest";
import { refreshPayoutAccount } from "../../server/billing/payout-account.ts";
import { askForDuePayouts } from "../../server/billing/release-held-payouts.ts";
import { ask } from "../factories/ask.ts";
import { clawedBack, owedOn } from "../factories/claw-back.ts";
import { workedContract } from "../factories/money-story.ts";
import { canBePaidOut, paidStatement } from "../factories/stripe-story.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const EARNINGS = `query E($year: Int!) { earnings(year: $year) { csv months { month currency
  gross { amountMinor } commission { amountMinor } earned { amountMinor } takenBack { amountMinor }
  paidOut { amountMinor } closing { amountMinor } } } }`;
const ACCOUNTS = ["provider_payable", "provider_held", "provider_reserve", "provider_receivable"];

test("P8: earnings are the books', and never more is received than collected less the fee", async () => {
  const story = await workedContract(world);
  const other = await workedContract(world);
  for (const one of [story, other]) await canBePaidOut(world, one);
  await clawedBack(world, story, 100_000n);
  await paidStatement(world, story, "2026-10");
  await paidStatement(world, story, "2026-11");
  await paidStatement(world, other, "2026-10");
  const left = await ask(world, { ...story.provider, stepUpAt: null }, EARNINGS, { year: 2026 });
  expect(left).toMatchObject({ data: null, errors: [expect.stringContaining("Confirm that it is you")] });
  const { data, errors } = await ask(world, story.provider, EARNINGS, { year: 2026 });
  expect(errors).toEqual([]);
  const sum = (key: string) =>
    data.earnings.months.reduce(
      (total: bigint, row: Record<string, { amountMinor: string }>) =>
        total + BigInt(row[key]?.amountMinor ?? 0),
      0n,
    );
  expect(sum("gross")).toBe(756_800n);
  expect(sum("commission")).toBe(75_680n);
  expect(sum("earned")).toBe(sum("gross") - sum("commission"));
  expect(sum("takenBack")).toBe(100_000n);
  expect(sum("paidOut")).toBe(581_120n);
  expect(sum("paidOut") <= sum("gross") - sum("commission") - sum("takenBack")).toBe(true);
  let owed = 0n;
  for (const code of ACCOUNTS) owed += await owedOn(world, story, code);
  expect(BigInt(data.earnings.months.at(-1).closing.amountMinor)).toBe(owed);
  expect(data.earnings.csv.split("\n").length).toBe(data.earnings.months.length + 2);
  // T12: the other provider's commission is on its own page alone.
  expect(data.earnings.csv).not.toContain(other.provider.organizationName);
  expect((await ask(world, story.buyer, EARNINGS, { year: 2026 })).errors).not.toEqual([]);
});

test("case 40: a payout waits while the capability is lost, and goes by itself once it is back", async () => {
  const story = await workedContract(world);
  await canBePaidOut(world, story);
  const { organizationId } = story.provider;
  const setStatus = (status: string) =>
    world.owner.query("update stripe_account set transfers_status = $2 where organization_id = $1", [
      organizationId,
      status,
    ]);
  await setStatus("restricted");
  const { invoiceId } = await paidStatement(world, story);
  const payout = () => world.row("select * from payout where invoice_id = $1", [invoiceId]);
  expect(await payout()).toMatchObject({ state: "held", amount_minor: "340560", transfer_minor: null });
  expect((await payout()).held_because).toMatch(/does not let the account receive transfers/);
  await askForDuePayouts({ db: world.workDb });
  await world.drainJobs();
  expect(await payout()).toMatchObject({ state: "held" });
  expect(await owedOn(world, story, "provider_payable")).toBe(340_560n);
  const { port: stripe } = await world.stripe();
  await refreshPayoutAccount(world.caller(story.provider), { stripe });
  await world.drainJobs();
  expect(await payout()).toMatchObject({ state: "sent", transfer_minor: "340560" });
  expect(await owedOn(world, story, "provider_payable")).toBe(0n);
});
