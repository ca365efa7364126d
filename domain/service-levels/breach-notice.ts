import type { Person } from "./warning-addressee.ts";

/** What is told of a breach. */
export const BREACH_STEPS = [
  "opened",
  "planned",
  "accepted",
  "sent_back",
  "finished",
  "escalated",
  "unanswered",
  "measured",
  "ruled",
  "withdrawn",
] as const;
export type BreachStepName = (typeof BREACH_STEPS)[number];

type Side = "delivery" | "lead" | "buyer" | "buyer_lead";

/** Whom each step concerns; what a side did itself it is not told of. An escalation reaches every table. */
const CONCERNED: Record<BreachStepName, readonly Side[]> = {
  opened: ["delivery"],
  planned: ["buyer"],
  accepted: ["delivery"],
  sent_back: ["delivery"],
  finished: ["buyer"],
  escalated: ["delivery", "lead", "buyer"],
  unanswered: ["buyer", "buyer_lead", "delivery"],
  measured: ["delivery", "buyer"],
  ruled: ["delivery", "buyer"],
  withdrawn: ["delivery", "buyer"],
};

/** Those of the people whom a step concerns; where a side has nobody in the role, its owner stands in. */
export function concernedBy<P extends Pick<Person, "side" | "role">>(
  step: BreachStepName,
  people: readonly P[],
): P[] {
  const of = (side: "buyer" | "provider", role: Person["role"]) =>
    people.filter((one) => one.side === side && one.role === role);
  const orOwner = (side: "buyer" | "provider", found: P[]) =>
    found.length > 0 ? found : of(side, "owner");
  const sides: Record<Side, () => P[]> = {
    delivery: () => orOwner("provider", of("provider", "delivery_manager")),
    lead: () => of("provider", "owner"),
    buyer: () => orOwner("buyer", of("buyer", "operations_lead")),
    buyer_lead: () => of("buyer", "owner"),
  };
  return [...new Set(CONCERNED[step].flatMap((side) => sides[side]()))];
}
