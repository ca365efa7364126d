import { spawn } from "node:child_process";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recomputeMonth } from "../../domain/billing/rating/rated-bundle.ts";
import type { Terms } from "../../domain/contracts/terms.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { canonicalJson, type Json } from "../../domain/shared/canonical-json.ts";
import { draftStatementOf } from "../../server/billing/draft-statement.ts";
import { askForBillingRun } from "../../server/billing/run/ask-for-run.ts";
import { doBillingRun, nightlyBillingRun, takeUpBillingRun } from "../../server/billing/run/do-run.ts";
import { toDate } from "../../server/clock.ts";
import { ask } from "../factories/ask.ts";
import { billingFleet } from "../factories/billing-fleet.ts";
import { type Contracted, signedContract } from "../factories/contracted.ts";
import { frozenMonth, workedContract, workedTerms } from "../factories/money-story.ts";
import { member } from "../factories/people.ts";
import { hashOfRows, refusedUnchanged } from "../factories/unchanged.ts";
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
    const [made, alone] = [await pictures(many.deals), await pictures(single.deals)];
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
    const fleet = await plainFleet("Counted", 300);
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
    const fleet = await plainFleet("Killed", 1_400);
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
    const fleet = await plainFleet("Raced", 700);
    const other = await plainFleet("Raced too", 30);
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

describe("asking for a run", () => {
  const START = `mutation($month: String!) { startBillingRun(input: { month: $month }) { __typename
    ... on MutationStartBillingRunSuccess { data { underWay run { id month state months left } } }
    ... on Refusal { message } } }`;
  const start = (viewer: Viewer, month: string) => ask(world, viewer, START, { month });

  test.each([
    ["2026-11", "Only a month that has ended can be billed."],
    ["2031-01", "Only a month that has ended can be billed."],
    ["2026-13", "Write a month like 2026-10."],
    ["", "Write a month like 2026-10."],
  ])("for %j is refused, and nothing changes", async (month, message) => {
    await refusedUnchanged(world, () => begun(month), { code: "invalid_input" });
    const { data } = await start(manager, month);
    expect(data.startBillingRun).toMatchObject({ message });
  });

  test("is the marketplace's own: a buyer and a provider may not, and see nothing of it", async () => {
    const fleet = await plainFleet("Foreign", 1);
    for (const viewer of [fleet.buyer, fleet.provider]) {
      const before = await hashOfRows(world);
      const { data: answer } = await start(viewer, "2026-10");
      expect(answer.startBillingRun).toMatchObject({ message: expect.stringContaining("not") });
      expect(await hashOfRows(world)).toBe(before);
      const { data } = await ask(world, viewer, "{ mayRunBilling }", {});
      expect(data.mayRunBilling).toBe(false);
    }
    await ran();
  });

  test("while one is under way is that one, and the worker takes it up", async () => {
    const fleet = await plainFleet("Asked", 3);
    const first = (await start(manager, "2026-10")).data.startBillingRun.data;
    expect(first).toMatchObject({ underWay: false, run: { month: "2026-10", state: "running", left: 3 } });
    const second = (await start(manager, "2026-09")).data.startBillingRun.data;
    expect(second).toMatchObject({ underWay: true, run: { id: first.run.id, month: "2026-10" } });
    await world.drainJobs();
    const seen = `{ billingRunUnderWay { id } billingRuns(first: 1) { edges { node { id state left drafted } } } }`;
    const { data } = await ask(world, manager, seen, {});
    expect(data.billingRunUnderWay).toBeNull();
    expect(data.billingRuns.edges[0].node).toMatchObject({
      id: first.run.id,
      state: "done",
      drafted: 3,
      left: 0,
    });
    expect(await statementsOf(fleet.buyer.organizationId)).toHaveLength(3);
    const [line] = await rows(
      "select actor_name, data from audit_event where action = 'billing_run.ask' and subject_id = $1 order by seq",
      [first.run.id],
    );
    expect(line).toMatchObject({ actor_name: manager.name, data: { month: "2026-10", underWay: false } });
  });

  test("by the clock of a night begins one only where something waits", async () => {
    const count = async () => (await rows("select 1 from billing_run")).length;
    const before = await count();
    await nightlyBillingRun(deps());
    expect(await count()).toBe(before);
    await plainFleet("Night", 2);
    await nightlyBillingRun(deps());
    expect(await count()).toBe(before + 1);
    await world.drainJobs();
    const [run] = await rows("select * from billing_run order by id desc limit 1");
    expect(run).toMatchObject({ state: "done", asked_by_id: null, asked_by_name: "Engine Room" });
  });

  test("shows before what would be billed, and what keeps the other months", async () => {
    const fleet = await plainFleet("Outlook", 2);
    const open = await contractOf(fleet, {});
    const reviewed = await contractOf(fleet, {});
    await world.owner.query(
      `insert into month_review (organization_id, provider_id, engagement_id, period, levels, reviewed_at,
         reviewed_by_name, window_ends_at) values ($1, $2, $3, '2026-10', '[]', $4, 'A', $5)`,
      [
        ...[fleet.buyer.organizationId, fleet.provider.organizationId, reviewed.engagementId],
        ...[toDate(world.clock.now()), toDate(world.clock.now().add({ hours: 48 }))],
      ],
    );
    const { data } = await ask(
      world,
      manager,
      `query($month: String) { billingOutlook(month: $month) { month months contracts buyers
           unfrozen { reason contracts } }
         unfrozenMonths(month: $month) { edges { node { engagementId reason } } } }`,
      { month: "2026-10" },
    );
    expect(data.billingOutlook).toMatchObject({ month: "2026-10", months: 2, contracts: 2, buyers: 1 });
    const unfrozen = data.unfrozenMonths.edges.map((edge: { node: unknown }) => edge.node);
    expect(unfrozen).toContainEqual({ engagementId: open.engagementId, reason: "Not sent for review yet" });
    expect(unfrozen).toContainEqual({
      ...{ engagementId: reviewed.engagementId, reason: "Both sides may still contest it" },
    });
    const sum = data.billingOutlook.unfrozen.reduce(
      (total: number, one: { contracts: number }) => total + one.contracts,
      0,
    );
    expect(sum).toBe(unfrozen.length);
    const { errors } = await ask(world, manager, `{ billingOutlook(month: "2031-01") { months } }`, {});
    expect(errors[0]).toContain("has ended");
    await ran();
  });
});

// Last in the file: what cannot be billed is found again by every later run.
describe("a month that gives no statement", () => {
  test("stops no other, says why, and holds back only the months after it", async () => {
    const fleet = await plainFleet("Sound", 20);
    const { organizationId } = fleet.buyer;
    const parties = { buyer: fleet.buyer, provider: fleet.provider };
    const broken = await contractOf(parties, {});
    const incomplete = [{ levelId: "accuracy", measured: "99", excused: false, n: 1, misses: 0 }];
    await frozenMonth(world, broken, { period: "2026-09", figures: incomplete });
    await frozenMonth(world, broken, { period: "2026-10" });
    // More than a bigint holds: the arithmetic is exact, and the database refuses it.
    const refused = await contractOf(parties, { monthlyFeeMinor: "99999999999999999999" });
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

/** Everything of the deals' statements with the ids that differ between twins taken out. */
async function pictures(deals: readonly Contracted[]): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const [n, deal] of deals.entries()) {
    const statements = await rows(
      `select s.*, (select jsonb_agg(jsonb_build_array(c.level_id, c.amount_minor, c.state, c.arithmetic)
           order by c.level_id) from service_credit c where c.statement_id = s.id) as credits,
         (select jsonb_agg(jsonb_build_array(b.line_id, w.reference, b.value) order by b.line_id, w.reference)
           from billed_item b join work_item w on w.id = b.work_item_id where b.statement_id = s.id) as items,
         (select jsonb_agg(x.net_minor order by x.id) from statement_adjustment x
           where x.statement_id = s.id) as settled
       from statement s where s.engagement_id = $1 order by s.period`,
      [deal.engagementId],
    );
    for (const row of statements) {
      const { bundle, result, credits, items, notices, settled, period, state } = row;
      const amounts = Object.entries(row).filter(([key]) => key.endsWith("_minor"));
      const text = JSON.stringify({
        n,
        period,
        state,
        bundle,
        result,
        credits,
        items,
        notices,
        settled,
        amounts,
      });
      const seen = new Map<string, string>();
      found.push(
        text
          .replaceAll(/sha256:[0-9a-f]{64}|[0-9a-f]{64}/g, "HASH")
          .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (id) => {
            seen.set(id, seen.get(id) ?? `id ${seen.size}`);
            return seen.get(id) ?? "";
          }),
      );
    }
  }
  return found;
}

/** How many statements this process sends while the work runs. */
async function counted(work: () => Promise<unknown>): Promise<number> {
  const { query } = pg.Client.prototype;
  let count = 0;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    count += 1;
    return Reflect.apply(query, this, args);
  } as typeof query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = query;
  }
  return count;
}

async function contractOf(
  { buyer, provider }: { buyer: Viewer; provider: Viewer },
  change: Partial<Terms>,
): Promise<Contracted> {
  const terms = workedTerms(change);
  const parties = { organizationId: buyer.organizationId, providerId: provider.organizationId };
  return { buyer, provider, terms, engagementId: await signedContract(world, { ...parties, terms }) };
}

/** Contracts with a flat fee and one frozen month each, made quickly. */
async function plainFleet(name: string, contracts: number) {
  const story = await workedContract(world);
  await frozenMonth(world, story, { period: "2026-10" });
  await world.owner.query(
    `with sow as (insert into statement_of_work (organization_id, provider_id, module_code, title, state,
         current_version)
       select s.organization_id, s.provider_id, s.module_code, $2 || n, s.state, 1
       from statement_of_work s join engagement e on e.statement_of_work_id = s.id, generate_series(2, $3::int) n
       where e.id = $1 returning *),
     version as (insert into sow_version (organization_id, provider_id, statement_of_work_id, number, terms,
         terms_hash, created_by_id)
       select sow.organization_id, sow.provider_id, sow.id, 1, v.terms, v.terms_hash, v.created_by_id
       from sow, sow_version v join engagement e on e.sow_version_id = v.id where e.id = $1 returning *),
     made as (insert into engagement (organization_id, provider_id, statement_of_work_id, sow_version_id,
         module_code, title, state, starts_on, zone, currency)
       select v.organization_id, v.provider_id, v.statement_of_work_id, v.id, e.module_code, e.title, e.state,
         e.starts_on, e.zone, e.currency from version v, engagement e where e.id = $1 returning *)
    insert into period_close (organization_id, provider_id, engagement_id, period, rule_version,
      calendar_version, item_count, event_count, levels, prev_hash, hash, frozen_at)
    select m.organization_id, m.provider_id, m.id, c.period, c.rule_version, c.calendar_version, c.item_count,
      c.event_count, c.levels, c.prev_hash, c.hash, c.frozen_at
    from made m, period_close c where c.engagement_id = $1`,
    [story.engagementId, `${name} `, contracts],
  );
  return story;
}
