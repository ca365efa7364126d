import { may } from "../identity/permissions.ts";
import { isStaff, type Viewer } from "../identity/viewer.ts";
import { NotAllowed } from "../shared/refusals.ts";
import { can, next } from "../shared/state-machine.ts";
import { type BreachState, breachMachine } from "./breach.ts";
import { isAnswerOverdue } from "./breach-severity.ts";
import { type Parties, partySide } from "./contest.policy.ts";

export type BreachAction =
  | "plan"
  | "accept"
  | "send_back"
  | "finish"
  | "rule_effective"
  | "rule_not_effective";

const ACTIONS: readonly BreachAction[] = [
  "plan",
  "accept",
  "send_back",
  "finish",
  "rule_effective",
  "rule_not_effective",
];

type Actable = Parties & { state: BreachState; dueAt: string | null; escalatedFor: readonly string[] };

/** The state that the viewer's deed leads to. Throws NotAllowed (side or role), TransitionRefused. */
export function breachAfter(p: { viewer: Viewer; breach: Actable; action: BreachAction }): BreachState {
  refuseStranger(p);
  return next(breachMachine, p.breach.state, p.action);
}

/** What the viewer may do next, for a page's forms. */
export function breachActionsFor(p: { viewer: Viewer; breach: Actable }): BreachAction[] {
  return ACTIONS.filter(
    (action) => can(breachMachine, p.breach.state, action) && isTheirs({ ...p, action }),
  );
}

/** Whose turn it is; null where nobody owes a step. */
export function breachWaitsFor(state: BreachState): "provider" | "buyer" | null {
  if (state === "proposed") return "buyer";
  return state === "open" || state === "sent_back" || state === "accepted" ? "provider" : null;
}

type Asked = { viewer: Viewer; breach: Actable; action: BreachAction };

function isTheirs({ viewer, breach, action }: Asked): boolean {
  const side = partySide(viewer, breach);
  switch (action) {
    case "plan":
    case "finish":
      return side === "provider" && may(viewer, "breach:plan");
    case "accept":
    case "send_back":
      if (side === "buyer") return may(viewer, "breach:answer");
      return isStaff(viewer) && may(viewer, "breach:rule") && isAnswerOverdue(breach);
    case "rule_effective":
    case "rule_not_effective":
      return isStaff(viewer) && may(viewer, "breach:rule");
    default:
      return action satisfies never;
  }
}

const WHOSE: Record<BreachAction, string> = {
  plan: "The provider's delivery manager states the root cause.",
  finish: "The provider's delivery manager says that the action is done.",
  accept: "The buyer accepts a corrective action; the account manager only once its answer is overdue.",
  send_back:
    "The buyer sends a corrective action back; the account manager only once its answer is overdue.",
  rule_effective: "The account manager rules on the effect.",
  rule_not_effective: "The account manager rules on the effect.",
};

function refuseStranger(p: Asked): void {
  if (!isTheirs(p)) throw new NotAllowed(WHOSE[p.action]);
}
