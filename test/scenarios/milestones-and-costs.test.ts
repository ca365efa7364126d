import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recomputeMonth } from "../../domain/billing/rating/rated-bundle.ts";
import type { BillingTerms } from "../../domain/contracts/billing-terms.ts";
import { answerCost, stateCost } from "../../server/billing/pass-cost.ts";
import { answerMilestone, deliverMilestone } from "../../server/billing/step-milestone.ts";
import { ask } from "../factories/ask.ts";
import type { Contracted } from "../factories/contracted.ts";
import { drafted, workedContract } from "../factories/money-story.ts";
import { member } from "../factories/people.ts";
import { canBePaidOut, paidStatement } from "../factories/stripe-story.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld({ now: "2026-10-20T12:00:00Z" });
});
afterAll(() => world.close());

const BILLING: BillingTerms = {
  lines: [
    {
      kind: "milestone",
      id: "cutover",
      name: "Cut-over",
      amountMinor: "500000",
      dueOn: "2026-10-31",
      atRisk: false,
    },
    { kind: "pass_through", id: "couriers", name: "Couriers", markupBps: 1000, capMinor: "20000" },
  ],
};
const MET = ["accuracy", "turnaround", "compliance"].map((levelId) => ({
  ...{ levelId, measured: "100", excused: false, n: 10, misses: 0 },
}));
const story = () => workedContract(world, { billing: BILLING, startsOn: "2026-10-01" });
const of = ({ engagementId }: Contracted) => ({ engagementId, lineId: "cutover" });
const deliver = (one: Contracted, change: object = {}, by: Contracted["buyer"] = one.provider) =>
  deliverMilestone(world.caller(by), { ...of(one), on: "2026-10-10", evidence: "Protocol 7", ...change });
const answer = (one: Contracted, change: object = {}, by: Contracted["buyer"] = one.buyer) =>
  answerMilestone(world.caller(by), { ...of(one), on: "2026-10-12", accept: true, ...change });
const cost = (one: Contracted, change: object = {}, by: Contracted["buyer"] = one.provider) =>
  stateCost(world.caller(by), {
    ...{ engagementId: one.engagementId, lineId: "couriers", receipt: "DHL 1", description: "Boxes" },
    ...{ incurredOn: "2026-10-02", amount: "100.00", ...change },
  });
const statement = (id: string) => world.row("select * from statement where id = $1", [id]);
const lines = (row: { bundle: unknown }) =>
  (recomputeMonth(row.bundle) as { lines: { id: string; amountMinor: string }[] }).lines.map(
    ({ id, amountMinor }) => `${id} ${amountMinor}`,
  );

describe("a milestone", () => {
  test("is billed once, in the month in which the buyer accepts it", async () => {
    const one = await story();
    await deliver(one);
    await answer(one, { accept: false, reason: "No training yet", on: "2026-10-11" });
    await deliver(one, { on: "2026-10-12", evidence: "Protocol 8" });
    await answer(one);
    const { statementId } = await drafted(world, one, "2026-10", MET);
    const row = await statement(statementId);
    expect(lines(row)).toEqual(["fee 400000", "cutover 500000"]);
    expect(row).toMatchObject({ fee_minor: "400000", charges_minor: "500000", net_minor: "900000" });
    expect(recomputeMonth(row.bundle)).toEqual(row.result);
    const next = await drafted(world, one, "2026-11", MET);
    expect(lines(await statement(next.statementId))).toEqual(["fee 400000"]);
    const { data } = await ask(
      world,
      one.buyer,
      `query($id: ID!) { statement(id: $id) { paper { charges { id evidence { label on text } } } } }`,
      { id: statementId },
    );
    expect(data.statement.paper.charges[1].evidence).toEqual([
      { label: "Accepted", on: "2026-10-12", text: "Protocol 8" },
    ]);
  });

  test("that nobody accepted is not billed", async () => {
    const one = await story();
    await deliver(one);
    const { statementId } = await drafted(world, one, "2026-10", MET);
    expect(lines(await statement(statementId))).toEqual(["fee 400000"]);
  });

  test("is refused out of turn, on other days and to others, and nothing changes", async () => {
    const one = await story();
    const refuse = (deed: () => Promise<unknown>, code: string) => refusedUnchanged(world, deed, { code });
    await refuse(() => answer(one), "milestone_not_there");
    await refuse(() => deliver(one, { lineId: "couriers" }), "invalid_input");
    await refuse(() => deliver(one, { on: "2026-10-21" }), "invalid_input");
    await refuse(() => deliver(one, { on: "2026-09-30" }), "invalid_input");
    await refuse(() => deliver(one, { evidence: " " }), "invalid_input");
    await refuse(() => deliver(one, {}, one.buyer), "not_allowed");
    await deliver(one);
    await refuse(() => deliver(one), "milestone_not_there");
    await refuse(() => answer(one, { accept: false, reason: "" }), "invalid_input");
    await refuse(() => answer(one, { on: "2026-10-09" }), "invalid_input");
    await refuse(() => answer(one, {}, one.provider), "not_allowed");
    const stranger = await member(world, { name: "Stranger", kind: "buyer", role: "owner" });
    await refuse(() => answer(one, {}, stranger), "not_found");
    await drafted(world, one, "2026-10", MET);
    await refuse(() => answer(one), "month_is_billed");
  });

  test("is accepted once by two clicks at once, and twice by nobody who writes to the database", async () => {
    const one = await story();
    await deliver(one);
    const both = await Promise.allSettled([answer(one), answer(one)]);
    expect(both.map((each) => each.status).sort()).toEqual(["fulfilled", "rejected"]);
    const again = world.owner.query(
      `insert into milestone_step (organization_id, provider_id, engagement_id, line_id, kind, occurred_on, note,
         by_id, by_name, at) select organization_id, provider_id, engagement_id, line_id, kind, occurred_on,
         note, by_id, by_name, at from milestone_step where engagement_id = $1 and kind = 'accepted'`,
      [one.engagementId],
    );
    await expect(again).rejects.toThrow(/milestone_step_accepted_once/);
  });
});

describe("a cost passed through", () => {
  test("is billed with its mark-up once approved, within the month's cap, and never twice", async () => {
    const one = await story();
    const { costId } = await cost(one);
    const rejected = await cost(one, { receipt: "DHL 2" });
    await cost(one, { receipt: "DHL 3" });
    await answerCost(world.caller(one.buyer), { costId, approve: true });
    await answerCost(world.caller(one.buyer), {
      costId: rejected.costId,
      approve: false,
      reason: "Not ours",
    });
    const { statementId } = await drafted(world, one, "2026-10", MET);
    const row = await statement(statementId);
    expect(lines(row)).toEqual(["fee 400000", "couriers 11000"]);
    expect(row).toMatchObject({ fee_minor: "400000", charges_minor: "11000" });
    // Rejected, the receipt may be stated anew; 190.00 + 10 % is above the month's 200.00.
    const again = await cost(one, { receipt: "DHL 2", amount: "190.00" });
    await answerCost(world.caller(one.buyer), { costId: again.costId, approve: true });
    const next = await drafted(world, one, "2026-11", MET);
    expect(lines(await statement(next.statementId))).toEqual(["fee 400000", "couriers 20000"]);
    const { data } = await ask(
      world,
      one.provider,
      `query($id: ID!) { passedCosts(engagementId: $id) { edges { node { receipt state reason statementId } } } }`,
      { id: one.engagementId },
    );
    expect(data.passedCosts.edges.map((edge: { node: unknown }) => edge.node)).toEqual([
      { receipt: "DHL 2", state: "charged", reason: "", statementId: next.statementId },
      { receipt: "DHL 3", state: "proposed", reason: null, statementId: null },
      { receipt: "DHL 2", state: "rejected", reason: "Not ours", statementId: null },
      { receipt: "DHL 1", state: "charged", reason: "", statementId },
    ]);
  });

  test("that was not approved cannot be charged, whoever writes to the database", async () => {
    const one = await story();
    const { costId } = await cost(one);
    const { statementId } = await drafted(world, one, "2026-10", MET);
    const charge = (decision: string) =>
      world.owner.query(
        `insert into charged_cost (organization_id, provider_id, statement_id, cost_id, decision)
         values ($1, $2, $3, $4, $5)`,
        [one.buyer.organizationId, one.provider.organizationId, statementId, costId, decision],
      );
    await expect(charge("approved")).rejects.toThrow(/charged_cost_cost_id_decision_fkey/);
    await answerCost(world.caller(one.buyer), { costId, approve: false, reason: "No" });
    await expect(charge("rejected")).rejects.toThrow(/charged_cost_approved/);
  });

  test("is refused without its receipt, twice, on other days and by others, and nothing changes", async () => {
    const one = await story();
    const refuse = (deed: () => Promise<unknown>, code: string) => refusedUnchanged(world, deed, { code });
    await refuse(() => cost(one, { receipt: "" }), "invalid_input");
    await refuse(() => cost(one, { lineId: "cutover" }), "invalid_input");
    await refuse(() => cost(one, { amount: "0" }), "invalid_input");
    await refuse(() => cost(one, { amount: "ten" }), "invalid_input");
    await refuse(() => cost(one, { incurredOn: "2026-10-21" }), "invalid_input");
    await refuse(() => cost(one, {}, one.buyer), "not_allowed");
    const { costId } = await cost(one);
    await refuse(() => cost(one), "receipt_stated");
    const say = (by: Contracted["buyer"], change: object = {}) =>
      answerCost(world.caller(by), { costId, approve: true, ...change });
    await refuse(() => say(one.provider), "not_allowed");
    await refuse(() => say(one.buyer, { approve: false, reason: "" }), "invalid_input");
    await refuse(() => say(one.buyer, { costId: crypto.randomUUID() }), "not_found");
    const stranger = await member(world, { name: "Another stranger", kind: "buyer", role: "owner" });
    await refuse(() => say(stranger), "not_found");
    await say(one.buyer);
    await refuse(() => say(one.buyer), "cost_answered");
  });
});

test("both are on the invoice with their lines, and Stripe's total is ours", async () => {
  const one = await story();
  await canBePaidOut(world, one);
  await deliver(one);
  await answer(one);
  const { costId } = await cost(one);
  await answerCost(world.caller(one.buyer), { costId, approve: true });
  const { invoiceId } = await paidStatement(world, one);
  const { data } = await ask(
    world,
    one.buyer,
    `query($id: ID!) { invoice(id: $id) { state lines { description amount { amountMinor } } } }`,
    { id: invoiceId },
  );
  expect(data.invoice.state).toBe("paid");
  expect(data.invoice.lines.slice(0, 3)).toEqual([
    { description: "Monthly fee, October 2026", amount: { amountMinor: "400000" } },
    { description: "Cut-over, October 2026", amount: { amountMinor: "500000" } },
    { description: "Couriers, October 2026", amount: { amountMinor: "11000" } },
  ]);
});

test("a yearly minimum is settled in the last month of the year, from the statements before it", async () => {
  const billing: BillingTerms = { lines: [], yearlyMinimumMinor: "4900000" };
  const one = await workedContract(world, { billing, startsOn: "2026-10-01" });
  const made = [];
  for (const at of Array.from({ length: 13 }).keys()) {
    const month = Temporal.PlainYearMonth.from("2026-10").add({ months: at }).toString();
    made.push((await drafted(world, one, month, MET)).statementId);
  }
  const rows = await Promise.all(made.map(statement));
  expect(rows.map((row) => row.charges_minor)).toEqual([...Array(11).fill("0"), "100000", "0"]);
  expect(lines(rows[11] as { bundle: unknown })).toEqual(["fee 400000", "yearly-minimum-1 100000"]);
  expect(recomputeMonth(rows[11]?.bundle)).toEqual(rows[11]?.result);
});
