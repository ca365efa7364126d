import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { holdDunning } from "../../server/billing/hold-dunning.ts";
import type { StripeStandIn } from "../../stripe-stand-in/stand-in.ts";
import { ask } from "../factories/ask.ts";
import {
  agree,
  attemptsOf,
  caseOf,
  dun,
  hearAll,
  openInvoice,
  saveMethod,
  stateOf,
} from "../factories/collecting-story.ts";
import { dueOn, everyDay, goTo, stepsOf, stripeMethod, subjectsOf } from "../factories/dunning-story.ts";
import { localStripe } from "../factories/local-stripe.ts";
import { member } from "../factories/people.ts";
import { attempt } from "../factories/stripe-story.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let standIn: StripeStandIn;

beforeAll(async () => {
  world = await openWorld();
  standIn = await localStripe(world);
});
afterAll(() => world.close());

describe("the policy's rows", () => {
  test("lead an unpaid invoice from its due day to suspension, on their days, and say what comes next", async () => {
    const opened = await openInvoice(world);
    await everyDay(world, opened, -1, 30);
    expect(await stepsOf(world, opened.invoiceId)).toEqual([
      "0 due remind",
      "3 retry_1 remind",
      "5 retry_2 remind",
      "7 retry_3 remind",
      "14 grace remind",
      "21 suspended remind",
    ]);
    expect(await caseOf(world, opened.invoiceId)).toMatchObject({ state: "suspended", nextOn: null });
    const last = await world.row(
      "select body_text as text from mail_message where organization_id = $1 and subject like 'New work is%'",
      [opened.story.buyer.organizationId],
    );
    expect(last.text).toContain(`/invoices/${opened.invoiceId}`);
    expect(last.text).toMatch(/Ways to pay[\s\S]*\/payment-methods/);
    expect(await subjectsOf(world, opened.story.buyer.organizationId)).toEqual([
      "Invoice N is due today",
      "Invoice N is overdue",
      "Invoice N is overdue",
      "Invoice N is overdue",
      "Last days to pay invoice N",
      "New work is suspended: invoice N is overdue",
    ]);
  });

  test("try a soft decline again on their days, and stop at once when it is paid", async () => {
    const opened = await openInvoice(world);
    const { story, invoiceId } = opened;
    const card = await saveMethod(world, story, { how: "card" });
    await agree(world, story, card);
    standIn.controls.buyer.decline({
      method: await stripeMethod(world, card),
      because: "insufficient_funds",
    });
    await everyDay(world, opened, 0, 4);
    expect(await attemptsOf(world, invoiceId)).toMatchObject([
      { kind: "autopay", state: "failed", code: "insufficient_funds" },
      { kind: "retry", state: "failed", code: "insufficient_funds" },
    ]);
    standIn.controls.buyer.decline({ method: await stripeMethod(world, card), because: null });
    await everyDay(world, opened, 5, 30);
    await hearAll(world);
    expect(await stateOf(world, invoiceId)).toBe("paid");
    expect(await stepsOf(world, invoiceId)).toEqual([
      "0 due charge",
      "3 retry_1 charge",
      "5 retry_2 charge",
    ]);
    expect(await caseOf(world, invoiceId)).toMatchObject({ over: "paid", nextOn: null });
  });

  test("never debit a closed account again", async () => {
    const opened = await openInvoice(world);
    const { story, invoiceId } = opened;
    await agree(world, story, await saveMethod(world, story, { how: "achClosed" }));
    await everyDay(world, opened, 0, 0);
    standIn.controls.advance(5 * 86_400);
    await hearAll(world);
    await everyDay(world, opened, 1, 12);
    expect(await attemptsOf(world, invoiceId)).toMatchObject([{ state: "failed", code: "account_closed" }]);
    expect(await stepsOf(world, invoiceId)).toEqual([
      "0 due charge",
      "3 retry_1 remind",
      "5 retry_2 remind",
      "7 retry_3 remind",
    ]);
  });

  test("wait as long as staff have agreed, and no longer", async () => {
    const opened = await openInvoice(world);
    const { invoiceId } = opened;
    const due = await dueOn(world, opened);
    await everyDay(world, opened, 0, 0);
    const manager = await member(world, { name: "Held", kind: "marketplace", role: "account_manager" });
    const until = Temporal.PlainDate.from(due).add({ days: 9 }).toString();
    await refusedUnchanged(
      world,
      () => holdDunning(world.caller(manager), { invoiceId, until: due, because: "They pay soon" }),
      { code: "invalid_input" },
    );
    await holdDunning(world.caller(manager), { invoiceId, until, because: "They pay on the tenth day" });
    await everyDay(world, opened, 1, 13);
    expect(await stepsOf(world, invoiceId)).toEqual([
      "0 due remind",
      "10 retry_1 remind",
      "12 retry_2 remind",
    ]);
    const { data } = await ask(
      world,
      manager,
      "{ dunningCases { edges { node { invoiceId nextState } } } }",
    );
    const nodes = data.dunningCases.edges.map((edge: { node: unknown }) => edge.node);
    expect(nodes).toContainEqual({ invoiceId, nextState: "retry_3" });
  });
});

describe("case 37: overdue", () => {
  test("case 37: is a day of the buyer's calendar, not of UTC's", async () => {
    const opened = await openInvoice(world);
    const { invoiceId, story } = opened;
    await world.owner.query("update organization set zone = 'Pacific/Auckland' where id = $1", [
      story.buyer.organizationId,
    ]);
    const due = Temporal.PlainDate.from(await dueOn(world, opened));
    const at = (day: Temporal.PlainDate, hour: number) =>
      world.clock.moveTo(
        day.toPlainDateTime({ hour, minute: 30 }).toZonedDateTime("Pacific/Auckland").toInstant(),
      );
    at(due.subtract({ days: 1 }), 23);
    await dun(world, opened);
    expect(await caseOf(world, invoiceId)).toBeUndefined();
    // Half past midnight in Auckland; in UTC it is still the day before.
    at(due, 0);
    expect(world.clock.now().toString().slice(0, 10)).toBe(due.subtract({ days: 1 }).toString());
    await dun(world, opened);
    expect(await caseOf(world, invoiceId)).toMatchObject({ state: "due", stepOn: due.toString() });
    // The hourly sweep finds it too, though UTC has not reached the day.
    await attempt(world, "collecting:hourly", {});
    const job = await world.row("select key from graphile_worker.jobs where key = $1", [
      `invoice.dun:${invoiceId}`,
    ]);
    expect(job).toBeDefined();
    await world.drainJobs();
  });

  test("case 37: where the buyer is behind UTC nothing begins before their day does", async () => {
    const opened = await openInvoice(world);
    await world.owner.query("update organization set zone = 'Pacific/Honolulu' where id = $1", [
      opened.story.buyer.organizationId,
    ]);
    const due = Temporal.PlainDate.from(await dueOn(world, opened));
    world.clock.moveTo(due.toZonedDateTime("UTC").toInstant().add({ hours: 9 }));
    await dun(world, opened);
    expect(await caseOf(world, opened.invoiceId)).toBeUndefined();
    world.clock.moveTo(due.toZonedDateTime("UTC").toInstant().add({ hours: 11 }));
    await dun(world, opened);
    expect(await caseOf(world, opened.invoiceId)).toMatchObject({ stepOn: due.toString() });
    await world.drainJobs();
  });
});

describe("case 38: the clock", () => {
  test("case 38: stands still for a day and then runs twice: no step is doubled, lost or early", async () => {
    const opened = await openInvoice(world);
    const { invoiceId } = opened;
    const due = await dueOn(world, opened);
    await everyDay(world, opened, 0, 2);
    // Day 3 is missed; on day 4 the job runs twice, at once and again.
    goTo(world, due, 4);
    await Promise.all([dun(world, opened), dun(world, opened)]);
    await dun(world, opened);
    expect(await stepsOf(world, invoiceId)).toEqual(["0 due remind", "4 retry_1 remind"]);
    await everyDay(world, opened, 5, 8);
    expect(await stepsOf(world, invoiceId)).toEqual([
      "0 due remind",
      "4 retry_1 remind",
      "6 retry_2 remind",
      "8 retry_3 remind",
    ]);
  });

  test("case 38: after a month of silence the buyer still has the days that the policy leaves between steps", async () => {
    const opened = await openInvoice(world);
    const due = await dueOn(world, opened);
    goTo(world, due, 40);
    await dun(world, opened);
    await dun(world, opened);
    expect(await stepsOf(world, opened.invoiceId)).toEqual(["40 due remind"]);
    expect(await caseOf(world, opened.invoiceId)).toMatchObject({
      nextOn: Temporal.PlainDate.from(due).add({ days: 43 }).toString(),
    });
    await world.drainJobs();
  });
});
