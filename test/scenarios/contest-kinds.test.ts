import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { metricById, serviceModule } from "../../domain/catalogue/catalogue.ts";
import { levelFromMetric } from "../../domain/catalogue/level-from-metric.ts";
import type { ModuleCode } from "../../domain/catalogue/service-module.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { ProposalInput } from "../../domain/service-levels/contest.input.ts";
import { recomputeVerdict } from "../../domain/service-levels/recompute.ts";
import { answerContest, ruleContest } from "../../server/service-levels/answer-contest.ts";
import { openContest } from "../../server/service-levels/open-contest.ts";
import { recordCorrection } from "../../server/service-levels/record-correction.ts";
import { ask } from "../factories/ask.ts";
import { closedMonth } from "../factories/closed-month.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { member } from "../factories/people.ts";
import { hashOfRows, refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

const MONTH = "2026-10";
let world: World;
let manager: Viewer;

beforeAll(async () => {
  world = await openWorld({ now: "2026-11-02T09:00:00Z" });
  manager = await member(world, { name: "House", kind: "marketplace", role: "account_manager" });
});
afterAll(() => world.close());

type Told = { type: string; start: string; stop: string | null; fields?: object };
type Case = Contracted & { level: string; items: string[] };

/** A contract whose whole pool hangs on one level of the metric, with the work that was told. */
async function told(p: {
  module: ModuleCode;
  metric: string;
  target: string;
  minimum: string;
  work: Told[];
}): Promise<Case> {
  const metric = metricById(serviceModule(p.module), p.metric);
  if (!metric) throw new Error(p.metric);
  const { target, minimum } = p;
  const level = levelFromMetric({ metric, id: p.metric, currency: "USD" });
  const one = await contracted(world, {
    moduleCode: p.module,
    terms: {
      startsOn: "2026-10-01",
      zone: "UTC",
      calendar: null,
      serviceLevels: [{ ...level, target, minimum, weightBps: 10_000, minimumSample: 0 }],
    },
  });
  const items: string[] = [];
  for (const work of p.work) items.push(await insertWork(one, work));
  return { ...one, level: p.metric, items };
}

let made = 0;
async function insertWork(one: Contracted, work: Told): Promise<string> {
  made += 1;
  const parties = [one.buyer.organizationId, one.provider.organizationId];
  const { id } = await world.row(
    `insert into work_item (organization_id, provider_id, engagement_id, source, reference, type, title, state,
       opened_at, resolved_at, fields)
     values ($1, $2, $3, 'desk', $4, $5, 'Told', $6, $7, $8, $9) returning id`,
    [
      ...[...parties, one.engagementId, `K-${made}`, work.type, work.stop ? "resolved" : "open"],
      ...[work.start, work.stop, JSON.stringify(work.fields ?? {})],
    ],
  );
  for (const [position, [type, at]] of [
    ["start", work.start] as const,
    ...(work.stop ? [["stop", work.stop] as const] : []),
  ].entries())
    await world.owner.query(
      `insert into work_item_event (organization_id, provider_id, work_item_id, source_key, position, type, at,
         actor, data) values ($1, $2, $3, $4, $5, $6, $7, 'desk', '{}')`,
      [...parties, id, `${id}-${position}`, position + 1, type, at],
    );
  return id;
}

const PREVIEW = `query($proposal: ContestProposalInput!) { contestPreview(proposal: $proposal) { refused price {
  netNow { amountMinor } netThen { amountMinor } levels { measuredNow measuredThen } } } }`;

function proposalOf(one: Case, more: Partial<ProposalInput>): ProposalInput {
  return {
    engagementId: one.engagementId,
    month: MONTH,
    subject: "verdict",
    workItemId: one.items[0] ?? "",
    levelIds: [one.level],
    effect: "hit",
    ...more,
  };
}

const look = async (one: Case, proposal: ProposalInput) =>
  (await ask(world, one.buyer, PREVIEW, { proposal })).data.contestPreview;

const put = (viewer: Viewer, proposal: ProposalInput) =>
  openContest(world.caller(viewer), { proposal, grounds: { reason: "The record says so." } });

/** Contested by one side, refused by the other, ruled for: then the month is frozen and priced. */
async function ruledAndFrozen(one: Case, proposal: ProposalInput) {
  const { id } = await put(one.provider, proposal);
  const words = { contestId: id, reason: "As the record says." };
  await answerContest(world.caller(one.buyer), { ...words, action: "refuse" });
  await ruleContest(world.caller(manager), { ...words, action: "rule_for" });
  const close = await closedMonth(world, one, MONTH);
  await world.drainJobs();
  const statement = await world.row("select net_minor from statement where period_close_id = $1", [
    close.id,
  ]);
  const figure = await world.row("select * from frozen_figure where period_close_id = $1", [close.id]);
  const { rows } = await world.owner.query(
    "select action, price from contest_reading where contest_id = $1 order by at, id",
    [id],
  );
  return { id, net: statement.net_minor as string, figure, readings: rows };
}

const at = (day: string, hour: string) => `2026-10-${day}T${hour}:00:00Z`;
const down = {
  type: "outage",
  start: at("10", "12"),
  stop: at("10", "20"),
  fields: { downCause: "provider" },
};

describe("a contest reaches", () => {
  test("a stretch of an outage: priced before, ruled, frozen and rebuilt", async () => {
    const target = { target: "99", minimum: "98.95" };
    const one = await told({ module: "it_support", metric: "availability", ...target, work: [down] });
    const proposal = proposalOf(one, {
      subject: "interval",
      effect: "exclude",
      from: at("10", "13"),
      to: at("10", "15"),
    });
    const before = await hashOfRows(world);
    // 8 of 744 hours down fail the level: 12 % of 4,000.00. 6 of 742 meet it.
    expect(await look(one, proposal)).toMatchObject({
      refused: null,
      price: {
        netNow: { amountMinor: "352000" },
        netThen: { amountMinor: "400000" },
        levels: [{ measuredNow: "98.925", measuredThen: "99.191" }],
      },
    });
    expect(await hashOfRows(world)).toBe(before);
    const { net, figure, readings } = await ruledAndFrozen(one, proposal);
    expect(net).toBe("400000");
    expect(readings.map((row) => [row.action, row.price.netNowMinor, row.price.netThenMinor])).toEqual([
      ["open", "352000", "400000"],
      ["refuse", "352000", "400000"],
      ["rule_for", "352000", "400000"],
    ]);
    expect(figure).toMatchObject({ kind: "continuous", status: "met" });
    expect(figure.bundle.items[0].decisions).toEqual([
      { effect: "exclude", from: at("10", "13"), to: at("10", "15") },
    ]);
    expect(recomputeVerdict(figure.bundle)).toMatchObject({
      verdict: "met",
      measured: "99.191",
      gross: "98.925",
      bundleHash: figure.bundle_hash,
    });
  });

  test("a count", async () => {
    const work = [0, 1].map(() => ({ type: "incident", start: at("01", "12"), stop: null }));
    const target = { target: "1", minimum: "1" };
    const one = await told({ module: "it_support", metric: "backlog_age", ...target, work });
    const proposal = proposalOf(one, { effect: "exclude" });
    expect(await look(one, proposal)).toMatchObject({
      price: { netNow: { amountMinor: "352000" }, levels: [{ measuredNow: "2", measuredThen: "1" }] },
    });
    const { net, figure } = await ruledAndFrozen(one, proposal);
    expect(net).toBe("400000");
    expect(recomputeVerdict(figure.bundle)).toMatchObject({ measured: "1", gross: "2", excluded: 1 });
  });

  test("an amount of money", async () => {
    const saving = (price: string) => ({
      type: "quote_comparison",
      start: at("05", "12"),
      stop: at("06", "12"),
      fields: {
        savingKind: "realised",
        baselineMinor: "100000",
        actualMinor: price,
        confirmedByFinance: price === "60000",
      },
    });
    const target = { target: "500", minimum: "450" };
    const work = [saving("90000"), saving("60000")];
    const one = await told({ module: "procurement", metric: "realised_savings", ...target, work });
    const proposal = proposalOf(one, { effect: "hit" });
    expect(await look(one, proposal)).toMatchObject({
      price: {
        netNow: { amountMinor: "352000" },
        levels: [{ measuredNow: "400.00", measuredThen: "500.00" }],
      },
    });
    const { net, figure } = await ruledAndFrozen(one, proposal);
    expect(net).toBe("400000");
    expect(recomputeVerdict(figure.bundle)).toMatchObject({ verdict: "met", measured: "500.00" });
  });

  test("an event that happened to work", async () => {
    const work = [{ type: "incident", start: at("05", "12"), stop: at("06", "12") }];
    const target = { target: "5", minimum: "10" };
    const one = await told({ module: "it_support", metric: "reopen_rate", ...target, work });
    const proposal = proposalOf(one, { effect: "miss" });
    expect(await look(one, proposal)).toMatchObject({
      price: { netNow: { amountMinor: "400000" }, netThen: { amountMinor: "352000" } },
    });
    expect((await ruledAndFrozen(one, proposal)).net).toBe("352000");
  });
});

describe("what a contest cannot be about is refused, and nothing changes", () => {
  test("a decision that changes nothing, a stretch of a count, a miss with a stretch", async () => {
    const target = { target: "1", minimum: "1" };
    const work = [{ type: "incident", start: at("01", "12"), stop: null }];
    const one = await told({ module: "it_support", metric: "backlog_age", ...target, work });
    const stretch = { from: at("02", "12"), to: at("03", "12") };
    for (const [more, code] of [
      [{ effect: "miss" }, "contest_changes_nothing"],
      [{ subject: "interval", effect: "count", ...stretch }, "contest_changes_nothing"],
      [{ effect: "miss", ...stretch }, "invalid_input"],
      [{ levelIds: ["nothing"] }, "invalid_input"],
    ] as const)
      await refusedUnchanged(world, () => put(one.buyer, proposalOf(one, more as Partial<ProposalInput>)), {
        code,
      });
  });
});

test("a month frozen under the first rules is corrected by them", async () => {
  const target = { target: "99", minimum: "98.95" };
  const one = await told({ module: "it_support", metric: "availability", ...target, work: [down] });
  const { id } = await put(one.provider, proposalOf(one, { effect: "hit" }));
  await answerContest(world.caller(one.buyer), { contestId: id, action: "accept", reason: "It was ours." });
  const { id: closeId } = await closedMonth(world, one, MONTH);
  const levels = await world.row("select levels from period_close where id = $1", [closeId]);
  expect(levels.levels[0]).toMatchObject({ measured: "100.000" });
  const again = { engagementId: one.engagementId, month: MONTH, reason: "Measured again." };
  const correct = () => recordCorrection(world.caller(one.provider), again);
  await refusedUnchanged(world, correct, { code: "nothing_to_correct" });
  // As if the month had been frozen before decisions reached downtime: its own rules measure it again.
  await world.owner.query("alter table period_close disable trigger append_only");
  await world.owner.query(
    `update period_close set rule_version = '1', levels = jsonb_set(jsonb_set(levels, '{0,measured}', '"98.925"'),
       '{0,status}', '"failed"') where id = $1`,
    [closeId],
  );
  await world.owner.query("alter table period_close enable trigger append_only");
  const { id: correctionId } = await correct();
  const made = await world.row("select * from correction where id = $1", [correctionId]);
  expect(made).toMatchObject({ rule_version: "1", net_minor: "0" });
  expect(made.levels[0]).toMatchObject({ measured: "98.925", status: "failed" });
});
