import { provedLately, StepUpNeeded } from "../domain/identity/step-up.ts";
import type { Viewer } from "../domain/identity/viewer.ts";
import type { GraphQLContext } from "./context.ts";

/**
 * The viewer, who has proved lately that it is them: what a page shows a bit at a time leaves as one file for
 * nobody else. Throws StepUpNeeded.
 */
export function freshlyProved(context: GraphQLContext): Viewer {
  const viewer = context.signedIn();
  if (!provedLately(viewer, context.moment())) throw new StepUpNeeded();
  return viewer;
}
