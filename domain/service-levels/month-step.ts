import { Temporal } from "temporal-polyfill";
import { DomainError } from "../shared/domain-error.ts";
import { isOver } from "./contest.ts";

/** How far a month has come: it runs, its figures are computed, both sides may contest them, it is frozen. */
export type MonthStep = "running" | "computed" | "reviewed" | "frozen";

export type MonthReview = {
  reviewedAt: string;
  windowEndsAt: string;
  buyerConfirmedAt: string | null;
  providerConfirmedAt: string | null;
};

export function monthStep(p: {
  state: "running" | "ready" | "frozen";
  review: MonthReview | null;
}): MonthStep {
  if (p.state === "frozen" || p.state === "running") return p.state;
  return p.review ? "reviewed" : "computed";
}

/**
 * Whether nobody can still contest: the window has passed, or both sides have said that they have nothing to
 * contest. The side that freezes says so by freezing.
 */
export function windowIsClosed(
  review: MonthReview,
  p: { now: Temporal.Instant; by: "buyer" | "provider" | null },
): boolean {
  if (isOver(review.windowEndsAt, p.now)) return true;
  const provider = review.providerConfirmedAt !== null || p.by === "provider";
  return review.buyerConfirmedAt !== null && provider;
}

export type OpenContest = { id: string; title: string; waitsFor: string };

/** Throws the refusal that keeps a month from being frozen: not reviewed, window open, contests undecided. */
export function refuseFreeze(p: {
  month: string;
  review: MonthReview | null;
  undecided: readonly OpenContest[];
  now: Temporal.Instant;
  by: "buyer" | "provider" | null;
}): void {
  if (!p.review) throw new MonthNotReviewed(p.month);
  if (p.undecided.length > 0) throw new ContestsUndecided(p.month, p.undecided);
  if (!windowIsClosed(p.review, p)) throw new ContestWindowOpen(p.month, p.review.windowEndsAt);
}

export class MonthNotReviewed extends DomainError {
  constructor(month: string) {
    super({
      code: "month_not_reviewed",
      message: `Send ${month} for review first: both sides may then contest it before it is frozen.`,
      field: "month",
    });
  }
}

export class MonthMoved extends DomainError {
  constructor(month: string) {
    super({
      code: "month_moved_since_review",
      message: `Work or hours of ${month} have changed since it was sent for review. Send it for review again.`,
      field: "month",
    });
  }
}

export class MonthReviewedAlready extends DomainError {
  constructor(month: string) {
    super({ code: "month_reviewed", message: `${month} is up for review already.`, field: "month" });
  }
}

export class ContestWindowOpen extends DomainError {
  constructor(month: string, endsAt: string) {
    const day = Temporal.Instant.from(endsAt).toString({ smallestUnit: "minute" });
    super({
      code: "contest_window_open",
      message: `${month} can be contested until ${day}, unless both sides say before that they have nothing to contest.`,
      field: "month",
      details: { endsAt },
    });
  }
}

export class ContestsUndecided extends DomainError {
  constructor(month: string, undecided: readonly OpenContest[]) {
    const names = undecided.map((one) => `${one.title} (waits for the ${one.waitsFor})`).join("; ");
    super({
      code: "contests_undecided",
      message: `${month} waits for ${undecided.length === 1 ? "a decision" : `${undecided.length} decisions`}: ${names}.`,
      field: "month",
      details: { contests: undecided },
    });
  }
}
