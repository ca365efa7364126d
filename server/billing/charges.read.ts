import type { MilestoneStepKind } from "../../domain/billing/milestone.ts";
import { type CostState, costState } from "../../domain/billing/passed-cost.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { Prisma, type Tx } from "../db.ts";
import { isId, partiesAre } from "../party-scope.ts";
import { keyset, type PageOf } from "./keyset.ts";

export type MilestoneStepRow = {
  id: string;
  lineId: string;
  kind: MilestoneStepKind;
  /** "2026-10-15" */
  occurredOn: string;
  note: string;
  byName: string;
  at: Date;
};

/** Every step of an engagement's milestones that the viewer's transaction may see, in order. */
export function milestoneSteps(tx: Tx, engagementId: string): Promise<MilestoneStepRow[]> {
  return tx.$queryRaw<MilestoneStepRow[]>`
    select id, line_id as "lineId", kind, occurred_on::text as "occurredOn", note, by_name as "byName", at
    from milestone_step where engagement_id = ${engagementId}::uuid order by line_id, id`;
}

export type PassedCostRow = {
  id: string;
  lineId: string;
  receipt: string;
  description: string;
  incurredOn: string;
  currency: string;
  amountMinor: bigint;
  statedByName: string;
  statedAt: Date;
  decidedByName: string | null;
  decidedAt: Date | null;
  reason: string | null;
  statementId: string | null;
  state: CostState;
};

/** The costs of an engagement, the latest first; none of a foreign or missing one. */
export async function listPassedCosts(
  tx: Tx,
  viewer: Viewer,
  page: PageOf & { engagementId: string },
): Promise<PassedCostRow[]> {
  if (!isId(page.engagementId)) return [];
  const from = Prisma.sql`passed_cost c`;
  const keys = keyset({
    by: Prisma.sql`c.id`,
    from,
    id: Prisma.sql`c.id`,
    scope: partiesAre(viewer, "c"),
    page,
  });
  const rows = await tx.$queryRaw<(PassedCostRow & { decision: string | null })[]>`
    select c.id, c.line_id as "lineId", c.receipt, c.description, c.incurred_on::text as "incurredOn",
      c.currency, c.amount_minor as "amountMinor", c.stated_by_name as "statedByName",
      c.stated_at as "statedAt", d.decision, d.decided_by_name as "decidedByName",
      d.decided_at as "decidedAt", d.reason, p.statement_id as "statementId"
    from ${from} left join passed_cost_decision d on d.cost_id = c.id
      left join charged_cost p on p.cost_id = c.id
    where c.engagement_id = ${page.engagementId}::uuid and ${partiesAre(viewer, "c")} and ${keys.where}
    ${keys.order}`;
  return rows.map(({ decision, ...row }) => ({
    ...row,
    state: costState({ decision, isCharged: row.statementId !== null }),
  }));
}
