import type { Temporal } from "temporal-polyfill";
import { DomainError } from "../shared/domain-error.ts";
import type { Viewer } from "./viewer.ts";

/** For how long a proof of who sits there holds for what is grave. Signing in is such a proof. */
export const STEP_UP_MINUTES = 5;

/**
 * A grave deed was asked for in a session whose person has not proved themselves lately. Nothing was
 * done.
 */
export class StepUpNeeded extends DomainError {
  constructor() {
    const message = "Confirm that it is you, then send this again. Nothing was done yet.";
    super({ code: "step_up_needed", message });
  }
}

/**
 * Whether the viewer has proved within the last five minutes that it is them. Only a session can be left
 * open on a desk: a key does what its scopes say, and Engine Room's own jobs have nobody to ask.
 */
export function provedLately(viewer: Viewer, now: Temporal.Instant): boolean {
  if (viewer.via === "api_key" || viewer.via === "job") return true;
  const { stepUpAt } = viewer;
  return typeof stepUpAt === "number" && now.epochMilliseconds - stepUpAt <= STEP_UP_MINUTES * 60_000;
}
