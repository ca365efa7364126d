import { may } from "../identity/permissions.ts";
import type { Viewer } from "../identity/viewer.ts";
import { StatementNotApprovable } from "./errors.ts";
import type { StatementState } from "./states.ts";

export type Side = "buyer" | "provider";

/** Who has said yes so far. The moments are null until then. */
export type Approvals = {
  readonly state: StatementState;
  readonly buyerApproved: boolean;
  readonly providerApproved: boolean;
};

/** Which side of the statement the viewer speaks for; null for everybody else, staff included. */
export function sideOf(
  viewer: Pick<Viewer, "organizationId">,
  parties: { organizationId: string; providerId: string },
): Side | null {
  if (viewer.organizationId === parties.organizationId) return "buyer";
  return viewer.organizationId === parties.providerId ? "provider" : null;
}

/** Whether the viewer's approval is what the statement waits for. */
export function mayApprove(
  viewer: Viewer,
  statement: Approvals & { organizationId: string; providerId: string },
): boolean {
  const side = sideOf(viewer, statement);
  return (
    may(viewer, "statement:approve") &&
    side !== null &&
    statement.state === "awaiting_approval" &&
    !hasApproved(statement, side)
  );
}

export type ApprovalStep = "already_given" | "waits_for_the_other" | "complete";

/**
 * What one side's approval does. A second one by the same side changes nothing. Throws
 * StatementNotApprovable where the statement is not up for approval and this side has not given its
 * own.
 */
export function approvalStep(statement: Approvals, side: Side): ApprovalStep {
  if (hasApproved(statement, side)) return "already_given";
  if (statement.state !== "awaiting_approval") throw new StatementNotApprovable(statement.state);
  return hasApproved(statement, side === "buyer" ? "provider" : "buyer")
    ? "complete"
    : "waits_for_the_other";
}

/** The sides whose approval is missing, the buyer first. */
export function missingApprovals(statement: Approvals): Side[] {
  if (statement.state !== "awaiting_approval") return [];
  return (["buyer", "provider"] as const).filter((side) => !hasApproved(statement, side));
}

function hasApproved(statement: Approvals, side: Side): boolean {
  return side === "buyer" ? statement.buyerApproved : statement.providerApproved;
}
