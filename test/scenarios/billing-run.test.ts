import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recomputeMonth } from "../../domain/billing/rating/rated-bundle.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { canonicalJson, type Json } from "../../domain/shared/canonical-json.ts";
import { draftStatementOf } from "../../server/billing/draft-statement.ts";
import { askForBillingRun } from "../../server/billing/run/ask-for-run.ts";
import { doBillingRun, takeUpBillingRun } from "../../server/billing/run/do-run.ts";
import { ask } from "../factories/ask.ts";
import { billingFleet } from "../factories/billing-fleet.ts";
import { frozenMonth } from "../factories/money-story.ts";
import { member } from "../factories/people.ts";
import { contractOf, counted, pictures, plainFleet } from "../factories/plain-fleet.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { naiveDraft } from "../oracle/naive-draft.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let manager: Viewer;
const WORKER = join(import.meta.dirname, "../factories/billing-worker.ts");

beforeAll(async () => {
  world = await openWorld();
  manager = await member(world, { name: "House", kind: "marketplace", role: "account_manager" });
});
afterAll(() => world.close());

const deps = () => ({ db: world.workDb, clock: world.clock, logger: world.logger });
const begun = (month = "2026-10") => askForBillingRun(world.caller(manager), { month });
async function ran(month = "2026-10") {
  const { runId } = await begun(month);
  await doBillingRun(deps(), { runId });
  return runId;
}
const rows = async (sql: string, values: unknown[] = []) => (await world.owner.query(sql, values)).rows;
const statementsOf = (organizationId: string) =>
  rows("select * from statement where organization_id = $1 order by engagement_id, period", [
    organizationId,
  ]);
const part = (runId: string, organizationId: string) =>
  world.row("select * from billing_run_part where run_id = $1 and organization_id = $2", [
    runId,
    organizationId,
  ]);
const runOf = (runId: string) => world.row("select * from billing_run where id = $1", [runId]);

describe("hundreds at once", () => {
  test("are to the byte what one at a time gives, and what reading for one alone gives", async () => {
    const facts = { contracts: 24, seed: 20_261 };
    const many = await billingFleet(world, { ...facts, name: "Many" });
    const single = await billingFleet(world, { ...facts, name: "Single" });
    for (const deal of single.deals)
      for (const { id } of await rows(
        "select id from period_close where engagement_id = $1 order by period",
        [deal.engagementId],
      ))
        await draftStatementOf(
          { ...deps(), viewer: systemViewer(single.buyer.organizationId, "test") },
          { periodCloseId: id },
        );
    const runId = await ran();
    const [made, alone] = [await pictures(world, many.deals), await pictures(world, single.deals)];
    expect(made.length).toBeGreaterThan(60);
    expect(made).toEqual(alone);
    expect(await part(runId, many.buyer.organizationId)).toMatchObject({
      ...{ months: made.length, drafted: made.length, failed: 0 },
    });
    for (const row of await statementsOf(many.buyer.organizationId)) {
      expect(recomputeMonth(row.bundle)).toEqual(row.result);
      // The older way knows no milestones and no costs of others.
      if (/"(milestone|pass_through)"/.test(JSON.stringify(row.bundle))) continue;
      const { bundle, result } = await naiveDraft(world.owner, row.id);
      expect(canonicalJson(row.bundle)).toBe(canonicalJson(bundle as Json));
      expect(row).toMatchObject({ bundle_hash: result.bundleHash, net_minor: result.netMinor });
      expect(row.result).toEqual(JSON.parse(JSON.stringify(result)));
    }
    // The fleet must hold what the two ways could disagree about.
    const [held] = await rows(
      `select count(*) filter (where carried_minor > 0)::int as carried,
         count(*) filter (where bundle::text like '%earn_back%')::int as earned,
         count(*) filter (where bundle::text like '%"correction"%')::int as corrected,
         (select count(distinct statement_id)::int from billed_item) as counted,
         (select count(distinct statement_id)::int from charged_cost) as passed_on,
         (select count(distinct statement_id)::int from statement_notice) as silent,
         4 * count(*) filter (where bundle::text like '%"milestone"%')::int as accepted
       from statement where organization_id = $1`,
      [many.buyer.organizationId],
    );
    for (const [what, count] of Object.entries(held)) expect(count, what).toBeGreaterThan(2);
  });

  test("cost a fixed handful of questions, however many there are", async () => {
    const fleet = await plainFleet(world, "Counted", 300);
    const { runId } = await begun();
    const questions = await counted(() => doBillingRun(deps(), { runId }));
    expect(await part(runId, fleet.buyer.organizationId)).toMatchObject({ drafted: 300, months: 300 });
    expect(questions / 300).toBeLessThanOrEqual(0.1);
    const again = await counted(() => doBillingRun(deps(), { runId }));
    expect(again).toBeLessThanOrEqual(2);
  });
});

describe("a run that is cut short", () => {
  test("by a kill goes on where it stopped: nothing twice, nothing missing", async () => {
    const fleet = await plainFleet(world, "Killed", 1_400);
    const { organizationId } = fleet.buyer;
    const { runId } = await begun();
    const child = spawn(process.execPath, [WORKER, world.urls.worker, runId], { stdio: "ignore" });
    const ended = new Promise((done) => child.once("exit", done));
    while (child.exitCode === null && Number((await part(runId, organizationId)).drafted) === 0)
      await new Promise((done) => setTimeout(done, 10));
    child.kill("SIGKILL");
    await ended;
    const left = await part(runId, organizationId);
    expect(left.drafted).toBe((await statementsOf(organizationId)).length);
    expect(left.drafted).toBeGreaterThan(0);
    expect(left.drafted).toBeLessThan(1_400);
    expect(await runOf(runId)).toMatchObject({ state: "running", finished_at: null });
    // Nobody needs to notice: whoever looks for lost runs takes it up.
    world.clock.moveTo(world.clock.now().add({ hours: 72 }));
    await takeUpBillingRun(deps());
    expect(await part(runId, organizationId)).toMatchObject({ months: 1_400, drafted: 1_400, failed: 0 });
    expect(await runOf(runId)).toMatchObject({ state: "done" });
    await onceEach(organizationId, 1_400);
    await refusedUnchanged(world, () => begun(), { code: "nothing_to_bill" });
  });

  test("by nothing, with two workers and the freezing's own job at once, ends the same", async () => {
    const fleet = await plainFleet(world, "Raced", 700);
    const other = await plainFleet(world, "Raced too", 30);
    const { organizationId } = fleet.buyer;
    const { runId } = await begun();
    const [close] = await rows("select id from period_close where engagement_id = $1", [
      fleet.engagementId,
    ]);
    const single = { ...deps(), viewer: systemViewer(organizationId, "test") };
    await Promise.all([
      doBillingRun(deps(), { runId }),
      doBillingRun(deps(), { runId }),
      draftStatementOf(single, { periodCloseId: close.id }),
    ]);
    await doBillingRun(deps(), { runId });
    expect(await runOf(runId)).toMatchObject({ state: "done" });
    await onceEach(organizationId, 700);
    await onceEach(other.buyer.organizationId, 30);
    const { months, drafted, failed } = await part(runId, organizationId);
    expect([months, failed]).toEqual([700, 0]);
    expect(drafted).toBeGreaterThanOrEqual(699);
  });

  async function onceEach(organizationId: string, months: number): Promise<void> {
    const made = await statementsOf(organizationId);
    expect(made).toHaveLength(months);
    expect(new Set(made.map((row) => row.period_close_id)).size).toBe(months);
    expect(new Set(made.map((row) => row.net_minor))).toEqual(new Set(["378400"]));
    const [credits] = await rows(
      `select count(*)::int as n, sum(amount_minor)::text as sum from service_credit where organization_id = $1`,
      [organizationId],
    );
    expect(credits).toEqual({ n: 3 * months, sum: String(21_600 * months) });
    const named = await rows(
      `select jsonb_array_elements_text(data -> 'statements') as id from audit_event
       where organization_id = $1 and action = 'statement.draft_many'`,
      [organizationId],
    );
    expect(new Set(named.map((row) => row.id)).size).toBe(named.length);
  }
});

// Last in the file: what cannot be billed is found again by every later run.
describe("a month that gives no statement", () => {
  test("stops no other, says why, and holds back only the months after it", async () => {
    const fleet = await plainFleet(world, "Sound", 20);
    const { organizationId } = fleet.buyer;
    const parties = { buyer: fleet.buyer, provider: fleet.provider };
    const broken = await contractOf(world, parties, {});
    const incomplete = [{ levelId: "accuracy", measured: "99", excused: false, n: 1, misses: 0 }];
    await frozenMonth(world, broken, { period: "2026-09", figures: incomplete });
    await frozenMonth(world, broken, { period: "2026-10" });
    // More than a bigint holds: the arithmetic is exact, and the database refuses it.
    const refused = await contractOf(world, parties, { monthlyFeeMinor: "99999999999999999999" });
    await frozenMonth(world, refused, { period: "2026-10" });
    const runId = await ran();
    expect(await part(runId, organizationId)).toMatchObject({ months: 23, drafted: 20, failed: 3 });
    expect(await runOf(runId)).toMatchObject({ state: "done" });
    expect(await statementsOf(organizationId)).toHaveLength(20);
    const { data } = await ask(
      world,
      manager,
      `query($id: ID!) { billingRun(id: $id) { months drafted failed left elsewhere state buyersDone }
         billingRunFailures(runId: $id) { edges { node { engagementId title month reason billedSince } } } }`,
      { id: runId },
    );
    expect(data.billingRun).toMatchObject({ drafted: 20, failed: 3, left: 0, elsewhere: 0, state: "done" });
    const failures = data.billingRunFailures.edges.map((edge: { node: unknown }) => edge.node);
    expect(failures).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          ...{ engagementId: broken.engagementId, month: "2026-09", billedSince: false },
          reason: 'The frozen month has no figure for the service level "turnaround".',
        }),
        expect.objectContaining({
          ...{ engagementId: broken.engagementId, month: "2026-10" },
          reason: "It waits for September 2026, whose statement could not be drafted.",
        }),
        expect.objectContaining({
          ...{ engagementId: refused.engagementId, month: "2026-10" },
          reason: expect.stringContaining("do not make a statement"),
        }),
      ]),
    );
    const next = await ran();
    expect(next).not.toBe(runId);
    expect(await part(next, organizationId)).toMatchObject({ months: 3, drafted: 0, failed: 3 });
    expect(await statementsOf(organizationId)).toHaveLength(20);
  });
});
