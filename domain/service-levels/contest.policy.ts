import type { Temporal } from "temporal-polyfill";
import { may } from "../identity/permissions.ts";
import { isStaff, type Viewer } from "../identity/viewer.ts";
import { NotAllowed } from "../shared/refusals.ts";
import { next } from "../shared/state-machine.ts";
import {
  AnswerTooLate,
  type ContestFacts,
  type ContestState,
  contestMachine,
  isUndecided,
  NotYetToRule,
  otherSide,
  waitsFor,
} from "./contest.ts";

export type Parties = { organizationId: string; providerId: string };

/** Who made and who answered it, by their person: nobody rules on what they took part in. */
export type ContestPeople = { claimedById: string | null; answeredById: string | null };

export type ContestAction = "accept" | "refuse" | "withdraw" | "rule_for" | "rule_against";

/** Which side of the contract the viewer speaks for; null for staff, jobs and everybody else. */
export function partySide(viewer: Viewer, parties: Parties): "buyer" | "provider" | null {
  if (viewer.organizationId === parties.organizationId) return "buyer";
  return viewer.organizationId === parties.providerId ? "provider" : null;
}

/**
 * The state that the viewer's deed leads to. Throws NotAllowed (role, wrong side, own contest),
 * AnswerTooLate, NotYetToRule, or TransitionRefused where it is decided.
 */
export function stateAfter(p: {
  viewer: Viewer;
  contest: ContestFacts & ContestPeople & Parties;
  action: ContestAction;
  now: Temporal.Instant;
}): ContestState {
  const { viewer, contest, action, now } = p;
  refuseStranger(viewer, contest, action);
  const after = next(contestMachine, contest.state, action);
  const turn = waitsFor(contest, now);
  const rules = action === "rule_for" || action === "rule_against";
  if (rules && turn !== "account_manager") throw new NotYetToRule();
  if ((action === "accept" || action === "refuse") && turn === "account_manager") throw new AnswerTooLate();
  return after;
}

/** What the viewer may do next with the contest, for a page's buttons. */
export function actionsFor(p: {
  viewer: Viewer;
  contest: ContestFacts & ContestPeople & Parties;
  now: Temporal.Instant;
}): ContestAction[] {
  const all: ContestAction[] = ["accept", "refuse", "withdraw", "rule_for", "rule_against"];
  if (!isUndecided(p.contest.state)) return [];
  return all.filter((action) => {
    try {
      stateAfter({ ...p, action });
      return true;
    } catch {
      return false;
    }
  });
}

function refuseStranger(
  viewer: Viewer,
  contest: ContestFacts & ContestPeople & Parties,
  action: ContestAction,
): void {
  const side = partySide(viewer, contest);
  switch (action) {
    case "rule_for":
    case "rule_against":
      if (!isStaff(viewer) || !may(viewer, "contest:rule"))
        throw new NotAllowed("The account manager rules where the two sides disagree.");
      if (viewer.userId === contest.claimedById || viewer.userId === contest.answeredById)
        throw new NotAllowed("Nobody rules on a contest in which they took part.");
      return;
    case "withdraw":
      if (side !== contest.side || !may(viewer, "contest:make"))
        throw new NotAllowed("The side that put it forward can withdraw it.");
      return;
    case "accept":
    case "refuse":
      if (side !== otherSide(contest.side) || !may(viewer, "contest:make"))
        throw new NotAllowed("The other side answers.");
      return;
    default:
      action satisfies never;
  }
}
