import { PAYS_PEOPLE } from "../../domain/billing/client-money/payroll-run.ts";
import { monthName } from "../../domain/billing/month-name.ts";
import type { ToldContract } from "./chapter-contracts.ts";
import type { EngagementPlan } from "./engagement-plans.ts";
import { idsFrom } from "./random.ts";
import { type Story, stamp } from "./story.ts";

/** People of the story; their accounts are nobody's. */
const WAGES = [
  ["Maren Ollivander", "XX4400000000011", 412_350n],
  ["Tobias Adeyemi", "XX4400000000022", 388_000n],
  ["Iseult Brandão", "XX4400000000033", 455_925n],
  ["Kwame Lindqvist", "XX4400000000044", 297_480n],
] as const;

/** A run that the provider has prepared and that waits for the buyer's approval: nothing has moved yet. */
export function tellPreparedRun(
  story: Story,
  p: { plan: EngagementPlan; contract: ToldContract; engagementId: string; month: string },
): void {
  const { plan, contract, engagementId } = p;
  if (!PAYS_PEOPLE.includes(plan.moduleCode)) return;
  const at = Math.floor(story.now.epochMilliseconds / 1000) - 20 * 3600;
  const member = story.cast.member({ slug: plan.provider, role: "owner" });
  // Ids of its own, so that the rest of the story keeps its.
  const idAt = idsFrom(story.random(`client-money:${plan.key}`));
  const runId = idAt(at);
  const parties = { organization_id: contract.buyerId, provider_id: contract.providerId };
  const { currency } = contract.terms;
  story.add("payroll_run", {
    ...{ id: runId, ...parties, engagement_id: engagementId, title: monthName(p.month), currency },
    total_minor: String(WAGES.reduce((sum, [, , minor]) => sum + minor, 0n)),
    ...{ payee_count: WAGES.length, state: "prepared", prepared_by_id: member.userId },
    ...{ prepared_by_name: member.account.name, prepared_at: stamp(at) },
    ...{ paid_minor: "0", returned_minor: "0" },
  });
  for (const [payee, account, minor] of WAGES)
    story.add("payroll_payment", {
      ...{ id: idAt(at), ...parties, run_id: runId, payee, account, currency },
      ...{ amount_minor: String(minor), state: "waiting", changed_at: stamp(at) },
    });
}
