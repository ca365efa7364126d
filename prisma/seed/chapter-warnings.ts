import type { Role } from "../../domain/identity/viewer.ts";
import { itemBundle, type MeasuringRules } from "../../domain/service-levels/month-item.ts";
import { addresseesOf, shownFrom, USUAL_HOURS } from "../../domain/service-levels/warning-addressee.ts";
import { runningClock } from "../../domain/service-levels/warning-step.ts";
import type { ToldContract } from "./chapter-contracts.ts";
import type { ToldItem } from "./chapter-work.ts";
import type { EngagementPlan } from "./engagement-plans.ts";
import { ORGANISATIONS } from "./organisations.ts";
import { type Story, stamp } from "./story.ts";

/** Open work was warned of when each step of its target was reached, by the product's own rules. */
export function tellWarnings(
  story: Story,
  input: {
    plan: EngagementPlan;
    contract: ToldContract;
    engagementId: string;
    rules: MeasuringRules;
    items: readonly ToldItem[];
  },
): void {
  const { contract } = input;
  const now = Math.floor(story.now.epochMilliseconds / 1000);
  const parties = { organization_id: contract.buyerId, provider_id: contract.providerId };
  const people = peopleOf(story, input);
  for (const { item, read } of input.items) {
    for (const level of contract.terms.serviceLevels) {
      const bundle = itemBundle({ item: read, level, rules: input.rules, asOf: story.now.toString() });
      const clock = bundle && runningClock(bundle);
      const breach = clock?.moments.find(({ step }) => step === "breach");
      if (!clock || !breach) continue;
      for (const { step, at } of clock.moments.filter((one) => one.at <= now)) {
        const id = story.id(at);
        story.add("sla_warning", {
          id,
          ...parties,
          engagement_id: input.engagementId,
          work_item_id: item.id,
          level_id: level.id,
          cycle: clock.cycle,
          step,
          priority: item.priority,
          target_seconds: clock.targetSeconds,
          reached_at: stamp(at),
          breach_at: stamp(breach.at),
          raised_at: stamp(at),
        });
        for (const person of addresseesOf(step, people))
          story.add("warning_notice", {
            id: story.id(at),
            ...parties,
            warning_id: id,
            party_id: person.partyId,
            user_id: person.userId,
            show_at: stamp(shownFrom({ at, priority: item.priority, hours: person.hours })),
          });
      }
    }
  }
}

function peopleOf(story: Story, { plan, contract }: { plan: EngagementPlan; contract: ToldContract }) {
  const person = (side: "buyer" | "provider", role: Role) => {
    const slug = plan[side];
    const place = ORGANISATIONS.find((one) => one.slug === slug);
    return {
      userId: story.cast.member({ slug, role }).userId,
      partyId: side === "buyer" ? contract.buyerId : contract.providerId,
      side,
      role,
      hours: { zone: place?.zone ?? "UTC", ...USUAL_HOURS },
    };
  };
  return [
    person("provider", "delivery_manager"),
    person("provider", "owner"),
    person("buyer", "operations_lead"),
  ];
}
