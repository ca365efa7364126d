import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import {
  acceptCorrection,
  objectToCorrection,
  ruleCorrection,
} from "../../server/service-levels/decide-correction.ts";
import { ask } from "../factories/ask.ts";
import type { ContestStory } from "../factories/contest-story.ts";
import { contracted } from "../factories/contracted.ts";
import { lateStory, objected, recorded, shownCorrection } from "../factories/late-story.ts";
import { member } from "../factories/people.ts";
import { hashOfRows, refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let manager: Viewer;

beforeAll(async () => {
  world = await openWorld({ now: "2026-11-02T09:00:00Z" });
  manager = await member(world, { name: "House", kind: "marketplace", role: "account_manager" });
});
afterAll(() => world.close());

const refused = (deed: () => Promise<unknown>, code: string) => refusedUnchanged(world, deed, { code });
const object = (viewer: Viewer, id: string) => objected(world, viewer, id);
const record = (story: ContestStory, viewer: Viewer) => recorded(world, { story, viewer });
const shown = (story: ContestStory, id: string) => shownCorrection(world, story, id);

describe("the answers to a correction", () => {
  test("are waited for: silence is silence only when their time is over", async () => {
    const story = await lateStory(world);
    const { id } = await record(story, story.provider);
    const ruling = { correctionId: id, accept: true, reason: "Nobody has spoken against it." };
    expect(await shown(story, id)).toMatchObject({ answerBy: "2026-11-08T03:00:00Z" });
    world.clock.moveTo(Temporal.Instant.from("2026-11-08T02:59:59Z"));
    await refused(() => ruleCorrection(world.caller(manager), ruling), "correction_still_open");
    world.clock.moveTo(Temporal.Instant.from("2026-11-08T03:00:00Z"));
    await ruleCorrection(world.caller(manager), ruling);
    expect(await shown(story, id)).toMatchObject({ state: "accepted" });
  });

  test("are a no once by each side, never after its own yes, and a no can become a yes", async () => {
    const story = await lateStory(world);
    const stranger = await contracted(world);
    const { id } = await record(story, story.provider);
    const nothing = { correctionId: id, reason: "  " };
    await refused(() => objectToCorrection(world.caller(story.buyer), nothing), "invalid_input");
    await refused(() => object(manager, id), "not_allowed");
    await refused(() => object(stranger.buyer, id), "not_found");
    await object(story.buyer, id);
    expect(await shown(story, id)).toMatchObject({
      buyerObjection: "The log says otherwise.",
      state: "proposed",
    });
    await acceptCorrection(world.caller(story.provider), { correctionId: id });
    await refused(() => object(story.provider, id), "correction_accepted_already");
    await acceptCorrection(world.caller(story.buyer), { correctionId: id });
    expect(await shown(story, id)).toMatchObject({ state: "accepted" });
    await refused(() => object(manager, id), "not_allowed");
  });

  test("keep a ruling waiting over the API as well, which says so to the ruler", async () => {
    const story = await lateStory(world);
    const { id } = await record(story, story.provider);
    const rule = `mutation($input: RuleCorrectionInput!) { answer: ruleCorrection(input: $input) { __typename
      ... on Refusal { code message } } }`;
    const input = { correctionId: id, accept: true, reason: "Early." };
    const before = await hashOfRows(world);
    const { data } = await ask(world, manager, rule, { input });
    expect(data.answer).toMatchObject({ __typename: "Refused", code: "correction_still_open" });
    expect(await hashOfRows(world)).toBe(before);
    const look = "query($id: ID!) { correction(id: $id) { mayRule isRuler mayObject answerBy } }";
    const seen = async (viewer: Viewer) => (await ask(world, viewer, look, { id })).data.correction;
    expect(await seen(manager)).toMatchObject({ mayRule: false, isRuler: true, mayObject: false });
    expect(await seen(story.buyer)).toMatchObject({ mayRule: false, isRuler: false, mayObject: true });
    const no = `mutation($input: ObjectToCorrectionInput!) { answer: objectToCorrection(input: $input) {
      __typename ... on MutationObjectToCorrectionSuccess { data { buyerObjection providerObjection } } } }`;
    for (const viewer of [story.buyer, story.provider])
      await ask(world, viewer, no, { input: { correctionId: id, reason: "No." } });
    expect(await seen(manager)).toMatchObject({ mayRule: true, isRuler: true });
  });
});
