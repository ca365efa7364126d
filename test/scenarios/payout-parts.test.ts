import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import {
  concedeObjection,
  ruleObjection,
  withdrawObjection,
} from "../../server/billing/answer-objection.ts";
import { contestAmount } from "../../server/billing/contest-amount.ts";
import { listPayouts } from "../../server/billing/payout.read.ts";
import { askForDuePayouts } from "../../server/billing/release-held-payouts.ts";
import { setPayoutSchedule } from "../../server/billing/set-payout-schedule.ts";
import { clawedBack, owedOn } from "../factories/claw-back.ts";
import type { Contracted } from "../factories/contracted.ts";
import {
  approvedByBoth,
  deliver,
  drafted,
  payOnHostedPage,
  workedContract,
} from "../factories/money-story.ts";
import { member } from "../factories/people.ts";
import { reconciled } from "../factories/reconciled.ts";
import { canBePaidOut, invoiceOf, paidStatement } from "../factories/stripe-story.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let manager: Viewer;
/** The worked month: net 3,784.00, commission 378.40, the provider's share 3,405.60. */
const SHARE = 340_560n;

beforeAll(async () => {
  world = await openWorld();
  manager = await member(world, { name: "Desk", kind: "marketplace", role: "account_manager" });
});
afterAll(() => world.close());

const payoutOf = (invoiceId: string) =>
  world.row("select * from payout where invoice_id = $1", [invoiceId]);
async function partsOf(invoiceId: string) {
  const { rows } = await world.owner.query(
    `select q.kind, q.state, q.amount_minor::int as amount, q.taken_minor::int as taken from payout_part q
     join payout p on p.id = q.payout_id where p.invoice_id = $1 order by q.id`,
    [invoiceId],
  );
  return rows;
}
const ready = async () => {
  const story = await workedContract(world);
  await canBePaidOut(world, story);
  return story;
};
const schedule = (story: Contracted, change: Record<string, unknown> = {}) =>
  setPayoutSchedule(world.caller(manager), {
    ...{
      providerId: story.provider.organizationId,
      currency: "USD",
      holdDays: 0,
      rhythm: "each",
      runDay: 1,
    },
    ...{ minimum: "", zone: "Europe/London", reservePercent: "", reserveCap: "", reserveDays: 0 },
    ...{ note: "Agreed", ...change },
  });
/** A month that both approved and the buyer contests a part of; paid. */
async function contestedMonth(story: Contracted, amount: string, line: string | null = null) {
  const { statementId } = await drafted(world, story);
  await approvedByBoth(world, story, statementId);
  await world.drainJobs();
  const contest = { statementId, line, amount, reason: "The figures of two days are missing." };
  const { objectionId } = await contestAmount(world.caller(story.buyer), contest);
  await world.drainJobs();
  const invoice = await invoiceOf(world, statementId);
  await payOnHostedPage(invoice.hosted_url);
  await deliver(world, ["invoice.paid", "invoice.payment_succeeded"]);
  await world.drainJobs();
  return { statementId, invoiceId: invoice.id as string, objectionId };
}
const later = async (days: number) => {
  world.clock.moveTo(world.clock.now().add({ hours: 24 * days }));
  await askForDuePayouts({ db: world.workDb });
  await world.drainJobs();
};
const words = { answer: "The report of the two days was found." };

describe("a contested amount", () => {
  test("is told to the account managers by mail, once, with where they rule", async () => {
    const { objectionId, statementId } = await contestedMonth(await ready(), "100.00");
    const { rows } = await world.owner.query(
      "select to_address as address, subject, body_text as text from mail_message where key like $1",
      [`objection:${objectionId}:%`],
    );
    const { rows: managers } = await world.owner.query("select email from app.manager_addresses()");
    expect(rows.map((row) => row.address).sort()).toEqual(managers.map((row) => row.email).sort());
    expect(rows.length).toBeGreaterThan(0);
    expect(rows[0].subject).toMatch(/contests \$100\.00 of October/);
    expect(rows[0].text).toContain(`/statements/${statementId}/objections`);
  });

  test("holds exactly the provider's share of it, and the rest is paid", async () => {
    const story = await ready();
    const { invoiceId, objectionId } = await contestedMonth(story, "1,000.00");
    expect(await payoutOf(invoiceId)).toMatchObject({ state: "sent", transfer_minor: "250560" });
    expect(await partsOf(invoiceId)).toEqual([
      { kind: "contested", state: "held", amount: 90_000, taken: 0 },
    ]);
    expect(await owedOn(world, story, "provider_held")).toBe(90_000n);
    expect(await owedOn(world, story, "provider_payable")).toBe(0n);
    const seen = async () => {
      const page = { after: undefined, before: undefined, take: 10, inverted: false };
      const [row] = await world.db.withOrg(story.provider, (tx) => listPayouts(tx, story.provider, page));
      return row;
    };
    expect(await seen()).toMatchObject({ state: "sent", outMinor: 250_560n, heldMinor: 90_000n });
    await withdrawObjection(world.caller(story.buyer), { objectionId, ...words });
    await world.drainJobs();
    expect(await partsOf(invoiceId)).toEqual([
      { kind: "contested", state: "released", amount: 90_000, taken: 0 },
    ]);
    expect(await seen()).toMatchObject({ outMinor: 340_560n, heldMinor: 0n });
    expect(await owedOn(world, story, "provider_held")).toBe(0n);
    expect(await reconciled(world)).toEqual([]);
  });

  test("that is granted in part goes against the claw-back, and the rest to the provider", async () => {
    const story = await ready();
    const { invoiceId, objectionId } = await contestedMonth(story, "1000", "Monthly fee");
    await ruleObjection(world.caller(manager), { objectionId, ...words, granted: "400" });
    await world.drainJobs();
    expect(await partsOf(invoiceId)).toEqual([
      { kind: "contested", state: "taken", amount: 36_000, taken: 36_000 },
      { kind: "contested", state: "released", amount: 54_000, taken: 0 },
      { kind: "netted", state: "taken", amount: 36_000, taken: 36_000 },
    ]);
    // The buyer has the credit: 400.00, of which the provider bears 360.00 and the marketplace 40.00.
    expect(
      await world.row("select state, net_minor, reason from credit_note where invoice_id = $1", [
        invoiceId,
      ]),
    ).toMatchObject({ net_minor: "40000", reason: "disputed_line" });
    for (const code of ["provider_held", "provider_receivable", "provider_payable"])
      expect(await owedOn(world, story, code), code).toBe(0n);
    expect(await reconciled(world)).toEqual([]);
  });

  test("is refused above what is left, twice, by a stranger and after the money went out", async () => {
    const story = await ready();
    const { statementId } = await drafted(world, story);
    await approvedByBoth(world, story, statementId);
    await world.drainJobs();
    const contest = (amount: string, line: string | null = null, viewer = story.buyer) =>
      contestAmount(world.caller(viewer), { statementId, line, amount, reason: "Too much by far." });
    await refusedUnchanged(world, () => contest("3784.01"), { code: "objection_too_large" });
    await refusedUnchanged(world, () => contest("10", "No such line"), { field: "line" });
    await refusedUnchanged(world, () => contest("0"), { field: "amount" });
    await refusedUnchanged(world, () => contest("1", null, story.provider), { code: "not_allowed" });
    const other = await workedContract(world);
    await refusedUnchanged(world, () => contest("1", null, other.buyer), { code: "not_found" });
    const { objectionId } = await contest("3784.00");
    await refusedUnchanged(world, () => contest("0.01"), { code: "objection_too_large" });
    await refusedUnchanged(
      world,
      () => concedeObjection(world.caller(other.provider), { objectionId, ...words }),
      { code: "not_found" },
    );
    await withdrawObjection(world.caller(story.buyer), { objectionId, ...words });
    await refusedUnchanged(
      world,
      () => ruleObjection(world.caller(manager), { objectionId, ...words, granted: "1" }),
      { code: "transition_refused" },
    );
    const invoice = await invoiceOf(world, statementId);
    await payOnHostedPage(invoice.hosted_url);
    await deliver(world, ["invoice.paid"]);
    await world.drainJobs();
    await refusedUnchanged(world, () => contest("1"), { code: "too_late_to_hold" });
  });
});

describe("T10: a claw-back", () => {
  test("above what the provider is owed becomes a receivable that later payouts pay off", async () => {
    const story = await ready();
    await clawedBack(world, story, SHARE + 100_000n);
    const first = await paidStatement(world, story, "2026-10");
    expect(await payoutOf(first.invoiceId)).toMatchObject({
      ...{ state: "sent", transfer_minor: "0", stripe_transfer_id: null },
    });
    expect(await owedOn(world, story, "provider_receivable")).toBe(-100_000n);
    const second = await paidStatement(world, story, "2026-11");
    expect(await payoutOf(second.invoiceId)).toMatchObject({ state: "sent", transfer_minor: "240560" });
    expect(await partsOf(second.invoiceId)).toEqual([
      { kind: "netted", state: "taken", amount: 100_000, taken: 100_000 },
    ]);
    expect(await owedOn(world, story, "provider_receivable")).toBe(0n);
    expect(await reconciled(world)).toEqual([]);
  });
});

describe("a schedule", () => {
  test("T14: holds a payment for its days, and every step to its release is dated", async () => {
    const story = await ready();
    await schedule(story, { holdDays: 3, rhythm: "weekly", runDay: 2, holidayPlace: "GB" });
    const { invoiceId } = await paidStatement(world, story);
    // Paid at the weekend; the contract's five days to contest are longer than the three; Tuesday next.
    expect(await payoutOf(invoiceId)).toMatchObject({ state: "scheduled", transfer_minor: null });
    const released = () =>
      world.owner.query(
        `select s.step, s.says from payout_step s join payout p on p.id = s.payout_id
         where p.invoice_id = $1 order by s.id`,
        [invoiceId],
      );
    await later(4);
    expect((await payoutOf(invoiceId)).state).toBe("scheduled");
    await later(6);
    expect(await payoutOf(invoiceId)).toMatchObject({ state: "sent" });
    const { rows } = await released();
    expect(rows.map((row) => row.step)).toEqual(["opened", "scheduled", "released", "sent"]);
    expect(rows[0].says).toMatch(/approved by the buyer on 2026-11-21 and by the provider on 2026-11-21/);
    expect(rows[2].says).toMatch(/time to contest, 5 days.*next weekly run/i);
    await expect(world.owner.query("update payout_step set says = 'nothing'")).rejects.toThrow();
  });

  test("T14: no payout is marked as sent without the dated step that released it", async () => {
    const story = await ready();
    await schedule(story, { holdDays: 30 });
    const { invoiceId } = await paidStatement(world, story);
    await expect(
      world.owner.query("update payout set state = 'sent' where invoice_id = $1", [invoiceId]),
    ).rejects.toThrow(/released by a dated step/);
  });

  test("keeps small amounts until they reach the minimum together", async () => {
    const story = await ready();
    await schedule(story, { minimum: "5000", holdDays: 0 });
    const first = await paidStatement(world, story, "2026-10");
    await later(5);
    expect((await payoutOf(first.invoiceId)).held_because).toMatch(/Below the minimum of \$5,000.00/);
    const second = await paidStatement(world, story, "2026-11");
    await world.drainJobs();
    for (const { invoiceId } of [first, second])
      expect(await payoutOf(invoiceId)).toMatchObject({ state: "sent" });
  });

  test("keeps a reserve up to its limit and releases it after its days", async () => {
    const story = await ready();
    await schedule(story, { reservePercent: "10", reserveCap: "400", reserveDays: 90 });
    const first = await paidStatement(world, story, "2026-10");
    await later(6);
    expect(await partsOf(first.invoiceId)).toEqual([
      { kind: "reserve", state: "held", amount: 34_056, taken: 0 },
    ]);
    await later(10);
    const second = await paidStatement(world, story, "2026-11");
    expect(await partsOf(second.invoiceId)).toEqual([
      { kind: "reserve", state: "held", amount: 5944, taken: 0 },
    ]);
    expect(await owedOn(world, story, "provider_reserve")).toBe(40_000n);
    await later(82);
    expect((await partsOf(first.invoiceId))[0]).toMatchObject({ state: "released" });
    expect((await partsOf(second.invoiceId))[0]).toMatchObject({ state: "held" });
    await later(10);
    expect(await owedOn(world, story, "provider_reserve")).toBe(0n);
    expect(await reconciled(world)).toEqual([]);
  });

  test("is refused where it does not fit, and set by the marketplace alone", async () => {
    const story = await ready();
    await refusedUnchanged(world, () => schedule(story, { rhythm: "weekly", runDay: 6 }), {
      field: "runDay",
    });
    await refusedUnchanged(world, () => schedule(story, { reservePercent: "5" }), { field: "reserveDays" });
    await refusedUnchanged(world, () => schedule(story, { holidayPlace: "QQ" }), { field: "holidayPlace" });
    await refusedUnchanged(world, () => schedule(story, { providerId: story.buyer.organizationId }), {
      field: "providerId",
    });
    await refusedUnchanged(world, () => setPayoutSchedule(world.caller(story.provider), {}), {
      code: "not_allowed",
    });
  });
});
