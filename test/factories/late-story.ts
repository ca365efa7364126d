import { Temporal } from "temporal-polyfill";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { findCorrection } from "../../server/service-levels/correction.read.ts";
import { objectToCorrection } from "../../server/service-levels/decide-correction.ts";
import { recordCorrection } from "../../server/service-levels/record-correction.ts";
import type { World } from "../world.ts";
import { closedMonth } from "./closed-month.ts";
import { type ContestStory, contestStory, insertEvent, MONTH } from "./contest-story.ts";

/** October frozen at 100 %, and then it turns out that INC2 was solved hours later than the desk had said. */
export async function lateStory(
  world: World,
  options: Parameters<typeof contestStory>[1] = {},
): Promise<ContestStory> {
  world.clock.moveTo(Temporal.Instant.from("2026-11-02T09:00:00Z"));
  const story = await contestStory(world, options);
  await closedMonth(world, story, MONTH);
  await world.drainJobs();
  const workItemId = story.items.INC2 ?? "";
  await insertEvent(world, story, { workItemId, type: "reopen", at: "2026-10-07T13:10:00Z" });
  await insertEvent(world, story, { workItemId, type: "stop", at: "2026-10-07T18:00:00Z" });
  return story;
}

/** Everything of a correction, as the buyer reads it. */
export async function shownCorrection(world: World, story: ContestStory, id: string) {
  const found = await world.db.readOrg(story.buyer, (tx) =>
    findCorrection(tx, { viewer: story.buyer, id }),
  );
  if (!found) throw new Error("The correction cannot be read.");
  return found;
}

/** Measures a frozen month of the story again. */
export const recorded = (world: World, p: { story: ContestStory; viewer: Viewer; month?: string }) =>
  recordCorrection(world.caller(p.viewer), {
    engagementId: p.story.engagementId,
    month: p.month ?? MONTH,
    reason: "The desk lost two events.",
  });

export const objected = (world: World, viewer: Viewer, correctionId: string) =>
  objectToCorrection(world.caller(viewer), { correctionId, reason: "The log says otherwise." });
