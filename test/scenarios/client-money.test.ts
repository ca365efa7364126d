import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { fundsCleared, runReleased } from "../../domain/ledger/client-money-recipes.ts";
import { money } from "../../domain/shared/money.ts";
import { releaseRun } from "../../server/billing/client-money/release-run.ts";
import { postEntry } from "../../server/ledger/post-entry.ts";
import { ask } from "../factories/ask.ts";
import { payrollStory, WAGES } from "../factories/payroll-story.ts";
import { colleague, member } from "../factories/people.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.clock.moveTo(Temporal.Instant.from("2026-12-01T10:00:00Z")));
afterAll(() => world.close());

const { answer, books, cleared, follow, fund, later, pay, prepare, run, told } = payrollStory(() => world);

describe("money of a client", () => {
  test("is released on cleared funds alone, pays each wage once, and keeps what came back", async () => {
    const one = await told();
    const { fundingId } = await fund(one, "50,000.00");
    await follow(one, fundingId);
    const { runId } = await prepare(one);
    await answer(one, runId);
    await pay(one, runId);
    expect(await run(runId), "announced funds are no funds").toMatchObject({ state: "approved" });
    expect(await books(one)).toEqual({});
    later(0.1);
    await follow(one, fundingId);
    expect(await books(one)).toEqual({ client_money: -5_000_000, fa_payroll: 5_000_000 });
    await pay(one, runId);
    expect(await run(runId)).toMatchObject({ state: "released" });
    expect(await books(one)).toEqual({
      ...{ client_money: -200_000, payroll_clearing: -4_800_000, fa_payroll: 5_000_000 },
    });
    await Promise.all([pay(one, runId), pay(one, runId)]);
    later(0.1);
    await Promise.all([pay(one, runId), pay(one, runId)]);
    await pay(one, runId);
    expect(await run(runId)).toMatchObject({
      ...{ state: "settled", paid_minor: "4550000", returned_minor: "250000" },
    });
    expect(await books(one)).toEqual({
      client_money: -200_000,
      fa_payroll: 450_000,
      wages_unpaid: -250_000,
    });
    expect(world.rail.bank.taken().map((each) => each.minor)).toEqual(["3000000", "1550000", "250000"]);
  });

  test("7f: taken back after it was spent, shows the loss as what the client owes", async () => {
    const one = await told();
    const fundingId = await cleared(one, "480.13");
    const { runId } = await prepare(one, "Ada; GB29600001; 400.00");
    await answer(one, runId);
    await pay(one, runId);
    later(0.1);
    await pay(one, runId);
    later(49);
    await follow(one, fundingId);
    await follow(one, fundingId);
    expect(await books(one)).toEqual({ receivable_returned_debit: 40_000 });
    const { data } = await ask(
      world,
      one.finance,
      `query($id: ID!) { clientMoney(engagementId: $id) { unused { amountMinor } owedByClient { amountMinor }
        fundings { state } } }`,
      { id: one.engagementId },
    );
    expect(data.clientMoney).toEqual([
      {
        ...{ unused: { amountMinor: "0" }, owedByClient: { amountMinor: "40000" } },
        fundings: [{ state: "returned" }],
      },
    ]);
  });

  test("is never overdrawn by 20 releases at once, nor by 20 postings that ask nobody", async () => {
    const one = await told();
    await cleared(one, "1,000.00");
    const runs = await Promise.all(
      Array.from({ length: 20 }, (_, at) => prepare(one, `P${at}; GB2960000${at}A; 100.00`)),
    );
    for (const { runId } of runs) await answer(one, runId);
    const viewer = systemViewer(one.buyer.organizationId, "test");
    const caller = { db: world.workDb, clock: world.clock, viewer };
    const released = await Promise.all(runs.map(({ runId }) => releaseRun(caller, { runId })));
    expect(released.filter((each) => each.released)).toHaveLength(10);
    expect(await books(one)).toEqual({ payroll_clearing: -100_000, fa_payroll: 100_000 });
    const other = await told();
    await cleared(other, "1,000.00");
    const { organizationId: buyerId } = other.buyer;
    const client = {
      buyerId,
      engagementId: other.engagementId,
      amount: money(10_000n, other.terms.currency),
    };
    const posted = await Promise.allSettled(
      Array.from({ length: 20 }, (_, at) =>
        world.workDb.withOrg(systemViewer(buyerId, "test"), (tx) =>
          postEntry(tx, runReleased({ ...client, runId: `${buyerId}:${at}`, at: world.clock.now() })),
        ),
      ),
    );
    expect(posted.filter((each) => each.status === "fulfilled")).toHaveLength(10);
    expect(await books(other)).toEqual({ payroll_clearing: -100_000, fa_payroll: 100_000 });
  });

  test("of one client pays nobody of another's, and stands in accounts of a client alone", async () => {
    const [rich, poor] = [await told(), await told()];
    await cleared(rich, "9,000.00");
    const { runId } = await prepare(poor, "Ada; GB29600001; 10.00");
    await answer(poor, runId);
    await pay(poor, runId);
    expect(await run(runId)).toMatchObject({ state: "approved" });
    const nobody = world.owner.query(
      "insert into ledger_account (code, currency) values ('client_money', 'EUR')",
    );
    await expect(nobody).rejects.toThrow(/accounts of one client/);
    const opened = world.owner.query(
      `update ledger_account set guarded_side = null where code = 'client_money' and engagement_id = $1
       returning guarded_side`,
      [rich.engagementId],
    );
    const rows = await opened.then(
      (found) => found.rows,
      () => [{ guarded_side: "credit" }],
    );
    expect(rows).toEqual([{ guarded_side: "credit" }]);
  });

  test("is announced once at the rail, however often the job runs, and books its clearing once", async () => {
    const one = await told();
    const fundingId = await cleared(one, "70.00");
    await Promise.all([follow(one, fundingId), follow(one, fundingId), follow(one, fundingId)]);
    expect(await books(one)).toEqual({ client_money: -7000, fa_payroll: 7000 });
    const again = world.workDb.withOrg(systemViewer(one.buyer.organizationId, "t"), (tx) =>
      postEntry(
        tx,
        fundsCleared({
          ...{ fundingId, buyerId: one.buyer.organizationId, engagementId: one.engagementId },
          ...{ amount: money(7001n, one.terms.currency), at: world.clock.now() },
        }),
      ),
    );
    await expect(again).rejects.toMatchObject({ code: "entry_contradicts" });
  });

  test("that never arrives releases nothing", async () => {
    const one = await told();
    const fundingId = await cleared(one, "70.99");
    later(100);
    await follow(one, fundingId);
    expect(await books(one)).toEqual({});
  });
});

test("what is not for the one who asks is refused, and nothing changes", async () => {
  const one = await told();
  const desk = await told("it_support");
  const { runId } = await prepare(one);
  const refuse = (deed: () => Promise<unknown>, code: string) => refusedUnchanged(world, deed, { code });
  const owner = await colleague(world, {
    ...{ organizationId: one.buyer.organizationId, organizationName: "B", kind: "buyer", role: "owner" },
  });
  const stranger = await member(world, { name: "Payroll stranger", kind: "buyer", role: "finance" });
  await refuse(() => fund(one, "10.00", one.buyer), "not_allowed"); // an operations lead
  await refuse(() => fund(one, "10.00", one.provider), "not_allowed");
  await refuse(() => fund(one, "0"), "invalid_input");
  await refuse(() => fund(desk, "10.00"), "pays_nobody");
  await refuse(() => fund({ ...one, finance: stranger }, "10.00"), "not_found");
  await refuse(() => prepare(one, WAGES, owner), "not_allowed");
  await refuse(() => prepare(one, "Ada"), "invalid_input");
  await refuse(() => prepare(desk), "pays_nobody");
  await refuse(() => answer(one, runId, {}, one.provider), "not_allowed");
  // Somebody with a place on both sides does one of the two.
  await refuse(
    () => answer(one, runId, {}, { ...one.finance, userId: one.provider.userId }),
    "not_allowed",
  );
  await refuse(() => answer(one, runId, {}, stranger), "not_found");
  await refuse(() => answer(one, runId, { approve: false, reason: "" }), "invalid_input");
  await answer(one, runId, { approve: false, reason: "Leo has left" }, owner);
  await refuse(() => answer(one, runId), "run_answered");
  expect(await run(runId)).toMatchObject({ state: "rejected", reason: "Leo has left" });
});

test("a wage never changes after the run was prepared, whoever writes to the database", async () => {
  const one = await told();
  const { runId } = await prepare(one);
  const change = (sql: string) => world.owner.query(sql, [runId]);
  await expect(change("update payroll_payment set amount_minor = 1 where run_id = $1")).rejects.toThrow(
    /does not change/,
  );
  await expect(change("update payroll_payment set account = 'X' where run_id = $1")).rejects.toThrow(
    /does not change/,
  );
  await expect(change("update payroll_run set total_minor = 1 where id = $1")).rejects.toThrow(
    /does not change/,
  );
});

test("the two parties see who is paid, staff see sums alone, strangers and operations nothing", async () => {
  const one = await told();
  const { runId } = await prepare(one);
  const query =
    "query($id: ID!) { payrollRun(id: $id) { payeeCount total { amountMinor } payments { payee account } } }";
  for (const side of [one.finance, one.provider]) {
    const { data } = await ask(world, side, query, { id: runId });
    expect(data.payrollRun.payments[0]).toEqual({ payee: "Ada", account: "•••• 0001" });
  }
  const staff = await member(world, { name: "Money House", kind: "marketplace", role: "account_manager" });
  const told_ = await ask(world, staff, query, { id: runId });
  expect(told_.data.payrollRun).toEqual({ payeeCount: 3, total: { amountMinor: "4800000" }, payments: [] });
  await expect(world.db.readOrg(staff, (tx) => tx.payrollPayment.count())).rejects.toThrow(
    /permission denied/,
  );
  const stranger = await member(world, { name: "Money stranger", kind: "provider", role: "owner" });
  expect((await ask(world, stranger, query, { id: runId })).data.payrollRun).toBeNull();
  expect((await ask(world, one.buyer, query, { id: runId })).errors).toHaveLength(1);
});
