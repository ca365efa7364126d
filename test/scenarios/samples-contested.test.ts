import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ProposalInput } from "../../domain/service-levels/contest.input.ts";
import { ask } from "../factories/ask.ts";
import { answer, putForward } from "../factories/contest-story.ts";
import {
  begin,
  drawnSample,
  figureOf,
  idsAs,
  LEVEL,
  MONTH,
  type SampleStory,
  sampleStory,
  scoreAll,
} from "../factories/sample-story.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld({ now: "2026-11-02T09:00:00Z" });
});
afterAll(() => world.close());

const refused = (deed: () => Promise<unknown>, code: string) => refusedUnchanged(world, deed, { code });

/** The provider's claim that a line was late input of the buyer's. */
function exclusion(story: SampleStory, line: string, more: Partial<ProposalInput> = {}): ProposalInput {
  return {
    engagementId: story.engagementId,
    month: MONTH,
    subject: "exclusion",
    kind: "late_input",
    workItemId: line,
    levelIds: [LEVEL],
    effect: "exclude",
    ...more,
  };
}

describe("an exclusion of work that a sample is drawn from", () => {
  test("accepted before the draw begins leaves the population; undecided the draw waits for it", async () => {
    const story = await sampleStory(world);
    const [line = ""] = story.lines;
    const { id } = await putForward(world, story.provider, exclusion(story, line));
    await refused(() => begin(world, story.provider, story), "exclusions_undecided");
    await answer(world, story.buyer, { id, action: "accept" });
    const sample = await begin(world, story.provider, story);
    const { population } = await idsAs(world, story.buyer, sample.id);
    expect(population).toEqual(story.lines.filter((one) => one !== line).sort());
  });

  test("withdrawn leaves the population whole", async () => {
    const story = await sampleStory(world);
    const [line = ""] = story.lines;
    const { id } = await putForward(world, story.provider, exclusion(story, line));
    await answer(world, story.provider, { id, action: "withdraw" });
    const sample = await begin(world, story.provider, story);
    expect((await idsAs(world, story.buyer, sample.id)).population).toEqual([...story.lines].sort());
  });

  test("is refused from the beginning of the draw on, drawn or not, with or without the level's name", async () => {
    const story = await sampleStory(world);
    await begin(world, story.provider, story);
    for (const line of story.lines.slice(0, 2))
      for (const levelIds of [[LEVEL], []])
        await refused(
          () => putForward(world, story.provider, exclusion(story, line, { levelIds })),
          "contest_sample_frozen",
        );
  });

  test("of a scored item leaves the figure and its hash as they are", async () => {
    const story = await sampleStory(world);
    const id = await drawnSample(world, story);
    await scoreAll(world, story, { id, size: 4, wrong: [0] });
    const figure = await figureOf(world, story);
    expect(figure).toMatchObject({ measured: "75.00" });
    const { drawn } = await idsAs(world, story.buyer, id);
    await refused(
      () => putForward(world, story.provider, exclusion(story, drawn[0] ?? "")),
      "contest_sample_frozen",
    );
    expect(await figureOf(world, story)).toEqual(figure);
  });
});

describe("what a drawn item counts as", () => {
  test("is not contested: its scores decide, and the API says so next to the level", async () => {
    const story = await sampleStory(world);
    const [line = ""] = story.lines;
    for (const effect of ["hit", "miss", "exclude"] as const)
      await refused(
        () =>
          putForward(
            world,
            story.buyer,
            exclusion(story, line, { subject: "verdict", kind: null, effect }),
          ),
        "contest_scores_decide",
      );
    const stretch = { from: "2026-10-05T12:00:00Z", to: "2026-10-06T12:00:00Z" };
    await refused(
      () => putForward(world, story.buyer, exclusion(story, line, stretch)),
      "contest_draws_whole_items",
    );
    const { data } = await ask(
      world,
      story.buyer,
      `mutation ($input: OpenContestInput!) { openContest(input: $input) {
         __typename ... on Refusal { code message field } } }`,
      {
        input: {
          proposal: exclusion(story, line, { subject: "verdict", kind: null, effect: "miss" }),
          reason: "It was wrong.",
        },
      },
    );
    expect(data.openContest).toMatchObject({ code: "contest_scores_decide", field: "levelIds" });
  });
});
