import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { refreshPayoutAccount } from "../../server/billing/payout-account.ts";
import { askForDuePayouts } from "../../server/billing/release-held-payouts.ts";
import { ask } from "../factories/ask.ts";
import { clawedBack, owedOn } from "../factories/claw-back.ts";
import { told } from "../factories/credit-story.ts";
import { banksOf, disputedPayment } from "../factories/disputed-payment.ts";
import { workedContract } from "../factories/money-story.ts";
import { canBePaidOut, paidStatement } from "../factories/stripe-story.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const SUMS = `payments gross { amountMinor } commission { amountMinor } earned { amountMinor }
  creditNotes { amountMinor } lostToDisputes { amountMinor } paidOut { amountMinor } returned { amountMinor }`;
const EARNINGS = `query E($year: Int!) { earnings(year: $year) { csv
  months { month currency ${SUMS} takenBack { amountMinor } closing { amountMinor }
    underDispute { amountMinor } }
  totals { currency ${SUMS} }
  disputes { disputeId invoiceNumber day kind amount { amountMinor } } } }`;
const FILE = `query F($format: DocumentFormat!) { earnings(year: 2026) {
  file(format: $format) { fileName mediaType base64 refusal } } }`;
const ACCOUNTS = [
  ...["provider_payable", "provider_held", "provider_reserve", "provider_receivable", "provider_disputed"],
];

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
  expect(data.earnings.totals).toMatchObject([
    { currency: "USD", payments: 2, gross: { amountMinor: "756800" }, paidOut: { amountMinor: "581120" } },
  ]);
  // A head, the months, their sum, and the end of the last line.
  expect(data.earnings.csv.split("\n").length).toBe(data.earnings.months.length + 3);
  // T12: the other provider's commission is on its own page alone.
  expect(data.earnings.csv).not.toContain(other.provider.organizationName);
  expect((await ask(world, story.buyer, EARNINGS, { year: 2026 })).errors).not.toEqual([]);
});

type Sum = { amountMinor: string };

/** A provider's year as the API gives it: the amounts of its last month, and its disputes. */
async function yearOf(viewer: Viewer) {
  const { data, errors } = await ask(world, viewer, EARNINGS, { year: 2026 });
  expect(errors).toEqual([]);
  const { month: _month, currency: _currency, payments: _payments, ...sums } = data.earnings.months.at(-1);
  const minors = Object.entries(sums as Record<string, Sum>).map(([key, one]) => [key, one.amountMinor]);
  const disputes = data.earnings.disputes.map((one: { kind: string; amount: Sum }) => [
    one.kind,
    one.amount.amountMinor,
  ]);
  // The local Stripe's clock and the world's differ, and so may the order of days.
  return { ...Object.fromEntries(minors), disputes: disputes.sort() };
}

describe("what a dispute takes back", () => {
  const paid = { gross: "378400", earned: "340560", paidOut: "340560", creditNotes: "0" };

  test("stands in the provider's year while the bank decides, and as lost once it has", async () => {
    const { story, stripeDispute } = await disputedPayment(world);
    expect(await yearOf(story.provider)).toEqual({
      ...{ ...paid, commission: "37840", takenBack: "0", lostToDisputes: "0" },
      ...{ returned: "340560", closing: "340560", underDispute: "340560" },
      disputes: [["reversed", "340560"]],
    });
    (await banksOf(world)).decide({ dispute: stripeDispute, as: "lost" });
    await told(world);
    expect(await yearOf(story.provider)).toMatchObject({
      ...{ ...paid, takenBack: "340560", lostToDisputes: "340560" },
      ...{ returned: "340560", closing: "0", underDispute: "0" },
      disputes: [
        ["lost", "340560"],
        ["reversed", "340560"],
      ],
    });
  });

  test("is paid out again where it was won, and nothing is lost", async () => {
    const { story, stripeDispute } = await disputedPayment(world);
    (await banksOf(world)).decide({ dispute: stripeDispute, as: "won" });
    await told(world);
    expect(await yearOf(story.provider)).toMatchObject({
      ...{ paidOut: "681120", returned: "340560", lostToDisputes: "0", closing: "0", underDispute: "0" },
      disputes: [
        ["released", "340560"],
        ["reversed", "340560"],
      ],
    });
  });

  test("is set aside of what waits, and shown to nobody else's provider", async () => {
    const { story } = await disputedPayment(world, { paidOut: false });
    expect(await yearOf(story.provider)).toMatchObject({
      ...{ paidOut: "0", returned: "0", closing: "340560", underDispute: "340560" },
      disputes: [["set_aside", "340560"]],
    });
    const other = await workedContract(world);
    expect((await ask(world, other.provider, EARNINGS, { year: 2026 })).data.earnings).toMatchObject({
      ...{ months: [], totals: [], disputes: [] },
    });
  });

  test("is in the files; an e-invoice is refused, and a year that is none", async () => {
    const { story } = await disputedPayment(world);
    const fileOf = async (format: string) =>
      (await ask(world, story.provider, FILE, { format })).data.earnings.file;
    const text = async (format: string) =>
      Buffer.from((await fileOf(format)).base64, "base64").toString("utf8");
    expect(JSON.parse(await text("JSON")).disputes).toMatchObject([
      { kind: "reversed", amount: "3405.60" },
    ]);
    expect(await text("CSV")).toMatch(/taken back for disputes/);
    expect(await fileOf("PDF")).toMatchObject({ fileName: "earnings-2026.pdf", refusal: null });
    expect((await text("PDF")).slice(0, 8)).toBe("%PDF-1.7");
    expect(await fileOf("UBL")).toMatchObject({
      base64: null,
      refusal: expect.stringMatching(/no invoice/),
    });
    const { errors } = await ask(world, story.provider, EARNINGS, { year: 1 });
    expect(errors).not.toEqual([]);
  });
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
