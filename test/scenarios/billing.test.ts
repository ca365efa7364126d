import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { recomputeStatement } from "../../domain/service-levels/recompute.ts";
import { approveStatement } from "../../server/billing/approve-statement.ts";
import { draftStatementOf } from "../../server/billing/draft-statement.ts";
import { accountBalances, trialBalance } from "../../server/ledger/ledger.read.ts";
import { drafted, frozenMonth, WORKED_FIGURES, workedContract } from "../factories/money-story.ts";
import { member } from "../factories/people.ts";
import { canBePaidOut, paidStatement } from "../factories/stripe-story.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe("a month's money", () => {
  test("the worked example comes out to the cent and rebuilds from its bundle", async () => {
    const story = await workedContract(world);
    const { statementId } = await drafted(world, story);
    const statement = await world.row("select * from statement where id = $1", [statementId]);
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
      `select level_id, amount_minor, arithmetic->>'sentence' as sentence from service_credit
        where statement_id = $1 order by 1`,
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

  test("the whole story ends with one transfer, and the books agree with Stripe", async () => {
    const story = await workedContract(world);
    await canBePaidOut(world, story);
    const { statementId, invoiceId } = await paidStatement(world, story);
    expect(await world.row("select state from statement where id = $1", [statementId])).toEqual({
      state: "paid",
    });
    const invoice = await world.row("select * from invoice where id = $1", [invoiceId]);
    expect(invoice).toMatchObject({ state: "paid", total_minor: "378400" });
    expect(
      await world.row("select state, amount_minor, held_because from payout where invoice_id = $1", [
        invoiceId,
      ]),
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
  for (const clearing of ["clearing_charge", "clearing_transfer"])
    expect(net.get(`${clearing} USD`) ?? 0n, clearing).toBe(0n);
  const unpaid = await world.row(
    `select coalesce(sum(s.commission_minor), 0) as fees from invoice i join statement s
      on s.id = i.statement_id where i.state <> 'paid'`,
    [],
  );
  expect(net.get("fee_pending USD") ?? 0n).toBe(-BigInt(unpaid.fees));
  expect([...net.values()].reduce((sum, one) => sum + one, 0n)).toBe(0n);
  const balance = await port.retrieveBalance();
  const held = [...balance.available, ...balance.pending].reduce((sum, one) => sum + one.amountMinor, 0n);
  expect(net.get("stripe_balance USD")).toBe(held);
}

describe("an approval", () => {
  async function waiting() {
    const story = await workedContract(world);
    const { statementId } = await drafted(world, story);
    return { story, statementId };
  }
  const jobs = async (statementId: string) =>
    (
      await world.owner.query(
        `select count(*)::int as n from graphile_worker._private_jobs
          where key = 'statement.approved:' || $1`,
        [statementId],
      )
    ).rows[0].n;

  test("by one side waits for the other; the second one sends it on", async () => {
    const { story, statementId } = await waiting();
    await approveStatement(world.caller(story.provider), { statementId });
    expect(await world.row("select state from statement where id = $1", [statementId])).toEqual({
      state: "awaiting_approval",
    });
    expect(await jobs(statementId)).toBe(0);
    await approveStatement(world.caller(story.buyer), { statementId });
    expect(await world.row("select state from statement where id = $1", [statementId])).toEqual({
      state: "approved",
    });
    expect(await jobs(statementId)).toBe(1);
  });

  test("twice by one side, in two tabs at once or with one retry key, has one effect", async () => {
    const { story, statementId } = await waiting();
    const key = crypto.randomUUID();
    await Promise.all([
      ...Array.from({ length: 8 }, () => approveStatement(world.caller(story.buyer), { statementId })),
      approveStatement(world.caller(story.buyer, key), { statementId }),
      approveStatement(world.caller(story.buyer, key), { statementId }),
    ]);
    const first = await world.row("select * from statement where id = $1", [statementId]);
    expect(first).toMatchObject({ state: "awaiting_approval", provider_approved_at: null });
    world.clock.moveTo(world.clock.now().add({ minutes: 1 }));
    await approveStatement(world.caller(story.buyer), { statementId });
    expect(await world.row("select * from statement where id = $1", [statementId])).toEqual(first);
  });

  test("by both sides at the same moment is one approval and one invoice, every time", async () => {
    const stories = await Promise.all(Array.from({ length: 10 }, waiting));
    for (const { story, statementId } of stories) {
      // Both begin while a third holds the row, so that they meet on it whatever the machine is doing.
      await world.owner.query("begin");
      await world.owner.query("select 1 from statement where id = $1 for share", [statementId]);
      const both = [story.buyer, story.provider].map((viewer) =>
        approveStatement(world.caller(viewer), { statementId }),
      );
      await new Promise((done) => setTimeout(done, 40));
      await world.owner.query("commit");
      await Promise.all(both);
      expect(await jobs(statementId)).toBe(1);
    }
    await world.drainJobs();
    for (const { statementId } of stories) {
      const { rows } = await world.owner.query("select state from invoice where statement_id = $1", [
        statementId,
      ]);
      expect(rows).toEqual([{ state: "open" }]);
    }
  });

  test("of a foreign statement and of a missing one are refused alike and change nothing", async () => {
    const { statementId } = await waiting();
    const stranger = await member(world, { name: `Stranger ${statementId}`, kind: "buyer", role: "owner" });
    const before = await world.row("select * from statement where id = $1", [statementId]);
    const answers = await Promise.all(
      [statementId, crypto.randomUUID(), "no-id"].map((id) =>
        approveStatement(world.caller(stranger), { statementId: id }).catch((error) => error.message),
      ),
    );
    expect(new Set(answers)).toEqual(new Set(["There is no such statement."]));
    expect(await world.row("select * from statement where id = $1", [statementId])).toEqual(before);
  });

  test("is not the account manager's to give", async () => {
    const { statementId } = await waiting();
    const staff = await member(world, {
      name: `Staff ${statementId}`,
      kind: "marketplace",
      role: "account_manager",
    });
    await expect(approveStatement(world.caller(staff), { statementId })).rejects.toThrow(
      /role does not allow/,
    );
  });
});

describe("a draft", () => {
  test("case 5: of one month is made once, also when its job runs twice at once", async () => {
    const story = await workedContract(world);
    const periodCloseId = await frozenMonth(world, story, { period: "2026-10" });
    const viewer = systemViewer(story.buyer.organizationId, "test");
    const caller = { db: world.workDb, clock: world.clock, viewer };
    const made = await Promise.all(
      Array.from({ length: 5 }, () => draftStatementOf(caller, { periodCloseId })),
    );
    expect(new Set(made.map((one) => one.statementId)).size).toBe(1);
    const { rows } = await world.owner.query(
      "select count(*)::int as n from service_credit where statement_id = $1",
      [made[0]?.statementId],
    );
    expect(rows[0].n).toBe(3);
  });

  test("of a month without a promised level's figure is refused and leaves nothing", async () => {
    const story = await workedContract(world);
    await expect(drafted(world, story, "2026-10", WORKED_FIGURES.slice(0, 2))).rejects.toThrow(/no figure/);
    expect(
      await world.row("select id from statement where engagement_id = $1", [story.engagementId]),
    ).toBeUndefined();
  });

  test("without data counts as failed, an excused level as nothing, and the cap holds", async () => {
    const scheme = { kind: "at_risk_pool" as const, poolBps: 5000, capBps: 1200 };
    const story = await workedContract(world, { scheme });
    const { statementId } = await drafted(world, story, "2026-10", [
      { levelId: "accuracy", measured: null, excused: false, n: 0 },
      { levelId: "turnaround", measured: "10", excused: true, n: 2 },
      { levelId: "compliance", measured: "50", excused: false, n: 9 },
    ]);
    const credits = await world.owner.query(
      `select level_id, amount_minor, arithmetic->>'outcome' as outcome from service_credit
        where statement_id = $1 order by 1`,
      [statementId],
    );
    expect(credits.rows).toEqual([
      { level_id: "accuracy", amount_minor: "29538", outcome: "no_data" },
      { level_id: "compliance", amount_minor: "18462", outcome: "failed" },
      { level_id: "turnaround", amount_minor: "0", outcome: "excused" },
    ]);
    expect(await world.row("select credit_minor from statement where id = $1", [statementId])).toEqual({
      credit_minor: "48000",
    });
  });
});
