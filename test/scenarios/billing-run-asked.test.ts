import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { askForBillingRun } from "../../server/billing/run/ask-for-run.ts";
import { doBillingRun, nightlyBillingRun } from "../../server/billing/run/do-run.ts";
import { toDate } from "../../server/clock.ts";
import { ask } from "../factories/ask.ts";
import { member } from "../factories/people.ts";
import { contractOf, plainFleet } from "../factories/plain-fleet.ts";
import { hashOfRows, refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let manager: Viewer;

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
    const fleet = await plainFleet(world, "Foreign", 1);
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
    const fleet = await plainFleet(world, "Asked", 3);
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
    await plainFleet(world, "Night", 2);
    await nightlyBillingRun(deps());
    expect(await count()).toBe(before + 1);
    await world.drainJobs();
    const [run] = await rows("select * from billing_run order by id desc limit 1");
    expect(run).toMatchObject({ state: "done", asked_by_id: null, asked_by_name: "Engine Room" });
  });

  test("shows before what would be billed, and what keeps the other months", async () => {
    const fleet = await plainFleet(world, "Outlook", 2);
    const open = await contractOf(world, fleet, {});
    const reviewed = await contractOf(world, fleet, {});
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
