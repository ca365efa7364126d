import { type BringAlong, bringAlong } from "../../domain/billing/bring-along.ts";
import { type FrozenLevel, frozenLevelsSchema } from "../../domain/billing/frozen-level.ts";
import type { Terms } from "../../domain/contracts/terms.ts";
import type { StatementBundle } from "../../domain/service-levels/statement-bundle.ts";
import type { StatementResult } from "../../domain/service-levels/statement-result.ts";
import type { Tx } from "../db.ts";

/**
 * What the earlier months of an engagement bring to the statement of one: the figures of the month before,
 * credits that are earned back, and what the last statement carried over. The caller has drafted the
 * statements of all of them.
 */
export async function earlierMonths(
  tx: Tx,
  p: {
    close: { engagementId: string; period: string };
    terms: Terms;
    levels: readonly FrozenLevel[];
  },
): Promise<BringAlong> {
  const { engagementId, period } = p.close;
  const rows = await tx.periodClose.findMany({
    where: { engagementId, period: { lt: period } },
    select: { period: true, levels: true, statement: { select: { bundle: true, result: true } } },
    orderBy: { period: "asc" },
  });
  return bringAlong({
    period,
    terms: p.terms,
    levels: p.levels,
    earlier: rows.map(({ statement, ...row }) => ({
      period: row.period,
      levels: frozenLevelsSchema.parse(row.levels),
      bundle: statement?.bundle as StatementBundle,
      result: statement?.result as StatementResult,
    })),
  });
}
