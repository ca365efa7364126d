import type { Viewer } from "../../domain/identity/viewer.ts";
import type { CauseCategory } from "../../domain/service-levels/breach.ts";
import { toInstant, toPlainDate } from "../clock.ts";
import type { Tx } from "../db.ts";
import { isId } from "../party-scope.ts";

export type BreachPlanRow = {
  id: string;
  number: number;
  category: CauseCategory;
  cause: string;
  explainedItemIds: string[];
  action: string;
  ownerId: string;
  ownerName: string;
  dueOn: string;
  promisedFigure: string;
  promisedMonth: string;
  byName: string;
  at: string;
};

/** What the provider stated, newest first. Row-level security says whose breach may be asked for. */
export async function breachPlans(tx: Tx, breachId: string): Promise<BreachPlanRow[]> {
  if (!isId(breachId)) return [];
  const rows = await tx.breachPlan.findMany({ where: { breachId }, orderBy: { number: "desc" } });
  return rows.map(({ category, dueOn, at, ...row }) => ({
    ...row,
    category: category as CauseCategory,
    dueOn: toPlainDate(dueOn).toString(),
    at: toInstant(at).toString(),
  }));
}

export type BreachStepRow = {
  id: string;
  action: string;
  party: string;
  byName: string;
  reason: string;
  at: string;
};

/** Everything that happened, oldest first. */
export async function breachSteps(tx: Tx, breachId: string): Promise<BreachStepRow[]> {
  if (!isId(breachId)) return [];
  const rows = await tx.breachStep.findMany({
    where: { breachId },
    orderBy: [{ at: "asc" }, { id: "asc" }],
    select: { id: true, action: true, party: true, byName: true, reason: true, at: true },
  });
  return rows.map((row) => ({ ...row, at: toInstant(row.at).toString() }));
}

export type MissedItem = { id: string; reference: string; title: string; priority: string | null };

/** The first of the missed items, by reference. */
export function missedItems(tx: Tx, p: { ids: readonly string[]; first: number }): Promise<MissedItem[]> {
  return tx.$queryRaw<MissedItem[]>`
    select id, reference, title, priority from work_item where id = any (${[...p.ids]}::uuid[])
    order by reference, id limit ${p.first}`;
}

/** Who can see to an action: the provider's members at present. */
export async function possibleOwners(
  tx: Tx,
  p: { viewer: Viewer; providerId: string },
): Promise<{ userId: string; name: string }[]> {
  const rows = await tx.membership.findMany({
    where: { organizationId: p.providerId, endedAt: null, user: { disabledAt: null } },
    select: { user: { select: { id: true, name: true } } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return rows.map(({ user }) => ({ userId: user.id, name: user.name }));
}

/** The rules in force where a contract has none. */
export async function usualPolicy(tx: Tx) {
  const { id, ...policy } = await tx.breachPolicy.findUniqueOrThrow({ where: { id: "default" } });
  return policy;
}
