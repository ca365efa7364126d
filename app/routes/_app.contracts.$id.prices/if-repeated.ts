import { type AdjustmentLine, adjustmentLines } from "../../../domain/billing/adjustment-lines.ts";
import type { PastMonth } from "../../../domain/contracts/baseline.ts";
import type { OutcomePrice } from "../../../domain/contracts/price-terms.ts";
import type { Terms } from "../../../domain/contracts/terms.ts";
import {
  creditArithmetic,
  type LevelArithmetic,
} from "../../../domain/service-levels/credit-arithmetic.ts";
import { monthBundle } from "../../../domain/service-levels/month-pricing.ts";
import type { StatementFigures } from "../../../domain/service-levels/statement-result.ts";

export type IfRepeated = {
  /** YYYY-MM */
  period: string;
  currency: string;
  levels: LevelArithmetic[];
  /** One for each price of the terms, in order; null where its figures are not complete. */
  prices: (AdjustmentLine | null)[];
  collar: AdjustmentLine | null;
  figures: StatementFigures;
};

/**
 * What the latest month of a history would cost under the terms, by the very functions that price a
 * statement. Null without a month.
 */
export function ifRepeated(terms: Terms, history: readonly PastMonth[]): IfRepeated | null {
  const month = history.at(-1);
  if (!month) return null;
  const at = (prices: readonly OutcomePrice[]) => {
    const { prices: _all, ...plain } = terms;
    const priced = { ...plain, ...(prices.length > 0 ? { prices: [...prices] } : {}) };
    const before = history.at(-2)?.levels ?? null;
    return { priced, bundle: monthBundle({ id: "m", terms: priced, figures: month.levels, before }) };
  };
  const alone = (price: OutcomePrice): AdjustmentLine | null => {
    try {
      const { priced, bundle } = at([price]);
      return adjustmentLines(bundle, priced).find((line) => line.id === price.id) ?? null;
    } catch (error) {
      // A step of 0, while somebody is still typing it.
      if (error instanceof RangeError) return null;
      throw error;
    }
  };
  const prices = (terms.prices ?? []).map(alone);
  const { priced, bundle } = at((terms.prices ?? []).filter((_, index) => prices[index] !== null));
  const { levels, figures } = creditArithmetic(bundle);
  const collar = adjustmentLines(bundle, priced).find((line) => line.kind === "collar") ?? null;
  return { period: month.period, currency: terms.currency, levels, prices, collar, figures };
}
