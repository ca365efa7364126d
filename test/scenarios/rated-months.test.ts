import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recomputeMonth } from "../../domain/billing/rating/rated-bundle.ts";
import type { BillingTerms } from "../../domain/contracts/billing-terms.ts";
import { stateHeadCount } from "../../server/billing/state-head-count.ts";
import { ask } from "../factories/ask.ts";
import type { Contracted } from "../factories/contracted.ts";
import { approvedByBoth, drafted, workedContract } from "../factories/money-story.ts";
import { member } from "../factories/people.ts";
import { canBePaidOut, paidStatement } from "../factories/stripe-story.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const BILLING: BillingTerms = {
  lines: [
    {
      ...{ kind: "per_unit", id: "bills", name: "Bills", unitPriceMinor: "250" },
      quantity: { by: "count", type: "bill" },
    },
    {
      ...{ kind: "per_seat", id: "desk", name: "Desk", unitPriceMinor: "31000", seats: 2, atRisk: false },
    },
    {
      ...{ kind: "tiered", id: "tasks", name: "Close tasks" },
      quantity: { by: "sum", type: "close_task", field: "dueBusinessDay" },
      bands: [{ upTo: "10", unitPriceMinor: "100" }, { unitPriceMinor: "50" }],
    },
  ],
  purchaseOrder: { number: "PO-7", amountMinor: "600000" },
  costCentre: "4410",
};
const MET = ["accuracy", "turnaround", "compliance"].map((levelId) => ({
  ...{ levelId, measured: "100", excused: false, n: 10, misses: 0 },
}));

let reference = 0;

async function item(
  story: Contracted,
  p: { type?: string; at: string; fields?: object; state?: string },
): Promise<string> {
  reference += 1;
  const { id } = await world.row(
    `insert into work_item (organization_id, provider_id, engagement_id, source, reference, type, title, state,
       opened_at, resolved_at, fields)
     values ($1, $2, $3, 'test', $4, $5, 'A bill', $6, '2026-09-30T00:00:00Z', $7, $8) returning id`,
    [
      ...[story.buyer.organizationId, story.provider.organizationId, story.engagementId],
      ...[`B-${reference}`, p.type ?? "bill", p.state ?? "resolved", p.at, JSON.stringify(p.fields ?? {})],
    ],
  );
  return id;
}

const rated = () => workedContract(world, { billing: BILLING, startsOn: "2026-10-01" });
const statement = (id: string) => world.row("select * from statement where id = $1", [id]);
const lines = (row: { bundle: unknown }) =>
  (recomputeMonth(row.bundle) as { lines: { id: string; quantity: string; amountMinor: string }[] }).lines;

describe("a month made of lines", () => {
  test("counts the accepted work of the month and nothing else, and is rebuilt from its bundle", async () => {
    const story = await rated();
    const first = await item(story, { at: "2026-09-30T23:00:00Z" }); // 1 October in London
    const last = await item(story, { at: "2026-10-31T23:59:59Z", state: "closed" });
    await item(story, { at: "2026-09-30T22:59:59Z" });
    await item(story, { at: "2026-11-01T00:00:00Z" });
    await item(story, { at: "2026-10-10T00:00:00Z", state: "cancelled" });
    await item(story, { at: "2026-10-10T00:00:00Z", type: "question" });
    await item(story, { type: "close_task", at: "2026-10-10T00:00:00Z", fields: { dueBusinessDay: 12 } });
    await item(story, { type: "close_task", at: "2026-10-10T00:00:00Z", fields: { dueBusinessDay: "no" } });
    const { statementId } = await drafted(world, story);
    const row = await statement(statementId);
    expect(lines(row)).toEqual([
      { id: "fee", quantity: null, amountMinor: "400000" },
      { id: "bills", quantity: "2", amountMinor: "500" },
      { id: "desk", quantity: "2", amountMinor: "62000" },
      { id: "tasks", quantity: "12", amountMinor: "1100" },
    ]);
    // 21.6 % of the pool failed of the worked month, now of the whole base: 401,600 × 5.4 % = 21,686.40
    expect(row).toMatchObject({ fee_minor: "401600", charges_minor: "62000", credit_minor: "21686" });
    expect(BigInt(row.net_minor)).toBe(401_600n + 62_000n - 21_686n);
    expect(recomputeMonth(row.bundle)).toEqual(row.result);
    const { rows } = await world.owner.query(
      "select work_item_id from billed_item where statement_id = $1 and line_id = 'bills' order by 1",
      [statementId],
    );
    expect(rows.map((one) => one.work_item_id)).toEqual([first, last].sort());
  });

  test("bills work that came to be known late with the next statement, and nothing twice", async () => {
    const story = await rated();
    await item(story, { at: "2026-10-05T00:00:00Z" });
    await drafted(world, story, "2026-10", MET);
    await item(story, { at: "2026-10-06T00:00:00Z" });
    await item(story, { at: "2026-11-06T00:00:00Z" });
    const { statementId } = await drafted(world, story, "2026-11", MET);
    expect(lines(await statement(statementId))[1]).toMatchObject({ quantity: "2", amountMinor: "500" });
    const twice = world.owner.query(
      `insert into billed_item (organization_id, provider_id, engagement_id, statement_id, line_id, work_item_id)
       select organization_id, provider_id, engagement_id, $1, line_id, work_item_id from billed_item
       where engagement_id = $2 limit 1`,
      [statementId, story.engagementId],
    );
    await expect(twice).rejects.toThrow(/billed_item_engagement_id_line_id_work_item_id_key/);
  });

  test("of a contract that begins in the middle counts its days", async () => {
    const story = await workedContract(world, { billing: BILLING, startsOn: "2026-10-15" });
    const { statementId } = await drafted(world, story, "2026-10", MET);
    expect(lines(await statement(statementId)).map((one) => one.amountMinor)).toEqual([
      ...["219355", "0", "34000", "0"],
    ]);
  });

  test("is invoiced line by line, and Stripe's total is ours to the cent", async () => {
    const story = await rated();
    await canBePaidOut(world, story);
    await item(story, { at: "2026-10-05T00:00:00Z" });
    const { statementId, invoiceId } = await paidStatement(world, story);
    const row = await statement(statementId);
    const invoice = await world.row("select * from invoice where id = $1", [invoiceId]);
    expect(invoice).toMatchObject({ state: "paid", total_minor: row.net_minor });
    const { data } = await ask(
      world,
      story.buyer,
      `query($id: ID!) { invoice(id: $id) { reference total { amountMinor }
        lines { description amount { amountMinor } } } }`,
      { id: invoiceId },
    );
    expect(data.invoice.lines.slice(0, 3)).toEqual([
      { description: "Monthly fee, October 2026", amount: { amountMinor: "400000" } },
      { description: "Bills, October 2026 (1)", amount: { amountMinor: "250" } },
      { description: "Desk, October 2026 (2 seats)", amount: { amountMinor: "62000" } },
    ]);
    const sum = data.invoice.lines.reduce(
      (total: bigint, one: { amount: { amountMinor: string } }) => total + BigInt(one.amount.amountMinor),
      0n,
    );
    expect(String(sum)).toBe(data.invoice.total.amountMinor);
    const rest = 6000 - Number(row.net_minor) / 100;
    const left = `$${rest.toLocaleString("en-US", { minimumFractionDigits: 2 })}`;
    expect(data.invoice.reference).toBe(
      `Purchase order PO-7, ${left} left after this invoice · cost centre 4410`,
    );
  });

  test("shows the work behind a line to both sides and to nobody else", async () => {
    const story = await rated();
    const id = await item(story, { at: "2026-10-05T00:00:00Z" });
    const { statementId } = await drafted(world, story);
    const query = `query($id: ID!) { statement(id: $id) { paper { charges { id atRisk itemCount sentence } } }
      billedItems(statementId: $id, lineId: "bills") { edges { node { workItemId } } } }`;
    const variables = { id: statementId };
    for (const side of [story.buyer, story.provider]) {
      const { data } = await ask(world, side, query, variables);
      expect(data.billedItems.edges).toEqual([{ node: { workItemId: id } }]);
      expect(data.statement.paper.charges[1]).toEqual({
        ...{ id: "bills", atRisk: true, itemCount: 1, sentence: "1 × $2.50 = $2.50" },
      });
    }
    const stranger = await member(world, { name: "Stranger", kind: "buyer", role: "owner" });
    const { data } = await ask(world, stranger, query, variables);
    expect(data).toMatchObject({ statement: null, billedItems: { edges: [] } });
  });

  test("of a contract with a flat fee alone is what it always was", async () => {
    const story = await workedContract(world);
    await item(story, { at: "2026-10-05T00:00:00Z" });
    const { statementId } = await drafted(world, story);
    const row = await statement(statementId);
    expect(Object.keys(row.bundle as object).sort()).toEqual(
      ["commissionBps", "currency", "feeMinor", "id", "scheme"].sort(),
    );
    expect(row).toMatchObject({ fee_minor: "400000", charges_minor: "0", net_minor: "378400" });
    const { rows } = await world.owner.query("select 1 from billed_item where statement_id = $1", [
      statementId,
    ]);
    expect(rows).toEqual([]);
  });
});

describe("head counts", () => {
  const state = (story: Contracted, change: object = {}, side: "buyer" | "provider" = "buyer") =>
    stateHeadCount(world.caller(story[side]), {
      ...{
        engagementId: story.engagementId,
        lineId: "desk",
        effectiveOn: "2026-10-17",
        count: 5,
        ...change,
      },
    });
  const stated = async (story: Contracted) =>
    (
      await world.owner.query("select count from head_count where engagement_id = $1 order by id", [
        story.engagementId,
      ])
    ).rows.map((row) => row.count);

  test("hold from their day on; of two about one day the later counts", async () => {
    const story = await rated();
    await state(story);
    await state(story, { count: 4 }, "provider");
    const { statementId } = await drafted(world, story, "2026-10", MET);
    // (2 × 16 + 4 × 15) ÷ 31 × 310.00 = 920.00
    expect(lines(await statement(statementId))[2]).toMatchObject({ amountMinor: "92000" });
    expect(await stated(story)).toEqual([5, 4]);
  });

  test.each([
    ["a day before the contract", { effectiveOn: "2026-09-30" }, "invalid_input"],
    ["no day", { effectiveOn: "2026-02-30" }, "invalid_input"],
    ["a line without seats", { lineId: "bills" }, "invalid_input"],
    ["half a seat", { count: 1.5 }, "invalid_input"],
    ["fewer than none", { count: -1 }, "invalid_input"],
    ["a foreign engagement", { engagementId: crypto.randomUUID() }, "not_found"],
  ])("are refused for %s, and nothing changes", async (_name, change, code) => {
    const story = await rated();
    await expect(state(story, change)).rejects.toMatchObject({ code });
    expect(await stated(story)).toEqual([]);
  });

  test("are refused for a closed month, and by people who may not or are strangers", async () => {
    const story = await rated();
    const { statementId } = await drafted(world, story, "2026-10", MET);
    const before = await statement(statementId);
    await expect(state(story)).rejects.toMatchObject({ code: "head_count_too_late" });
    const stranger = await member(world, { name: "Other", kind: "buyer", role: "owner" });
    const asked = { engagementId: story.engagementId, lineId: "desk", effectiveOn: "2026-12-01", count: 9 };
    await expect(stateHeadCount(world.caller(stranger), asked)).rejects.toMatchObject({
      code: "not_found",
    });
    const finance = { ...story.buyer, role: "finance" as const };
    await expect(stateHeadCount(world.caller(finance), asked)).rejects.toMatchObject({
      code: "not_allowed",
    });
    expect(await stated(story)).toEqual([]);
    expect(await statement(statementId)).toEqual(before);
    await state(story, { effectiveOn: "2026-11-01" });
    expect(await stated(story)).toEqual([5]);
  });
});

test("the database holds a statement to its charges", async () => {
  const story = await rated();
  const { statementId } = await drafted(world, story);
  const before = await statement(statementId);
  const raised = world.owner.query("update statement set charges_minor = charges_minor + 1 where id = $1", [
    statementId,
  ]);
  await expect(raised).rejects.toThrow(/statement_adds_up/);
  expect(await statement(statementId)).toEqual(before);
  await approvedByBoth(world, story, statementId);
});
