import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { closeMonth } from "../../server/service-levels/close-month.ts";
import { reviewMonth } from "../../server/service-levels/review-month.ts";
import { ask } from "../factories/ask.ts";
import {
  answer,
  type ContestStory,
  contestStory,
  figureOf,
  MONTH,
  pauseContest,
  putForward,
  rule,
} from "../factories/contest-story.ts";
import { contracted } from "../factories/contracted.ts";
import { member } from "../factories/people.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

const NOW = "2026-11-02T09:00:00Z";
let world: World;
let manager: Viewer;

beforeAll(async () => {
  world = await openWorld({ now: NOW });
  manager = await member(world, { name: "House", kind: "marketplace", role: "account_manager" });
});
afterAll(() => world.close());

const at = (text: string) => world.clock.moveTo(Temporal.Instant.from(text));
const input = (story: ContestStory) => ({ engagementId: story.engagementId, month: MONTH });

const refused = (deed: () => Promise<unknown>, expected: Record<string, unknown>) =>
  refusedUnchanged(world, deed, expected);

describe("what is refused changes nothing", () => {
  test("the same from two tabs, or by a double click, is put forward once", async () => {
    const story = await contestStory(world);
    const tabs = await Promise.allSettled(
      [1, 2, 3].map(() => putForward(world, story.buyer, pauseContest(story))),
    );
    expect(tabs.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    await refused(() => putForward(world, story.buyer, pauseContest(story)), { code: "contested_already" });
    const other = pauseContest(story, { to: "2026-10-06T00:00:00Z" });
    const twice = await Promise.all([1, 2].map(() => putForward(world, story.buyer, other, "one-key")));
    expect(twice[0]).toEqual(twice[1]);
  });

  test("answered from two tabs it is answered once", async () => {
    const story = await contestStory(world);
    const { id } = await putForward(world, story.buyer, pauseContest(story));
    const tabs = await Promise.allSettled(
      (["accept", "refuse"] as const).map((action) => answer(world, story.provider, { id, action })),
    );
    expect(tabs.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    const { rows } = await world.owner.query(
      "select count(*)::int as n from contest_reading where contest_id = $1",
      [id],
    );
    expect(rows[0].n).toBe(2);
  });

  test("by a stranger, by the own side, by a party that rules, by staff that answers", async () => {
    const story = await contestStory(world);
    const stranger = await contracted(world);
    const { id } = await putForward(world, story.buyer, pauseContest(story));
    await refused(() => putForward(world, stranger.buyer, pauseContest(story)), { code: "not_found" });
    await refused(() => answer(world, stranger.provider, { id, action: "accept" }), { code: "not_found" });
    await refused(() => answer(world, story.buyer, { id, action: "accept" }), { code: "not_allowed" });
    await refused(() => rule(world, story.buyer, { id, accept: true }), { code: "not_allowed" });
    await refused(() => rule(world, story.provider, { id, accept: false }), { code: "not_allowed" });
    await refused(() => answer(world, manager, { id, action: "accept" }), { code: "not_allowed" });
    await refused(() => rule(world, manager, { id, accept: true }), { code: "not_yet_to_rule" });
    await refused(() => putForward(world, manager, pauseContest(story)), { code: "not_allowed" });
  });

  test("where nothing would read otherwise, for foreign work, and for a month that is not there", async () => {
    const story = await contestStory(world);
    const other = await contestStory(world);
    const wrong: [Parameters<typeof pauseContest>[1], string][] = [
      [{ from: "2026-10-05T12:10:00Z", to: "2026-10-05T12:20:00Z" }, "contest_changes_nothing"],
      [{ workItemId: other.items.INC1 ?? "" }, "not_found"],
      [{ month: "2026-12" }, "month_outside_contract"],
      [{ levelIds: ["nothing"] }, "invalid_input"],
    ];
    for (const [more, code] of wrong)
      await refused(() => putForward(world, story.buyer, pauseContest(story, more)), { code });
  });

  test("after the window, and in a frozen month", async () => {
    const story = await contestStory(world);
    await reviewMonth(world.caller(story.provider), input(story));
    at("2026-11-08T03:00:00Z");
    await refused(() => putForward(world, story.buyer, pauseContest(story)), {
      code: "contest_window_closed",
    });
    await closeMonth(world.caller(story.provider), input(story));
    await refused(() => putForward(world, story.buyer, pauseContest(story)), { code: "month_frozen" });
    at(NOW);
  });

  test("silence never accepts: after the deadline the account manager rules, and nobody else answers", async () => {
    const story = await contestStory(world);
    const { id } = await putForward(world, story.buyer, pauseContest(story));
    at("2026-11-08T03:00:00Z");
    expect(await figureOf(world, story)).toMatchObject({ measured: "100.00" });
    await refused(() => answer(world, story.provider, { id, action: "accept" }), {
      code: "answer_too_late",
    });
    const { data } = await ask(
      world,
      manager,
      "{ contests(toRule: true) { edges { node { id waitsFor } } } }",
    );
    expect(data.contests.edges.map((edge: { node: unknown }) => edge.node)).toContainEqual({
      id,
      waitsFor: "account_manager",
    });
    await rule(world, manager, { id, accept: true });
    expect(await figureOf(world, story)).toMatchObject({ measured: "50.00" });
    at(NOW);
  });
});
