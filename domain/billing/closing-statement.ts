import { Temporal } from "temporal-polyfill";
import type { Terms } from "../contracts/terms.ts";
import type { Adjustment } from "../service-levels/adjustment-bundle.ts";
import type { StatementBundle } from "../service-levels/statement-bundle.ts";
import { statementFigures } from "../service-levels/statement-result.ts";
import { correctionLine, type OpenAdjustment, settledParts } from "./adjustment.ts";
import { type RatedBundle, resultOf, withRating } from "./rating/rated-bundle.ts";

/** A statement after the contract's last one, ready to be kept. */
export type ClosingDraft = {
  bundle: RatedBundle;
  result: ReturnType<typeof resultOf>;
  figures: ReturnType<typeof statementFigures>;
  parts: OpenAdjustment[];
};

/**
 * What the buyer owes by corrections that were agreed after the contract's last statement: a statement
 * without fee, lines and levels. What the statement before it carried comes off first, then credits as far as
 * the charges make room for them; the rest of the credits stays open. Null where nothing is owed. Amounts in
 * minor units of the contract's currency.
 */
export function draftClosing(p: {
  id: string;
  terms: Pick<Terms, "currency" | "commissionBps" | "scheme" | "creditsBorneBy">;
  /** The contract's last month. */
  period: string;
  /** What the statement before this one left below 0. */
  carriedMinor: bigint;
  open: readonly OpenAdjustment[];
}): ClosingDraft | null {
  const owedMinor = p.open.reduce((sum, one) => (one.netMinor > 0n ? sum + one.netMinor : sum), 0n);
  if (owedMinor === 0n) return null;
  const takenMinor = p.carriedMinor < owedMinor ? p.carriedMinor : owedMinor;
  const parts = settledParts(-takenMinor, p.open);
  const adjustments = [...carried(p), ...parts.map(correctionLine)];
  const bundle = withRating(bare(p, adjustments), { span: wholeMonth(p.period), lines: [] });
  const figures = statementFigures(bundle);
  return { bundle, result: resultOf(bundle, figures), figures, parts };
}

/** The contract's own scheme and commission, with no level to measure. */
function bare(p: Parameters<typeof draftClosing>[0], adjustments: Adjustment[]): StatementBundle {
  const { currency, commissionBps, scheme, creditsBorneBy } = p.terms;
  return {
    ...{ id: p.id, currency, feeMinor: "0", commissionBps, adjustments },
    scheme: emptied(scheme),
    ...(creditsBorneBy === "provider" ? { commissionOn: "fee" as const } : {}),
  };
}

function emptied(scheme: Terms["scheme"]): StatementBundle["scheme"] {
  if (scheme.kind === "at_risk_pool") return { ...scheme, levels: [] };
  const { bands: _, ...points } = scheme;
  return { ...points, levels: [] };
}

function carried(p: { period: string; carriedMinor: bigint }): Adjustment[] {
  if (p.carriedMinor === 0n) return [];
  const { period } = p;
  const amountMinor = String(p.carriedMinor);
  return [{ kind: "carried_over", id: `carried_over/${period}`, period, amountMinor }];
}

function wholeMonth(month: string) {
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
  const span = { month, from: first.toString(), to: first.add({ months: 1 }).toString() };
  return { ...span, billedDays: 0, wholeDays: first.daysInMonth };
}
