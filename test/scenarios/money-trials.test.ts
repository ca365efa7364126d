import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { freePort } from "../../server/postgres/embedded.ts";
import { deliver, payOnHostedPage } from "../factories/money-story.ts";
import { approvedOnly, attempt, invoiceOf } from "../factories/stripe-story.ts";
import { walkThrough } from "../proof/clock/walk.ts";
import { castOf } from "../proof/crash/people.ts";
import { runTrial } from "../proof/crash/trial.ts";
import { openGround } from "../proof/ground.ts";
import { storm } from "../proof/storm/storm.ts";
import { openWorld, type World } from "../world.ts";

const NOTHING = { lost: [], double: [], phantom: [], cents: [] };

/** The long trials are commands (`npm run crash:money`, `clock:money`, `storm:webhooks`); here each runs short. */
describe("a short trial of money", { timeout: 400_000 }, () => {
  async function endedOften(strikes: number) {
    const webPort = await freePort();
    const webhookUrl = `http://127.0.0.1:${webPort}/webhooks/stripe`;
    const ground = await openGround({ superuserUrl: inject("superuserUrl"), webhookUrl });
    const cast = await castOf(ground, 3);
    const say = () => undefined;
    const trial = { ground, cast, webPort, seed: 3, strikes, keys: true, say, atOnce: 6 };
    return runTrial(trial).finally(() => ground.close());
  }

  test("worker and web ended twenty times: nothing lost, double, phantom or off by a cent", async () => {
    const { verdict, ended } = await endedOften(20);
    expect(verdict).toMatchObject(NOTHING);
    expect(verdict.statements).toBeGreaterThanOrEqual(6);
    expect(Object.values(ended).reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(20);
  });

  test("cases 33, 38: two months by the hour around their ends, with a missed day, in three zones", async () => {
    const ground = await openGround({
      superuserUrl: inject("superuserUrl"),
      start: "2024-02-01T00:00:00Z",
    });
    const { verdict, faults, breaks, dues, counts } = await walkThrough({
      ...{ ground, start: "2024-02-01", months: 2 },
    }).finally(() => ground.close());
    expect({ faults, breaks, dues }).toEqual({ faults: [], breaks: [], dues: [] });
    expect(counts.closed).toBe(6);
    expect(verdict).toMatchObject({ statements: 6, ...NOTHING });
  });

  test("cases 11, 12: five hundred webhooks, some twice, some never, some forged", async () => {
    const ground = await openGround({ superuserUrl: inject("superuserUrl") });
    const { faults, answers, verdict } = await storm({
      ...{ ground, deliveries: 500, contracts: 3, months: 1, seed: 5 },
    }).finally(() => ground.close());
    expect(faults).toEqual([]);
    expect(verdict.statements).toBe(3);
    expect((answers[200] ?? 0) + (answers[400] ?? 0)).toBe(500);
    expect(answers[400]).toBeGreaterThan(50);
  });
});

describe("P6", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  /** What a story comes to, without what differs between two of them by nature. */
  async function endOf(statementId: string) {
    const invoice = await invoiceOf(world, statementId);
    const { rows } = await world.owner.query(
      `select a.code, a.currency, sum(p.amount_minor)::text as minor, count(*)::int as legs
       from journal_entry e join posting p on p.entry_id = e.id join ledger_account a on a.id = p.account_id
       where e.source_id in ($1, $2) group by 1, 2 order by 1`,
      [invoice.id, invoice.stripe_invoice_id],
    );
    const payout = await world.row("select state, amount_minor from payout where invoice_id = $1", [
      invoice.id,
    ]);
    return { state: invoice.state, total: invoice.total_minor, books: rows, payout };
  }

  async function told(order: readonly string[]) {
    const { statementId, payload } = await approvedOnly(world);
    await attempt(world, "statement.approved", payload);
    await payOnHostedPage((await invoiceOf(world, statementId)).hosted_url);
    for (const type of order) {
      await deliver(world, [type]);
      await world.drainJobs();
    }
    await deliver(world, ["invoice.paid"]);
    await world.drainJobs();
    return endOf(statementId);
  }

  const types = ["invoice.finalized", "invoice.payment_succeeded", "invoice.paid", "charge.succeeded"];

  test("cases 2, 3, 12: any order of events with duplicates comes to the same state", async () => {
    const inOrder = await told(types);
    expect(inOrder.state).toBe("paid");
    const orders = fc.array(fc.constantFrom(...types), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        expect(await told(order)).toEqual(inOrder);
      }),
      { numRuns: 5 },
    );
  });
});
