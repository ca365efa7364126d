import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { holdDunning } from "../../server/billing/hold-dunning.ts";
import { liftSuspensionByHand } from "../../server/billing/lift-suspension.ts";
import { openHostedPage } from "../../server/billing/open-hosted-page.ts";
import { payWithSavedMethod } from "../../server/billing/pay-with-saved-method.ts";
import { createWorkItem } from "../../server/delivery/create-work-item.ts";
import { ask } from "../factories/ask.ts";
import {
  attemptsOf,
  caseOf,
  dun,
  hearAll,
  type openInvoice,
  payer,
  saveMethod,
  stateOf,
} from "../factories/collecting-story.ts";
import {
  badDebtOf,
  newWork,
  onDays,
  openSums,
  POLICY_DAYS,
  subjectsOf,
  suspendedFor,
  suspensionsOf,
  writtenOff,
} from "../factories/dunning-story.ts";
import { approvedByBoth, drafted, payOnHostedPage } from "../factories/money-story.ts";
import { member } from "../factories/people.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
  await world.stripe();
});
afterAll(() => world.close());

const reason = "The administrator of the insolvency pays new work in advance.";
const LIFT = `mutation($input: LiftWorkSuspensionInput!) { liftWorkSuspension(input: $input) {
  __typename ... on Refusal { message } ... on MutationLiftWorkSuspensionSuccess {
    data { liftedByName liftedBecause mayLift holdingInvoices { number } } } } }`;
const LIST = `{ workSuspensions(first: 50) { edges { node {
  id mayLift because holdingInvoices { invoiceId isWrittenOff } } } } }`;

const staff = (name: string, role: "admin" | "account_manager") =>
  member(world, { name, kind: "marketplace", role });
type Opened = Awaited<ReturnType<typeof openInvoice>>;
const takesWork = ({ story }: Opened) =>
  createWorkItem(world.caller(story.provider), newWork(world, story.engagementId));
const held = async ({ story }: Opened) => {
  const [first] = await suspensionsOf(world, story.buyer.organizationId);
  return first.id as string;
};

describe("the suspension of a buyer whose debt was written off", () => {
  test("is lifted by an administrator with a reason, is on record, and the buyer is told once", async () => {
    const opened = await writtenOff(world);
    const { story, invoiceId } = opened;
    const suspensionId = await held(opened);
    const admin = await staff("Ada", "admin");
    await refusedUnchanged(world, () => takesWork(opened), { code: "new_work_suspended" });

    const listed = (await ask(world, admin, LIST)).data.workSuspensions.edges.map(
      (edge: { node: unknown }) => edge.node,
    );
    expect(listed[0]).toMatchObject({
      id: suspensionId,
      mayLift: true,
      because: expect.stringMatching(/is overdue/),
      holdingInvoices: [{ invoiceId, isWrittenOff: true }],
    });
    const answer = await ask(world, admin, LIFT, { input: { suspensionId, reason } });
    expect(answer.data.liftWorkSuspension).toEqual({
      __typename: "MutationLiftWorkSuspensionSuccess",
      data: { liftedByName: admin.name, liftedBecause: reason, mayLift: false, holdingInvoices: [] },
    });
    await world.drainJobs();
    await takesWork(opened);
    expect(await stateOf(world, invoiceId)).toBe("written_off");
    const mails = await subjectsOf(world, story.buyer.organizationId);
    expect(mails.filter((one) => one === "New work is taken again")).toHaveLength(1);
    const audited = await world.row(
      "select actor_name as by, data from audit_event where action = 'work_suspension.lift' and subject_id = $1",
      [suspensionId],
    );
    expect(audited).toMatchObject({ by: admin.name, data: { reason, invoices: [invoiceId] } });
    await refusedUnchanged(
      world,
      () => liftSuspensionByHand(world.caller(admin), { suspensionId, reason }),
      { code: "already_lifted" },
    );
  });

  test("is lifted by nobody else, not without a reason, and not by a made-up id", async () => {
    const opened = await writtenOff(world);
    const suspensionId = await held(opened);
    const lift = (who: Parameters<World["caller"]>[0], change = {}) =>
      liftSuspensionByHand(world.caller(who), { suspensionId, reason, ...change });
    const admin = await staff("Bea", "admin");
    const manager = await staff("Mona", "account_manager");
    for (const who of [manager, payer(opened.story), opened.story.provider])
      await refusedUnchanged(world, () => lift(who), { code: "not_allowed" });
    await refusedUnchanged(world, () => lift(admin, { reason: "  please  " }), {
      code: "invalid_input",
      field: "reason",
    });
    await refusedUnchanged(world, () => lift(admin, { suspensionId: "1" }), { code: "invalid_input" });
    await refusedUnchanged(world, () => lift(admin, { suspensionId: opened.invoiceId }), {
      code: "not_found",
    });
    expect((await ask(world, payer(opened.story), LIST)).errors).toMatchObject([/role/]);
  });

  test("once lifted is final in the database, and a reason never stands there without a name", async () => {
    const opened = await writtenOff(world);
    const suspensionId = await held(opened);
    const set = (what: string) =>
      world.owner.query(`update work_suspension set ${what} where id = $1`, [suspensionId]);
    await expect(set("lifted_because = 'Nobody said so'")).rejects.toThrow(/lifted_by/);
    await liftSuspensionByHand(world.caller(await staff("Cy", "admin")), { suspensionId, reason });
    await expect(set("lifted_at = null")).rejects.toThrow();
    await expect(
      world.owner.query("update dunning_case set excused_at = null where invoice_id = $1", [
        opened.invoiceId,
      ]),
    ).rejects.toThrow();
    await world.drainJobs();
  });
});

describe("after it was lifted", () => {
  test("the same debt never suspends again, another unpaid invoice does, and its payment ends that", async () => {
    const opened = await suspendedFor(world);
    const admin = await staff("Dora", "admin");
    await liftSuspensionByHand(world.caller(admin), { suspensionId: await held(opened), reason });
    await onDays(world, opened, [22, 25, 30]);
    await takesWork(opened);
    const { organizationId } = opened.story.buyer;
    expect(await suspensionsOf(world, organizationId)).toMatchObject([{ holds: false, by: admin.name }]);

    const second = await nextInvoice(opened);
    await onDays(world, second, POLICY_DAYS);
    await refusedUnchanged(world, () => takesWork(opened), { code: "new_work_suspended" });
    await payOnHostedPage(second.invoice.hosted_url);
    await hearAll(world);
    expect(await stateOf(world, second.invoiceId)).toBe("paid");
    expect(await suspensionsOf(world, organizationId)).toMatchObject([
      { holds: false, by: admin.name },
      { holds: false, by: null },
    ]);
    await takesWork(opened);
  });

  test("an agreed day and a lifted suspension stand beside each other", async () => {
    const opened = await suspendedFor(world);
    const admin = await staff("Eve", "admin");
    await liftSuspensionByHand(world.caller(admin), { suspensionId: await held(opened), reason });
    const until = world.clock.now().toString().slice(0, 10);
    await refusedUnchanged(
      world,
      () =>
        holdDunning(world.caller(admin), {
          invoiceId: opened.invoiceId,
          until,
          because: "Today is no day",
        }),
      { code: "invalid_input", field: "until" },
    );
    expect(await caseOf(world, opened.invoiceId)).toMatchObject({ state: "suspended", over: null });
    await world.drainJobs();
  });
});

describe("a debt that is paid after it was written off", () => {
  test("is paid with a saved way to pay, booked as a recovery, and new work is taken again by itself", async () => {
    const opened = await writtenOff(world);
    const { story, invoiceId } = opened;
    const { port: stripe } = await world.stripe();
    const caller = world.caller(payer(story));
    await refusedUnchanged(world, () => openHostedPage(caller, { stripe, invoiceId }), {
      code: "invoice_not_payable",
      message: expect.stringMatching(/written off/),
    });
    expect(await badDebtOf(world, invoiceId)).toBeGreaterThan(0);
    const paymentMethodId = await saveMethod(world, story, { how: "card" });
    await payWithSavedMethod(caller, { invoiceId, paymentMethodId });
    await world.drainJobs();
    await hearAll(world);
    expect(await stateOf(world, invoiceId)).toBe("paid");
    expect(await attemptsOf(world, invoiceId)).toMatchObject([{ kind: "by_hand", state: "succeeded" }]);
    expect(await caseOf(world, invoiceId)).toMatchObject({ over: "paid" });
    expect(await badDebtOf(world, invoiceId)).toBe(0);
    expect(await openSums(world, story.engagementId)).toEqual({ receivable: 0, provider_pending: 0 });
    const { organizationId } = story.buyer;
    expect(await suspensionsOf(world, organizationId)).toMatchObject([{ holds: false, by: null }]);
    expect(await subjectsOf(world, organizationId)).toContain("New work is taken again");
    await takesWork(opened);
  });

  test("by a debit is followed until the bank has answered, though no step is taken any more", async () => {
    const opened = await writtenOff(world);
    const { story, invoiceId } = opened;
    const paymentMethodId = await saveMethod(world, story, { how: "ach" });
    await payWithSavedMethod(world.caller(payer(story)), { invoiceId, paymentMethodId });
    await world.drainJobs();
    expect(await attemptsOf(world, invoiceId)).toMatchObject([{ state: "processing" }]);
    await refusedUnchanged(
      world,
      () => payWithSavedMethod(world.caller(payer(story)), { invoiceId, paymentMethodId }),
      { code: "payment_under_way" },
    );
    const due = await world.row("select count(*)::int as n from app.invoices_to_collect('2000-01-01')");
    expect(due.n).toBe(1);
    const { standIn } = await world.stripe();
    standIn?.controls.advance(6 * 86_400);
    // Every event was lost: the clock's look finds the money.
    await dun(world, opened);
    expect(await stateOf(world, invoiceId)).toBe("paid");
    expect(await badDebtOf(world, invoiceId)).toBe(0);
    await world.drainJobs();
  });
});

/** The month after, of the same contract, as an open invoice. */
async function nextInvoice({ story }: Opened): Promise<Opened> {
  const { statementId } = await drafted(world, story, "2026-11");
  await approvedByBoth(world, story, statementId);
  await world.drainJobs();
  const invoice = await world.row("select * from invoice where statement_id = $1", [statementId]);
  return { story, statementId, invoiceId: invoice.id, invoice };
}
