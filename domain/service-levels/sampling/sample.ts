import { DomainError } from "../../shared/domain-error.ts";
import type { Round } from "./score.ts";

export type Side = "buyer" | "provider";
export type SampleParty = Side | "account_manager";

/** `committed`: the population is frozen and one nonce is in; `drawn`: it is being scored; `scored`: for good. */
export const SAMPLE_STATES = ["committed", "drawn", "scored"] as const;
export type SampleState = (typeof SAMPLE_STATES)[number];

/** What a decision about a sample looks at. Instants RFC 3339. */
export type SampleFacts = {
  state: SampleState;
  /** Who began the draw. */
  committedBy: Side;
  /** Until then the other side answers; later the account manager may in its place. */
  answerBy: string;
  scoredBy: Side;
};

const REFUSALS = {
  level_not_sampled: "This level has no sample plan: its figure is not made from a draw.",
  sample_begun: "The draw of this month has begun already.",
  exclusions_undecided:
    "Exclusions of work that could be drawn are undecided; the draw begins when they are decided.",
  nothing_to_sample: "No work of the month is there to be drawn from.",
  sample_drawn: "The sample is drawn already.",
  sample_not_drawn: "The sample is not drawn yet.",
  sample_scored: "The sample is scored and stands.",
  own_commitment: "The other side answers: whoever began the draw cannot finish it alone.",
  answer_not_due: "The other side still has time to answer; the account manager draws only after it.",
  not_in_sample: "The sample has no such item.",
  first_not_complete: "Which items are scored twice is drawn when the first scoring is complete.",
  not_scored_twice: "This item is not among those that are scored twice.",
  score_stands:
    "This score can no longer be changed: the other side has scored the item, or all are scored.",
  nothing_to_rule: "There are no two scores of this item that differ.",
  scores_settle: "The contract settles differing scores itself.",
} as const;

export type SampleRefusalCode = keyof typeof REFUSALS;

/** A refusal about a sample; `code` says which. */
export class SampleRefused extends DomainError {
  constructor(code: SampleRefusalCode) {
    super({ code, message: REFUSALS[code] });
  }
}

/** The party that the sample waits for. */
export function partyWaitedFor(
  p: Pick<SampleFacts, "state" | "committedBy" | "scoredBy"> & { round: Round | null; isLate: boolean },
): SampleParty | null {
  if (p.state === "committed") return p.isLate ? "account_manager" : other(p.committedBy);
  switch (p.round) {
    case "first":
      return p.scoredBy;
    case "second":
      return other(p.scoredBy);
    case "ruling":
      return "account_manager";
    default:
      return null;
  }
}

export function other(side: Side): Side {
  return side === "buyer" ? "provider" : "buyer";
}

/** Why a level with a sample plan has no figure, and whether that is held against the provider. */
export type SamplePending = { reason: string; excused: boolean };

/**
 * A month whose sample is not scored. It is excused, unless what is missing is the provider's own scoring:
 * then it counts as a month without data, so that nobody gains by leaving the work undone.
 */
export function pendingSample(waitsFor: SampleParty | "nobody" | "month"): SamplePending {
  switch (waitsFor) {
    case "month":
      return { reason: "Not scored: the sample is drawn when the month is over.", excused: true };
    case "nobody":
      return { reason: "Not scored: no sample of this month was drawn.", excused: true };
    case "provider":
      return {
        reason: "Not scored: the sample waits for the provider, so the month counts as without data.",
        excused: false,
      };
    default:
      return {
        reason:
          `Not scored: the sample waits for the ${waitsFor.replaceAll("_", " ")}; ` +
          "nothing is held against the provider.",
        excused: true,
      };
  }
}
