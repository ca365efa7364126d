import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { recomputeSample, recomputeVerdict } from "../../domain/service-levels/recompute.ts";
import { drawSample, populationHash, sampleSeed } from "../../domain/service-levels/sampling/draw.ts";
import { periodCloses } from "../../server/service-levels/period-close.read.ts";
import { recordCorrection } from "../../server/service-levels/record-correction.ts";
import { sampleBundle } from "../../server/service-levels/sample.read.ts";
import { closedMonth } from "../factories/closed-month.ts";
import { member } from "../factories/people.ts";
import {
  begin,
  decide,
  draw,
  drawnSample,
  figureOf,
  idsAs,
  LEVEL,
  MONTH,
  type SampleStory,
  sampleAs,
  sampleStory,
  sampleTraces,
  score,
  scoreAll,
} from "../factories/sample-story.ts";
import { openWorld, type World } from "../world.ts";

const NOW = "2026-11-02T09:00:00Z";
let world: World;
let manager: Viewer;

beforeAll(async () => {
  world = await openWorld({ now: NOW });
  manager = await member(world, { name: "House", kind: "marketplace", role: "account_manager" });
});
afterAll(() => world.close());

async function refused(work: () => Promise<unknown>, code: string): Promise<void> {
  const before = await sampleTraces(world);
  await expect(work()).rejects.toMatchObject({ code });
  expect(await sampleTraces(world)).toBe(before);
}

describe("a draw", () => {
  test("begun by one side and answered by the other can be repeated by anybody who reads the page", async () => {
    const story = await sampleStory(world);
    const { id } = await begin(world, story.buyer, story, "our own words");
    const begun = await sampleAs(world, story.provider, id);
    expect(begun).toMatchObject({ nonce: null, seed: null, of: 12, size: 4, waitsFor: "provider" });
    expect((await idsAs(world, story.provider, id)).population).toEqual([...story.lines].sort());
    await draw(world, story.provider, id, "and ours");
    const drawn = await sampleAs(world, story.buyer, id);
    expect(drawn).toMatchObject({ answer: "and ours", waitsFor: "buyer", answeredBy: "provider" });
    expect(drawn?.nonce).toMatch(/^our own words [0-9a-f]{64}$/);
    const { population, drawn: ids } = await idsAs(world, story.buyer, id);
    const hash = populationHash(population);
    const seed = sampleSeed({ populationHash: hash, committed: drawn?.nonce ?? "", answered: "and ours" });
    expect([drawn?.populationHash, drawn?.seed]).toEqual([hash, seed]);
    expect(ids).toEqual(drawSample({ population, seed, size: 4 }));
  });

  test("may be begun by either side, and by the side that the plan names where it names one", async () => {
    const open = await sampleStory(world);
    await expect(begin(world, open.provider, open)).resolves.toBeTruthy();
    const bound = await sampleStory(world, { plan: { drawnBy: "buyer" } });
    await refused(() => begin(world, bound.provider, bound), "not_allowed");
    await expect(begin(world, bound.buyer, bound)).resolves.toBeTruthy();
  });

  test("is finished by the other side alone, and by the account manager once that has let its time pass", async () => {
    const story = await sampleStory(world);
    const { id } = await begin(world, story.provider, story);
    await refused(() => draw(world, story.provider, id), "own_commitment");
    await refused(() => draw(world, manager, id), "answer_not_due");
    await refused(() => begin(world, story.buyer, story), "sample_begun");
    world.clock.moveTo(Temporal.Instant.from("2026-11-09T09:00:00Z"));
    await draw(world, manager, id);
    world.clock.moveTo(Temporal.Instant.from(NOW));
    expect(await sampleAs(world, story.buyer, id)).toMatchObject({ answeredBy: "account_manager" });
    await refused(() => draw(world, story.buyer, id), "sample_drawn");
  });

  test("is refused for a month that runs or lies outside the contract, without work, and without a plan", async () => {
    const story = await sampleStory(world);
    const at = (month: string, levelId = LEVEL) =>
      import("../../server/service-levels/begin-sample.ts").then(({ beginSample }) =>
        beginSample(world.caller(story.buyer), { engagementId: story.engagementId, levelId, month }),
      );
    await refused(() => at("2026-11"), "month_not_over");
    await refused(() => at("2026-08"), "month_outside_contract");
    await refused(() => at("2026-09"), "nothing_to_sample");
    await refused(() => at(MONTH, "no_such_level"), "not_found");
    await refused(() => at("October"), "invalid_input");
  });

  test("keeps to what was frozen when it began, whatever work comes after", async () => {
    const story = await sampleStory(world);
    const { id } = await begin(world, story.provider, story);
    await world.owner.query("update work_item set type = 'bill' where id = $1", [story.lines[0]]);
    await draw(world, story.buyer, id);
    expect((await idsAs(world, story.buyer, id)).population).toHaveLength(12);
  });

  test("asked for again with the same key is the same draw", async () => {
    const story = await sampleStory(world);
    const first = await begin(world, story.buyer, story, undefined, "once");
    expect(await begin(world, story.buyer, story, undefined, "once")).toEqual(first);
  });
});

describe("scoring", () => {
  test("that both sides agree on makes the month's figure, its interval and its rows", async () => {
    const story = await sampleStory(world);
    expect(await figureOf(world, story)).toMatchObject({ measured: null, status: "excused" });
    const id = await drawnSample(world, story);
    await scoreAll(world, story, { id, size: 4, wrong: [2] });
    const { drawn } = await idsAs(world, story.buyer, id);
    const figure = await figureOf(world, story);
    expect(figure).toMatchObject({
      ...{ measured: "75.00", n: 4, misses: 1, status: "failed", interval: { low: "30.1", high: "95.4" } },
      detail: {
        kind: "sample",
        size: 4,
        population: 12,
        errors: 1,
        draw: { sampleId: id, items: 4, of: 12 },
      },
    });
    expect(figure?.counted?.filter((one) => one.miss).map((one) => one.workItemId)).toEqual([drawn[2]]);
  });

  test("waits for whoever is to score next, and a month held up by the provider has no data", async () => {
    const story = await sampleStory(world);
    const id = await drawnSample(world, story);
    expect(await figureOf(world, story)).toMatchObject({ status: "excused" });
    for (let position = 0; position < 4; position += 1)
      await score(world, story.buyer, id, { position, errors: 0 });
    expect(await sampleAs(world, story.buyer, id)).toMatchObject({ waitsFor: "provider", scoredAt: null });
    expect(await figureOf(world, story)).toMatchObject({ status: "no_data", excused: false });
  });

  test("that differs waits for the account manager, who counts the item once", async () => {
    const story = await sampleStory(world);
    const id = await drawnSample(world, story);
    await scoreAll(world, story, { id, size: 3, wrong: [] });
    await score(world, story.buyer, id, { position: 3, errors: 1 });
    await refused(() => decide(world, manager, id, { position: 3, errors: 1 }), "nothing_to_rule");
    await score(world, story.provider, id, { position: 3, errors: 0 });
    expect(await sampleAs(world, story.buyer, id)).toMatchObject({ waitsFor: "account_manager" });
    await refused(() => decide(world, story.buyer, id, { position: 3, errors: 0 }), "not_allowed");
    await refused(() => decide(world, manager, id, { position: 2, errors: 0 }), "nothing_to_rule");
    await decide(world, manager, id, { position: 3, errors: 1 });
    expect(await sampleAs(world, story.buyer, id)).toMatchObject({ errors: 1, units: 4, waitsFor: null });
    await refused(() => decide(world, manager, id, { position: 3, errors: 0 }), "sample_scored");
  });

  test("may be put right until it would be in knowledge of the other side's", async () => {
    const story = await sampleStory(world);
    const id = await drawnSample(world, story);
    await score(world, story.buyer, id, { position: 0, errors: 1 });
    await score(world, story.buyer, id, { position: 0, errors: 0 });
    await score(world, story.provider, id, { position: 0, errors: 0 });
    await refused(() => score(world, story.buyer, id, { position: 0, errors: 1 }), "score_stands");
    await scoreAll(world, story, { id, size: 0, wrong: [] });
    for (let position = 1; position < 4; position += 1)
      await score(world, story.buyer, id, { position, errors: 0 });
    await refused(() => score(world, story.buyer, id, { position: 1, errors: 1 }), "score_stands");
  });

  test("is refused to strangers, for what is not in the sample, and where the count cannot be", async () => {
    const story = await sampleStory(world);
    const other = await sampleStory(world);
    const { id } = await begin(world, story.provider, story);
    await refused(() => score(world, story.buyer, id, { position: 0, errors: 0 }), "sample_not_drawn");
    await draw(world, story.buyer, id);
    await refused(() => score(world, story.buyer, id, { position: 4, errors: 0 }), "not_in_sample");
    await refused(() => score(world, story.buyer, id, { position: 0, errors: 2 }), "invalid_input");
    await refused(
      () => score(world, story.buyer, id, { position: 0, errors: 0, units: 2 }),
      "invalid_input",
    );
    await refused(() => score(world, story.buyer, id, { position: 0, errors: -1 }), "invalid_input");
    await refused(() => score(world, manager, id, { position: 0, errors: 0 }), "not_allowed");
    await refused(() => score(world, other.buyer, id, { position: 0, errors: 0 }), "not_found");
    await refused(() => draw(world, other.provider, id), "not_found");
    expect(await sampleAs(world, other.buyer, id)).toBeNull();
    expect((await idsAs(world, other.buyer, id)).population).toEqual([]);
  });

  test("of a part a second time begins when the first is complete, with items that nobody knew", async () => {
    const story = await sampleStory(world, { plan: { secondShareBps: 5000 } });
    const id = await drawnSample(world, story);
    await refused(() => score(world, story.provider, id, { position: 0, errors: 0 }), "first_not_complete");
    for (let position = 0; position < 4; position += 1)
      await score(world, story.buyer, id, { position, errors: 0 });
    const outcomes = [];
    for (let position = 0; position < 4; position += 1)
      outcomes.push(
        await score(world, story.provider, id, { position, errors: 0 }).then(
          () => "scored",
          (error: { code: string }) => error.code,
        ),
      );
    expect(outcomes.filter((one) => one === "scored")).toHaveLength(2);
    expect(await sampleAs(world, story.buyer, id)).toMatchObject({ waitsFor: null, errors: 0, units: 4 });
  });
});

describe("the database", () => {
  test("lets nobody draw again, take a score back or change what was scored", async () => {
    const story = await sampleStory(world);
    const id = await drawnSample(world, story);
    const never = (sql: string) => expect(world.owner.query(sql, [id])).rejects.toThrow(/sample/);
    await never("update sample set seed = 'mine' where id = $1");
    await never("update sample set population = drawn, population_hash = 'x' where id = $1");
    await never("delete from sample where id = $1");
    await scoreAll(world, story, { id, size: 4, wrong: [] });
    await never("update sample set errors = 0 where id = $1");
    await never("update sample_score set errors = 1 where sample_id = $1 and position = 0");
    await never("delete from sample_score where sample_id = $1");
  });
});

/** What the recompute tool makes of the frozen month's one figure. */
async function frozenAgain(story: SampleStory) {
  const row = await world.row(
    `select f.bundle from frozen_figure f join period_close p on p.id = f.period_close_id
     where p.engagement_id = $1`,
    [story.engagementId],
  );
  return recomputeVerdict(row.bundle);
}

describe("freezing", () => {
  test("takes the scored sample; its bundle rebuilds the figure, and the month's hash covers it", async () => {
    const story = await sampleStory(world);
    const id = await drawnSample(world, story);
    await scoreAll(world, story, { id, size: 4, wrong: [1] });
    await closedMonth(world, story, MONTH);
    const p = { viewer: story.buyer, engagementIds: [story.engagementId] };
    const closes = await world.db.readOrg(story.buyer, (tx) => periodCloses(tx, p));
    const frozen = closes.get(story.engagementId)?.[0]?.levels[0];
    const bundle = await world.db.readOrg(story.buyer, (tx) =>
      sampleBundle(tx, { viewer: story.buyer, id }),
    );
    const rebuilt = recomputeSample(JSON.parse(JSON.stringify(bundle)));
    expect(rebuilt).toMatchObject({
      measured: frozen?.measured,
      interval: frozen?.interval,
      verdict: frozen?.status,
    });
    expect(frozen?.detail).toMatchObject({
      draw: { bundleHash: (rebuilt as { bundleHash: string }).bundleHash },
    });
    expect(await frozenAgain(story)).toMatchObject({
      ...{ measured: frozen?.measured, interval: frozen?.interval, verdict: frozen?.status },
      counted: expect.arrayContaining([{ workItemId: expect.any(String), miss: true }]),
    });
  });

  test("a month whose sample was not scored says so, and what is scored later makes a correction", async () => {
    const story = await sampleStory(world);
    await closedMonth(world, story, MONTH);
    expect(await figureOf(world, story)).toMatchObject({
      reason: "Not scored: no sample of this month was drawn.",
      status: "excused",
    });
    expect(await frozenAgain(story)).toMatchObject({ verdict: "excused", measured: null, counted: [] });
    const id = await drawnSample(world, story);
    await scoreAll(world, story, { id, size: 4, wrong: [0, 1] });
    expect(await figureOf(world, story)).toMatchObject({ status: "excused", measured: null });
    await recordCorrection(world.caller(story.provider), {
      engagementId: story.engagementId,
      month: MONTH,
      reason: "The sample was scored after the month was frozen.",
    });
    const row = await world.row("select levels from correction where engagement_id = $1", [
      story.engagementId,
    ]);
    expect(row.levels[0]).toMatchObject({ measured: "50.00", status: "failed" });
  });
});
