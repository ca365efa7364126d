import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { recomputeStatement, recomputeVerdict } from "../../domain/service-levels/recompute.ts";
import { approveStatement } from "../../server/billing/approve-statement.ts";
import { contractedEngagement } from "../../server/delivery/contracted-engagement.ts";
import { addCalendarVersion } from "../../server/service-levels/add-calendar-version.ts";
import { acceptCorrection, ruleCorrection } from "../../server/service-levels/decide-correction.ts";
import { lateItems } from "../../server/service-levels/late-items.read.ts";
import { ask } from "../factories/ask.ts";
import { closedMonth } from "../factories/closed-month.ts";
import {
  type ContestStory,
  contestStory,
  figureOf,
  insertEvent,
  MONTH,
} from "../factories/contest-story.ts";
import { contracted } from "../factories/contracted.ts";
import { lateStory, objected, recorded, shownCorrection } from "../factories/late-story.ts";
import { member } from "../factories/people.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let manager: Viewer;
const NEXT = "2026-11";

beforeAll(async () => {
  world = await openWorld({ now: "2026-11-02T09:00:00Z" });
  manager = await member(world, { name: "House", kind: "marketplace", role: "account_manager" });
});
afterAll(() => world.close());

const refused = (deed: () => Promise<unknown>, code: string) => refusedUnchanged(world, deed, { code });
const object = (viewer: Viewer, id: string) => objected(world, viewer, id);
const late = () => lateStory(world);
const record = (story: ContestStory, viewer: Viewer, month = MONTH) =>
  recorded(world, { story, viewer, month });
const shown = (story: ContestStory, id: string) => shownCorrection(world, story, id);

const allDay = (to: string) => {
  const day: [string, string][] = [["00:00", to]];
  return {
    zone: "Europe/Oslo",
    weekly: { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day },
  };
};
const OSLO = { id: "oslo", name: "Oslo", zone: "Europe/Oslo", calendar: allDay("12:00") };

const insertLate = (
  { buyer, provider, engagementId }: ContestStory,
  p: { key: string; type: string; at: string; body?: object },
) =>
  world.owner.query(
    `insert into late_work_event (organization_id, provider_id, engagement_id, source, event_id, item_reference,
       type, at, period, body, received_by) values ($1, $2, $3, 'desk', $4, 'INC2', $5, $6, $7, $8, 'desk')`,
    [
      ...[buyer.organizationId, provider.organizationId, engagementId, p.key, p.type, p.at, MONTH],
      JSON.stringify(p.body ?? {}),
    ],
  );

describe("what comes late", () => {
  test("makes a correction beside the frozen month, with its own credit, and never an edit", async () => {
    const story = await late();
    const before = await world.row("select * from period_close where engagement_id = $1", [
      story.engagementId,
    ]);
    const { id } = await record(story, story.provider);
    const correction = await shown(story, id);
    // 400,000 × 12 % × 100 % × 100 %: one of two in time fails the level.
    expect(correction).toMatchObject({ state: "proposed", netMinor: -48_000n, prevHash: before.hash });
    expect(correction.price.levels[0]).toMatchObject({ measuredNow: "100.00", measuredThen: "50.00" });
    const [verdict] = correction.verdicts;
    expect(verdict).toMatchObject({ frozen: { verdict: "met" }, corrected: { verdict: "breached" } });
    expect(recomputeVerdict(verdict?.corrected?.bundle)).toMatchObject({
      verdict: "breached",
      bundleHash: verdict?.corrected?.bundleHash,
    });
    const after = await world.row("select * from period_close where engagement_id = $1", [
      story.engagementId,
    ]);
    expect(after).toEqual(before);
    expect(await figureOf(world, story)).toMatchObject({ measured: "100.00" });
    await refused(() => record(story, story.provider), "nothing_to_correct");
  });

  test("is refused for a month that is open, by the buyer, by a stranger", async () => {
    const story = await late();
    const stranger = await contracted(world);
    await refused(() => record(story, story.provider, NEXT), "month_not_frozen");
    await refused(() => record(story, story.buyer), "not_allowed");
    await refused(() => record(story, stranger.provider), "not_found");
  });

  test("is settled by the next statement once both sides accept, and the ledger balances", async () => {
    const story = await late();
    const { id } = await record(story, story.provider);
    await acceptCorrection(world.caller(story.provider), { correctionId: id });
    await acceptCorrection(world.caller(story.provider), { correctionId: id });
    expect(await shown(story, id)).toMatchObject({ state: "proposed" });
    await acceptCorrection(world.caller(story.buyer), { correctionId: id });
    expect(await shown(story, id)).toMatchObject({ state: "accepted" });
    await world.drainJobs();
    world.clock.moveTo(Temporal.Instant.from("2026-12-02T09:00:00Z"));
    await closedMonth(world, story, NEXT);
    await world.drainJobs();
    const statement = await world.row("select * from statement where engagement_id = $1 and period = $2", [
      story.engagementId,
      NEXT,
    ]);
    expect(recomputeStatement(statement.bundle)).toEqual(statement.result);
    expect(statement.bundle.adjustments).toEqual([
      { kind: "correction", id, period: MONTH, amountMinor: "-48000" },
    ]);
    // Without work nothing was due in November, so the month is excused or failed; the correction comes
    // off either.
    const credit = BigInt(statement.credit_minor);
    expect(BigInt(statement.net_minor)).toBe(400_000n - credit - 48_000n);
    const approve = (viewer: Viewer) =>
      approveStatement(world.caller(viewer), { statementId: statement.id });
    await approve(story.buyer);
    await approve(story.provider);
    await world.drainJobs();
    const invoice = await world.row("select state, total_minor from invoice where statement_id = $1", [
      statement.id,
    ]);
    expect(invoice).toEqual({ state: "open", total_minor: statement.net_minor });
    const { rows } = await world.owner.query(
      "select currency from posting group by currency having sum(amount_minor) <> 0",
    );
    expect(rows).toEqual([]);
    const parts = await world.owner.query(
      "select net_minor from statement_adjustment where statement_id = $1",
      [statement.id],
    );
    expect(parts.rows).toEqual([{ net_minor: "-48000" }]);
  });

  test("is ruled on where the sides do not both accept, and decided once", async () => {
    const story = await late();
    const { id } = await record(story, story.provider);
    const ruling = { correctionId: id, accept: false, reason: "The desk's own log says otherwise." };
    await refused(() => ruleCorrection(world.caller(story.buyer), ruling), "not_allowed");
    await refused(() => ruleCorrection(world.caller(manager), ruling), "correction_still_open");
    await object(story.buyer, id);
    await refused(() => ruleCorrection(world.caller(manager), ruling), "correction_still_open");
    await object(story.provider, id);
    await object(story.provider, id);
    await ruleCorrection(world.caller(manager), ruling);
    expect(await shown(story, id)).toMatchObject({ state: "refused", ruling: ruling.reason });
    await refused(
      () => acceptCorrection(world.caller(story.buyer), { correctionId: id }),
      "correction_decided",
    );
    await refused(
      () => ruleCorrection(world.caller(manager), { ...ruling, accept: true }),
      "correction_decided",
    );
    await expect(
      world.owner.query("update correction set net_minor = 0 where id = $1", [id]),
    ).rejects.toThrow("decided once");
  });

  test("counts once where more came in before anybody decided: an overtaken correction is not accepted", async () => {
    const story = await late();
    const { id: first } = await record(story, story.provider);
    const workItemId = story.items.INC2 ?? "";
    await insertEvent(world, story, { workItemId, type: "reopen", at: "2026-10-08T13:00:00Z" });
    await insertEvent(world, story, { workItemId, type: "stop", at: "2026-10-08T19:00:00Z" });
    const { id: second } = await record(story, story.provider);
    await acceptCorrection(world.caller(story.provider), { correctionId: second });
    for (const viewer of [story.provider, story.buyer])
      await refused(
        () => acceptCorrection(world.caller(viewer), { correctionId: first }),
        "correction_superseded",
      );
    const ruling = { correctionId: first, accept: true, reason: "It was late." };
    await object(story.provider, first);
    await object(story.buyer, first);
    await refused(() => ruleCorrection(world.caller(manager), ruling), "correction_superseded");
    await acceptCorrection(world.caller(story.buyer), { correctionId: second });
    await ruleCorrection(world.caller(manager), { ...ruling, accept: false });
    await world.drainJobs();
    const { rows } = await world.owner.query(
      "select correction_id, net_minor from adjustment where engagement_id = $1",
      [story.engagementId],
    );
    expect(rows).toEqual([{ correction_id: second, net_minor: "-48000" }]);
  });

  test("is read as it was sent: who a late pause waits for, its tags and its site", async () => {
    const story = await late();
    const sent = { waitingOn: "third_party", tags: ["vip"], site: "oslo", priority: "P1" };
    await insertLate(story, { key: "p", type: "pause", at: "2026-10-07T12:10:00Z", body: sent });
    const items = await world.db.readOrg(story.buyer, async (tx) => {
      const engagement = await contractedEngagement(tx, { viewer: story.buyer, id: story.engagementId });
      return lateItems(tx, { engagement, month: MONTH });
    });
    const events = items.find((one) => one.id === story.items.INC2)?.events ?? [];
    expect(events[1]).toEqual({ at: "2026-10-07T12:10:00Z", type: "pause", ...sent });
  });

  test("is measured by the calendars of the frozen month, the contract's own and its sites'", async () => {
    world.clock.moveTo(Temporal.Instant.from("2026-11-02T09:00:00Z"));
    const story = await contestStory(world, { sites: [OSLO], calendarOf: "site:oslo" });
    const added = { engagementId: story.engagementId, siteId: "oslo", effectiveFrom: "2026-10-01" };
    // Before the freeze Oslo's hours are made longer, afterwards they end.
    await addCalendarVersion(world.caller(story.buyer), { ...added, calendar: allDay("24:00"), note: "n" });
    await closedMonth(world, story, MONTH);
    world.clock.moveTo(Temporal.Instant.from("2026-11-03T09:00:00Z"));
    await addCalendarVersion(world.caller(story.provider), {
      ...added,
      calendar: allDay("00:30"),
      note: "n",
    });
    await refused(() => record(story, story.provider), "nothing_to_correct");
  });

  test("comes by itself from the event of late work, once however often it is told", async () => {
    const story = await late();
    const job = JSON.stringify({
      engagementId: story.engagementId,
      organizationId: story.buyer.organizationId,
    });
    for (let told = 0; told < 2; told++) {
      await world.owner.query("select graphile_worker.add_job('work_event.late', $1)", [job]);
      await world.drainJobs();
    }
    const { rows } = await world.owner.query(
      "select period, net_minor, created_by_name from correction where engagement_id = $1",
      [story.engagementId],
    );
    expect(rows).toEqual([{ period: MONTH, net_minor: "-48000", created_by_name: "Engine Room" }]);
  });

  test("is found by the month it corrects, and names work by its reference", async () => {
    const story = await late();
    const { id } = await record(story, story.provider);
    const corrections = async (viewer: Viewer, month: string) => {
      const { data } = await ask(
        world,
        viewer,
        `query ($id: ID!, $month: String) { corrections(engagementId: $id, month: $month) { edges { node {
          id verdicts { workItemId reference } } } } }`,
        { id: story.engagementId, month },
      );
      return data.corrections.edges.map((edge: { node: unknown }) => edge.node);
    };
    const [found, ...more] = await corrections(story.buyer, MONTH);
    expect([found.id, more]).toEqual([id, []]);
    const workItemId = story.items.INC2 ?? "";
    expect(found.verdicts).toContainEqual({ workItemId, reference: "INC2" });
    expect(await corrections(story.buyer, NEXT)).toEqual([]);
    const stranger = await member(world, { name: "Other", kind: "buyer", role: "operations_lead" });
    expect(await corrections(stranger, MONTH)).toEqual([]);
  });

  test("reads the events that a frozen month did not take, and one account manager does not rule on their own", async () => {
    world.clock.moveTo(Temporal.Instant.from("2026-11-02T09:00:00Z"));
    const story = await contestStory(world);
    await closedMonth(world, story, MONTH);
    await insertLate(story, { key: "late-1", type: "reopen", at: "2026-10-07T13:10:00Z" });
    await insertLate(story, { key: "late-2", type: "stop", at: "2026-10-07T18:00:00Z" });
    const { id } = await record(story, manager);
    expect(await shown(story, id)).toMatchObject({ netMinor: -48_000n });
    await refused(
      () => ruleCorrection(world.caller(manager), { correctionId: id, accept: true, reason: "Mine." }),
      "not_allowed",
    );
  });
});
