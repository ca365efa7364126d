import { Temporal } from "temporal-polyfill";
import type { Party } from "../contracts/statement-of-work.ts";
import type { Viewer } from "../identity/viewer.ts";
import { localDate } from "../shared/zoned.ts";

/** onboarding: before the first day. active: work counts. ended: past the last day. */
export type EngagementState = "onboarding" | "active" | "ended";

export const ENGAGEMENT_STATE_NAMES: Readonly<Record<EngagementState, string>> = {
  onboarding: "Onboarding",
  active: "Active",
  ended: "Ended",
};

/**
 * The state at a moment, by the contract's own calendar days: nothing has to happen for a day to come, so
 * the state is a rule and not a job. `endsOn` is the last day, included; null runs on.
 */
export function engagementStateAt(input: {
  startsOn: string;
  endsOn: string | null;
  zone: string;
  now: Temporal.Instant;
}): EngagementState {
  const today = localDate(input.now, input.zone);
  if (Temporal.PlainDate.compare(today, Temporal.PlainDate.from(input.startsOn)) < 0) return "onboarding";
  if (input.endsOn !== null && Temporal.PlainDate.compare(today, Temporal.PlainDate.from(input.endsOn)) > 0)
    return "ended";
  return "active";
}

/**
 * The last day of a term of whole months: from 31 January one month ends on 27 February, as calendars
 * count.
 */
export function lastDayOf(term: { startsOn: string; termMonths: number }): string {
  const start = Temporal.PlainDate.from(term.startsOn);
  return start.add({ months: term.termMonths }).subtract({ days: 1 }).toString();
}

/** The side of the engagement the viewer acts for; staff and jobs act for neither. */
export function engagementPartyOf(
  viewer: Pick<Viewer, "organizationId" | "via">,
  engagement: { organizationId: string; providerId: string },
): Party | null {
  if (viewer.via === "job") return null;
  if (viewer.organizationId === engagement.organizationId) return "buyer";
  return viewer.organizationId === engagement.providerId ? "provider" : null;
}
