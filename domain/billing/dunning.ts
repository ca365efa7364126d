import { Temporal } from "temporal-polyfill";
import { declineKind } from "./decline.ts";

/**
 * A step of the policy: `due`, then `retry_1` and on, `grace`, `suspended`. Writing off is a person's
 * deed.
 */
export type DunningState = "due" | `retry_${number}` | "grace" | "suspended" | "written_off";

export type DunningPolicyStep = { state: DunningState; daysAfterDue: number };

export type DunningPolicy = {
  steps: readonly DunningPolicyStep[];
  /** An invoice may be written off so many days after it fell due, not before. */
  writeOffAfterDays: number;
};

export type PolicyFault = { state: DunningState; message: string };

/** What is wrong with a policy, in a sentence, and with which of its steps; null where nothing is. */
export function policyFault(policy: DunningPolicy): PolicyFault | null {
  const { steps } = policy;
  const names = steps.map((step) => step.state);
  const retries = names.filter((name) => name.startsWith("retry_")).length;
  const wanted = [
    "due",
    ...Array.from({ length: retries }, (_, index) => `retry_${index + 1}`),
    "grace",
    "suspended",
  ];
  if (names.join() !== wanted.join() || retries > 9)
    return { state: "due", message: "The steps are: due, the retries, grace, suspended." };
  if (steps[0]?.daysAfterDue !== 0) return { state: "due", message: "The first step is on the due day." };
  const early = steps.find((step, at) => at > 0 && step.daysAfterDue <= (steps[at - 1]?.daysAfterDue ?? 0));
  if (early) return { state: early.state, message: "Every step is at least a day after the one before." };
  const last = steps.at(-1)?.daysAfterDue ?? 0;
  if (policy.writeOffAfterDays < last)
    return { state: "written_off", message: "Nothing is written off before it is suspended." };
  return null;
}

/** Calendar days since the due day: overdue above 0, the due day itself is in time; negative before it. */
export function daysOverdue(p: { dueOn: Temporal.PlainDate; today: Temporal.PlainDate }): number {
  return p.dueOn.until(p.today, { largestUnit: "days" }).days;
}

export type Taken = { position: number; on: Temporal.PlainDate };
export type NextStep = { position: number; state: DunningState; on: Temporal.PlainDate };

/**
 * The step that comes next and its day, in the buyer's calendar: the policy's day after the due day, but
 * never fewer days after the step before than the policy leaves between the two. So a clock that stood
 * still for a week takes one step when it goes on and the buyer keeps the time that was promised. Null
 * after the last step.
 */
export function nextStep(
  policy: DunningPolicy,
  p: { dueOn: Temporal.PlainDate; taken: Taken | null },
): NextStep | null {
  const position = p.taken === null ? 0 : p.taken.position + 1;
  const step = policy.steps[position];
  if (!step) return null;
  const planned = p.dueOn.add({ days: step.daysAfterDue });
  const before = p.taken && policy.steps[p.taken.position];
  const earliest =
    p.taken && before ? p.taken.on.add({ days: step.daysAfterDue - before.daysAfterDue }) : planned;
  const on = Temporal.PlainDate.compare(planned, earliest) < 0 ? earliest : planned;
  return { position, state: step.state, on };
}

export type ChargeFacts = {
  /** The buyer's consent stands, for a method that can be charged for this invoice. */
  mayCharge: boolean;
  /** The latest failure with this very method, by its code. */
  lastDecline: string | null;
};

/**
 * What a step does: `charge` on the due day and on retries where the consent stands and this method has not
 * failed for good, otherwise `remind`.
 */
export function stepAction(state: DunningState, facts: ChargeFacts): "charge" | "remind" {
  const charges = state === "due" || state.startsWith("retry_");
  if (!charges || !facts.mayCharge) return "remind";
  return facts.lastDecline === null || declineKind(facts.lastDecline) === "soft" ? "charge" : "remind";
}

/** The first day on which an administrator may write the invoice off. */
export function writeOffFrom(policy: DunningPolicy, dueOn: Temporal.PlainDate): Temporal.PlainDate {
  return dueOn.add({ days: policy.writeOffAfterDays });
}
