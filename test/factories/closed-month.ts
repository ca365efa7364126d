import type { Viewer } from "../../domain/identity/viewer.ts";
import { MonthReviewedAlready } from "../../domain/service-levels/month-step.ts";
import { closeMonth } from "../../server/service-levels/close-month.ts";
import { confirmMonth, reviewMonth } from "../../server/service-levels/review-month.ts";
import type { World } from "../world.ts";
import type { Contracted } from "./contracted.ts";

/**
 * Sends a month for review as the provider, unless it is, and lets the buyer say that it has nothing to
 * contest.
 */
export async function reviewedMonth(world: World, one: Contracted, month: string): Promise<void> {
  const input = { engagementId: one.engagementId, month };
  await reviewMonth(world.caller(one.provider), input).catch((error: unknown) => {
    if (!(error instanceof MonthReviewedAlready)) throw error;
  });
  await confirmMonth(world.caller(one.buyer), input);
}

/**
 * Freezes a month by its three steps: the provider reviews, the buyer has nothing to contest, it is
 * frozen.
 */
export async function closedMonth(
  world: World,
  one: Contracted,
  month: string,
  viewer: Viewer = one.provider,
): Promise<{ id: string; month: string }> {
  await reviewedMonth(world, one, month);
  return closeMonth(world.caller(viewer), { engagementId: one.engagementId, month });
}
