import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { ask } from "../factories/ask.ts";
import { member } from "../factories/people.ts";
import { begin, drawnSample, LEVEL, MONTH, sampleStory, score } from "../factories/sample-story.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let manager: Viewer;

beforeAll(async () => {
  world = await openWorld({ now: "2026-11-02T09:00:00Z" });
  manager = await member(world, { name: "House", kind: "marketplace", role: "account_manager" });
});
afterAll(() => world.close());

const EVERYTHING = `query($id: ID!, $filter: String) { sample(id: $id) {
  id month state of size populationHash commitment nonce answer seed waitsFor errors units bundleHash bundle
  progress { round first second twice disagreements ruled next }
  items(filter: $filter, first: 200) { total next rows { position state hidden mine reference
    first { errors units note by } second { errors units note by } ruling { errors } } } } }`;

const see = async (viewer: Viewer, id: string, filter = "all") =>
  (await ask(world, viewer, EVERYTHING, { id, filter })).data.sample;

const say = async (viewer: Viewer, id: string, p: { position: number; errors: number; note?: string }) =>
  ask(
    world,
    viewer,
    `mutation($input: ScoreSampleItemInput!) { scoreSampleItem(input: $input) { __typename
      ... on MutationScoreSampleItemSuccess { data { id waitsFor } } ... on Refusal { message code } } }`,
    { input: { sampleId: id, ...p } },
  );

describe("the second scorer", () => {
  test("finds no trace of the first score in anything the API answers, until its own is in", async () => {
    const story = await sampleStory(world);
    const id = await drawnSample(world, story);
    await say(story.buyer, id, { position: 0, errors: 1, note: "wrong account SECRET" });
    await say(story.buyer, id, { position: 1, errors: 0, note: "fine SECRET" });
    for (const filter of ["all", "mine", "differing", "errors"]) {
      const seen = await see(story.provider, id, filter);
      expect(JSON.stringify(seen)).not.toContain("SECRET");
      expect(seen.items.rows.every((row: { first: unknown }) => row.first === null)).toBe(true);
      if (filter === "errors") expect(seen.items.total).toBe(0);
    }
    const before = await see(story.provider, id);
    expect(before.items.rows[0]).toMatchObject({ hidden: true, mine: true, first: null, state: "second" });
    expect(before.progress).toMatchObject({
      round: "second",
      first: 2,
      second: 0,
      disagreements: 0,
      next: 0,
    });
    await say(story.provider, id, { position: 0, errors: 0 });
    const after = await see(story.provider, id);
    expect(after.items.rows[0]).toMatchObject({ hidden: false, first: { errors: 1 }, state: "ruling" });
    expect(after.items.rows[1]).toMatchObject({ hidden: true, first: null });
    expect(after.progress).toMatchObject({ second: 1, disagreements: 1, next: 1 });
  });

  test("does not find it in its audit trail or in the month's figure either", async () => {
    const story = await sampleStory(world);
    const id = await drawnSample(world, story);
    for (let position = 0; position < 4; position += 1)
      await score(world, story.buyer, id, { position, errors: 1 });
    const { data } = await ask(
      world,
      story.provider,
      `query($e: ID!, $m: String!, $l: String!) { monthFigures(engagementId: $e, month: $m) { levels {
         measured misses n detail } }
         monthRows(engagementId: $e, month: $m, levelId: $l) { rows { verdict } } }`,
      { e: story.engagementId, m: MONTH, l: LEVEL },
    );
    expect(data.monthFigures.levels[0]).toEqual({ measured: null, misses: 0, n: 0, detail: null });
    expect(data.monthRows.rows).toEqual([]);
    const { rows } = await world.owner.query(
      "select data from audit_event where action = 'sample.score' and organization_id = $1",
      [story.buyer.organizationId],
    );
    expect(rows.length).toBe(4);
    expect(rows.every((row) => !("errors" in row.data))).toBe(true);
  });

  test("scoring before the first scorer hides its own score from that side in turn", async () => {
    const story = await sampleStory(world);
    const id = await drawnSample(world, story);
    await say(story.provider, id, { position: 3, errors: 1, note: "SECRET" });
    expect(JSON.stringify(await see(story.buyer, id))).not.toContain("SECRET");
    await say(story.buyer, id, { position: 3, errors: 1 });
    expect((await see(story.buyer, id)).items.rows[3]).toMatchObject({
      second: { note: "SECRET" },
      state: "settled",
    });
  });
});

describe("the API", () => {
  test("shows the first nonce to nobody before the draw, its own side included", async () => {
    const story = await sampleStory(world);
    const { id } = await begin(world, story.provider, story, "hidden words");
    for (const viewer of [story.buyer, story.provider, manager])
      expect(await see(viewer, id)).toMatchObject({ nonce: null, seed: null, state: "committed" });
    const { rows } = await world.owner.query("select data::text from audit_event where subject_id = $1", [
      id,
    ]);
    expect(JSON.stringify(rows)).not.toContain("hidden words");
  });

  test("answers a foreign sample like one that does not exist", async () => {
    const story = await sampleStory(world);
    const other = await sampleStory(world);
    const id = await drawnSample(world, story);
    expect(await see(other.buyer, id)).toBeNull();
    expect(await see(story.buyer, "00000000-0000-7000-8000-000000000000")).toBeNull();
    const { data } = await say(other.provider, id, { position: 0, errors: 0 });
    expect(data.scoreSampleItem).toMatchObject({ message: "There is no such sample." });
  });

  test("refuses by name and field, and reads what a level asks for before anything is drawn", async () => {
    const story = await sampleStory(world);
    const plan = async (viewer: Viewer, month = MONTH) =>
      (
        await ask(
          world,
          viewer,
          `query($e: ID!, $m: String!, $l: String!) { levelSample(engagementId: $e, month: $m, levelId: $l) {
             of isOver size { size wanted heldBy } actions plan sample { id } } }`,
          { e: story.engagementId, m: month, l: LEVEL },
        )
      ).data.levelSample;
    expect(await plan(story.buyer)).toMatchObject({
      ...{ of: 12, isOver: true, size: { size: 4, heldBy: "maximum" }, actions: ["begin"], sample: null },
    });
    expect(await plan(manager)).toMatchObject({ actions: [] });
    expect(await plan(story.buyer, "2026-11")).toMatchObject({ isOver: false, actions: [] });
    const id = await drawnSample(world, story);
    const { data } = await say(story.buyer, id, { position: 9, errors: 0 });
    expect(data.scoreSampleItem).toMatchObject({ code: "not_in_sample" });
    const { errors } = await ask(world, story.buyer, EVERYTHING, { id, filter: "other" });
    expect(errors[0]).toContain("Choose one of");
  });
});
