import { Temporal } from "temporal-polyfill";
import {
  type DunningPolicyStep,
  daysOverdue,
  type NextStep,
  nextStep,
} from "../../domain/billing/dunning.ts";
import { type Story, stamp } from "./story.ts";

const MARKET = "northern-accounts";
const POLICY: { writeOffAfterDays: number; steps: DunningPolicyStep[] } = {
  writeOffAfterDays: 90,
  steps: [
    { state: "due", daysAfterDue: 0 },
    { state: "retry_1", daysAfterDue: 3 },
    { state: "retry_2", daysAfterDue: 5 },
    { state: "retry_3", daysAfterDue: 7 },
    { state: "grace", daysAfterDue: 14 },
    { state: "suspended", daysAfterDue: 21 },
  ],
};

/** The rules that the marketplace's administrator set; answers their id. */
export function tellDunningPolicy(story: Story, since: number): string {
  const id = story.id(since);
  const { account } = story.cast.member({ slug: MARKET, role: "admin" });
  story.add("dunning_policy", {
    ...{ id, version: 2, write_off_after_days: POLICY.writeOffAfterDays },
    ...{ set_by_name: account.name, set_at: stamp(since) },
  });
  for (const [position, { state, daysAfterDue }] of POLICY.steps.entries())
    story.add("dunning_policy_step", { policy_id: id, position, state, days_after_due: daysAfterDue });
  return id;
}

/**
 * An invoice that fell due unpaid, with the steps that its days have brought up to its last days; with
 * `holdDays` the marketplace waits so many days more. New work is suspended nowhere in the story.
 */
export function tellDunning(
  story: Story,
  p: {
    policyId: string;
    invoiceId: string;
    parties: { organization_id: string; provider_id: string };
    dueOn: Temporal.PlainDate;
    zone: string;
    holdDays: number | null;
  },
): void {
  const today = story.now.toZonedDateTimeISO(p.zone).toPlainDate();
  const taken = stepsUpTo(today, p.dueOn);
  const last = taken.at(-1);
  if (!last) return;
  const next = nextStep(POLICY, { dueOn: p.dueOn, taken: last });
  const at = (day: Temporal.PlainDate) =>
    Math.floor(day.toZonedDateTime({ timeZone: p.zone, plainTime: "09:00" }).epochMilliseconds / 1000);
  const id = story.id(at(p.dueOn));
  const { account } = story.cast.member({ slug: MARKET, role: "account_manager" });
  story.add("dunning_case", {
    ...{ id, ...p.parties, invoice_id: p.invoiceId, policy_id: p.policyId },
    ...{ state: last.state, position: last.position, step_on: last.on.toString() },
    next_on: next?.on.toString() ?? null,
    held_until: p.holdDays === null ? null : today.add({ days: p.holdDays }).toString(),
    held_because: p.holdDays === null ? null : "The transfer goes out with their next payment run.",
    held_by_name: p.holdDays === null ? null : account.name,
    opened_at: stamp(at(p.dueOn)),
  });
  for (const { position, state, on } of taken)
    story.add("dunning_step", {
      ...{ id: story.id(at(on)), organization_id: p.parties.organization_id, case_id: id },
      ...{ position, state, action: "remind", taken_on: on.toString(), taken_at: stamp(at(on)) },
    });
}

/** The steps of a clock that ran every day, the last of them late enough that the next is still to come. */
function stepsUpTo(today: Temporal.PlainDate, dueOn: Temporal.PlainDate): NextStep[] {
  // The due day itself has only just begun where the buyer is.
  if (daysOverdue({ dueOn, today }) < 1) return [];
  const steps: NextStep[] = [];
  for (;;) {
    const step = nextStep(POLICY, { dueOn, taken: steps.at(-1) ?? null });
    if (!step || step.state === "suspended" || Temporal.PlainDate.compare(step.on, today) >= 0) break;
    steps.push(step);
  }
  const last = steps.at(-1);
  const next = nextStep(POLICY, { dueOn, taken: last ?? null });
  if (last && next && Temporal.PlainDate.compare(next.on, today) <= 0)
    last.on = today.subtract({ days: 1 });
  return steps;
}
