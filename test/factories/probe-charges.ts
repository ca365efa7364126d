import type { Who } from "./probe-cast.ts";
import type { Variables } from "./probe-lines.ts";

type Lines = Record<string, { for: readonly Who[]; with: Variables }>;

/** Who may say what became of milestones and of costs that are passed through. */
export const chargeMutations = (p: { editors: readonly Who[]; approvers: readonly Who[] }): Lines => ({
  deliverMilestone: {
    for: p.editors,
    with: (ids) => ({ engagementId: ids.engagement, lineId: "m", on: "2026-11-01", evidence: "e" }),
  },
  answerMilestone: {
    for: p.approvers,
    with: (ids) => ({ engagementId: ids.engagement, lineId: "m", on: "2026-11-01", accept: true }),
  },
  stateCost: {
    for: p.editors,
    with: (ids) => ({
      ...{ engagementId: ids.engagement, lineId: "c", receipt: "R-1", description: "d" },
      ...{ incurredOn: "2026-11-01", amount: "12.00" },
    }),
  },
  answerCost: { for: p.approvers, with: (ids) => ({ costId: ids.invoice, approve: true }) },
});
