import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { periodCloseHash } from "../../domain/service-levels/period-close.ts";
import { recomputeVerdict } from "../../domain/service-levels/recompute.ts";
import { closeMonth } from "../../server/service-levels/close-month.ts";
import { contestReadings, findContest } from "../../server/service-levels/contest.read.ts";
import { frozenVerdicts } from "../../server/service-levels/period-close.read.ts";
import { confirmMonth, reviewMonth } from "../../server/service-levels/review-month.ts";
import { ask } from "../factories/ask.ts";
import { closedMonth, reviewedMonth } from "../factories/closed-month.ts";
import {
  answer,
  type ContestStory,
  contestStory,
  contestTraces,
  figureOf,
  insertEvent,
  LEVEL,
  MONTH,
  pauseContest,
  putForward,
  rule,
} from "../factories/contest-story.ts";
import { member } from "../factories/people.ts";
import { refusedUnchanged, unchangedBy } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

const NOW = "2026-11-02T09:00:00Z";
let world: World;
let manager: Viewer;

beforeAll(async () => {
  world = await openWorld({ now: NOW });
  manager = await member(world, { name: "House", kind: "marketplace", role: "account_manager" });
});
afterAll(() => world.close());

const input = (story: ContestStory) => ({ engagementId: story.engagementId, month: MONTH });

const refused = (deed: () => Promise<unknown>, expected: Record<string, unknown>) =>
  refusedUnchanged(world, deed, expected);

describe("a contested interval", () => {
  test("is re-priced before it is put forward, and nothing is written by looking", async () => {
    const story = await contestStory(world);
    expect(await figureOf(world, story)).toMatchObject({ measured: "100.00", misses: 0 });
    const before = await contestTraces(world);
    const document = `query($proposal: ContestProposalInput!) { contestPreview(proposal: $proposal) { refused
      price { netNow { amountMinor } netThen { amountMinor } difference { amountMinor }
        levels { measuredNow measuredThen creditThen { amountMinor } sentenceThen } } } }`;
    const { data } = await ask(world, story.buyer, document, { proposal: pauseContest(story) });
    // 400,000 × 12 % × 100 % × 100 % = 48,000: one of two in time is below the minimum.
    expect(data.contestPreview).toMatchObject({
      refused: null,
      price: {
        netNow: { amountMinor: "400000" },
        netThen: { amountMinor: "352000" },
        difference: { amountMinor: "-48000" },
        levels: [{ measuredNow: "100.00", measuredThen: "50.00", creditThen: { amountMinor: "48000" } }],
      },
    });
    expect(await contestTraces(world)).toBe(before);
  });

  test("refused by the provider and ruled for by the account manager changes verdict, month and statement", async () => {
    const story = await contestStory(world);
    const { id } = await putForward(world, story.buyer, pauseContest(story));
    expect(await figureOf(world, story)).toMatchObject({ measured: "100.00" });
    await answer(world, story.provider, { id, action: "refuse" });
    expect(await figureOf(world, story)).toMatchObject({ measured: "100.00" });
    await rule(world, manager, { id, accept: true });
    expect(await figureOf(world, story)).toMatchObject({ measured: "50.00", misses: 1 });
    const readings = await world.db.readOrg(story.buyer, (tx) =>
      contestReadings(tx, { viewer: story.buyer, contestId: id }),
    );
    expect(
      readings.map((one) => [one.action, one.party, one.price.netNowMinor, one.price.netThenMinor]),
    ).toEqual([
      ["open", "buyer", "400000", "352000"],
      ["refuse", "provider", "400000", "352000"],
      ["rule_for", "account_manager", "400000", "352000"],
    ]);
    const { rows } = await world.owner.query(
      "select count(*)::int as n from work_item_event where work_item_id = $1",
      [story.items.INC1],
    );
    expect(rows[0].n).toBe(4);
    const close = await closedMonth(world, story, MONTH);
    await world.drainJobs();
    const statement = await world.row(
      "select credit_minor, net_minor from statement where period_close_id = $1",
      [close.id],
    );
    expect(statement).toEqual({ credit_minor: "48000", net_minor: "352000" });
    const verdicts = await world.db.readOrg(story.buyer, (tx) =>
      frozenVerdicts(tx, { viewer: story.buyer, engagementId: story.engagementId, month: MONTH }),
    );
    for (const one of verdicts)
      expect(recomputeVerdict(JSON.parse(JSON.stringify(one.bundle)))).toMatchObject({
        verdict: one.verdict,
        netSeconds: one.netSeconds,
        bundleHash: one.bundleHash,
      });
    const frozen = await world.row("select * from period_close where id = $1", [close.id]);
    expect(frozen.decisions).toMatchObject([{ id, state: "accepted", effect: "count" }]);
    const content = {
      engagementId: frozen.engagement_id,
      period: frozen.period,
      ruleVersion: frozen.rule_version,
      calendarVersion: frozen.calendar_version,
      itemCount: frozen.item_count,
      eventCount: frozen.event_count,
      levels: frozen.levels,
      prevHash: frozen.prev_hash,
      verdicts: verdicts.map(({ workItemId, levelId, verdict, bundleHash }) => ({
        workItemId,
        levelId,
        verdict,
        bundleHash,
      })),
    };
    expect(periodCloseHash({ ...content, decisions: frozen.decisions })).toBe(frozen.hash);
    expect(periodCloseHash(content)).not.toBe(frozen.hash);
  });

  test("ruled against leaves the month as it was", async () => {
    const story = await contestStory(world);
    const { id } = await putForward(world, story.buyer, pauseContest(story));
    await answer(world, story.provider, { id, action: "refuse" });
    await rule(world, manager, { id, accept: false });
    expect(await figureOf(world, story)).toMatchObject({ measured: "100.00" });
  });

  test("accepted as an exclusion shows in the net and not in the gross", async () => {
    const story = await contestStory(world);
    const first = await putForward(world, story.buyer, pauseContest(story));
    await answer(world, story.provider, { id: first.id, action: "accept" });
    const whole = pauseContest(story, {
      subject: "exclusion",
      kind: "late_input",
      effect: "exclude",
      from: null,
      to: null,
    });
    const second = await putForward(world, story.provider, whole);
    await answer(world, story.buyer, { id: second.id, action: "accept" });
    expect(await figureOf(world, story)).toMatchObject({ measured: "100.00", gross: "50.00", excluded: 1 });
  });

  test("volume over the forecast leaves out what was opened last, with the arithmetic", async () => {
    const story = await contestStory(world);
    const volume = pauseContest(story, {
      subject: "exclusion",
      kind: "volume_over_forecast",
      effect: "exclude",
      from: null,
      to: null,
      workItemId: null,
      forecast: 1,
    });
    const { id } = await putForward(world, story.provider, volume);
    const found = await world.db.readOrg(story.buyer, (tx) => findContest(tx, { viewer: story.buyer, id }));
    expect(found).toMatchObject({
      workItemIds: [story.items.INC2],
      arithmetic: { forecast: 1, actual: 2, allowed: 1, over: 1 },
    });
    await refused(() => putForward(world, story.provider, { ...volume, forecast: 2 }), {
      code: "volume_within_forecast",
    });
  });
});

describe("the three steps of a month", () => {
  test("are taken in their order, and freezing waits for what it names", async () => {
    const story = await contestStory(world);
    await refused(() => closeMonth(world.caller(story.provider), input(story)), {
      code: "month_not_reviewed",
    });
    await refused(() => confirmMonth(world.caller(story.buyer), input(story)), {
      code: "month_not_reviewed",
    });
    await refused(() => reviewMonth(world.caller(story.buyer), input(story)), { code: "not_allowed" });
    await reviewMonth(world.caller(story.provider), input(story));
    await refused(() => reviewMonth(world.caller(manager), input(story)), { code: "month_reviewed" });
    await refused(() => closeMonth(world.caller(story.provider), input(story)), {
      code: "contest_window_open",
    });
    const { id } = await putForward(world, story.buyer, pauseContest(story));
    await confirmMonth(world.caller(story.buyer), input(story));
    await refused(() => closeMonth(world.caller(manager), input(story)), {
      code: "contests_undecided",
      message: expect.stringContaining("An interval of INC1 (waits for the provider)"),
    });
    await answer(world, story.buyer, { id, action: "withdraw" });
    await closeMonth(world.caller(story.provider), input(story));
    await refused(() => reviewMonth(world.caller(story.provider), input(story)), { code: "month_frozen" });
  });

  test("a decided contest and a step of it are never rewritten, not even with SQL", async () => {
    const story = await contestStory(world);
    const { id } = await putForward(world, story.buyer, pauseContest(story));
    for (const sql of [
      "update contest set reason = 'x' where id = $1",
      "update contest_reading set reason = 'x' where contest_id = $1",
      "delete from contest_reading where contest_id = $1",
    ])
      await expect(world.owner.query(sql, [id])).rejects.toThrow();
    await answer(world, story.provider, { id, action: "accept" });
    await expect(
      world.owner.query("update contest set state = 'open' where id = $1", [id]),
    ).rejects.toThrow("decided once");
    expect(LEVEL).toBe("resolve");
  });
});

test("a month whose work or hours changed after its review is reviewed again before it is frozen", async () => {
  world.clock.moveTo(Temporal.Instant.from("2026-11-02T09:00:00Z"));
  const story = await contestStory(world);
  const month = { engagementId: story.engagementId, month: MONTH };
  await reviewedMonth(world, story, MONTH);
  const workItemId = story.items.INC2 ?? "";
  await insertEvent(world, story, { workItemId, type: "reopen", at: "2026-10-07T13:10:00Z" });
  await insertEvent(world, story, { workItemId, type: "stop", at: "2026-10-07T18:00:00Z" });
  const before = await contestTraces(world);
  await unchangedBy(world, () =>
    expect(closeMonth(world.caller(story.provider), month)).rejects.toMatchObject({
      code: "month_moved_since_review",
    }),
  );
  expect(await contestTraces(world)).toBe(before);
  await reviewMonth(world.caller(story.provider), month);
  await unchangedBy(world, () =>
    expect(closeMonth(world.caller(story.provider), month)).rejects.toMatchObject({
      code: "contest_window_open",
    }),
  );
  await unchangedBy(world, () =>
    expect(reviewMonth(world.caller(story.provider), month)).rejects.toMatchObject({
      code: "month_reviewed",
    }),
  );
  await confirmMonth(world.caller(story.buyer), month);
  await closeMonth(world.caller(story.provider), month);
});
