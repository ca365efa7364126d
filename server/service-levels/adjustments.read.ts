import type { ContestEffect, ItemAdjustment } from "../../domain/service-levels/item-adjustment.ts";
import { toInstant } from "../clock.ts";
import { Prisma, type Tx } from "../db.ts";

type Row = {
  id: string;
  period: string;
  effect: ContestEffect;
  work_item_ids: string[];
  level_ids: string[];
  from_at: Date | null;
  to_at: Date | null;
};

/**
 * What was accepted about the work of the engagements, by work item: the overrides that its bundles carry.
 * Items
 * without any are left out. The caller has seen to it that the viewer may read the engagements.
 */
export async function adjustmentsOf(
  tx: Tx,
  engagementIds: readonly string[],
): Promise<Map<string, ItemAdjustment[]>> {
  const byItem = new Map<string, ItemAdjustment[]>();
  if (engagementIds.length === 0) return byItem;
  const rows = await tx.$queryRaw<Row[]>`
    select id, period, effect, work_item_ids, level_ids, from_at, to_at from contest
    where engagement_id = any (${Prisma.sql`${[...engagementIds]}::uuid[]`}) and state = 'accepted'
    order by id`;
  for (const row of rows) {
    const adjustment: ItemAdjustment = {
      contestId: row.id,
      period: row.period,
      effect: row.effect,
      levelIds: row.level_ids,
      from: row.from_at && toInstant(row.from_at).toString(),
      to: row.to_at && toInstant(row.to_at).toString(),
    };
    for (const id of row.work_item_ids) byItem.set(id, [...(byItem.get(id) ?? []), adjustment]);
  }
  return byItem;
}
