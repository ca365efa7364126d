import type { Who } from "./probe-cast.ts";
import type { Ids } from "./probe-lines.ts";

/** Who may change a breach or end a contract, and with which ids. */
export function breachMutations(p: { buyers: readonly Who[]; providers: readonly Who[] }) {
  return {
    planBreach: {
      for: p.providers,
      with: (ids: Ids) => ({
        breachId: ids.breach,
        ...{
          category: "capacity",
          cause: "c",
          action: "a",
          ownerId: ids.breach,
          explainedItemIds: [ids.workItem],
        },
        ...{ dueOn: "2026-12-01", promisedFigure: "99", promisedMonth: "2027-01" },
      }),
    },
    answerBreachPlan: {
      for: p.buyers,
      with: (ids: Ids) => ({ breachId: ids.breach, accept: false, reason: "r" }),
    },
    answerBreachPlanForBuyer: {
      for: ["account_manager"] as const,
      with: (ids: Ids) => ({ breachId: ids.breach, accept: false, reason: "r" }),
    },
    giveTerminationNotice: {
      for: [...p.buyers, ...p.providers],
      with: (ids: Ids) => ({ engagementId: ids.engagement, lastDay: "2020-01-01", authority: true }),
    },
    finishBreachAction: { for: p.providers, with: (ids: Ids) => ({ breachId: ids.breach, note: "n" }) },
    ruleBreach: {
      for: ["account_manager"] as const,
      with: (ids: Ids) => ({ breachId: ids.breach, effective: true, reason: "r" }),
    },
  };
}
