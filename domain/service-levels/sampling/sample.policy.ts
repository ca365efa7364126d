import { Temporal } from "temporal-polyfill";
import type { SamplingPlan } from "../../catalogue/sampling-plan.ts";
import { may } from "../../identity/permissions.ts";
import { isStaff, type Viewer } from "../../identity/viewer.ts";
import { NotAllowed } from "../../shared/refusals.ts";
import { type Parties, partySide } from "../contest.policy.ts";
import { other, type SampleFacts, type SampleParty, SampleRefused, type Side } from "./sample.ts";
import { type ItemScores, isDisagreement, type Round, type SampleStanding } from "./score.ts";

/** The side that begins a draw. Throws NotAllowed for anybody the plan does not name. */
export function sideToCommit(viewer: Viewer, parties: Parties, plan: SamplingPlan): Side {
  const side = partySide(viewer, parties);
  if (!side || !may(viewer, "sample:take"))
    throw new NotAllowed("The two sides of the contract draw samples.");
  if (plan.drawnBy !== "either" && plan.drawnBy !== side)
    throw new NotAllowed(`By the contract the ${plan.drawnBy} begins the draw.`);
  return side;
}

/** Who finishes a draw: the side that did not begin it, or after its time the account manager. */
export function partyToDraw(p: {
  viewer: Viewer;
  parties: Parties;
  facts: SampleFacts;
  now: Temporal.Instant;
}): SampleParty {
  const { viewer, facts } = p;
  const side = partySide(viewer, p.parties);
  if (!may(viewer, "sample:take")) throw new NotAllowed();
  if (facts.state !== "committed") throw new SampleRefused("sample_drawn");
  if (side === facts.committedBy) throw new SampleRefused("own_commitment");
  if (side) return side;
  if (!isStaff(viewer)) throw new NotAllowed("The other side of the contract answers.");
  if (!isLate(facts, p.now)) throw new SampleRefused("answer_not_due");
  return "account_manager";
}

/** Whether the other side has let its time pass. */
export function isLate({ answerBy }: Pick<SampleFacts, "answerBy">, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(now, Temporal.Instant.from(answerBy)) >= 0;
}

/** In which round the viewer scores; none for staff and strangers. */
export function ownRound(
  viewer: Viewer,
  parties: Parties,
  scoredBy: Side,
): Extract<Round, "first" | "second"> | "none" {
  const side = partySide(viewer, parties);
  if (!side) return "none";
  return side === scoredBy ? "first" : "second";
}

/**
 * The round in which the viewer may score an item now. A score may be changed by its side until the other
 * side has scored the same item, or its own round is complete: later it would be changed in knowledge of
 * more.
 */
export function roundToScore(p: {
  viewer: Viewer;
  parties: Parties;
  facts: SampleFacts;
  standing: SampleStanding;
  scores: ItemScores | undefined;
  position: number;
}): "first" | "second" {
  const { facts, standing, scores } = p;
  const round = ownRound(p.viewer, p.parties, facts.scoredBy);
  if (round === "none" || !may(p.viewer, "sample:take"))
    throw new NotAllowed("The two sides of the contract score samples.");
  if (facts.state === "committed") throw new SampleRefused("sample_not_drawn");
  if (facts.state === "scored") throw new SampleRefused("sample_scored");
  if (!scores) throw new SampleRefused("not_in_sample");
  if (round === "second" && standing.twice === null) throw new SampleRefused("first_not_complete");
  if (round === "second" && !standing.twice?.includes(p.position))
    throw new SampleRefused("not_scored_twice");
  if (scores[round] && (scores[otherRound(round)] || isComplete(standing, round)))
    throw new SampleRefused("score_stands");
  return round;
}

/** Throws unless the account manager may decide between two scores of the item. */
export function refuseRuling(p: {
  viewer: Viewer;
  facts: SampleFacts;
  rule: SamplingPlan["disagreement"];
  scores: ItemScores | undefined;
}): void {
  if (!isStaff(p.viewer) || !may(p.viewer, "contest:rule"))
    throw new NotAllowed("The account manager decides where scores differ.");
  if (p.facts.state === "scored") throw new SampleRefused("sample_scored");
  if (!p.scores) throw new SampleRefused("not_in_sample");
  if (p.rule !== "account_manager") throw new SampleRefused("scores_settle");
  if (!isDisagreement(p.scores) || p.scores.ruling) throw new SampleRefused("nothing_to_rule");
}

function isComplete(standing: SampleStanding, round: "first" | "second"): boolean {
  const asked = round === "first" ? standing.items.length : (standing.twice?.length ?? 0);
  return standing[round] >= asked;
}

function otherRound(round: "first" | "second"): "first" | "second" {
  return round === "first" ? "second" : "first";
}
