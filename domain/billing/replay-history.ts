import type { Terms } from "../contracts/terms.ts";
import type { HistoryMonth } from "../service-levels/month-history.ts";
import { monthBundle } from "../service-levels/month-pricing.ts";
import {
  type StatementFigures,
  statementFigures,
  statementOf,
} from "../service-levels/statement-result.ts";
import { type AdjustmentLine, adjustmentLines } from "./adjustment-lines.ts";
import { bringAlong, type EarlierMonth, levelMonth } from "./bring-along.ts";

/** A month of a history as a contract would have billed it. */
export type ReplayedMonth = {
  period: string;
  levels: HistoryMonth["levels"];
  figures: StatementFigures;
  adjustments: AdjustmentLine[];
};

/**
 * Bills a history in order under the terms, each month with what the ones before bring along: doubled
 * points, credits earned back, and what was below nothing.
 */
export function replayHistory(terms: Terms, history: readonly HistoryMonth[]): ReplayedMonth[] {
  const earlier: EarlierMonth[] = [];
  return history.map(({ period, levels }) => {
    const frozen = levels.map(({ id, ...figure }) => ({
      ...{ levelId: id, ...figure },
      ...{ n: 0, misses: 0, interval: null },
    }));
    const { before, also } = bringAlong({ period, terms, levels: frozen, earlier });
    const bundle = monthBundle({
      id: period,
      terms,
      figures: levels,
      before: before?.map(levelMonth) ?? null,
      also,
    });
    earlier.push({ period, levels: frozen, bundle, result: statementOf(bundle) });
    const adjustments = adjustmentLines(bundle, terms);
    return { period, levels, figures: statementFigures(bundle), adjustments };
  });
}
