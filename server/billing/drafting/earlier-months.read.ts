import type { EarlierMonth } from "../../../domain/billing/bring-along.ts";
import { frozenLevelsSchema } from "../../../domain/billing/frozen-level.ts";
import type { StatementBundle } from "../../../domain/service-levels/statement-bundle.ts";
import type { StatementResult } from "../../../domain/service-levels/statement-result.ts";
import type { Tx } from "../../db.ts";
import type { OpenMonth } from "./open-months.read.ts";

type Row = { engagementId: string; period: string; levels: unknown; bundle: unknown; result: unknown };

/**
 * The frozen months before each of these that its statement looks back on, in order: all of them where
 * credits can be earned back, the last one otherwise. Every one of them has its statement.
 */
export async function earlierMonths(
  tx: Tx,
  months: readonly OpenMonth[],
): Promise<(month: OpenMonth) => EarlierMonth[]> {
  const rows = await tx.$queryRaw<Row[]>`
    select w.engagement_id as "engagementId", c.period, c.levels, s.bundle, s.result
    from unnest(${months.map((one) => one.engagementId)}::uuid[], ${months.map((one) => one.period)}::text[],
      ${months.map((one) => (one.terms.earnBack ? null : 1))}::int[]) as w (engagement_id, period, most)
    cross join lateral (
      select c.id, c.period, c.levels from period_close c
      where c.engagement_id = w.engagement_id and c.period < w.period
      order by c.period desc limit w.most) c
    join statement s on s.period_close_id = c.id and s.closing = 0
    order by w.engagement_id, c.period`;
  const byEngagement = Map.groupBy(rows, (row) => row.engagementId);
  return ({ engagementId }) =>
    (byEngagement.get(engagementId) ?? []).map((row) => ({
      period: row.period,
      levels: frozenLevelsSchema.parse(row.levels),
      bundle: row.bundle as StatementBundle,
      result: row.result as StatementResult,
    }));
}
