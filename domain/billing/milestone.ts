import { z } from "zod";
import type { BillingLine, BillingTerms } from "../contracts/billing-terms.ts";
import { isDate } from "../contracts/terms.ts";
import { DomainError } from "../shared/domain-error.ts";
import { InvalidInput } from "../shared/refusals.ts";
import { monthName } from "./month-name.ts";

export type MilestoneLine = Extract<BillingLine, { kind: "milestone" }>;
export type MilestoneStepKind = "delivered" | "accepted" | "refused";
export type MilestoneState = "planned" | MilestoneStepKind;
type Step = { kind: MilestoneStepKind; occurredOn: string };

/** What was asked does not follow from where the milestone stands. */
export class MilestoneNotThere extends DomainError {
  constructor(state: MilestoneState) {
    const why = {
      planned: "This milestone is not delivered yet, so there is nothing to answer.",
      delivered: "This milestone is delivered and waits for the buyer's answer.",
      accepted: "This milestone is accepted already; it is billed once.",
      refused: "This milestone was refused and is not delivered again yet.",
    }[state];
    super({ code: "milestone_not_there", message: why, details: { state } });
  }
}

/** The day lies in a month that is closed: what it costs is decided. */
export class MonthIsBilled extends DomainError {
  constructor(month: string) {
    super({
      code: "month_is_billed",
      message: `${monthName(month)} is closed; take a later day.`,
      field: "on",
      details: { month },
    });
  }
}

const day = z.string().refine(isDate, { error: "Write the day as a date such as 2026-12-01." });
const of = {
  engagementId: z.uuid({ error: "There is no such engagement." }),
  lineId: z.string().min(1, "Choose the milestone.").max(60, "There is no such milestone."),
  on: day,
};
const note = (what: string) =>
  z.string().trim().min(1, `Enter ${what}.`).max(1000, `Keep ${what} within 1,000 characters.`);

export const deliverMilestoneInput = z.object({ ...of, evidence: note("the evidence") });
export const answerMilestoneInput = z.discriminatedUnion("accept", [
  z.object({ ...of, accept: z.literal(true), reason: z.string().optional() }),
  z.object({ ...of, accept: z.literal(false), reason: note("the reason") }),
]);

/** The milestones of a contract, in the order of their days. */
export function milestonesOf(billing: BillingTerms | undefined): MilestoneLine[] {
  return (billing?.lines ?? [])
    .filter((line): line is MilestoneLine => line.kind === "milestone")
    .sort((left, right) => (left.dueOn < right.dueOn ? -1 : 1));
}

/** Where a milestone stands after its steps, which are in order. */
export function milestoneState(steps: readonly { kind: string }[]): MilestoneState {
  return (steps.at(-1)?.kind as MilestoneStepKind | undefined) ?? "planned";
}

/**
 * Refuses a step that has no place: of a line that is no milestone, on a day outside of the contract, after
 * today or before the delivery (InvalidInput), out of turn (MilestoneNotThere), or accepted in a closed month
 * (MonthIsBilled).
 */
export function refuseStep(p: {
  step: Step;
  steps: readonly Step[];
  lineId: string;
  contract: { billing: BillingTerms | undefined; startsOn: string; endsOn: string | null };
  today: string;
  /** The last closed month; null before the first. */
  lastClosed: string | null;
}): void {
  const { step, steps, contract } = p;
  if (!milestonesOf(contract.billing).some((line) => line.id === p.lineId))
    throw new InvalidInput([{ field: "lineId", message: "The contract has no such milestone." }]);
  const state = milestoneState(steps);
  const mayFollow = step.kind === "delivered" ? ["planned", "refused"] : ["delivered"];
  if (!mayFollow.includes(state)) throw new MilestoneNotThere(state);
  const fault = dayFault(p);
  if (fault) throw new InvalidInput([{ field: "on", message: fault }]);
  const month = step.occurredOn.slice(0, 7);
  if (step.kind === "accepted" && p.lastClosed !== null && month <= p.lastClosed)
    throw new MonthIsBilled(month);
}

function dayFault({ step, steps, contract, today }: Parameters<typeof refuseStep>[0]): string | null {
  const { occurredOn } = step;
  const outside = contract.endsOn !== null && occurredOn > contract.endsOn;
  if (occurredOn < contract.startsOn || outside) return "The day lies outside of the contract.";
  if (occurredOn > today) return "The day has not come yet.";
  const last = steps.at(-1);
  return last && occurredOn < last.occurredOn
    ? `That is before ${last.occurredOn}, the step before.`
    : null;
}
